import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MAX_NAME_BYTES, relPath, safeName } from '../../../src/engine/shares';

describe('safeName', () => {
  it.each([
    ['0001_EMPRESA S/A', '0001_EMPRESA S_A'],
    ['a/\\:*?"<>|b', 'a_________b'],
    ['Comércio Ltda. . ', 'Comércio Ltda'],
    ['Comércio', 'Comércio'.normalize('NFC')],
    ['Comércio'.normalize('NFD'), 'Comércio'.normalize('NFC')],
    ['CON', 'CON_'],
    ['nul.xml', 'nul_.xml'],
    ['COM1.tar.gz', 'COM1_.tar.gz'],
    ['com¹', 'com¹_'],
    ['CON .txt', 'CON _.txt'],
    ['CONDE', 'CONDE'],
    ['', '_'],
    ['.', '_'],
    ['..', '_'],
    ['   ', '_'],
    ['nota\u202Elmx.exe', 'notalmx.exe'],
    ['a\tb\u0000c\u0085', 'a_b_c_'],
    ['\uD800x', '_x'],
    ['.oculto', '.oculto'],
    ['a\u00ADb\u2060c\u2028d\u2029e\u200Df', 'abcdef'],
    ['desktop.ini', 'desktop_.ini'],
    ['AutoRun.inf', 'AutoRun_.inf'],
    ['desktop.ini.xml', 'desktop.ini.xml'],
    ['pasta.{20D04FE0-3AEA-1069-A2D8-08002B30309D}', 'pasta_{20D04FE0-3AEA-1069-A2D8-08002B30309D}'],
    ['nota.{1}', 'nota.{1}'],
  ])('%j → %j', (text, expected) => {
    expect(safeName(text)).toBe(expected);
  });

  it('cuts long names, keeps the extension and tells two long names apart', () => {
    const [one, other] = [safeName(`${'ç'.repeat(200)}1.xml`), safeName(`${'ç'.repeat(200)}2.xml`)];
    expect(Buffer.byteLength(one)).toBeLessThanOrEqual(MAX_NAME_BYTES);
    expect(one).toMatch(/^ç+~[0-9a-f]{10}\.xml$/);
    expect(one).not.toBe(other);
  });

  it('always gives a valid name, and the same for a name that is already safe', () => {
    const anyText = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.string({ maxLength: 400 }),
      fc.constantFrom('aux. .', 'LPT9 .a', 'desktop.ini\u00AD', 'a.{20d04fe0-3aea-1069-a2d8-08002b30309d}.'),
    );
    fc.assert(
      fc.property(anyText, (text) => {
        const name = safeName(text);
        expect(name).not.toMatch(/[/\\:*?"<>|\p{Cc}\p{Cf}\p{Zl}\p{Zp}]|[. ]$|^\s|^\.{0,2}$/u);
        expect(name.split('.')[0]?.trimEnd()).not.toMatch(/^(con|prn|aux|nul|com\d|lpt\d)$/i);
        expect(Buffer.byteLength(name)).toBeLessThanOrEqual(MAX_NAME_BYTES);
        expect(name).toBe(name.normalize('NFC'));
        expect(safeName(name)).toBe(name);
        expect(relPath(name)).toEqual([name]);
      }),
      { numRuns: 2000 },
    );
  });
});

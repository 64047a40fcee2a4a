import fc from 'fast-check';
import { zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { DECODE_LIMITS, decodeItem } from '../../../src/engine/sieg';
import { fromBase64 } from '../../../src/engine/sieg/decode';
import { base64, gzip, text, zip } from './support';

const XML = '<?xml version="1.0" encoding="UTF-8"?><nfeProc>ação</nfeProc>';
const ARCHIVE = zip({ 'a.xml': XML, 'b.xml': '<b/>' });

describe('decoding an item', () => {
  it.each<[string, string | Uint8Array]>([
    ['plain XML', XML],
    ['XML behind a byte order mark', `\uFEFF${XML}`],
    ['XML behind white space', `\r\n  ${XML}`],
    ['base64', base64(XML)],
    ['base64 in lines', base64(XML).replace(/(.{20})/g, '$1\r\n')],
    ['base64 without padding', base64(XML).replace(/=+$/, '')],
    ['base64 with the alphabet of addresses', Buffer.from(XML).toString('base64url')],
    ['base64 twice', base64(base64(XML))],
    ['gzip', gzip(XML)],
    ['gzip in base64', Buffer.from(gzip(XML)).toString('base64')],
    ['a JSON string', JSON.stringify(XML)],
    ['a JSON string of base64', JSON.stringify(base64(XML))],
    ['an archive in base64', Buffer.from(zip({ 'a.xml': XML })).toString('base64')],
  ])('reads %s', (_, item) => {
    const files = decodeItem(item);
    expect(files).toHaveLength(1);
    expect(files[0]?.problem).toBeNull();
    expect(
      text(files[0]?.bytes ?? new Uint8Array())
        .trim()
        .replace('\uFEFF', ''),
    ).toBe(XML);
  });

  it('keeps every byte of UTF-16 XML', () => {
    const utf16 = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(XML, 'utf16le')]);
    expect(decodeItem(utf16)).toEqual([{ name: null, bytes: utf16, problem: null }]);
  });

  it('gives one file per entry of an archive, with its name, and no folders', () => {
    const files = decodeItem(zip({ 'x/': '', 'x/a.xml': XML, 'b.xml': base64('<b/>') }));
    expect(files.map(({ name, bytes }) => [name, text(bytes)])).toEqual([
      ['x/a.xml', XML],
      ['b.xml', '<b/>'],
    ]);
  });

  it('gives no file for an archive without entries', () => {
    expect(decodeItem(zipSync({}))).toEqual([]);
  });

  it('keeps both entries when their names are the same', () => {
    const bytes = Buffer.from(zip({ 'a.xml': '<one/>', 'b.xml': '<two/>' }));
    for (let at = bytes.indexOf('b.xml'); at >= 0; at = bytes.indexOf('b.xml')) bytes.write('a.xml', at);
    expect(decodeItem(bytes).map((file) => text(file.bytes))).toEqual(['<one/>', '<two/>']);
  });

  it('reads entries whose local header has no sizes (data descriptor), by the central directory', () => {
    const bytes = Buffer.from(ARCHIVE);
    bytes.writeUInt16LE(bytes.readUInt16LE(6) | 8, 6);
    bytes.fill(0, 14, 26);
    expect(decodeItem(bytes).map((file) => text(file.bytes))).toEqual([XML, '<b/>']);
  });

  it('saves the sound entries of an archive with a broken one', () => {
    const long = Array.from({ length: 500 }, (_, index) => `<i n="${String(index * 7919)}"/>`).join('');
    const bytes = Buffer.from(zip({ 'a.xml': `<a>${long}</a>`, 'b.xml': '<b/>' }));
    bytes.fill(0xff, 40, 80);
    expect(decodeItem(bytes).map(({ name, problem }) => [name, problem])).toEqual([
      ['a.xml', 'archive-broken'],
      ['b.xml', null],
    ]);
  });

  it.each<[string, string | Uint8Array, string]>([
    ['nothing', '', 'empty'],
    ['white space', ' \r\n', 'empty'],
    ['words', 'isto não é um documento', 'not-base64'],
    ['base64 of noise', Buffer.from([0x80, 0x81, 0x82, 0x83, 0x84, 0x85]).toString('base64'), 'not-base64'],
    ['an archive cut short', ARCHIVE.slice(0, 60), 'archive-broken'],
    ['gzip cut short', gzip(XML).slice(0, 20), 'archive-broken'],
    ['an archive in an archive', zipSync({ 'inner.zip': ARCHIVE }), 'too-deep'],
  ])('keeps %s as it came, with its problem', (_, item, problem) => {
    const files = decodeItem(item);
    expect(files.map((file) => file.problem)).toEqual([problem]);
    if (problem !== 'too-deep') expect(files[0]?.bytes).toEqual(typeof item === 'string' ? Buffer.from(item) : item);
  });

  it('stops at its limits', () => {
    const small = { ...DECODE_LIMITS, maxItemBytes: 1_000, maxEntries: 2, maxTotalBytes: 2_000, maxDepth: 2 };
    const problemOf = (item: string | Uint8Array): unknown => decodeItem(item, null, small)[0]?.problem;
    expect(problemOf(`<a>${'x'.repeat(1_000)}</a>`)).toBe('too-large');
    expect(problemOf(gzip('<a/>'.padEnd(5_000)))).toBe('too-large');
    expect(problemOf(zip({ a: '<a/>', b: '<b/>', c: '<c/>' }))).toBe('too-large');
    expect(problemOf(zip({ a: '<a/>'.padEnd(3_000) }))).toBe('too-large');
    expect(problemOf(base64(base64(base64(XML))))).toBe('too-deep');
  });

  it('does not unpack a bomb', () => {
    const bomb = zipSync({ 'bomb.xml': new Uint8Array(20 * 1_048_576) }, { level: 9 });
    expect(decodeItem(bomb).map((file) => file.problem)).toEqual(['too-large']);
  });

  it('does not believe an entry that declares less than it holds', () => {
    const bytes = Buffer.from(zip({ 'a.xml': `<a>${'x'.repeat(5_000)}</a>` }));
    const directory = bytes.indexOf(Buffer.from([0x50, 0x4b, 1, 2]));
    bytes.writeUInt32LE(10, directory + 24);
    expect(decodeItem(bytes)[0]?.problem).toBe('archive-broken');
  });

  it('does not believe an entry whose content was altered on the way', () => {
    const bytes = Buffer.from(zipSync({ 'a.xml': Buffer.from(XML) }, { level: 0 }));
    bytes.write('N', bytes.indexOf('nfeProc'));
    expect(decodeItem(bytes)[0]?.problem).toBe('archive-broken');
  });

  it('reads an entry with a treacherous name', () => {
    const bytes = Buffer.from(zip({ 'proto.xml': XML }));
    for (let at = bytes.indexOf('proto.xml'); at >= 0; at = bytes.indexOf('proto.xml')) bytes.write('__proto__', at);
    expect(decodeItem(bytes)).toMatchObject([{ name: '__proto__', problem: null }]);
  });

  it('never throws and never loses what it cannot read', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 300 }),
        fc.constantFrom('', 'PK\x03\x04', '\x1f\x8b', '"', '<', 'UEsDB'),
        (noise, prefix) => {
          const item = Buffer.concat([Buffer.from(prefix, 'latin1'), noise]);
          for (const file of decodeItem(item))
            if (file.problem !== null) expect(Buffer.from(file.bytes).equals(item)).toBe(true);
        },
      ),
    );
  });

  it('gives back any XML through any wrapping', () => {
    const wrappings = [
      base64,
      (xml: string) => JSON.stringify(xml),
      (xml: string) => Buffer.from(gzip(xml)).toString('base64'),
    ];
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme' }),
        fc.array(fc.constantFrom(...wrappings), { maxLength: 2 }),
        (content, layers) => {
          const xml = `<a>${content}</a>`;
          const wrapped = layers.reduce((inner, wrap) => wrap(inner), xml);
          expect(decodeItem(wrapped).map((file) => text(file.bytes))).toEqual([xml]);
        },
      ),
    );
  });

  it('takes for base64 what each of its letters allows, and nothing else', () => {
    /** Letter by letter. */
    const bySpelling = (written: string): string | null => {
      const letters = written.replace(/\s+/g, '').replace(/={1,2}$/, '');
      if (letters.length < 4 || letters.length % 4 === 1 || !/^[A-Za-z0-9+/_-]+$/.test(letters)) return null;
      return Buffer.from(letters, 'base64').toString('hex');
    };
    const letter = fc.constantFrom(...Array.from('ABCxyz019+/-_'));
    const other = fc.constantFrom(...Array.from('=.,;:@ \n\t\0é€"<'));
    const written = fc
      .array(fc.oneof({ weight: 12, arbitrary: letter }, { weight: 1, arbitrary: other }), { maxLength: 24 })
      .chain((letters) => fc.constantFrom('', '=', '==').map((padding) => letters.join('') + padding));
    fc.assert(
      fc.property(written, (item) => {
        const bytes = fromBase64(item);
        expect(bytes === null ? null : Buffer.from(bytes).toString('hex')).toBe(bySpelling(item));
      }),
      { numRuns: 2_000 },
    );
  });
});

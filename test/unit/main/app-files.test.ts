import { join, sep } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { resolveAppFile } from '../../../src/main/security/app-files';

const folder = join(sep, 'application', 'renderer');

describe('resolveAppFile', () => {
  it.each([
    ['app://malote', 'index.html'],
    ['app://malote/', 'index.html'],
    ['app://malote/index.html?x=1#y', 'index.html'],
    ['app://malote/assets/p%C3%A1gina.js', join('assets', 'página.js')],
  ])('serves %s', (address, file) => {
    expect(resolveAppFile(folder, address)).toBe(join(folder, file));
  });

  it.each([
    'app://malote/..%2f..%2fetc%2fpasswd',
    'app://malote/assets/%2e%2e%2f%2e%2e%2fmain/index.js',
    'app://malote/..%5c..%5cmain%5cindex.js',
    'app://malote/%00index.html',
    'app://malote/%zz',
    'app://other/index.html',
    'https://malote/index.html',
    'file:///etc/passwd',
    'not an address',
  ])('refuses %s', (address) => {
    expect(resolveAppFile(folder, address)).toBeUndefined();
  });

  it('never leaves its folder, whatever the path', () => {
    const piece = fc.constantFrom('..', '.', '%2e%2e', '%2f', '/', '\\', '%5c', 'a', '%00', '%252e', ':', 'C:', '~');
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        const file = resolveAppFile(folder, `app://malote/${pieces.join('')}`);
        return file === undefined || file.startsWith(folder + sep);
      }),
    );
  });
});

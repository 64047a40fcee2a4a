import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  absolute,
  foundPath,
  fromStored,
  isAbsolutePath,
  isInside,
  isNetworkPath,
  mountOf,
  normalisePath,
  relPath,
  resolveFrom,
  safeName,
  samePath,
  splitFile,
  toStored,
} from '../../../src/engine/shares';

describe('relPath and its stored form', () => {
  const refused = expect.objectContaining({ code: 'SHARE_BAD_PATH' }) as Error;
  const LEADS_AWAY = ['..', '.', '', 'a/b', 'a\\b', 'a:b', 'a\0b', 'a\nb', '.malote-00ff.part'];
  /** What POSIX takes and Windows refuses, or takes for another name. */
  const NOT_ON_WINDOWS = [
    ...['a?b', 'a*b', 'a<b', 'a>b', 'a|b', 'a"b', 'Comércio Ltda.', 'a ', '...'],
    ...['con', 'CON.xml', 'nul', 'aux.txt', 'COM1.xml', 'lpt¹', 'con .txt', 'x'.repeat(256)],
  ];

  it.each([...LEADS_AWAY, ...NOT_ON_WINDOWS])('refuses %j', (name) => {
    expect(() => relPath('2026', name)).toThrow(refused);
    expect(() => relPath(name, 'a.xml')).toThrow(refused);
  });

  it.each(NOT_ON_WINDOWS)('still finds %j, where a system has it', (name) => {
    expect(fromStored(toStored(foundPath('2026', name)))).toEqual(['2026', name]);
  });

  it.each(LEADS_AWAY)('does not take %j for a path that was found', (name) => {
    expect(() => foundPath('2026', name)).toThrow(refused);
  });

  it('comes back from the ledger as it went in', () => {
    const name = fc.string({ unit: 'grapheme', minLength: 1 }).map(safeName);
    fc.assert(
      fc.property(fc.array(name), (names) => {
        expect(fromStored(toStored(relPath(...names)))).toEqual(names);
      }),
    );
  });

  it('refuses a stored text that leads out', () => {
    expect(() => fromStored('a/../b')).toThrow();
    expect(() => fromStored('/a')).toThrow();
    expect(fromStored('')).toEqual([]);
  });
});

describe('absolute on Windows', () => {
  it.each([
    ['Y:\\', ['a', 'b.xml'], 'Y:\\a\\b.xml'],
    ['Y:', ['a'], 'Y:\\a'],
    ['F:/x_p/XML_CLIENTES/', ['2026'], 'F:\\x_p\\XML_CLIENTES\\2026'],
    ['\\\\servidor\\xml', ['a'], '\\\\servidor\\xml\\a'],
    ['\\\\servidor\\xml\\', ['a'], '\\\\servidor\\xml\\a'],
    ['//servidor/xml/Import', [], '\\\\servidor\\xml\\Import'],
    ['\\\\?\\UNC\\servidor\\xml', ['a'], '\\\\servidor\\xml\\a'],
    ['\\\\?\\C:\\dados', ['a'], 'C:\\dados\\a'],
  ])('%s with %j is %s', (root, names, expected) => {
    expect(absolute(root, relPath(...names), 'win32')).toBe(expected);
  });

  it('takes the long form from 240 characters on', () => {
    const names = Array.from({ length: 6 }, () => 'x'.repeat(40));
    expect(absolute('Y:\\', names, 'win32')).toBe(`\\\\?\\Y:\\${names.join('\\')}`);
    expect(absolute('\\\\servidor\\xml', names, 'win32')).toBe(`\\\\?\\UNC\\servidor\\xml\\${names.join('\\')}`);
    expect(absolute('Y:\\', names.slice(0, 5), 'win32')).not.toContain('?');
  });

  it('refuses names that open a stream or climb', () => {
    for (const name of ['a:b', '..', 'a\\b', 'a?b', 'a*b', 'a|b'])
      expect(() => absolute('C:\\x', [name], 'win32')).toThrow();
  });
});

describe('absolute on POSIX', () => {
  it('joins, and keeps odd names that exist there', () => {
    expect(absolute('/', ['a'], 'posix')).toBe('/a');
    expect(absolute('/dados/', ['a:b', 'c\\d'], 'posix')).toBe('/dados/a:b/c\\d');
    expect(() => absolute('/dados', ['a/b'], 'posix')).toThrow();
  });

  it('never leaves the root, whatever the names', () => {
    fc.assert(
      fc.property(fc.array(fc.string()), fc.constantFrom('win32' as const, 'posix' as const), (names, platform) => {
        const root = platform === 'win32' ? 'C:\\dados' : '/dados';
        let path: string;
        try {
          path = absolute(root, names, platform);
        } catch {
          return;
        }
        expect(isInside(root, path, platform)).toBe(true);
      }),
    );
  });
});

describe('comparing paths', () => {
  it('ignores case, separators and the long form on Windows only', () => {
    expect(samePath('C:\\Dados\\São', 'c:/dados/SÃO/', 'win32')).toBe(true);
    expect(samePath('\\\\?\\UNC\\Servidor\\xml\\a', '\\\\servidor\\XML\\a', 'win32')).toBe(true);
    expect(samePath('/dados', '/Dados', 'posix')).toBe(false);
    expect(samePath('/dados/./a/..', '/dados', 'posix')).toBe(true);
  });

  it('knows what lies inside', () => {
    expect(isInside('Y:\\', 'y:\\a', 'win32')).toBe(true);
    expect(isInside('C:\\dados', 'C:\\dados2', 'win32')).toBe(false);
    expect(isInside('/', '/a', 'posix')).toBe(true);
    expect(isInside('/a', '/a/../b', 'posix')).toBe(false);
    expect(isInside('/a', '/a', 'posix')).toBe(true);
  });

  it('knows absolute paths and resolves the others', () => {
    expect(['C:\\x', 'c:/x', 'C:', '\\\\s\\x', '//s/x'].every((path) => isAbsolutePath(path, 'win32'))).toBe(true);
    expect(['x', '\\x', 'C:x', '/x', '..'].some((path) => isAbsolutePath(path, 'win32'))).toBe(false);
    expect(isAbsolutePath('/x', 'posix') && !isAbsolutePath('x', 'posix')).toBe(true);
    expect(resolveFrom('/w', 'arquivo/../b', 'posix')).toBe('/w/b');
    expect(resolveFrom('C:\\w', 'arquivo', 'win32')).toBe('C:\\w\\arquivo');
    expect(resolveFrom('C:\\w', 'Y:/x/', 'win32')).toBe('Y:\\x');
    expect(normalisePath('c:.', 'win32')).toBe('c:\\');
  });
});

describe('a file as folder and name', () => {
  it.each([
    ['C:\\Planilhas\\empresas.xlsx', 'C:\\Planilhas', 'empresas.xlsx'],
    ['C:/empresas.xlsx', 'C:\\', 'empresas.xlsx'],
    ['\\\\servidor\\pasta\\Lista de empresas.xlsx', '\\\\servidor\\pasta\\', 'Lista de empresas.xlsx'],
    ['\\\\?\\UNC\\servidor\\pasta\\a\\b.xlsx', '\\\\servidor\\pasta\\a', 'b.xlsx'],
  ])('on Windows: %s', (file, folder, name) => {
    expect(splitFile(file, 'win32')).toEqual({ folder, name });
  });

  it('on POSIX', () => {
    expect(splitFile('/dados/planilha\\1.xlsx', 'posix')).toEqual({ folder: '/dados', name: 'planilha\\1.xlsx' });
  });
});

describe('isNetworkPath', () => {
  const mountInfo = [
    '22 1 254:0 / / rw,relatime - ext4 /dev/vda rw',
    '36 22 0:41 / /mnt/rede\\040do\\040cliente rw - cifs //servidor/xml rw',
    '37 22 0:42 / /mnt/local rw - cifs //servidor/b rw',
    '38 37 254:1 / /mnt/local rw - ext4 /dev/vdb rw',
    '39 22 0:43 / /home/a/remoto rw shared:3 - fuse.sshfs a@servidor:/ rw',
    '',
  ].join('\n');

  it.each([
    ['/var/lib/malote', false],
    ['/mnt/rede do cliente/malote', true],
    ['/mnt/rede do cliente2', false],
    ['/mnt/local/ledger.db', false],
    ['/home/a/remoto/x/y', true],
  ])('on Linux: %s → %s', (path, expected) => {
    expect(isNetworkPath(path, 'posix', { mountInfo })).toBe(expected);
  });

  it.each([
    ['\\\\servidor\\xml\\a', true],
    ['//servidor/xml', true],
    ['\\\\?\\UNC\\servidor\\xml', true],
    ['\\\\?\\C:\\dados', false],
    ['C:\\dados', false],
    ['y:\\dados', true],
  ])('on Windows: %s → %s', (path, expected) => {
    expect(isNetworkPath(path, 'win32', { isNetworkDrive: (letter) => letter === 'Y' })).toBe(expected);
  });

  it('does not guess about a drive without a lookup', () => {
    expect(isNetworkPath('Y:\\dados', 'win32')).toBe(false);
  });

  it('names the source of a mount, and survives a broken list', () => {
    expect(mountOf('/mnt/rede do cliente/x', mountInfo)).toEqual({
      point: '/mnt/rede do cliente',
      type: 'cifs',
      source: '//servidor/xml',
    });
    expect(mountOf('/x', 'lixo\n - \n')).toBeNull();
  });
});

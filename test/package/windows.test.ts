import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pack } from '../../scripts/lib/package.mjs';
import { root } from '../../scripts/lib/paths.mjs';
import { standInForWindows } from '../../scripts/lib/windows-electron.mjs';
import { listAsar, readFuses } from '../e2e/support/package';
import { HARDENED } from '../support/hardened-fuses';

const PACK_MS = 300_000;

let folder: string;
let unpacked: string;
let program: Buffer;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'malote-package-'));
  const electron = await standInForWindows(join(folder, 'electron'));
  unpacked = join(await pack('release', electron, join(folder, 'dist')), 'win-unpacked');
  program = await readFile(join(unpacked, 'Malote.exe'));
}, PACK_MS);
afterAll(() => rm(folder, { recursive: true, force: true }));

/** The text behind a name of the version information: both are UTF-16 strings that end in a zero, at multiples of four bytes. */
function versionText(name: string): string | null {
  const key = Buffer.from(`${name}\0`, 'utf16le');
  const at = program.lastIndexOf(key);
  if (at < 0) return null;
  const text = program.subarray(at + key.length, at + key.length + 400).toString('utf16le');
  return text.replace(/^\0*/, '').split('\0')[0] ?? null;
}

describe('the Windows folder of a release, packed on this machine with a stand-in for Electron', () => {
  it('has the fuses of a release', async () => {
    expect(await readFuses(join(unpacked, 'Malote.exe'))).toEqual(HARDENED);
  });

  it('is named, numbered and drawn as Malote', async () => {
    const { version } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as { version: string };
    expect(versionText('ProductName')).toBe('Malote');
    expect(versionText('FileDescription')).toBe('Malote');
    expect(versionText('ProductVersion')).toMatch(new RegExp(`^${version.replaceAll('.', '\\.')}(?:\\.0)?$`));
    const icon = await readFile(join(root, 'resources', 'icon.ico'));
    const images = Array.from({ length: icon.readUInt16LE(4) }, (_, index) => {
      const [size, at] = [icon.readUInt32LE(6 + 16 * index + 8), icon.readUInt32LE(6 + 16 * index + 12)];
      return icon.subarray(at, at + size);
    });
    expect(images.length).toBeGreaterThan(3);
    for (const image of images) expect(program.includes(image)).toBe(true);
  });

  it('carries the hash of its archive’s header, by which Electron knows an altered one', async () => {
    const found = /\[\{"file":"resources\\\\app\.asar","alg":"SHA256","value":"([0-9a-f]{64})"\}\]/i.exec(
      program.toString('latin1'),
    );
    const asar = await readFile(join(unpacked, 'resources', 'app.asar'));
    const header = asar.subarray(16, 16 + asar.readUInt32LE(12));
    expect(found?.[1]).toBe(createHash('sha256').update(header).digest('hex'));
  });

  it('holds the program, the binding of Windows and no other, and two languages', async () => {
    const files = await listAsar(join(unpacked, 'resources', 'app.asar'));
    expect([...new Set(files.map((file) => file.split('/')[0]))].sort()).toEqual(
      expect.arrayContaining(['out', 'package.json', 'resources']),
    );
    expect(files).toEqual(expect.arrayContaining(['out/main/index.js', 'out/main/engine-host.js']));
    expect(files.filter((file) => /\.(?:map|ts|tsx)$|^(?:src|test|scripts|docs)\//.test(file))).toEqual([]);
    expect(files.filter((file) => file.endsWith('.node'))).toEqual([
      `node_modules/better-sqlite3/prebuilds/win32-${process.arch}.node`,
    ]);
    const bindings = await readdir(
      join(unpacked, 'resources', 'app.asar.unpacked', 'node_modules', 'better-sqlite3', 'prebuilds'),
    );
    expect(bindings).toEqual([`win32-${process.arch}.node`]);
    expect((await readdir(join(unpacked, 'locales'))).sort()).toEqual(['en-US.pak', 'pt-BR.pak']);
  });
});

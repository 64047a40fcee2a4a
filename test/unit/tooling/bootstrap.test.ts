import { spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, readFile, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { coversLock } from '../../../scripts/lib/dependencies.mjs';
import { digestOf, integrityOf } from '../../../scripts/lib/digest.mjs';
import { canDownload } from '../../../scripts/lib/electron.mjs';
import { withLock } from '../../../scripts/lib/lock.mjs';
import { isSupportedNode } from '../../../scripts/lib/node-version.mjs';
import { userCache } from '../../../scripts/lib/paths.mjs';

const root = resolve(import.meta.dirname, '..', '..', '..');
let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'malote-bootstrap-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

describe('the lock of the preparation', () => {
  it('lets one in at a time and leaves nothing behind', async () => {
    const file = join(folder, 'lock');
    let inside = 0;
    let most = 0;
    const work = async (): Promise<void> => {
      inside += 1;
      most = Math.max(most, inside);
      await sleep(20);
      inside -= 1;
    };
    await Promise.all([1, 2, 3, 4].map(() => withLock(file, work)));
    expect(most).toBe(1);
    expect(await readdir(folder)).toEqual([]);
  });

  it('is released when the work fails', async () => {
    const file = join(folder, 'lock');
    const failing = withLock(file, () => Promise.reject(new Error('boom')));
    await expect(failing).rejects.toThrow('boom');
    expect(await withLock(file, () => Promise.resolve('again'))).toBe('again');
  });

  it('is taken over from a process that is gone', async () => {
    const file = join(folder, 'lock');
    const { pid } = spawnSync(process.execPath, ['-e', '0']);
    await writeFile(file, `${pid} left-behind`);
    expect(await withLock(file, () => readFile(file, 'utf8'))).toMatch(new RegExp(`^${process.pid} `));
  });

  it('is taken over when nobody has touched it for long, whoever has its number now', async () => {
    const file = join(folder, 'lock');
    await writeFile(file, `${process.pid} somebody-else`);
    const longAgo = new Date(Date.now() - 120_000);
    await utimes(file, longAgo, longAgo);
    expect(await withLock(file, () => Promise.resolve('mine'))).toBe('mine');
  });
});

describe('what is up to date', () => {
  it('a digest follows names and bytes, and nothing else', async () => {
    await mkdir(join(folder, 'src', 'deep'), { recursive: true });
    await writeFile(join(folder, 'src', 'deep', 'a.ts'), 'one');
    const first = await digestOf(folder, ['src', 'absent.json']);
    expect(await digestOf(folder, ['src', 'absent.json'])).toBe(first);
    await writeFile(join(folder, 'absent.json'), '');
    const second = await digestOf(folder, ['src', 'absent.json']);
    await writeFile(join(folder, 'src', 'deep', 'a.ts'), 'two');
    const third = await digestOf(folder, ['src', 'absent.json']);
    expect(new Set([first, second, third]).size).toBe(3);
  });

  it('an integrity text is the one npm writes', async () => {
    await writeFile(join(folder, 'empty'), '');
    const empty = 'sha512-z4PhNX7vuL3xVChQ1m2AB9Yg5AULVxXcg/SpIdNs6c5H0NE8XYXysP+DGNKHfuwvY7kxvUdBeoGlODJ6+SfaPg==';
    expect(await integrityOf(join(folder, 'empty'))).toBe(empty);
  });

  it('an installation covers its lock when every demanded version is there', () => {
    const lock = {
      packages: {
        '': {},
        'node_modules/a': { version: '1.0.0' },
        'node_modules/b': { version: '2.0.0', optional: true },
      },
    };
    const installed = (packages: Record<string, { version: string }>): boolean => coversLock(lock, { packages });
    expect(installed({ 'node_modules/a': { version: '1.0.0' }, 'node_modules/b': { version: '2.0.0' } })).toBe(true);
    expect(installed({ 'node_modules/a': { version: '1.0.0' } })).toBe(true);
    expect(installed({ 'node_modules/a': { version: '1.0.0' }, 'node_modules/b': { version: '2.0.1' } })).toBe(false);
    expect(installed({ 'node_modules/a': { version: '0.9.0' } })).toBe(false);
    expect(installed({})).toBe(false);
  });

  it('knows which Node can build it', () => {
    expect(['20.19.0', '20.20.2', '22.12.0', '24.0.0'].filter(isSupportedNode)).toHaveLength(4);
    expect(['18.20.4', '20.18.1', '21.7.3', '22.11.0'].filter(isSupportedNode)).toEqual([]);
  });
});

describe('the official Electron', () => {
  afterEach(() => {
    vi.unstubAllEnvs();
    vi.unstubAllGlobals();
  });

  it('is not asked for again within a day of having been out of reach', async () => {
    for (const name of ['XDG_CACHE_HOME', 'LOCALAPPDATA']) vi.stubEnv(name, folder);
    for (const name of ['ELECTRON_MIRROR', 'npm_config_electron_mirror']) vi.stubEnv(name, undefined);
    const ask = vi.fn(() => Promise.resolve(new Response('')));
    vi.stubGlobal('fetch', ask);
    const note = join(userCache(), 'electron-official-away');
    await mkdir(userCache(), { recursive: true });
    await writeFile(note, '');
    expect(await canDownload('45.4.1')).toBe(false);
    expect(ask).not.toHaveBeenCalled();
    const yesterday = new Date(Date.now() - 25 * 60 * 60 * 1000);
    await utimes(note, yesterday, yesterday);
    expect(await canDownload('45.4.1')).toBe(true);
    expect(ask).toHaveBeenCalledOnce();
  });
});

describe('scripts/bootstrap.mjs', () => {
  it('explains an unknown option in one sentence on stderr and ends with 1', () => {
    const { status, stdout, stderr } = spawnSync(process.execPath, [join(root, 'scripts', 'bootstrap.mjs'), '--nope'], {
      encoding: 'utf8',
    });
    expect({ status, stdout, stderr }).toEqual({
      status: 1,
      stdout: '',
      stderr: 'Erro: A opção --nope não existe. Veja as que existem com --help.\n',
    });
  });
});

import { renameSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { replaceFile, replaceFileSync, type Renaming } from '../../../src/engine/files/replace-file';

let folder: string;
let file: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'malote-troca-'));
  file = join(folder, 'settings.json');
  await writeFile(file, 'velho');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** A file that somebody has open for the first `times` attempts. */
function held(platform: NodeJS.Platform, code: string, times: number): Renaming & { readonly tried: () => number } {
  let tried = 0;
  const refuse = (): void => {
    tried += 1;
    if (tried <= times) throw Object.assign(new Error(code), { code });
  };
  return {
    platform,
    rename: async (from, to) => {
      refuse();
      await rename(from, to);
    },
    renameSync: (from, to) => {
      refuse();
      renameSync(from, to);
    },
    tried: () => tried,
  };
}

const WAYS = [
  ['replaceFile', replaceFile],
  [
    'replaceFileSync',
    (...args: Parameters<typeof replaceFileSync>) =>
      new Promise<void>((resolve) => {
        replaceFileSync(...args);
        resolve();
      }),
  ],
] as const;

describe.each(WAYS)('%s', (_name, replace) => {
  it('replaces the content and leaves nothing beside it', async () => {
    await replace(file, 'novo');
    expect(await readFile(file, 'utf8')).toBe('novo');
    expect(await readdir(folder)).toEqual(['settings.json']);
  });

  it.each(['EPERM', 'EACCES', 'EBUSY'])('waits on Windows while somebody has the file open (%s)', async (code) => {
    const renaming = held('win32', code, 3);
    await replace(file, 'novo', {}, renaming);
    expect(await readFile(file, 'utf8')).toBe('novo');
    expect(renaming.tried()).toBe(4);
  });

  it.each([
    ['win32', 'EPERM', 5],
    ['win32', 'ENOSPC', 1],
    ['linux', 'EPERM', 1],
  ] as const)('keeps the old content where it stays refused (%s, %s)', async (platform, code, tries) => {
    const renaming = held(platform, code, Number.POSITIVE_INFINITY);
    await expect(replace(file, 'novo', {}, renaming)).rejects.toMatchObject({ code });
    expect(renaming.tried()).toBe(tries);
    expect(await readFile(file, 'utf8')).toBe('velho');
    expect(await readdir(folder)).toEqual(['settings.json']);
  });
});

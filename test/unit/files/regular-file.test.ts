import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, open, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fetchWorkbook } from '../../../src/engine/companies';
import { digestRegular, readRegular, readRegularPart, readRegularSync } from '../../../src/engine/files/regular-file';
import { readDraft } from '../../../src/engine/settings';
import { openLocalRoot, relPath } from '../../../src/engine/shares';
import { promptFs } from '../../../src/engine/shares/prompt-fs';
import { workbookReader } from '../../../src/engine/app/workbook-file';

/** As large as what was sent against it; of a sparse file nothing lies on the disk. */
const LARGE = 1_500_000_000;
/** What a look at it may take of the memory. */
const LITTLE = 150 * 1024 ** 2;

let folder: string;
let file: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'malote-comum-'));
  file = join(folder, 'nota.xml');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function sparse(name = file, size = LARGE): Promise<void> {
  const handle = await open(name, 'w');
  await handle.truncate(size);
  await handle.close();
}

function pipe(name = file): void {
  execFileSync('mkfifo', [name]);
}

/** How much more the process holds in the worst moment of some work. */
async function heldBy(work: () => Promise<unknown>): Promise<number> {
  const before = process.memoryUsage.rss();
  let most = 0;
  const timer = setInterval(() => {
    most = Math.max(most, process.memoryUsage.rss() - before);
  }, 5);
  try {
    await work();
  } finally {
    clearInterval(timer);
  }
  return Math.max(most, process.memoryUsage.rss() - before);
}

const READINGS: readonly (readonly [string, (path: string) => unknown])[] = [
  ['whole', (path) => readRegular(path, 1_000)],
  ['at once', (path) => new Promise((resolve) => resolve(readRegularSync(path, 1_000)))],
  ['hashed', (path) => digestRegular(path, 1_000)],
];

describe('what is read', () => {
  it('is the content, all of it or a part', async () => {
    await writeFile(file, 'uma nota');
    expect(String(await readRegular(file, 8))).toBe('uma nota');
    expect(String(readRegularSync(file, 8))).toBe('uma nota');
    expect(Buffer.from(await readRegularPart(file, 4, 99)).toString()).toBe('nota');
    expect(await readRegularPart(file, 99, 4)).toHaveLength(0);
    expect(await digestRegular(file, 8)).toEqual({
      size: 8,
      sha256: createHash('sha256').update('uma nota').digest('hex'),
    });
  });

  it.each(READINGS)('%s is refused before a byte is held when it is too large', async (_how, read) => {
    await sparse();
    const held = await heldBy(async () => {
      await expect(read(file)).rejects.toMatchObject({ code: 'ETOOLARGE' });
    });
    expect(held).toBeLessThan(LITTLE);
  });

  it.skipIf(process.platform === 'win32').each(READINGS)('%s is refused when it is a pipe', async (_how, read) => {
    pipe();
    await expect(read(file)).rejects.toMatchObject({ code: 'ENOTREG' });
  });
});

describe.each([
  ['in this process', undefined],
  ['in an agent', promptFs()],
])('a root %s', (_where, fs) => {
  const root = () => openLocalRoot({ id: 'import', location: folder, ...(fs === undefined ? {} : { fs }) });
  const path = relPath('nota.xml');
  const bytes = new TextEncoder().encode('<nfe/>');

  it('says "conflict" of a large stranger without holding it', async () => {
    await sparse();
    const held = await heldBy(async () => {
      expect(await root().writeVerified(path, bytes)).toMatchObject({ outcome: 'conflict', found: { size: LARGE } });
    });
    expect(held).toBeLessThan(LITTLE);
  }, 60_000);

  it('reads no large stranger, and a part of it without holding the rest', async () => {
    await sparse();
    const held = await heldBy(async () => {
      await expect(root().read(path)).rejects.toMatchObject({ code: 'SHARE_UNFIT' });
      expect(await root().read(path, { part: { from: LARGE - 3, bytes: LARGE } })).toHaveLength(3);
    });
    expect(held).toBeLessThan(LITTLE);
  });

  it.skipIf(process.platform === 'win32')('does not wait at a pipe, and goes on with the other files', async () => {
    pipe();
    const placed = await root().writeVerifiedMany([
      { path, bytes },
      { path: relPath('outra.xml'), bytes },
    ]);
    expect(placed).toMatchObject([{ ok: false, error: { code: 'SHARE_UNFIT' } }, { ok: true }]);
    await expect(root().fingerprint(path)).rejects.toMatchObject({ code: 'SHARE_UNFIT' });
  });
});

describe('what the office chose', () => {
  it('is a workbook that is too large without its being held', async () => {
    const workbook = join(folder, 'empresas.xlsx');
    await sparse(workbook);
    const read = workbookReader((options) => openLocalRoot(options));
    const held = await heldBy(async () => {
      await expect(fetchWorkbook(workbook, read)).rejects.toMatchObject({ code: 'COMPANIES_TOO_BIG' });
    });
    expect(held).toBeLessThan(LITTLE);
  });

  it('is told in words what stands in the place of the settings, and of what size', async () => {
    const settings = join(folder, 'settings.json');
    const told = async (): Promise<string> => {
      const error: unknown = await readDraft(folder).catch((thrown: unknown) => thrown);
      await rm(settings, { recursive: true });
      return error instanceof Error ? error.message : '';
    };
    await sparse(settings);
    expect(await told()).toMatch(/: tem \d+(,\d)? [MG]B; um arquivo de configurações tem poucos KB\.$/);
    await mkdir(settings);
    expect(await told()).toMatch(/: há uma pasta com esse nome\.$/);
    if (process.platform === 'win32') return;
    pipe(settings);
    expect(await told()).toMatch(/: não é um arquivo comum\.$/);
  });

  it.skipIf(process.platform === 'win32')('is no settings, and no workbook, when it is a pipe', async () => {
    pipe(join(folder, 'settings.json'));
    await expect(readDraft(folder)).rejects.toMatchObject({ code: 'SETTINGS_UNREADABLE' });
    pipe(join(folder, 'empresas.xlsx'));
    const read = workbookReader((options) => openLocalRoot(options));
    await expect(fetchWorkbook(join(folder, 'empresas.xlsx'), read)).rejects.toMatchObject({
      code: 'COMPANIES_UNREADABLE',
    });
  });
});

import { mkdir, mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, sep } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { nodeFs, openLocalRoot, relPath, toStored } from '../../../src/engine/shares';
import type { FsPort, LocalRoot } from '../../../src/engine/shares';
import { faultyFs, systemFailure } from '../../support/faulty-fs';
import { fsOn, locationOn } from '../../support/foreign-root';

let location: string;
beforeEach(async () => {
  location = await mkdtemp(join(tmpdir(), 'malote-longe-'));
});
afterEach(() => rm(location, { recursive: true, force: true }));

/** Where temporary files were made, seen from the root. */
let made: string[] = [];
function distant(changes: Partial<FsPort> = {}, ms = 8): FsPort {
  made = [];
  return faultyFs({
    ...changes,
    open: async (path, flags) => {
      if (flags === 'wx') {
        made.push(path.slice(location.length + 1).replaceAll(sep, '/'));
        await sleep(ms);
      }
      return nodeFs.open(path, flags);
    },
  });
}
const open = (fs: FsPort): LocalRoot =>
  openLocalRoot({ id: 'import', location: locationOn('posix', location), fs: fsOn('posix', fs), platform: 'posix' });
const files = (count: number, from = 0): { readonly path: readonly string[]; readonly bytes: Uint8Array }[] =>
  Array.from({ length: count }, (_, index) => ({
    path: relPath('Import', `${String(from + index)}.xml`),
    bytes: new TextEncoder().encode(`<nfe>${String(from + index)}</nfe>`),
  }));
async function placed(root: LocalRoot, count: number, from = 0): Promise<string[]> {
  const results = await root.writeVerifiedMany(files(count, from), { concurrency: 8 });
  return results.map((result) => (result.ok ? result.value.outcome : result.error.code));
}
async function listed(root: LocalRoot): Promise<string[]> {
  const paths: string[] = [];
  for await (const { path } of root.list([])) paths.push(toStored(path));
  return paths;
}
const isStaged = (name: string): boolean => /^Import\/\.malote-pasta-\d\.part\/\.malote-[0-9a-z-]+\.part$/.test(name);

describe('unfinished files on a distant root', () => {
  it.each([
    ['linked', {}],
    ['renamed', { link: () => systemFailure('ENOTSUP') }],
  ] as const)('are made in folders of their own, which nobody is shown, and %s', async (_how, changes) => {
    const root = open(distant(changes));
    expect(new Set(await placed(root, 40))).toEqual(new Set(['placed']));
    expect(made.some(isStaged)).toBe(true);
    expect(new Set(made.filter(isStaged).map((name) => name.split('/')[1])).size).toBe(4);
    expect(await listed(root)).toHaveLength(40);
    await root.close();
    expect((await readdir(join(location, 'Import'))).filter((name) => !name.endsWith('.xml'))).toEqual([]);
  });

  it('lie beside their names where files come into being quickly', async () => {
    // no time passes: on a machine that has much else to do eight files at once are slow on any root
    const still = vi.spyOn(performance, 'now').mockReturnValue(performance.now());
    const root = open(distant({}, 0));
    await placed(root, 40);
    still.mockRestore();
    expect(made.filter(isStaged)).toEqual([]);
  });

  it('lie beside their names where no folder may be made', async () => {
    await mkdir(join(location, 'Import'));
    const root = open(
      distant({ mkdir: (path) => (path.includes('.malote-') ? systemFailure('EACCES') : nodeFs.mkdir(path)) }),
    );
    expect(new Set(await placed(root, 40))).toEqual(new Set(['placed']));
    expect(made.filter(isStaged)).toEqual([]);
  });

  it('go on when another program takes the folders away', async () => {
    const root = open(distant());
    await placed(root, 40);
    for (const name of await readdir(join(location, 'Import'))) {
      if (name.startsWith('.malote-')) await rm(join(location, 'Import', name), { recursive: true });
    }
    expect(new Set(await placed(root, 8, 40))).toEqual(new Set(['placed']));
    expect(await listed(root)).toHaveLength(48);
  });

  it('are swept with their folders after a crash, the young ones not', async () => {
    const [left, kept] = [0, 1].map((index) => join(location, 'Import', `.malote-pasta-${String(index)}.part`));
    for (const folder of [left, kept]) {
      await mkdir(folder ?? '', { recursive: true });
      await writeFile(join(folder ?? '', '.malote-00ff-1.part'), 'pela metade');
    }
    await utimes(join(left ?? '', '.malote-00ff-1.part'), 1, 1);
    const root = open(nodeFs);
    expect(await listed(root)).toEqual([]);
    expect(await root.sweepTemporaries([], 3_600_000)).toBe(1);
    expect(await readdir(join(location, 'Import'))).toEqual(['.malote-pasta-1.part']);
  });
});

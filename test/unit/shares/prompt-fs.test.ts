import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { nodeFs, openLocalRoot } from '../../../src/engine/shares';
import { promptFs } from '../../../src/engine/shares/prompt-fs';
import { SyncHeuristic } from '../../../src/engine/shares/sync-heuristic';
import type { FsPort } from '../../../src/engine/shares';
import { fileRootContract, type MadeRoot } from '../../contract/file-root.contract';

const dispose = (location: string) => (): Promise<void> => rm(location, { recursive: true, force: true });

async function makeRoot(fs: FsPort): Promise<MadeRoot> {
  const location = await mkdtemp(join(tmpdir(), 'malote-pronto-'));
  return { root: openLocalRoot({ id: 'archive', location, fs }), dispose: dispose(location) };
}

fileRootContract('a real folder whose calls are made at once', () => makeRoot(promptFs()));

describe('where nothing is answered at once', () => {
  beforeAll(() => {
    vi.spyOn(SyncHeuristic.prototype, 'isPrompt').mockReturnValue(false);
  });
  afterAll(() => {
    vi.restoreAllMocks();
  });
  fileRootContract('a real folder whose calls go through threads', () => makeRoot(promptFs()));
});

describe('calls that are made at once', () => {
  it('fail as those do that go through threads', async () => {
    const location = await mkdtemp(join(tmpdir(), 'malote-pronto-'));
    const codesOf = (fs: FsPort): Promise<unknown[]> =>
      Promise.all(
        [
          fs.open(join(location, 'nada'), 'r'),
          fs.open(location, 'wx'),
          fs.readFile(location),
          fs.readFile(join(location, 'nada')),
          fs.link(join(location, 'nada'), join(location, 'outro')),
          fs.rename(join(location, 'nada'), join(location, 'outro')),
          fs.unlink(join(location, 'nada')),
          fs.stat(join(location, 'nada')),
          fs.readdir(join(location, 'nada')),
          fs.sizes([join(location, 'nada'), join(location, 'nada', 'nada')]),
        ].map((call) => call.catch((error: unknown) => (error as { code: unknown }).code)),
      );
    expect(await codesOf(promptFs())).toEqual(await codesOf(nodeFs));
    await dispose(location)();
  });
});

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { nodeFs, openLocalRoot } from '../../src/engine/shares';
import type { FsPort } from '../../src/engine/shares';
import { openMemoryRoot } from '../support/memory-root';
import { fileRootContract } from './file-root.contract';
import type { MadeRoot } from './file-root.contract';

async function makeLocal(fs: FsPort): Promise<MadeRoot> {
  const location = await mkdtemp(join(tmpdir(), 'malote-root-'));
  return {
    root: openLocalRoot({ id: 'archive', location, fs }),
    dispose: () => rm(location, { recursive: true, force: true }),
  };
}

const withoutLinks: FsPort = {
  ...nodeFs,
  link: () => Promise.reject(Object.assign(new Error('no links here'), { code: 'ENOTSUP' })),
};

fileRootContract('a real folder', () => makeLocal(nodeFs));
fileRootContract('a real folder whose file system has no hard links', () => makeLocal(withoutLinks));
fileRootContract('memory', () => {
  const root = openMemoryRoot('archive');
  return Promise.resolve({ root, dispose: () => Promise.resolve() });
});

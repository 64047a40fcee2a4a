import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { nodeFs, openAgentRoot, openLocalRoot, relPath, type FsPort, type LocalRoot } from '../../src/engine/shares';
import { faultyAgents, type FaultyAgents } from '../support/faulty-agents';

/** What both adapters promise of a file that is gone between getting its name and being proven there. */

const path = relPath('2026', 'NFe', 'nota.xml');
const bytes = new TextEncoder().encode('<nfe>uma nota</nfe>');

let agents: FaultyAgents;
let location: string;
let root: LocalRoot | null = null;

beforeAll(async () => {
  agents = await faultyAgents();
});
afterAll(() => agents.dispose());
beforeEach(async () => {
  location = await mkdtemp(join(tmpdir(), 'malote-some-'));
});
afterEach(async () => {
  await root?.close();
  await rm(location, { recursive: true, force: true });
});

function vanishingFs(links: boolean): FsPort {
  const thenGone = async (naming: Promise<void>, to: string): Promise<void> => {
    await naming;
    await nodeFs.unlink(to);
  };
  return {
    ...nodeFs,
    rename: (from, to) => thenGone(nodeFs.rename(from, to), to),
    link: (from, to) =>
      links
        ? thenGone(nodeFs.link(from, to), to)
        : Promise.reject(Object.assign(new Error('no links here'), { code: 'ENOTSUP' })),
  };
}

interface Adapter {
  readonly name: string;
  readonly open: (links: boolean, drained: boolean | undefined) => Promise<LocalRoot>;
}

const said = (drained: boolean | undefined): { drained?: boolean } => (drained === undefined ? {} : { drained });
const ADAPTERS: readonly Adapter[] = [
  {
    name: 'in this process',
    open: (links, drained) =>
      Promise.resolve(openLocalRoot({ id: 'archive', location, fs: vanishingFs(links), ...said(drained) })),
  },
  {
    name: 'behind a process of its own',
    open: async (links, drained) => {
      await agents.bend({ [location]: { vanish: true, ...(links ? {} : { errno: { link: 'ENOTSUP' } }) } });
      return openAgentRoot({ id: 'archive', location, spawn: agents.spawn, ...said(drained) });
    },
  },
];

describe.each(ADAPTERS)('a root $name', ({ open }) => {
  describe.each([
    ['by a link', true],
    ['by renaming', false],
  ])('that names files %s', (_how, links) => {
    it.each([
      ['kept', false],
      ['of which nothing is said', undefined],
    ])('does not count a file that is gone as placed where files are %s', async (_what, drained) => {
      root = await open(links, drained);
      await expect(root.writeVerified(path, bytes)).rejects.toMatchObject({ code: 'SHARE_VANISHED' });
      expect(await root.writeVerifiedMany([{ path, bytes }])).toMatchObject([
        { ok: false, error: { code: 'SHARE_VANISHED' } },
      ]);
      const left = await readdir(location, { recursive: true, withFileTypes: true });
      expect(left.filter((entry) => entry.isFile())).toEqual([]);
    });

    it('knows that the reader of a drained folder took it', async () => {
      root = await open(links, true);
      expect((await root.writeVerified(path, bytes)).outcome).toBe('placed');
    });
  });
});

import { onTestFinished, afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openAgentRoot, openEngine, systemClock, type RootOpener } from '../../src/engine';
import type { RelPath } from '../../src/engine/shares';
import { createOffice, DEMO_CREDENTIALS } from '../../src/simulator';
import { queryLedger } from '../support/ledger-dump';
import { READER } from '../support/ledger-reader';
import { openOfficeFixture } from '../support/office-fixture';
import { shareAgents, type ShareAgents } from '../support/share-agents';
import { TEST_SPEED } from '../support/workspace';

let agents: ShareAgents;
beforeAll(async () => {
  agents = await shareAgents();
});
afterAll(async () => {
  await agents.dispose();
});

/** Opens roots behind agents, and notes what is read of the archive. */
function observed(): { readonly openRoot: RootOpener; readonly read: string[] } {
  const read: string[] = [];
  const openRoot: RootOpener = ({ id, location }) => {
    const root = openAgentRoot({ id, location, spawn: agents.spawn });
    if (id !== 'archive') return root;
    const note = (paths: readonly RelPath[]): void => {
      read.push(...paths.map((path) => path.join('/')));
    };
    const { read: one, readMany: many } = { read: root.read.bind(root), readMany: root.readMany.bind(root) };
    return Object.assign(root, {
      read: (...args: Parameters<typeof one>) => (note([args[0]]), one(...args)),
      readMany: (...args: Parameters<typeof many>) => (note(args[0]), many(...args)),
    });
  };
  return { openRoot, read };
}

describe('a run', () => {
  it('reads no document in the archive again that it has just verified there', async () => {
    const office = createOffice({ seed: 11, month: '2026-10', companies: 3, documentsPerCompany: 40 });
    const { workspace } = await openOfficeFixture({ office });
    const { openRoot, read } = observed();
    const engine = await openEngine({
      workspace: workspace.folder,
      reader: READER,
      openRoot,
      clock: systemClock(TEST_SPEED),
      credentials: () => Promise.resolve(DEMO_CREDENTIALS),
    });
    onTestFinished(() => engine.close());
    const { documents } = await engine.run({ month: '2026-10' });
    expect(documents).toMatchObject({ missing: 0, delivered: documents.archived });
    const delivered = queryLedger<{ path: string; document: number | null; isOurs: number }>(
      workspace.ledger,
      `SELECT source_path AS path, document_id AS document, sha256 = content_sha256 AS isOurs FROM deliveries
       WHERE state = 'delivered'`,
    );
    expect(delivered.length).toBeGreaterThanOrEqual(documents.archived);
    expect(delivered.every(({ isOurs }) => isOurs === 1)).toBe(true);
    const sources = new Set(delivered.flatMap(({ path, document }) => (document === null ? [] : [path])));
    expect(read.filter((path) => sources.has(path))).toEqual([]);
    // cancellations that came before their documents are copied to them
    expect(read.length).toBeLessThan(delivered.length / 10);
  });
});

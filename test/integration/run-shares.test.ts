import { mkdir, rename } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { createOffice } from '../../src/simulator';
import { queryLedger } from '../support/ledger-dump';
import { expectTruth, truthOf } from '../support/office-truth';
import { openScene } from '../support/scene';

const MONTH = '2026-03';
const office = createOffice({ seed: 71, month: MONTH, companies: 4, documentsPerCompany: 40 });

describe('an import share that is away during the whole run', () => {
  it('stops no download; every undelivered document is named, and the next run delivers all of them', async () => {
    const scene = await openScene({ office });
    const { workspace } = scene;
    await rename(workspace.import, `${workspace.import}.fora`);
    const engine = await scene.openEngine();
    const first = await engine.run({ month: MONTH });
    const identities = truthOf(office, MONTH).map(({ identity }) => identity);
    expect(first).toMatchObject({
      run: { status: 'gaps' },
      documents: { archived: 160, missing: 0, delivered: 0, verified: 0 },
      error: null,
    });
    expect(first.outbox.pending).toBeGreaterThanOrEqual(160);
    expect(first.gaps.undelivered.map(({ identity }) => identity)).toEqual(identities);
    // Once the root is known to be away, the rest waits without being tried.
    const codes = new Set(first.gaps.undelivered.map(({ errorCode }) => errorCode));
    expect(codes).toContain('SHARE_UNREACHABLE');
    expect([...codes].filter((code) => code !== 'SHARE_UNREACHABLE' && code !== null)).toEqual([]);

    await rename(`${workspace.import}.fora`, workspace.import);
    const second = await engine.run({ month: MONTH });
    await expectTruth(workspace, office, second);
    expect(second.requests.byKind['page'] ?? 0).toBe(0);
  }, 120_000);
});

describe('an archive that is away', () => {
  it('ends the run and leaves nothing that is called archived; the next one begins where it ended', async () => {
    const scene = await openScene({ office });
    const { workspace } = scene;
    await rename(workspace.archive, `${workspace.archive}.fora`);
    const engine = await scene.openEngine();
    const failed = await engine.run({ month: MONTH });
    expect(failed).toMatchObject({
      run: { status: 'failed' },
      documents: { archived: 0, delivered: 0 },
      error: { code: 'SHARE_UNREACHABLE' },
    });
    for (const table of ['documents', 'filings', 'events', 'deliveries']) {
      expect(queryLedger(workspace.ledger, `SELECT 1 FROM ${table}`), table).toEqual([]);
    }
    expect(queryLedger(workspace.ledger, 'SELECT 1 FROM requests WHERE outcome IS NULL')).toEqual([]);

    await mkdir(workspace.archive);
    await expectTruth(workspace, office, await engine.run({ month: MONTH }));
  }, 120_000);
});

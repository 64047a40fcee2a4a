import { readdir, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadSettings, saveSettings } from '../../src/engine';
import { createOffice } from '../../src/simulator';
import { queryLedger } from '../support/ledger-dump';
import { expectTruth, truthOf } from '../support/office-truth';
import { openOfficeFixture } from '../support/office-fixture';

const MONTH = '2026-03';
/** Hours of a hurried clock. */
const EVER = 1_000_000;
const office = createOffice({ seed: 71, month: MONTH, companies: 4, documentsPerCompany: 40 });

describe('an import share that is away during the whole run', () => {
  it('stops no download; every undelivered document is named, and the next run delivers all of them', async () => {
    const fixture = await openOfficeFixture({ office });
    const { workspace } = fixture;
    await rename(workspace.import, `${workspace.import}.fora`);
    const engine = await fixture.openEngine();
    const first = await engine.run({ month: MONTH });
    const identities = truthOf(office, MONTH).map(({ identity }) => identity);
    expect(first).toMatchObject({
      run: { status: 'gaps' },
      documents: { archived: 160, missing: 0, delivered: 0, verified: 0 },
      error: null,
    });
    expect(first.outbox.pending).toBeGreaterThanOrEqual(160);
    expect(first.gaps.undelivered.map(({ identity }) => identity)).toEqual(identities);
    // Once the root is known to be away, what is meant for it waits without being tried.
    const codes = new Set(first.gaps.undelivered.map(({ errorCode }) => errorCode));
    expect([...codes].filter((code) => code !== 'SHARE_UNREACHABLE' && code !== null)).toEqual([]);
    expect(engine.outbox).toMatchObject({ waitingFor: ['import'] });
    expect(engine.shares.lines().find(({ root }) => root === 'import')).toMatchObject({
      state: 'down',
      cause: { code: 'SHARE_PATH_MISSING' },
    });

    await rename(`${workspace.import}.fora`, workspace.import);
    const second = await engine.run({ month: MONTH });
    await expectTruth(workspace, office, second);
    expect(second.requests.byKind['page'] ?? 0).toBe(0);
  }, 120_000);
});

describe('an archive that is away', () => {
  it('stops no download: pages wait on this computer, count for nothing, and are filed when it is back', async () => {
    const fixture = await openOfficeFixture({ office });
    const { workspace } = fixture;
    await rename(workspace.archive, `${workspace.archive}.fora`);
    const engine = await fixture.openEngine();
    const run = engine.run({ month: MONTH });
    await expect.poll(() => engine.spool.pages, { timeout: 30_000 }).toBeGreaterThan(2);
    for (const table of ['documents', 'filings', 'events', 'deliveries']) {
      expect(queryLedger(workspace.ledger, `SELECT 1 FROM ${table}`), table).toEqual([]);
    }
    expect((await engine.status(MONTH)).documents).toMatchObject({ archived: 0, delivered: 0 });

    await rename(`${workspace.archive}.fora`, workspace.archive);
    await engine.shares.check('archive');
    await expectTruth(workspace, office, await run);
    expect(engine.spool).toMatchObject({ pages: 0, bytes: 0, full: false });
    expect(await readdir(join(workspace.folder, 'espera'))).toEqual([]);
    await expect.poll(() => engine.shares.history('archive', EVER).outages[0]?.delivered).toBeGreaterThan(0);
  }, 120_000);

  it('and a run that is stopped meanwhile: what waits is filed by itself later, without another question', async () => {
    const fixture = await openOfficeFixture({ office });
    const { workspace } = fixture;
    await rename(workspace.archive, `${workspace.archive}.fora`);
    const engine = await fixture.openEngine();
    const run = engine.run({ month: MONTH });
    await expect.poll(() => engine.spool.pages, { timeout: 30_000 }).toBeGreaterThan(2);
    engine.stop('now');
    expect(await run).toMatchObject({ run: { status: 'stopped' }, documents: { archived: 0 } });
    const { pages } = engine.spool;
    expect(pages).toBeGreaterThan(2);
    await engine.close();

    const asked = queryLedger(workspace.ledger, 'SELECT id FROM requests');
    const later = await fixture.openEngine();
    await later.watch();
    expect(later.spool.pages).toBe(pages);
    // other settings open other rooms, also for who only looks; the filing goes on in them
    const { settings } = await loadSettings(workspace.folder);
    await saveSettings(workspace.folder, { ...settings, shares: { ...settings.shares, spoolMegabytes: 64 } });
    await later.shares.check('import');
    expect(later.spool).toMatchObject({ pages, limitBytes: 64 * 1024 * 1024 });
    await rename(`${workspace.archive}.fora`, workspace.archive);
    await later.shares.check('archive');
    await expect.poll(() => later.spool.pages, { timeout: 60_000 }).toBe(0);
    expect((await later.status(MONTH)).documents.archived).toBeGreaterThan(0);
    await expect
      .poll(() => later.outbox.destinations.map(({ pending }) => pending), { timeout: 60_000 })
      .toEqual([0, 0]);
    expect(queryLedger(workspace.ledger, 'SELECT id FROM requests')).toEqual(asked);
    await expectTruth(workspace, office, await later.run({ month: MONTH }));
  }, 180_000);
});

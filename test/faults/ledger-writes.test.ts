import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import type { Engine } from '../../src/engine';
import { isMaloteError } from '../../src/shared/errors';
import { createOffice } from '../../src/simulator';
import { bendLedger, type LedgerFaults } from '../support/ledger-faults';
import { queryLedger } from '../support/ledger-dump';
import { expectTruth } from '../support/office-truth';
import { listen, openOfficeFixture, type OfficeFixture } from '../support/office-fixture';
import { openLedger } from '../../src/engine/ledger';
import { databaseOf } from '../../src/engine/ledger/ledger';

const MONTH = '2026-03';
const office = createOffice({ seed: 71, month: MONTH, companies: 2, documentsPerCompany: 10 });
const WORDS: Readonly<Record<string, string>> = {
  SQLITE_FULL: 'LEDGER_DISK_FULL',
  SQLITE_IOERR_WRITE: 'LEDGER_DISK_FAILED',
  SQLITE_IOERR_FSYNC: 'LEDGER_DISK_FAILED',
  SQLITE_READONLY_DBMOVED: 'LEDGER_READ_ONLY',
  SQLITE_IOERR_READ: 'LEDGER_DISK_FAILED',
};
/** The write at which the disk begins to fail. */
const WRITES = [0, 1, 2, 5, 11, 23, 60];

async function lastAudit(engine: Engine): Promise<number> {
  const [last] = await engine.audits.list(1);
  if (last === undefined) throw new Error('no audit has been');
  return last.id;
}

/** What answers at once, as what takes its time does. */
const now = (work: () => unknown): Promise<unknown> => new Promise((resolve) => resolve(work()));

/** Refusals that have nothing to do with the disk: there is nothing to mend. */
const NOTHING_TO_DO = /^(RECOVERY|CORRECTION|AUDIT)_(?!IN_PROGRESS)/;

/** Everything that writes, by name. */
const WORKS: Readonly<Record<string, (engine: Engine, fixture: OfficeFixture) => Promise<unknown>>> = {
  run: (engine) => engine.run({ month: MONTH }),
  deliver: (engine) => engine.deliver(),
  scrub: (engine) => engine.scrub(),
  verify: (engine) => engine.verify(MONTH),
  'companies import': (engine) => engine.importCompanies(),
  audit: (engine) => engine.audits.run({ months: [MONTH], companies: null }, { full: true }),
  recovery: async (engine) => {
    const { id } = await engine.recovery.plan({ auditId: await lastAudit(engine) });
    return engine.recovery.execute(id);
  },
  'recover all': (engine) => engine.wholeRecovery.run({ until: 'end', categories: ['orphan'] }),
  corrections: async (engine) => engine.corrections.propose(await lastAudit(engine)),
  reread: (engine) => engine.rereads.run(),
  'legacy import': (engine, { workspace }) =>
    engine.legacy.import({ from: join(workspace.folder, 'antes'), dryRun: false }),
  'alerts mute': (engine) => now(() => engine.alerts.mute('2099-01-01T00:00:00.000Z')),
  'alerts read': (engine) => now(() => engine.alerts.markRead()),
  report: (engine) => engine.records.report(MONTH, 'xlsx'),
  summaries: (engine) => engine.records.summaries(MONTH),
  gaps: (engine) => engine.keepGaps(MONTH),
  'shares check': (engine) => engine.shares.check(),
};

let faults: LedgerFaults | null = null;
const escaped: unknown[] = [];
const onEscape = (error: unknown): void => {
  escaped.push(error);
};

afterEach(() => {
  faults?.restore();
  faults = null;
});

async function outcomeOf(work: () => Promise<unknown>): Promise<string> {
  try {
    const value = await work();
    const error = (value as { readonly error?: { readonly code: string } | null } | null)?.error ?? null;
    return error === null ? 'done' : error.code;
  } catch (error) {
    return isMaloteError(error) ? error.code : `${(error as Error).name}: ${(error as Error).stack ?? ''}`;
  }
}

describe.each(Object.entries(WORDS))('a ledger whose disk fails (%s)', (code, expected) => {
  it('is told in its words by whatever meets it, ends nothing else, and loses nothing', async () => {
    const fixture = await openOfficeFixture({ office });
    await mkdir(join(fixture.workspace.folder, 'antes', 'logs'), { recursive: true });
    await writeFile(join(fixture.workspace.folder, 'antes', 'logs', 'sistema.log'), 'tudo bem\n');
    const engine = await fixture.openEngine();
    const events = listen(engine);
    // beside the workspace's own, which has its mark there
    const probes = join(fixture.workspace.folder, 'sonda');
    await mkdir(probes);
    const probe = openLedger(join(probes, 'sonda.db'), { now: () => Date.now() });
    faults = bendLedger(databaseOf(probe));
    probe.close();
    process.on('unhandledRejection', onEscape);
    process.on('uncaughtException', onEscape);
    try {
      await engine.watch();
      const wrong: string[] = [];
      const met = new Map<string, number>();
      const faulty = faults;
      const tryAt = async (name: string, nth: number): Promise<void> => {
        const before = faulty.met;
        faulty.strike(code, nth);
        const outcome = await outcomeOf(() => WORKS[name]!(engine, fixture));
        // what works in the background meets it too
        await sleep(20);
        faulty.mend();
        met.set(name, (met.get(name) ?? 0) + faulty.met - before);
        const isTold = outcome === expected || outcome === 'done' || NOTHING_TO_DO.test(outcome);
        if (!isTold) wrong.push(`${name} at write ${String(nth)}: ${outcome}`);
      };
      for (const nth of WRITES) await tryAt('run', nth);
      await engine.run({ month: MONTH });
      await WORKS['audit']!(engine, fixture);
      for (const nth of WRITES) for (const name of Object.keys(WORKS)) await tryAt(name, nth);
      // for as long as everything that looks from time to time takes to look
      faulty.strike(code);
      await sleep(3_000);
      faulty.mend();
      expect(wrong).toEqual([]);
      expect(escaped).toEqual([]);
      for (const name of ['run', 'companies import', 'audit', 'alerts mute', 'legacy import'])
        expect(met.get(name), name).toBeGreaterThan(0);
      expect(events.filter((event) => event.type === 'notice' && event.code === 'INTERNAL')).toEqual([]);
      // what the summaries left in the archive is no document
      const left = await readdir(fixture.workspace.archive, { recursive: true });
      for (const name of left.filter((one) => basename(one).startsWith('Resumo_')))
        await rm(join(fixture.workspace.archive, name));
      await expectTruth(fixture.workspace, office, await engine.run({ month: MONTH }));
      const open = "SELECT 1 FROM deliveries WHERE state NOT IN ('delivered', 'superseded')";
      expect(queryLedger(fixture.workspace.ledger, open)).toEqual([]);
    } finally {
      process.off('unhandledRejection', onEscape);
      process.off('uncaughtException', onEscape);
      escaped.length = 0;
    }
  }, 300_000);
});

import { afterEach, describe, expect, it } from 'vitest';
import { createOffice, parseQuirks, startSimulator, type Simulator } from '../../src/simulator';
import { fileTree } from '../support/file-tree';
import { ledgerRows, requestsOfRun } from '../support/ledger-dump';
import { createWorkspace, openTestEngine, removeWorkspace, TEST_SPEED, type Workspace } from '../support/workspace';

const MONTH = '2026-03';
const GENERATIONS = ['legacy', 'v1'] as const;

/** What a run may add to without changing what is known: itself, its questions and answers, when it looked. */
const OF_THE_RUN = {
  tables: [
    ...['runs', 'run_companies', 'requests', 'counts', 'journal', 'locks', 'jobs'],
    // when it looked at the shares, and that it told of its end
    ...['share_samples', 'share_events', 'alerts', 'alert_sends'],
  ],
  columns: ['companies.imported_at', 'reports.run_id', 'reports.asked_at'],
};

let simulator: Simulator;
let workspace: Workspace;

afterEach(async () => {
  await simulator.close();
  await removeWorkspace(workspace);
});

async function snapshot(): Promise<unknown> {
  return {
    ledger: ledgerRows(workspace.ledger, OF_THE_RUN),
    archive: await fileTree(workspace.archive),
    import: await fileTree(workspace.import),
  };
}

describe.each(GENERATIONS)('a finished month run again over %s', (generation) => {
  it.each(['none', 'all'])(
    'asks only counts and reports, and changes nothing (quirks: %s)',
    async (quirks) => {
      const office = createOffice({ seed: 21, month: MONTH, companies: 8, documentsPerCompany: 30 });
      simulator = await startSimulator(office, { quirks: parseQuirks(quirks), speed: TEST_SPEED });
      workspace = await createWorkspace({ office, generation, baseUrl: simulator.url });
      const engine = await openTestEngine(workspace);
      // Late documents of the office are all there when the second run comes: the month itself does not change any more.
      const first = await engine.run({ month: MONTH });
      simulator.settleLateArrivals();
      const settled = quirks === 'none' ? first : await engine.run({ month: MONTH });
      expect(settled).toMatchObject({ run: { status: 'complete' }, documents: { missing: 0, archived: 240 } });
      const before = await snapshot();

      const again = await engine.run({ month: MONTH });

      expect(again.run.status).toBe('complete');
      expect(again.documents).toEqual(settled.documents);
      const asked = requestsOfRun(workspace.ledger, again.run.id);
      expect(Object.keys(asked).filter((operation) => operation !== 'count' && operation !== 'report')).toEqual([]);
      expect(asked['count'] ?? 0).toBeLessThanOrEqual(6);
      expect(asked['report'] ?? 0).toBeLessThanOrEqual(generation === 'v1' ? 0 : 2 * office.companies.length);
      expect(again.requests.total).toBe((asked['count'] ?? 0) + (asked['report'] ?? 0));
      expect(await snapshot()).toEqual(before);
      await engine.close();
    },
    120_000,
  );
});

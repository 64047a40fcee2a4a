import { readdir, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  createOffice,
  DEMO_CREDENTIALS,
  parseQuirks,
  QUIRK_NAMES,
  startSimulator,
  type Simulator,
} from '../../src/simulator';
import type { RunSummary } from '../../src/shared/views';
import { buildCli, lastJson, type BuiltCli, type CliProcess } from '../support/built-cli';
import { contents, fileTree } from '../support/file-tree';
import { ledgerFacts, queryLedger, type LedgerFacts } from '../support/ledger-dump';
import { seededRandom } from '../support/seeded-random';
import { createWorkspace, removeWorkspace, TEST_SPEED, type Generation, type Workspace } from '../support/workspace';

const MONTH = '2026-03';
const KILLS_EACH = 25;
/** Requests that may be under way at once, hence lost with the process: four reports, or three pages and a count. */
const UNDER_WAY = 4;
/** What a resumed run asks although it was asked before: SIEG's word on the month, which may have changed. */
const COUNTS_AGAIN = 2;

/**
 * Everything that SIEG does to its clients but two things. A file that comes broken is evidence only for the process that saw it:
 * whether it is on record depends on whether that process lived to write it down. And what arrives late depends on how long a run
 * lasts. So broken files are left out here, and late documents are there from the start.
 */
const QUIRKS = parseQuirks(QUIRK_NAMES.filter((quirk) => quirk !== 'broken-xml').join(','));

interface Undisturbed {
  readonly facts: LedgerFacts;
  readonly archive: Record<string, string>;
  readonly import: Record<string, string>;
  readonly requests: number;
  /** From the start of the process to its end, in milliseconds. */
  readonly life: number;
}

let cli: BuiltCli;

beforeAll(async () => {
  cli = await buildCli();
});

afterAll(() => cli.dispose());

function start(workspace: Workspace): CliProcess {
  return cli.start(['run', '--month', MONTH, '--json', '--workspace', workspace.folder], {
    MALOTE_SIEG_KEY: DEMO_CREDENTIALS.apiKey,
    MALOTE_SIEG_CLIENT_ID: DEMO_CREDENTIALS.clientId,
    MALOTE_SIEG_CLIENT_SECRET: DEMO_CREDENTIALS.clientSecret,
    MALOTE_CLOCK_SPEED: String(TEST_SPEED),
    // The state of the key is shared by all workspaces of a user: each workspace is a user of its own.
    XDG_DATA_HOME: join(workspace.folder, 'dados'),
    LOCALAPPDATA: join(workspace.folder, 'dados'),
    HOME: workspace.folder,
  });
}

/** Simulator and workspace as they were before anybody asked anything. */
async function fresh(simulator: Simulator, generation: Generation): Promise<Workspace> {
  simulator.reset();
  simulator.settleLateArrivals();
  return createWorkspace({ office: simulator.office, generation, baseUrl: simulator.url });
}

async function finish(process: CliProcess): Promise<RunSummary> {
  const { code, stdout, stderr } = await process.ended;
  expect(code, stderr).toBe(0);
  return lastJson(stdout) as RunSummary;
}

async function undisturbed(simulator: Simulator, generation: Generation): Promise<Undisturbed> {
  const workspace = await fresh(simulator, generation);
  const started = performance.now();
  const summary = await finish(start(workspace));
  const life = performance.now() - started;
  expect(summary.documents).toMatchObject({
    missing: 0,
    archived: simulator.office.expected(MONTH).byCompany.size > 0 ? 240 : 0,
  });
  const result = {
    facts: ledgerFacts(workspace.ledger),
    archive: contents(await fileTree(workspace.archive)),
    import: contents(await fileTree(workspace.import)),
    requests: summary.requests.total,
    life,
  };
  await removeWorkspace(workspace);
  return result;
}

async function temporaries(workspace: Workspace): Promise<string[]> {
  const found: string[] = [];
  for (const root of [workspace.archive, workspace.import, join(workspace.folder, 'guardados')]) {
    const entries = await readdir(root, { recursive: true, withFileTypes: true }).catch(() => []);
    found.push(
      ...entries.filter(({ name }) => name.endsWith('.part')).map((entry) => join(entry.parentPath, entry.name)),
    );
  }
  return found;
}

/** Lets the temporary files of a killed process grow old, so that the next run may take them for abandoned. */
async function ageTemporaries(workspace: Workspace): Promise<number> {
  const anHourAgo = new Date(Date.now() - 3_600_000);
  const files = await temporaries(workspace);
  for (const file of files) await utimes(file, anHourAgo, anHourAgo);
  return files.length;
}

/** Runs the month, killing it `kills` times at most, until a run reaches its end. @returns how often it was killed. */
async function killAndResume(workspace: Workspace, kills: number, delay: () => number): Promise<number> {
  let killed = 0;
  for (;;) {
    const child = start(workspace);
    if (killed < kills) {
      const ended = await Promise.race([child.ended.then(() => true), sleep(delay(), false)]);
      if (!ended) child.kill();
    }
    const { code, stderr } = await child.ended;
    if (code !== null) {
      expect(code, stderr).toBe(0);
      return killed;
    }
    killed += 1;
    await ageTemporaries(workspace);
  }
}

describe.each(['legacy', 'v1'] as const)('a run over %s that is killed again and again', (generation) => {
  it(`ends after ${String(KILLS_EACH)} kills in the ledger and the files of an undisturbed run`, async () => {
    const office = createOffice({
      seed: generation === 'legacy' ? 5 : 6,
      month: MONTH,
      companies: 6,
      documentsPerCompany: 40,
    });
    const simulator = await startSimulator(office, { quirks: QUIRKS, speed: TEST_SPEED });
    const random = seededRandom(office.seed);
    const wanted = await undisturbed(simulator, generation);
    let kills = 0;
    let series = 0;
    while (kills < KILLS_EACH) {
      series += 1;
      const workspace = await fresh(simulator, generation);
      const killed = await killAndResume(workspace, KILLS_EACH - kills, () => random() * wanted.life);
      kills += killed;
      const place = `series ${String(series)}, killed ${String(killed)} times`;
      expect(ledgerFacts(workspace.ledger), place).toEqual(wanted.facts);
      expect(contents(await fileTree(workspace.archive)), place).toEqual(wanted.archive);
      expect(contents(await fileTree(workspace.import)), place).toEqual(wanted.import);
      expectNothingRepeated(workspace, killed, wanted);
      await removeWorkspace(workspace);
    }
    expect(kills).toBe(KILLS_EACH);
    await simulator.close();
  }, 240_000);
});

/** A page, an event page or a single fetch whose answer is on record is never asked for again. */
function expectNothingRepeated(workspace: Workspace, killed: number, wanted: Undisturbed): void {
  const repeated = queryLedger(
    workspace.ledger,
    `SELECT operation, kind, query, count(*) AS n FROM requests
     WHERE outcome = 'answered' AND operation IN ('page', 'events', 'document') GROUP BY operation, kind, query HAVING n > 1`,
  );
  expect(repeated).toEqual([]);
  const requests = queryLedger<{ n: number }>(workspace.ledger, 'SELECT count(*) AS n FROM requests')[0]?.n ?? 0;
  expect(requests).toBeLessThanOrEqual(wanted.requests + killed * (UNDER_WAY + COUNTS_AGAIN));
}

import { existsSync } from 'node:fs';
import { readdir, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
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
/** For each generation of the API; fifty in all. */
const KILLS_EACH = 25;
const COMPANIES = 6;
const DOCUMENTS = 120;
/** Requests that may be under way at once, hence lost with the process: six reports beside three pages. */
const UNDER_WAY = 9;
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
  const workspace = await createWorkspace({ office: simulator.office, generation, baseUrl: simulator.url });
  onTestFinished(() => removeWorkspace(workspace));
  return workspace;
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
  expect(summary.documents).toMatchObject({ missing: 0, archived: DOCUMENTS });
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

/**
 * Lets the temporary files of a killed process grow old, so that the next run may take them for abandoned. Its share agents, which are
 * processes of their own, may still be tidying up: a file that they take away is none that was left.
 */
async function ageTemporaries(workspace: Workspace): Promise<void> {
  const anHourAgo = new Date(Date.now() - 3_600_000);
  for (const file of await temporaries(workspace)) {
    await utimes(file, anHourAgo, anHourAgo).catch((error: unknown) => {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    });
  }
}

/** Whether the process that has just died was in the middle of a run, not still starting or already leaving. */
function diedAtWork({ ledger }: Workspace): boolean {
  if (!existsSync(ledger)) return false;
  const hasRuns = queryLedger(ledger, "SELECT 1 FROM sqlite_master WHERE name = 'runs'").length > 0;
  return hasRuns && queryLedger(ledger, 'SELECT 1 FROM runs WHERE outcome IS NULL').length > 0;
}

/** SIEG's answers, counted where they are given. */
class Answers {
  #given = 0;
  #waiting: { readonly at: number; readonly go: () => void }[] = [];

  readonly count = (): void => {
    this.#given += 1;
    for (const { go } of this.#waiting.filter(({ at }) => at <= this.#given)) go();
    this.#waiting = this.#waiting.filter(({ at }) => at > this.#given);
  };

  get given(): number {
    return this.#given;
  }

  /** Resolves when so many more have been given. */
  more(count: number): Promise<void> {
    return new Promise((go) => this.#waiting.push({ at: this.#given + count, go }));
  }
}

/**
 * When a process is killed: so many answers after its start, and then a while later. How far it has come by then does not depend on how
 * busy the machine is, as it would by the time since its start: such instants fell before or after the run two times out of five.
 */
interface Blow {
  readonly answers: number;
  readonly thenMs: number;
}

/**
 * Within the first half of the answers that may still come, so that few runs end unhurt; every third some time later, when what came is
 * filed and delivered, or the run is about to end.
 */
function drawBlow(random: () => number, wanted: Undisturbed, given: number): Blow {
  const answers = 1 + Math.floor((random() * Math.max(wanted.requests - given, 0)) / 2);
  return { answers, thenMs: random() * (random() < 1 / 3 ? wanted.life / 2 : 100) };
}

/** Runs the month, killing it in the middle `hits` times at most, until a run reaches its end. @returns how often it was hit. */
async function killAndResume(workspace: Workspace, hits: number, answers: Answers, blow: () => Blow): Promise<number> {
  let hit = 0;
  for (;;) {
    const child = start(workspace);
    if (hit < hits) {
      const { answers: count, thenMs } = blow();
      const struck = answers.more(count).then(() => sleep(thenMs, false));
      const ended = await Promise.race([child.ended.then(() => true), struck]);
      if (!ended) child.kill();
    }
    const { code, stderr } = await child.ended;
    if (code !== null) {
      expect(code, stderr).toBe(0);
      return hit;
    }
    if (diedAtWork(workspace)) hit += 1;
    await ageTemporaries(workspace);
  }
}

describe.each(['legacy', 'v1'] as const)('a run over %s that is killed again and again', (generation) => {
  it(`ends after ${String(KILLS_EACH)} kills in the ledger and the files of an undisturbed run`, async () => {
    const answers = new Answers();
    const simulator = await openSimulator(generation === 'legacy' ? 5 : 6, answers);
    const random = seededRandom(simulator.office.seed);
    const wanted = await undisturbed(simulator, generation);
    for (let kills = 0, series = 1; kills < KILLS_EACH; series += 1) {
      const workspace = await fresh(simulator, generation);
      const before = answers.given;
      const blow = (): Blow => drawBlow(random, wanted, answers.given - before);
      const hits = await killAndResume(workspace, KILLS_EACH - kills, answers, blow);
      kills += hits;
      await expectTheSame(workspace, wanted, `series ${String(series)}, hit ${String(hits)} times`);
      expectNothingRepeated(workspace, hits, wanted);
      await removeWorkspace(workspace);
    }
  }, 900_000);
});

async function openSimulator(seed: number, answers: Answers): Promise<Simulator> {
  const documentsPerCompany = DOCUMENTS / COMPANIES;
  const office = createOffice({ seed, month: MONTH, companies: COMPANIES, documentsPerCompany });
  const simulator = await startSimulator(office, { quirks: QUIRKS, speed: TEST_SPEED, log: answers.count });
  onTestFinished(() => simulator.close());
  return simulator;
}

async function expectTheSame(workspace: Workspace, wanted: Undisturbed, place: string): Promise<void> {
  expect(ledgerFacts(workspace.ledger), place).toEqual(wanted.facts);
  expect(contents(await fileTree(workspace.archive)), place).toEqual(wanted.archive);
  expect(contents(await fileTree(workspace.import)), place).toEqual(wanted.import);
  expect(await temporaries(workspace), place).toEqual([]);
}

/**
 * A page, an event page or a single fetch whose answer is on record is never asked for again, and a resumed run takes up where the
 * killed one was. (A process that was killed when its run had just ended has nothing to resume: the run after it is a new one.)
 */
function expectNothingRepeated(workspace: Workspace, hits: number, wanted: Undisturbed): void {
  const repeated = queryLedger(
    workspace.ledger,
    `SELECT operation, kind, query, count(*) AS n FROM requests
     WHERE outcome = 'answered' AND operation IN ('page', 'events', 'document') GROUP BY operation, kind, query HAVING n > 1`,
  );
  expect(repeated).toEqual([]);
  const asked = queryLedger<{ n: number }>(
    workspace.ledger,
    `SELECT q.run_id, q.operation, q.outcome, max(q.attempt) AS attempts, count(*) AS n
     FROM requests q JOIN runs r ON r.id = q.run_id WHERE r.id = 1 OR r.resumes IS NOT NULL GROUP BY 1, 2, 3`,
  );
  const requests = asked.reduce((sum, { n }) => sum + n, 0);
  expect(requests, JSON.stringify(asked)).toBeLessThanOrEqual(wanted.requests + hits * (UNDER_WAY + COUNTS_AGAIN));
}

import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readdir, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, it, onTestFinished } from 'vitest';
import { openEngine, SettingsTester, type Engine } from '../../src/engine';
import { sleep } from '../../src/engine/base';
import { ruleTimes } from '../../src/engine/schedule';
import { SCHEDULED_WORK_NAMES, SCHEDULED_WORKS } from '../../src/shared/schedule';
import { createOffice, DEMO_CREDENTIALS, type Office, type SimulatorOptions } from '../../src/simulator';
import { bundle } from '../support/bundle';
import { queryLedger } from '../support/ledger-dump';
import { READER } from '../support/ledger-reader';
import { expectFiles, truthOf } from '../support/office-truth';
import { openOfficeFixture } from '../support/office-fixture';
import { weekClock } from '../support/week-clock';
import { TEST_SPEED } from '../support/workspace';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** A Monday at midnight, in the middle of its month. */
const MONDAY = new Date(2026, 2, 9).getTime();
const office = createOffice({ seed: 77, month: '2026-03', companies: 4, documentsPerCompany: 40 });

/** On Tuesday the import share is away for nine hours. */
const [FALLS, RETURNS] = [MONDAY + DAY + 4 * HOUR, MONDAY + DAY + 13 * HOUR];
/** On Wednesday the program is closed while it is at work, and opened again; on Friday it is closed in between. */
const [CLOSED_AT_WORK, CLOSED_AT_REST] = [MONDAY + 2 * DAY + 6 * HOUR, MONDAY + 4 * DAY + 10 * HOUR];
/** On Friday it is killed while it is at work. */
const KILLED = MONDAY + 4 * DAY + 6 * HOUR;
/** From Wednesday on SIEG wants another key. */
const ROTATED = MONDAY + 2 * DAY + 15 * HOUR;
const NEW_KEY = { ...DEMO_CREDENTIALS, apiKey: 'outra-chave-de-demonstracao%3d%3d' };
/** What a week may leave behind in memory beyond its first day, in bytes: its code, compiled. */
const MEMORY = 48 * 1024 * 1024;
/** On Thursday the computer sleeps from before six to half past nine. */
const [SLEEPS, WAKES] = [MONDAY + 3 * DAY + 5 * HOUR, MONDAY + 3 * DAY + 9.5 * HOUR];

/** The hours at which something happens, without those that the computer sleeps through. */
function hoursOf(planned: readonly number[]): number[] {
  const all = new Set([MONDAY, ...planned, FALLS, RETURNS, CLOSED_AT_WORK, CLOSED_AT_REST, KILLED, ROTATED, WAKES]);
  return [...all].filter((hour) => hour <= SLEEPS || hour >= WAKES).sort((one, other) => one - other);
}

/** What SIEG has of the office at an instant. */
function knownAt(instant: number): Office {
  const documents = office.documents.filter(({ uploadedAt }) => uploadedAt <= instant);
  const events = office.events.filter(({ uploadedAt }) => uploadedAt <= instant);
  return { ...office, documents, events };
}

/** SIEG, by the key that it wants at an instant. */
function siegAt(instant: number): Partial<SimulatorOptions> {
  return { credentials: instant < ROTATED ? DEMO_CREDENTIALS : NEW_KEY };
}

/** Bytes that are in use, once what is not was put away. */
function memoryInUse(): number {
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
  return process.memoryUsage().heapUsed;
}

/** Of this process; a system that does not say has none. */
async function openFiles(): Promise<number> {
  return (await readdir('/proc/self/fd').catch(() => [])).length;
}

/** A week of this computer, of which hours pass as quickly as what is done in them. */
class Week {
  #offset = MONDAY - Date.now();
  engine: Engine | null = null;
  /** As the operator has put it in. */
  key = DEMO_CREDENTIALS;

  constructor(private readonly folder: string) {}

  now(): number {
    return Date.now() + this.#offset;
  }

  goTo(instant: number): void {
    this.#offset = instant - Date.now();
  }

  async begin(): Promise<Engine> {
    this.engine = await openEngine({
      workspace: this.folder,
      reader: READER,
      credentials: () => Promise.resolve(this.key),
      clock: weekClock(() => this.now(), TEST_SPEED),
    });
    await this.engine.watch();
    return this.engine;
  }

  /** The same program in a process of its own, which is killed as soon as it has asked SIEG for something. */
  async dieAtWork(program: string, ledger: string): Promise<void> {
    const child = fork(program, [
      this.folder,
      READER,
      String(this.#offset),
      JSON.stringify(this.key),
      String(TEST_SPEED),
    ]);
    await expect
      .poll(() => queryLedger(ledger, 'SELECT id FROM runs WHERE outcome IS NULL').length, {
        timeout: 30_000,
        interval: 2,
      })
      .toBe(1);
    child.kill('SIGKILL');
    expect(await once(child, 'exit')).toEqual([null, 'SIGKILL']);
    expect(queryLedger(ledger, 'SELECT id FROM runs WHERE outcome IS NULL')).toHaveLength(1);
  }

  /** The key of now is refused, another one works and takes its place. */
  async rotateKey(settings: unknown): Promise<void> {
    const tester = new SettingsTester({ workspace: this.folder, stateFolder: this.folder });
    const works = async (key: typeof NEW_KEY): Promise<boolean> =>
      (await tester.sieg(settings, () => Promise.resolve(key))).ok;
    expect([await works(this.key), await works(NEW_KEY)]).toEqual([false, true]);
    this.key = NEW_KEY;
  }

  /** Until nothing of the schedule waits or is at work, and a look has passed since the hour was set. */
  async settle(): Promise<void> {
    await sleep(300);
    await expect
      .poll(async () => (await this.engine?.schedule.list())?.every(({ current }) => current === null), {
        timeout: 60_000,
        interval: 50,
      })
      .toBe(true);
  }
}

/** Every due time of the standard schedule in the week, hour by hour. */
function dueTimes(until: number): { readonly work: string; readonly at: number }[] {
  return SCHEDULED_WORK_NAMES.flatMap((work) => {
    const times = ruleTimes(SCHEDULED_WORKS[work].standard, new Set());
    const due: { work: string; at: number }[] = [];
    for (let at = times.next(MONDAY); at !== null && at <= until; at = times.next(at)) due.push({ work, at });
    return due;
  }).sort((one, other) => one.at - other.at);
}

it('goes by itself for a week: every planned thing once, through an outage, a sleep, a kill, two ends of the program and another key', async () => {
  const program = await bundle({ week: 'test/support/week-process.ts' });
  onTestFinished(() => program.dispose());
  const fixture = await openOfficeFixture({
    office: knownAt(MONDAY),
    change: (settings) => ({
      ...settings,
      backup: { folder: `${settings.archive.root}-copias`, sameDisk: true },
    }),
  });
  const { workspace } = fixture;
  await mkdir(`${workspace.archive}-copias`);
  const week = new Week(workspace.folder);
  const end = MONDAY + 7 * DAY;
  const alerts = (kind: string): number =>
    queryLedger<{ n: number }>(workspace.ledger, 'SELECT count(*) AS n FROM alerts WHERE kind = ?', [kind])[0]?.n ?? 0;
  try {
    let engine = await week.begin();
    await engine.schedule.addStandard();
    const planned = dueTimes(end);
    let [memory, files] = [0, 0];
    for (const hour of hoursOf(planned.map(({ at }) => at))) {
      await fixture.become(knownAt(hour), siegAt(hour));
      week.goTo(hour);
      if (hour === FALLS || hour === RETURNS) {
        const [from, to] = hour === FALLS ? ['', '.fora'] : ['.fora', ''];
        await rename(workspace.import + from, workspace.import + to);
        await engine.shares.check();
      }
      if (hour === CLOSED_AT_WORK) {
        await expect.poll(() => engine.jobs.list(1)[0]?.state, { timeout: 20_000, interval: 5 }).toBe('running');
      }
      if (hour === ROTATED) await week.rotateKey({ generation: 'legacy', baseUrl: fixture.simulator.url });
      if (hour === CLOSED_AT_WORK || hour === CLOSED_AT_REST) {
        await engine.close();
        engine = await week.begin();
      }
      if (hour === KILLED) {
        // closed before the hour, so that the hour belongs to who is killed in it
        week.goTo(hour - HOUR);
        await engine.close();
        week.goTo(hour);
        await week.dieAtWork(join(program.folder, 'week.js'), workspace.ledger);
        engine = await week.begin();
      }
      await week.settle();
      if (hour < FALLS) [memory, files] = [memoryInUse(), await openFiles()];
    }
    expect(memoryInUse()).toBeLessThan(memory + MEMORY);
    expect(await openFiles()).toBeLessThanOrEqual(files);

    const done = queryLedger<{ work: string; at: number; late: number; missed: number; state: string }>(
      workspace.ledger,
      `SELECT work, unixepoch(due_at) * 1000 AS at, late, missed, schedule_runs.state FROM schedule_runs
       JOIN schedules ON schedules.id = schedule_id ORDER BY due_at, schedules.id`,
    );
    expect(done.map(({ work, at }) => ({ work, at }))).toEqual(planned);
    expect(planned.length).toBeGreaterThan(18);
    expect(done.filter(({ state }) => state !== 'complete')).toEqual([]);
    expect(done.filter(({ late }) => late === 1).map(({ work }) => work)).toEqual(['run-current']);
    expect(alerts('schedule-missed')).toBe(1);
    expect(alerts('schedule-failed')).toBe(0);
    expect(alerts('backup-failed')).toBe(0);
    expect((await engine.backups.list()).length).toBe(7);
    // something came in on every business day
    expect(alerts('no-documents')).toBe(0);
    expect([alerts('share-down'), alerts('share-back')]).toEqual([1, 1]);

    // nothing was lost of what had entered SIEG by then
    await engine.run({ month: office.month, close: false });
    const known = knownAt(week.now());
    const held = queryLedger(
      workspace.ledger,
      'SELECT identity, sha256 FROM documents WHERE month = ? ORDER BY identity',
      [office.month],
    );
    expect(held).toEqual(truthOf(known, office.month));
    const events = queryLedger<{ identity: string }>(workspace.ledger, 'SELECT identity FROM events');
    const isHeld = new Set(events.map(({ identity }) => identity));
    const isFetched = (event: (typeof known.events)[number]): boolean => event.document.month === office.month;
    expect(known.events.filter(isFetched).filter(({ identity }) => !isHeld.has(identity))).toEqual([]);
    await expectFiles(workspace);
  } finally {
    await week.engine?.close();
  }
}, 300_000);

import { mkdir, rename } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { openEngine, type Engine } from '../../src/engine';
import { ruleTimes } from '../../src/engine/schedule';
import { sleep } from '../../src/engine/base';
import { SCHEDULED_WORK_NAMES, SCHEDULED_WORKS } from '../../src/shared/schedule';
import { createOffice, DEMO_CREDENTIALS, type Office } from '../../src/simulator';
import { queryLedger } from '../support/ledger-dump';
import { READER } from '../support/ledger-reader';
import { expectFiles, truthOf } from '../support/office-truth';
import { openOfficeFixture } from '../support/office-fixture';
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
/** On Thursday the computer sleeps from before six to half past nine. */
const [SLEEPS, WAKES] = [MONDAY + 3 * DAY + 5 * HOUR, MONDAY + 3 * DAY + 9.5 * HOUR];

/** The hours at which something happens, without those that the computer sleeps through. */
function hoursOf(planned: readonly number[]): number[] {
  const all = new Set([MONDAY, ...planned, FALLS, RETURNS, CLOSED_AT_WORK, CLOSED_AT_REST, WAKES]);
  return [...all].filter((hour) => hour <= SLEEPS || hour >= WAKES).sort((one, other) => one - other);
}

/** What SIEG has of the office at an instant. */
function knownAt(instant: number): Office {
  const documents = office.documents.filter(({ uploadedAt }) => uploadedAt <= instant);
  const events = office.events.filter(({ uploadedAt }) => uploadedAt <= instant);
  return { ...office, documents, events };
}

/** A week of this computer, of which hours pass as quickly as what is done in them. */
class Week {
  #offset = MONDAY - Date.now();
  engine: Engine | null = null;

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
      credentials: () => Promise.resolve(DEMO_CREDENTIALS),
      clock: {
        speed: TEST_SPEED,
        now: () => this.now(),
        sleep: (ms, signal) => sleep(ms / TEST_SPEED, signal),
      },
    });
    await this.engine.watch();
    return this.engine;
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

it('goes by itself for a week: every planned thing once, through an outage, a sleep and two ends of the program', async () => {
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
    for (const hour of hoursOf(planned.map(({ at }) => at))) {
      await fixture.become(knownAt(hour));
      week.goTo(hour);
      if (hour === FALLS || hour === RETURNS) {
        const [from, to] = hour === FALLS ? ['', '.fora'] : ['.fora', ''];
        await rename(workspace.import + from, workspace.import + to);
        await engine.shares.check();
      }
      if (hour === CLOSED_AT_WORK) {
        await expect.poll(() => engine.jobs.list(1)[0]?.state, { timeout: 20_000, interval: 5 }).toBe('running');
      }
      if (hour === CLOSED_AT_WORK || hour === CLOSED_AT_REST) {
        await engine.close();
        engine = await week.begin();
      }
      await week.settle();
    }

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

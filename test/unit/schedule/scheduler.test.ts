import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { AlertEvent } from '../../../src/engine/alerts';
import { openLedger, type Ledger } from '../../../src/engine/ledger';
import { databaseOf } from '../../../src/engine/ledger/ledger';
import { Scheduler, type AskedJob, type ScheduleHours } from '../../../src/engine/schedule';
import { MaloteError } from '../../../src/shared/errors';
import { scheduleSchema } from '../../../src/shared/ipc/schedule';
import type { JobEnd } from '../../../src/engine/ledger';
import { manualClock, type ManualClock } from '../../support/manual-clock';

const HOUR = 3_600_000;
/** A Monday, at midnight of this computer. */
const MONDAY = new Date(2026, 10, 30).getTime();

let folder: string;
let clock: ManualClock;
let opened: Ledger[];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'malote-schedule-'));
  clock = manualClock(MONDAY);
  opened = [];
});
afterEach(async () => {
  for (const ledger of opened) ledger.close();
  await rm(folder, { recursive: true, force: true });
});

interface Going {
  readonly job: AskedJob;
  end(end: Partial<JobEnd>): Promise<void>;
  /** Something kept it from beginning. */
  refuse(error: MaloteError): Promise<void>;
}

/** One process at the workspace: its ledger, its scheduler, and what that has begun. */
class Process {
  readonly ledger: Ledger;
  readonly scheduler: Scheduler;
  readonly going: Going[] = [];
  readonly told: AlertEvent[] = [];
  readonly errors: unknown[] = [];
  readonly reminded: string[] = [];
  hours: ScheduleHours = { quietFrom: '', quietTo: '', ownHolidays: new Set(), hasBackupFolder: false };

  constructor(readonly atWork: Set<string>) {
    this.ledger = openLedger(join(folder, 'malote.db'), { now: () => clock.now() });
    opened.push(this.ledger);
    this.scheduler = new Scheduler({
      ledger: this.ledger,
      clock,
      hours: () => Promise.resolve(this.hours),
      start: (job) => this.#begin(job),
      isBusy: (kind) => this.atWork.has(kind),
      isAtWork: (kind) => this.atWork.has(kind),
      remind: (work) => {
        this.reminded.push(work);
        return Promise.resolve();
      },
      tell: (event) => this.told.push(event),
      onChange: () => undefined,
      onError: (error) => this.errors.push(error),
    });
  }

  #begin(job: AskedJob): { ended: Promise<void>; hasBegun: () => boolean } {
    let hasBegun = true;
    const id = this.ledger.jobs.begin(job.kind, 'running', job.asked, null);
    this.atWork.add(job.kind);
    let resolve = (): void => undefined;
    let reject: (error: Error) => void = () => undefined;
    const ended = new Promise<void>((done, failed) => ([resolve, reject] = [done, failed]));
    this.going.push({
      job,
      end: async ({ state = 'complete', error = null }) => {
        this.ledger.jobs.end(id, { state, error });
        this.atWork.delete(job.kind);
        resolve();
        await turns();
      },
      refuse: async (error) => {
        this.ledger.jobs.forget(id);
        this.atWork.delete(job.kind);
        hasBegun = false;
        reject(error);
        await turns();
      },
    });
    return { ended, hasBegun: () => hasBegun };
  }

  /** Looks, after so much time. */
  async look(afterMs = 0): Promise<void> {
    await clock.advance(afterMs);
    await this.scheduler.look();
  }

  /** Those of a kind that were begun here and have not ended, by what they ask. */
  get begun(): string[] {
    return this.going.map(({ job }) => `${job.kind} ${JSON.stringify(job.asked)}`);
  }

  /** How the schedule stands, newest due time first. */
  async states(): Promise<(string | undefined)[]> {
    const lines = await this.scheduler.list();
    for (const line of lines) expect(scheduleSchema.safeParse(line).error).toBeUndefined();
    return lines.map(({ current, last }) => current?.state ?? last?.state);
  }
}

async function turns(): Promise<void> {
  for (let turn = 0; turn < 5; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}

const daily = { work: 'run-current', rule: { days: 'every', at: '06:00' } } as const;
const actions = (ledger: Ledger): string[] => ledger.journal.last(100).map(({ action }) => action);

describe('the schedule', () => {
  it('begins what is due, once, at its time', async () => {
    const one = new Process(new Set());
    await one.scheduler.add(daily);
    await one.look(6 * HOUR - 1);
    expect(one.begun).toEqual([]);
    await one.look(1);
    await one.look(60_000);
    expect(one.begun).toEqual(['run {"month":"2026-11"}']);
    expect(await one.states()).toEqual(['running']);
    await one.going[0]?.end({});
    await one.look(60_000);
    expect(await one.states()).toEqual(['complete']);
    expect(one.begun).toHaveLength(1);
    await one.look(24 * HOUR);
    expect(one.begun).toHaveLength(2);
    expect(one.told).toEqual([]);
    expect(one.errors).toEqual([]);
  });

  it('is begun by one of many processes', async () => {
    const atWork = new Set<string>();
    const many = Array.from({ length: 4 }, () => new Process(atWork));
    await many[0]?.scheduler.add(daily);
    await clock.advance(6 * HOUR);
    await Promise.all(many.map((each) => each.look()));
    await Promise.all(many.map((each) => each.look()));
    expect(many.flatMap((each) => each.begun)).toHaveLength(1);
    await many.flatMap((each) => each.going)[0]?.end({});
    for (const each of many) await each.look(30_000);
    expect(many.flatMap((each) => each.begun)).toHaveLength(1);
  });

  it('catches up once what nobody was there for, and says so', async () => {
    await new Process(new Set()).scheduler.add(daily);
    await clock.advance(3 * 24 * HOUR + 9 * HOUR);
    let later = new Process(new Set());
    await later.look();
    expect(later.begun).toEqual(['run {"month":"2026-12"}']);
    const dueAt = new Date(2026, 11, 3, 6).toISOString();
    expect(later.told).toEqual([{ type: 'schedule-missed', work: 'run-current', dueAt, earlier: 3 }]);
    // it ends with its program, goes on with the next one, and is not told again
    later.scheduler.stop();
    await later.going[0]?.end({ state: 'stopped' });
    later = new Process(new Set());
    await later.look(60_000);
    expect([later.begun.length, later.told.length]).toEqual([1, 0]);
    await later.going[0]?.end({});
    await later.look(60_000);
    expect(later.begun).toHaveLength(1);
    expect((await later.scheduler.list())[0]?.last).toMatchObject({ missed: 3, late: true, dueAt });
  });

  it('does not repeat an hour when the clock is set back, and begins anew by one that was far wrong', async () => {
    const one = new Process(new Set());
    await one.scheduler.add(daily);
    await one.look(6 * HOUR);
    await one.going[0]?.end({});
    clock = manualClock(MONDAY + 5 * HOUR);
    const after = new Process(new Set());
    await after.look(2 * HOUR);
    expect(after.begun).toEqual([]);
    // a wrong clock: years ahead, and corrected
    clock = manualClock(new Date(2031, 0, 1, 7).getTime());
    const ahead = new Process(new Set());
    await ahead.look();
    expect(ahead.begun).toHaveLength(1);
    await ahead.going[0]?.end({});
    clock = manualClock(MONDAY + 24 * HOUR);
    const corrected = new Process(new Set());
    await corrected.look();
    await corrected.look(7 * HOUR);
    expect(corrected.begun).toHaveLength(1);
  });

  it('waits for what it may not work beside, and is one however long that takes', async () => {
    const one = new Process(new Set(['run']));
    await one.scheduler.add(daily);
    for (let day = 0; day < 3; day += 1) await one.look(24 * HOUR);
    expect(one.begun).toEqual([]);
    expect(await one.states()).toEqual(['waiting']);
    one.atWork.clear();
    await one.look(15_000);
    expect(one.begun).toHaveLength(1);
    expect((await one.scheduler.list())[0]?.current).toMatchObject({ missed: 2 });
  });

  it('waits where another was faster', async () => {
    const one = new Process(new Set());
    await one.scheduler.add(daily);
    await one.look(6 * HOUR);
    await one.going[0]?.refuse(new MaloteError('RUN_IN_PROGRESS', { pid: 1, host: 'x', since: 'y' }));
    expect(await one.states()).toEqual(['waiting']);
    await one.look(15_000);
    expect(one.begun).toHaveLength(1);
    await one.look(15_000);
    expect(one.begun).toHaveLength(2);
  });

  it('leaves what is asked for by hand to who watches, while something else is at work', async () => {
    const one = new Process(new Set(['run']));
    const id = await one.scheduler.add(daily);
    expect(await one.scheduler.runHere(id)).toMatchObject({ state: 'waiting', byHand: true });
    one.atWork.clear();
    await new Process(one.atWork).look();
    expect(await one.states()).toEqual(['running']);
  });

  it('begins nothing in quiet hours but what is asked for by hand', async () => {
    const one = new Process(new Set());
    one.hours = { ...one.hours, quietFrom: '05:00', quietTo: '08:00' };
    const id = await one.scheduler.add(daily);
    await one.look(6 * HOUR);
    expect(one.begun).toEqual([]);
    const ended = one.scheduler.runHere(id);
    expect(one.begun).toHaveLength(1);
    await one.going[0]?.end({ state: 'stopped' });
    expect(await ended).toMatchObject({ state: 'stopped', byHand: true });
    await one.look(2 * HOUR);
    expect(one.begun).toHaveLength(2);
  });

  it('tries again what may end otherwise, and gives up with a word', async () => {
    const one = new Process(new Set());
    await one.scheduler.add({ work: 'scrub', rule: { days: 'every', at: '06:00' } });
    await one.look(6 * HOUR);
    const away = new MaloteError('SHARE_UNREACHABLE', { root: 'import', path: '', cause: '' }).toEnvelope();
    for (let attempt = 1; attempt <= 3; attempt += 1) {
      expect(one.begun).toHaveLength(attempt);
      await one.going[attempt - 1]?.end({ state: 'failed', error: away });
      await one.look(14 * 60_000);
      expect(one.begun).toHaveLength(attempt);
      await one.look(2 * 60_000);
    }
    expect(await one.states()).toEqual(['failed']);
    expect(one.told).toEqual([{ type: 'schedule-failed', work: 'scrub', attempts: 3, error: away }]);
  });

  it('does not try again what a person has to see to', async () => {
    const one = new Process(new Set());
    await one.scheduler.add(daily);
    await one.look(6 * HOUR);
    await one.going[0]?.refuse(new MaloteError('RUN_NO_COMPANIES'));
    await one.look(HOUR);
    expect(one.begun).toHaveLength(1);
    expect(await one.states()).toEqual(['failed']);
    // a run tells by itself how it has failed
    expect(one.told).toEqual([]);
  });

  it('begins again what a killed process has left, and gives up after three', async () => {
    for (let attempt = 1; attempt <= 3; attempt += 1) {
      const killed = new Process(new Set());
      if (attempt === 1) await killed.scheduler.add(daily);
      await killed.look(attempt === 1 ? 6 * HOUR : 30_000);
      // two looks: between the end of a job and the end of its row is a moment
      await killed.look(15_000);
      expect(killed.begun).toHaveLength(1);
    }
    const last = new Process(new Set());
    await last.look(30_000);
    await last.look(15_000);
    expect(last.begun).toEqual([]);
    expect(await last.states()).toEqual(['interrupted']);
    expect(last.told).toMatchObject([{ type: 'schedule-failed', attempts: 4, error: null }]);
  });

  it('leaves alone what another process is at', async () => {
    const atWork = new Set<string>();
    const [one, other] = [new Process(atWork), new Process(atWork)];
    await one.scheduler.add(daily);
    await one.look(6 * HOUR);
    for (let look = 0; look < 5; look += 1) await other.look(15_000);
    expect(other.begun).toEqual([]);
    await one.going[0]?.end({});
    expect(await other.states()).toEqual(['complete']);
  });

  it('leaves alone what another process is at although its line was removed, and what it does not know', async () => {
    const atWork = new Set<string>();
    const [one, other] = [new Process(atWork), new Process(atWork)];
    const id = await one.scheduler.add(daily);
    const unknown = one.ledger.schedules.add({ work: 'scrub', rule: daily.rule, companies: null });
    databaseOf(one.ledger).run("UPDATE schedules SET work = 'work-of-tomorrow' WHERE id = ?", [unknown]);
    const due = { scheduleId: unknown, dueAt: one.ledger.now(), missed: 0, late: false, byHand: false };
    one.ledger.schedules.begin(one.ledger.schedules.due(due) ?? 0);
    await one.look(6 * HOUR);
    one.scheduler.remove(id);
    for (let look = 0; look < 3; look += 1) await other.look(15_000);
    expect(one.ledger.schedules.open().map(({ state }) => state)).toEqual(['running', 'running']);
    await one.going[0]?.end({});
    expect(one.ledger.schedules.lastEnded(id)?.state).toBe('complete');
  });

  it('goes on with the next process what ends because its own does', async () => {
    const one = new Process(new Set());
    await one.scheduler.add(daily);
    await one.look(6 * HOUR);
    one.scheduler.stop();
    await one.going[0]?.end({ state: 'stopped' });
    await one.scheduler.close();
    expect(await one.states()).toEqual(['waiting']);
    const next = new Process(new Set());
    await next.look(60_000);
    expect(next.begun).toHaveLength(1);
  });

  it('does nothing that is paused or removed, and does not catch it up', async () => {
    const one = new Process(new Set());
    const [paused, removed] = [await one.scheduler.add(daily), await one.scheduler.add(daily)];
    one.scheduler.setPaused(paused, true);
    one.scheduler.remove(removed);
    await one.look(3 * 24 * HOUR);
    expect(one.begun).toEqual([]);
    expect(await one.scheduler.list()).toMatchObject([{ id: paused, paused: true, nextAt: null }]);
    one.scheduler.setPaused(paused, false);
    await one.look();
    expect(one.begun).toEqual([]);
    expect(() => one.scheduler.remove(removed)).toThrow(expect.objectContaining({ code: 'SCHEDULE_UNKNOWN' }));
    expect(actions(one.ledger)).toEqual(
      expect.arrayContaining(['schedule.paused', 'schedule.resumed', 'schedule.removed']),
    );
  });

  it('passes over what waits when it is paused', async () => {
    const one = new Process(new Set(['run']));
    const id = await one.scheduler.add(daily);
    await one.look(6 * HOUR);
    one.scheduler.setPaused(id, true);
    one.atWork.clear();
    await one.look(15_000);
    expect(one.begun).toEqual([]);
    expect(await one.states()).toEqual(['passed-over']);
  });

  it('has a standard for an office, each line once', async () => {
    const one = new Process(new Set());
    await one.scheduler.add(daily);
    expect(await one.scheduler.addStandard()).toHaveLength(7);
    expect(await one.scheduler.addStandard()).toEqual([]);
    // copies are scheduled once it is said where they go
    one.hours = { ...one.hours, hasBackupFolder: true };
    expect(await one.scheduler.addStandard()).toHaveLength(2);
    await one.look(9 * HOUR);
    expect(one.begun.map((job) => job.split(' ')[0])).toEqual(['audit', 'backup', 'retention', 'run']);
    // Thursday is the third business day of December
    await one.look(3 * 24 * HOUR + HOUR);
    expect(one.reminded).toContain('closing-reminder');
  });

  it('limits a run to some companies, and nothing else', async () => {
    const one = new Process(new Set());
    await one.scheduler.add({ ...daily, limit: 5 });
    await one.look(6 * HOUR);
    expect(one.begun).toEqual(['run {"month":"2026-11","limit":5}']);
    const refused = one.scheduler.add({ work: 'scrub', rule: daily.rule, limit: 5 });
    await expect(refused).rejects.toMatchObject({ code: 'SCHEDULE_NO_LIMIT' });
  });

  it('looks by itself, at once when something is asked for', async () => {
    const one = new Process(new Set());
    const id = await one.scheduler.add(daily);
    one.scheduler.start();
    await clock.advance(HOUR);
    one.scheduler.runNow(id);
    await turns();
    expect(one.begun).toHaveLength(1);
    await one.going[0]?.end({});
    await clock.advance(5 * HOUR);
    expect(one.begun).toHaveLength(2);
    one.scheduler.stop();
    await one.going[1]?.end({});
    await one.scheduler.close();
  });

  it('goes on where a rule of another version cannot be understood', async () => {
    const one = new Process(new Set());
    one.ledger.schedules.add({ work: 'scrub', rule: { days: 'cron', pattern: 'some other day' }, companies: null });
    await one.scheduler.add(daily);
    await one.look(6 * HOUR);
    expect(one.begun).toHaveLength(1);
    expect(await one.scheduler.list()).toMatchObject([{ nextAt: null }, { work: 'run-current' }]);
  });
});

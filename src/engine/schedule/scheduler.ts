import { isMaloteError, MaloteError } from '../../shared/errors';
import type { NewSchedule, ScheduleRunView, ScheduleView } from '../../shared/ipc/schedule';
import type { JobKind } from '../../shared/jobs';
import {
  SCHEDULED_WORK_NAMES,
  SCHEDULED_WORK_ROWS,
  SCHEDULED_WORKS,
  type ScheduledWork,
  type ScheduleRule,
} from '../../shared/schedule';
import { sleepUnhurried } from '../base';
import { quietUntil, type OwnHolidays, type QuietHours } from '../domain';
import { isLedgerFailure, type Ledger, type ScheduleRow, type ScheduleRunRow } from '../ledger';
import { DueWork, type DueWorkOptions, type StartJob } from './due-work';
import { ruleTimes, type RuleTimes } from './rule-times';
import { isKnownWork, runView, scheduleView } from './views';

/** What the office says of its hours. In quiet hours nothing begins that nobody asks for by hand. */
export interface ScheduleHours extends QuietHours {
  readonly ownHolidays: OwnHolidays;
  /** Whether the settings say where copies go. */
  readonly hasBackupFolder: boolean;
}

export interface SchedulerOptions extends DueWorkOptions {
  /** As the settings say now; must not reject. */
  readonly hours: () => Promise<ScheduleHours>;
  /** Whether a job of this kind is at work, in whatever process. */
  readonly isAtWork: (kind: JobKind) => boolean;
}

/** What is done at times, as its users see it. */
export interface ScheduleApi {
  /** @throws MaloteError LEDGER_* */
  list(): Promise<readonly ScheduleView[]>;
  /** @returns its number. @throws MaloteError SCHEDULE_BAD_RULE, SCHEDULE_NO_LIMIT */
  add(schedule: NewSchedule): Promise<number>;
  /** Everything of the office's standard schedule that is not scheduled yet. @returns the numbers of what was added */
  addStandard(): Promise<readonly number[]>;
  /** What was due while it was paused is not caught up. @throws MaloteError SCHEDULE_UNKNOWN */
  setPaused(id: number, isPaused: boolean): Promise<void> | void;
  /** What it has begun goes on. @throws MaloteError SCHEDULE_UNKNOWN */
  remove(id: number): Promise<void> | void;
  /** Due at once, whatever the hour, for whoever watches the workspace. @returns the number of its due time. @throws MaloteError SCHEDULE_UNKNOWN */
  runNow(id: number): number;
  /**
   * The same in this process, whoever looks besides.
   * @returns how it has ended; `waiting` where it has to wait for another job, after which whoever watches the workspace begins it
   */
  runHere(id: number): Promise<ScheduleRunView>;
  /** Jobs are begun by this from now on: of a host that shows what is begun. */
  beginBy(start: StartJob): void;
}

/** Between two looks; what a person asks for is looked at once. A clock that hurries does not hurry this beyond the second. */
const LOOK_EVERY_MS = 15_000;
const QUICKEST_LOOK_MS = 250;
/** Begun later than this after its time, nobody was there. */
const LATE_MS = 5 * 60_000;
/** A clock that was further ahead than this was wrong: what is due is counted anew from now on. Less is a change of the clocks. */
const WRONG_CLOCK_MS = 26 * 3_600_000;

/**
 * Begins what is due. Any number of processes may look at one workspace: whoever is first to put a due time on record, or to begin it, has
 * it. What was missed is caught up once, the newest due time for all of them; what died before its end is begun again.
 */
export class Scheduler implements ScheduleApi {
  #stopped = false;
  readonly #work: DueWork;
  /** Due times that are at work by their row, while nobody is at their job: seen once. */
  #suspects: ReadonlySet<number> = new Set();
  #looking: Promise<void> | null = null;
  /** Between two looks; aborted by what is not to wait for the next one. */
  #nap = new AbortController();

  constructor(private readonly options: SchedulerOptions) {
    this.#work = new DueWork({
      ...options,
      onChange: () => {
        this.#changed();
      },
    });
  }

  /** Looks from now on, until `close`. */
  start(): void {
    this.#looking ??= this.#lookOnAndOn();
  }

  /** Nothing begins from now on, and what is stopped from now on waits for the next process. */
  stop(): void {
    this.#stopped = true;
    this.#work.stop();
    this.#nap.abort();
  }

  /** Resolves when what has begun here has ended: to be called once it was asked to. */
  async close(): Promise<void> {
    this.stop();
    await this.#looking;
    await this.#work.ended();
  }

  beginBy(start: StartJob): void {
    this.#work.beginBy(start);
  }

  async list(): Promise<readonly ScheduleView[]> {
    const { ledger, clock } = this.options;
    const { ownHolidays } = await this.options.hours();
    return ledger.reading(() => {
      const open = ledger.schedules.open();
      return this.#known().map((schedule) =>
        scheduleView(
          ledger,
          schedule,
          open,
          schedule.pausedAt === null ? (timesOf(schedule, ownHolidays)?.next(clock.now()) ?? null) : null,
        ),
      );
    });
  }

  async add({ work, rule, limit }: NewSchedule): Promise<number> {
    const { ownHolidays } = await this.options.hours();
    ruleTimes(rule, ownHolidays);
    if (limit !== undefined && !SCHEDULED_WORK_ROWS[work].limits) {
      throw new MaloteError('SCHEDULE_NO_LIMIT', { title: SCHEDULED_WORKS[work].title });
    }
    return this.#added(work, rule, limit ?? null);
  }

  async addStandard(): Promise<readonly number[]> {
    const { hasBackupFolder } = await this.options.hours();
    const isPossible = (work: ScheduledWork): boolean =>
      hasBackupFolder || SCHEDULED_WORK_ROWS[work].needsBackups !== true;
    const there = new Set(this.#known().map(({ work }) => work));
    const missing = SCHEDULED_WORK_NAMES.filter((work) => !there.has(work) && isPossible(work));
    return missing.map((work) => this.#added(work, SCHEDULED_WORKS[work].standard, null));
  }

  #added(work: ScheduledWork, rule: ScheduleRule, companies: number | null): number {
    const { ledger } = this.options;
    const id = ledger.transaction(() => {
      const added = ledger.schedules.add({ work, rule, companies });
      ledger.journal.write('schedule.added', String(added), { work, rule, companies });
      return added;
    });
    this.#changed();
    return id;
  }

  setPaused(id: number, isPaused: boolean): void {
    const { ledger } = this.options;
    const { work } = this.#find(id);
    ledger.transaction(() => {
      if (!ledger.schedules.setPaused(id, isPaused)) return;
      if (isPaused) ledger.schedules.passOver(id);
      ledger.journal.write(isPaused ? 'schedule.paused' : 'schedule.resumed', String(id), { work });
    });
    this.#changed();
  }

  remove(id: number): void {
    const { ledger } = this.options;
    const { work } = this.#find(id);
    ledger.transaction(() => {
      ledger.schedules.remove(id);
      ledger.schedules.passOver(id);
      ledger.journal.write('schedule.removed', String(id), { work });
    });
    this.#changed();
  }

  runNow(id: number): number {
    const { ledger, clock } = this.options;
    this.#find(id);
    const run = asked(ledger.schedules, id, clock.now());
    this.#changed();
    return run;
  }

  async runHere(id: number): Promise<ScheduleRunView> {
    const { ledger, clock } = this.options;
    this.#find(id);
    const run = asked(ledger.schedules, id, clock.now());
    const row = (): ScheduleRunRow => {
      const found = ledger.schedules.run(run);
      if (found === undefined) throw new MaloteError('SCHEDULE_UNKNOWN', { id });
      return found;
    };
    this.#work.begin(row(), clock.now());
    // who watches may have been faster
    while (row().state === 'running') await (this.#work.endOf(run) ?? clock.sleep(500 * clock.speed));
    return runView(row());
  }

  /** Puts on record what is due, and begins what can begin. @throws MaloteError LEDGER_* */
  async look(): Promise<void> {
    const { ledger, clock } = this.options;
    const hours = await this.options.hours();
    const now = clock.now();
    for (const schedule of this.#known())
      if (schedule.pausedAt === null) this.#noteDue(schedule, now, hours.ownHolidays);
    this.#healDead();
    for (const run of ledger.schedules.open()) {
      if (this.#isStopped()) return;
      if (run.state === 'waiting') this.#beginIfFree(run, now, hours);
    }
  }

  async #lookOnAndOn(): Promise<void> {
    const { clock, onError } = this.options;
    while (!this.#isStopped()) {
      this.#nap = new AbortController();
      try {
        await this.look();
      } catch (error) {
        // a ledger that cannot be read now is looked at again
        if (!isLedgerFailure(error)) onError(error);
      }
      if (this.#isStopped()) return;
      const waitMs = Math.max(LOOK_EVERY_MS / clock.speed, QUICKEST_LOOK_MS);
      await sleepUnhurried(clock, waitMs, this.#nap.signal).catch(() => undefined);
    }
  }

  #known(): ScheduleRow[] {
    return this.options.ledger.schedules.all().filter(({ work }) => isKnownWork(work));
  }

  /** @throws MaloteError SCHEDULE_UNKNOWN */
  #find(id: number): ScheduleRow {
    const found = this.options.ledger.schedules.get(id);
    if (found === undefined) throw new MaloteError('SCHEDULE_UNKNOWN', { id });
    return found;
  }

  #noteDue(schedule: ScheduleRow, now: number, own: OwnHolidays): void {
    const { ledger, tell } = this.options;
    const { schedules } = ledger;
    const from = Date.parse(schedule.lookedUntil);
    const until = new Date(now).toISOString();
    if (from > now + WRONG_CLOCK_MS) {
      schedules.lookedUntil(schedule.id, schedule.lookedUntil, until);
      return;
    }
    const due = timesOf(schedule, own)?.last(from, now) ?? null;
    if (due === null) return;
    const [dueAt, late] = [new Date(due.at).toISOString(), now - due.at > LATE_MS];
    const isNew = ledger.transaction(() => {
      // another process has come upon it first
      if (!schedules.lookedUntil(schedule.id, schedule.lookedUntil, until)) return false;
      const waiting = schedules
        .open()
        .find(({ scheduleId, state, byHand }) => scheduleId === schedule.id && state === 'waiting' && !byHand);
      if (waiting !== undefined) {
        schedules.alsoFor(waiting.id, due.missed + 1);
        return false;
      }
      return schedules.due({ scheduleId: schedule.id, dueAt, missed: due.missed, late, byHand: false }) !== null;
    });
    // by who has put it on record: once, however often it has to begin
    if (isNew && late) tell({ type: 'schedule-missed', work: schedule.work, dueAt, earlier: due.missed });
    this.options.onChange();
  }

  /** A process that died leaves a due time at work. It is believed only when two looks say so: between a job's end and its row is a moment. */
  #healDead(): void {
    const { ledger, isAtWork } = this.options;
    const suspects = ledger.schedules.open().filter(({ id, state, scheduleId }) => {
      if (state !== 'running' || this.#work.endOf(id) !== null) return false;
      // of a line that was removed what it has begun goes on; of work that this version does not know nothing can be said
      const work = ledger.schedules.workOf(scheduleId);
      if (work === undefined || !isKnownWork(work)) return false;
      const { job } = SCHEDULED_WORK_ROWS[work];
      return job === null || !isAtWork(job);
    });
    for (const run of suspects) if (this.#suspects.has(run.id)) this.#work.takeUp(run);
    this.#suspects = new Set(suspects.map(({ id }) => id));
  }

  #beginIfFree(run: ScheduleRunRow, now: number, hours: ScheduleHours): void {
    if (run.notBefore !== null && Date.parse(run.notBefore) > now) return;
    if (run.byHand || quietUntil(hours, now) === null) this.#work.begin(run, now);
  }

  #isStopped(): boolean {
    return this.#stopped;
  }

  #changed(): void {
    this.#nap.abort();
    this.options.onChange();
  }
}

/** Twice within a millisecond is twice. @returns the number of the due time */
function asked(schedules: Ledger['schedules'], scheduleId: number, now: number): number {
  const due = { scheduleId, dueAt: new Date(now).toISOString(), missed: 0, late: false, byHand: true };
  return schedules.due(due) ?? asked(schedules, scheduleId, now + 1);
}

/** Null: a rule that this version does not understand. */
function timesOf({ rule }: ScheduleRow, own: OwnHolidays): RuleTimes | null {
  try {
    return ruleTimes(rule, own);
  } catch (error) {
    if (isMaloteError(error, 'SCHEDULE_BAD_RULE')) return null;
    throw error;
  }
}

import { Cron } from 'croner';
import { MaloteError } from '../../shared/errors';
import type { ScheduleRule } from '../../shared/schedule';
import { addDays, businessDayOfMonth, dayHere, isBusinessDay, lastDay, type Day, type OwnHolidays } from '../domain';

/** The newest due time of a stretch, and how many there were before it. */
export interface LastDue {
  readonly at: number;
  readonly missed: number;
}

/** When a rule is due. Instants are milliseconds since 1970; days and hours are those of this computer. */
export interface RuleTimes {
  /** The first due time after this instant; null where there is none within about two years. */
  next(after: number): number | null;
  /** Of the due times after `after` and until `until`. Null: there is none. */
  last(after: number, until: number): LastDue | null;
}

/** How many days a rule of days is looked through, so that one that names none comes to an end: some 27 months. */
const MOST_DAYS = 830;
/** Of a pause longer than this nobody needs to know how many times were missed. */
const MOST_MISSED = 1_000;
const DAY_MS = 86_400_000;

/** @throws MaloteError SCHEDULE_BAD_RULE */
export function ruleTimes(rule: ScheduleRule, own: OwnHolidays): RuleTimes {
  return rule.days === 'cron' ? cronTimes(rule.pattern) : dayTimes(rule, own);
}

type DayRule = Exclude<ScheduleRule, { readonly days: 'cron' }>;

/**
 * Some days at one hour. Where a change of the clocks leaves the hour out it is due when the clocks have gone over it, and where the hour
 * comes twice, at the first.
 */
function dayTimes(rule: DayRule, own: OwnHolidays): RuleTimes {
  const dueOn = (day: Day): number | null => (isDayOf(rule, day, own) ? instantOf(day, rule.at) : null);
  return {
    next: (after) => {
      let day = dayHere(after);
      for (let looks = 0; looks < MOST_DAYS; looks += 1, day = addDays(day, 1)) {
        const at = dueOn(day);
        if (at !== null && at > after) return at;
      }
      return null;
    },
    last: (after, until) => {
      const found: number[] = [];
      const first = dayHere(Math.max(after, until - MOST_DAYS * DAY_MS));
      for (let day = dayHere(until); day >= first; day = addDays(day, -1)) {
        const at = dueOn(day);
        if (at !== null && at > after && at <= until) found.push(at);
      }
      const [newest] = found;
      return newest === undefined ? null : { at: newest, missed: found.length - 1 };
    },
  };
}

function instantOf(day: Day, at: string): number {
  const [year = 0, month = 0, date = 0] = day.split('-').map(Number);
  const [hours = 0, minutes = 0] = at.split(':').map(Number);
  return new Date(year, month - 1, date, hours, minutes).getTime();
}

function isDayOf(rule: DayRule, day: Day, own: OwnHolidays): boolean {
  switch (rule.days) {
    case 'every':
      return true;
    case 'business':
      return isBusinessDay(day, own);
    case 'weekly':
      return rule.on.includes(new Date(`${day}T00:00:00Z`).getUTCDay());
    case 'monthly':
      return Number(day.slice(8)) === Math.min(rule.day, Number(lastDay(day.slice(0, 7)).slice(8)));
    case 'nth-business':
      return businessDayOfMonth(day, own) === rule.nth;
  }
}

/** As croner reads the five fields; it is only ever asked what comes next, since its way back does not get past a lost hour. */
function cronTimes(pattern: string): RuleTimes {
  const cron = readCron(pattern);
  return {
    next: (after) => following(cron, after).next().value ?? null,
    last: (after, until) => {
      // the newest lies near the end, however long the stretch is
      for (let days = 1; ; days *= 8) {
        const from = Math.max(after, until - days * DAY_MS);
        const at = [...following(cron, from, until)].at(-1);
        if (at !== undefined) return { at, missed: count(following(cron, after, at), MOST_MISSED + 1) - 1 };
        if (from === after) return null;
      }
    },
  };
}

/** Due times after `after` and until `until`, the first one first. */
function* following(cron: Cron, after: number, until = Number.POSITIVE_INFINITY): Generator<number, undefined> {
  for (let last = after; ;) {
    const at = cron.nextRun(new Date(last))?.getTime();
    if (at === undefined || at <= last || at > until) return undefined;
    yield at;
    last = at;
  }
}

function count(each: Iterable<unknown>, most: number): number {
  let many = 0;
  const through = each[Symbol.iterator]();
  while (many < most && through.next().done !== true) many += 1;
  return many;
}

function readCron(pattern: string): Cron {
  try {
    return new Cron(pattern, { paused: true, mode: '5-part' });
  } catch (error) {
    throw new MaloteError('SCHEDULE_BAD_RULE', { pattern }, { cause: error });
  }
}

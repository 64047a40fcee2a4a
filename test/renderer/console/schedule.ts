import type { ScheduleRunView, ScheduleView } from '../../../src/shared/ipc/schedule';
import {
  SCHEDULE_RUN_STATES,
  SCHEDULED_WORK_NAMES,
  SCHEDULED_WORKS,
  type ScheduleRule,
  type ScheduleRunState,
} from '../../../src/shared/schedule';
import { ago } from './watch';

const FAILURE = {
  code: 'SHARE_UNREACHABLE',
  message: 'A pasta \\\\servidor-do-escritorio\\xml_import não responde.',
  action: 'Veja se o servidor está ligado.',
  details: {},
};

export function scheduleRunAt(now: Date, state: ScheduleRunState, hours: number): ScheduleRunView {
  const hasEnded = state !== 'waiting' && state !== 'running';
  return {
    id: hours,
    dueAt: ago(now, 60 * hours),
    missed: 0,
    late: false,
    byHand: false,
    state,
    attempts: 1,
    startedAt: ago(now, 60 * hours),
    endedAt: hasEnded ? ago(now, 60 * hours - 12) : null,
    error: state === 'failed' ? FAILURE : null,
  };
}

/** The office's standard, as it looks in the course of a day. */
export function standardSchedule(now: Date): ScheduleView[] {
  return SCHEDULED_WORK_NAMES.map((work, index) => ({
    id: index + 1,
    work,
    rule: SCHEDULED_WORKS[work].standard,
    limit: null,
    paused: work === 'scrub',
    nextAt: work === 'scrub' ? null : ago(now, -60 * (3 + 9 * index)),
    current: work === 'audit-light' ? scheduleRunAt(now, 'waiting', 1) : null,
    last:
      work === 'closing-reminder'
        ? null
        : {
            ...scheduleRunAt(now, work === 'audit-full' ? 'failed' : 'complete', 20 + index),
            late: work === 'run-previous',
            missed: index,
          },
  }));
}

/** Every word that a schedule can be told in. */
export function everySchedule(now: Date): ScheduleView[] {
  const rules: ScheduleRule[] = [
    ...SCHEDULED_WORK_NAMES.map((work) => SCHEDULED_WORKS[work].standard),
    { days: 'monthly', day: 31, at: '23:59' },
    { days: 'cron', pattern: '*/30 8-18 * * 1-5' },
  ];
  return rules.map((rule, index) => ({
    id: index + 1,
    work: SCHEDULED_WORK_NAMES[index % SCHEDULED_WORK_NAMES.length] ?? 'scrub',
    rule,
    limit: index === 0 ? 3 : null,
    paused: false,
    nextAt: null,
    current: null,
    last: scheduleRunAt(now, SCHEDULE_RUN_STATES[index % SCHEDULE_RUN_STATES.length] ?? 'failed', index + 1),
  }));
}

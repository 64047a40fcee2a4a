import type { ScheduleRunView, ScheduleView } from '../../shared/ipc/schedule';
import { SCHEDULED_WORK_NAMES, type ScheduledWork } from '../../shared/schedule';
import type { Ledger, ScheduleRow, ScheduleRunRow } from '../ledger';

/** Work that this version knows. */
export function isKnownWork(work: string): work is ScheduledWork {
  return SCHEDULED_WORK_NAMES.some((name) => name === work);
}

/** A line of the schedule as people see it. @param nextAt milliseconds since 1970; null while nothing is due */
export function scheduleView(
  { schedules }: Pick<Ledger, 'schedules'>,
  { id, work, rule, companies, pausedAt }: ScheduleRow,
  open: readonly ScheduleRunRow[],
  nextAt: number | null,
): ScheduleView {
  const ours = open.filter(({ scheduleId }) => scheduleId === id);
  const current = ours.find(({ state }) => state === 'running') ?? ours[0];
  const last = schedules.lastEnded(id);
  return {
    id,
    work,
    rule,
    limit: companies,
    paused: pausedAt !== null,
    nextAt: nextAt === null ? null : new Date(nextAt).toISOString(),
    current: current === undefined ? null : runView(current),
    last: last === undefined ? null : runView(last),
  };
}

export function runView({
  id,
  dueAt,
  missed,
  late,
  byHand,
  state,
  attempts,
  startedAt,
  endedAt,
  error,
}: ScheduleRunRow): ScheduleRunView {
  return { id, dueAt, missed, late, byHand, state, attempts, startedAt, endedAt, error };
}

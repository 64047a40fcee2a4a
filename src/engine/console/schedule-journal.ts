import type { JournalAction } from '../../shared/ipc/journal-actions';
import { dayTime } from '../../shared/messages/pt-BR/moments';
import { SCHEDULE_RUN_WORDS, scheduleJournalMessages as words } from '../../shared/messages/pt-BR/schedule';
import { ruleWords } from '../../shared/rule-words';
import { SCHEDULED_WORK_ROWS, scheduleRuleSchema } from '../../shared/schedule';
import { textOf, type Detail, type Sentence } from './journal-detail';

function titleOf({ work }: Detail): string {
  const rows: Readonly<Record<string, { readonly title: string } | undefined>> = SCHEDULED_WORK_ROWS;
  return rows[textOf(work)]?.title ?? textOf(work);
}

function ruleOf({ rule }: Detail): string {
  const read = scheduleRuleSchema.safeParse(rule);
  return read.success ? ruleWords(read.data) : '?';
}

function stateOf({ state }: Detail): string {
  const states: Readonly<Record<string, string | undefined>> = SCHEDULE_RUN_WORDS;
  return states[textOf(state)] ?? textOf(state);
}

/** Reads what the journal keeps of the schedule, for its sentences. */
export const scheduleSentences = {
  'schedule.added': (detail) => words['schedule.added'](titleOf(detail), ruleOf(detail)),
  'schedule.paused': (detail) => words['schedule.paused'](titleOf(detail)),
  'schedule.resumed': (detail) => words['schedule.resumed'](titleOf(detail)),
  'schedule.removed': (detail) => words['schedule.removed'](titleOf(detail)),
  'schedule.begun': (detail) =>
    words['schedule.begun'](titleOf(detail), {
      due: dayTime(textOf(detail['dueAt'])),
      late: detail['late'] === true,
      byHand: detail['byHand'] === true,
    }),
  'schedule.ended': (detail) => words['schedule.ended'](titleOf(detail), stateOf(detail)),
} as const satisfies Readonly<Partial<Record<JournalAction, Sentence>>>;

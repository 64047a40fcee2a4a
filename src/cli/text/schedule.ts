import type { ScheduleView } from '../../shared/ipc/schedule';
import { dayAndMinute } from '../../shared/messages/pt-BR/moments';
import { SCHEDULE_RUN_WORDS, scheduleMessages } from '../../shared/messages/pt-BR/schedule';
import { scheduleTerminalMessages as words } from '../../shared/messages/pt-BR/terminal/schedule';
import { ruleWords } from '../../shared/rule-words';
import { SCHEDULED_WORKS } from '../../shared/schedule';
import { renderTable } from './table';

/** What is programmed, one line each. */
export function renderSchedule(lines: readonly ScheduleView[], width: number): string[] {
  const { columns } = words;
  if (lines.length === 0) return [words.none];
  return renderTable(
    [
      { title: columns.id, align: 'right' },
      { title: columns.work, align: 'left' },
      { title: columns.rule, align: 'left', flexible: true },
      { title: columns.next, align: 'left' },
      { title: columns.last, align: 'left' },
    ],
    lines.map((line) => [String(line.id), titleOf(line), ruleWords(line.rule), nextWords(line), lastWords(line)]),
    width,
  );
}

function titleOf({ work, limit }: ScheduleView): string {
  const { title } = SCHEDULED_WORKS[work];
  return limit === null ? title : `${title} (${scheduleMessages.limited(limit)})`;
}

function nextWords({ paused, nextAt, current }: ScheduleView): string {
  if (current !== null) return SCHEDULE_RUN_WORDS[current.state];
  if (paused) return scheduleMessages.paused;
  return nextAt === null ? scheduleMessages.noNext : dayAndMinute(nextAt);
}

function lastWords({ last }: ScheduleView): string {
  if (last === null) return words.never;
  const { state, late, byHand, endedAt, dueAt } = last;
  const how = [...(late ? [scheduleMessages.late] : []), ...(byHand ? [scheduleMessages.byHand] : [])];
  return `${dayAndMinute(endedAt ?? dueAt)} ${[SCHEDULE_RUN_WORDS[state], ...how].join(', ')}`;
}

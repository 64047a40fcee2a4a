import type { JournalPage, JournalRecord, WrittenFile } from '../../shared/ipc/history';
import { dayAndMinute } from '../../shared/messages/pt-BR/moments';
import { recordsMessages } from '../../shared/messages/pt-BR/terminal/records';
import type { Style } from './style';
import { wrap } from './width';

interface Shown {
  readonly style: Style;
  readonly columns: number;
}

const INDENT = '  ';
const LEAST_COLUMNS = 20;

/** The entries, the newest last, where the eye of a terminal rests. */
export function renderJournal({ lines, next }: JournalPage, shown: Shown): string[] {
  if (lines.length === 0) return [recordsMessages.nothingFound];
  const more = next === null ? [] : ['', shown.style.quiet(recordsMessages.olderEntries)];
  return [...[...lines].reverse().flatMap((line) => entryLines(line, shown)), ...more];
}

function entryLines({ at, actor, action, subject, text }: JournalRecord, { style, columns }: Shown): string[] {
  const width = Math.max(LEAST_COLUMNS, columns - INDENT.length);
  return [
    style.quiet(`${dayAndMinute(at)}  ${action}  (${actor})`),
    ...wrap(oneLine(text), width).map((line) => `${INDENT}${line}`),
    // what the sentence leaves out and a search may be for
    ...(names(text, subject) ? [] : wrap(oneLine(subject), width).map((line) => style.quiet(`${INDENT}${line}`))),
  ];
}

/** Whether the subject stands in the sentence as words of its own: "run 1" does not stand in "run 12". */
function names(text: string, subject: string): boolean {
  const literal = subject.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`(?<![\\p{L}\\p{N}])${literal}(?![\\p{L}\\p{N}])`, 'u').test(text);
}

/** Texts of others must not move the terminal's cursor. */
function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}]+/gu, ' ');
}

export function renderWritten({ shown, bytes }: WrittenFile): string[] {
  return [recordsMessages.fileOfSize(shown, bytes)];
}

export function renderSummaries(month: string, files: number): string[] {
  return [files === 0 ? recordsMessages.noSummaries(month) : recordsMessages.summaries(month, files)];
}

import { MaloteError } from '../../../shared/errors';
import { diagnosisDetails as words, diagnosisFound } from '../../../shared/messages/pt-BR/diagnosis';
import { readTail } from '../log-files';
import { inOrder, troubled, type Found } from '../line';
import type { Sights } from '../sights';

const DAY_MS = 24 * 3_600_000;
/** A day of a busy office is less than that. */
const TAIL_BYTES = 512 * 1024;
/** `[2026-11-30 18:08:11.123] [error] …`, by the clock of this computer. */
const ENTRY = /^\[(\d{4}-\d{2}-\d{2}) (\d{2}:\d{2}:\d{2})[.\d]*\] \[(\w+)\] +(.*)$/;

interface Entry {
  readonly at: number;
  readonly level: string;
  readonly text: string;
}

/** The errors of the last day in the log. */
export async function lookAtLog({ place }: Sights): Promise<readonly Found[]> {
  const tail = await readTail(place.log, TAIL_BYTES);
  if (tail === null) return [inOrder('program-log', diagnosisFound.logAbsent)];
  const now = place.clock.now();
  const errors = entriesOf(tail).filter(({ at, level }) => level === 'error' && now - at < DAY_MS);
  const last = errors.at(-1);
  if (last === undefined) return [inOrder('program-log', diagnosisFound.log, { errors: 0 })];
  const details = { errors: words.errors(errors.length), last: last.text.replace(/[.\s]+$/, '') };
  const facts = { errors: errors.length, lastAt: new Date(last.at).toISOString() };
  return [troubled('program-log', 'warning', new MaloteError('DIAGNOSIS_RECENT_ERRORS', details), facts)];
}

function entriesOf(text: string): Entry[] {
  return text.split('\n').flatMap((line) => {
    const [, day = '', time = '', level = '', said = ''] = ENTRY.exec(line) ?? [];
    return day === '' ? [] : [{ at: new Date(`${day}T${time}`).getTime(), level, text: said }];
  });
}

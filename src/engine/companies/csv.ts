import type { Grid, GridRow } from './grid';

/** UTF-8, or what Brazilian programs on Windows write. */
export function decodeText(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('windows-1252').decode(bytes);
  }
}

/** The separator that occurs most in the text's first lines. */
function separatorOf(text: string): string {
  const head = text.split('\n', 20).join('\n');
  const count = (separator: string): number => head.split(separator).length;
  return [';', '\t', ','].reduce((best, next) => (count(next) > count(best) ? next : best));
}

/** One field from `start`: quoted (with doubled quotes inside, line ends allowed) or plain. */
const fieldPattern = (separator: string): RegExp => new RegExp(`"((?:[^"]|"")*)"|([^${separator}\\r\\n]*)`, 'y');

function* parseRows(text: string, separator: string): Generator<GridRow> {
  const field = fieldPattern(separator);
  let position = 0;
  let number = 1;
  let cells: string[] = [];
  while (position <= text.length) {
    field.lastIndex = position;
    const [whole, quoted, plain] = field.exec(text) ?? [''];
    cells.push(quoted?.replaceAll('""', '"') ?? plain ?? '');
    position += whole.length;
    const next = text[position];
    if (next !== separator) {
      if (next !== undefined && next !== '\r' && next !== '\n') position = endOfLine(text, position);
      yield { number, cells };
      cells = [];
      number += 1;
      if (text.startsWith('\r\n', position)) position += 1;
    }
    position += 1;
  }
}

/** Text after a closing quote belongs to no field: it is skipped with the rest of its line. */
function endOfLine(text: string, from: number): number {
  const end = text.indexOf('\n', from);
  return end < 0 ? text.length : end;
}

/** A CSV as one grid: `;`, tab or comma, with or without quotes; all cells are texts. */
export function readCsv(bytes: Uint8Array): Grid {
  const text = decodeText(bytes);
  return [...parseRows(text, separatorOf(text))];
}

import type { ShareLine, ShareState } from '../../shared/ipc/shares';
import { archiveMovedWords, causeClause, SHARE_NAMES, SHARE_STATES } from '../../shared/messages/pt-BR/shares';
import { count, moment, size } from './numbers';
import type { Style } from './style';
import { renderTable, type Column } from './table';
import { wrap } from './width';

interface ShareColumn extends Column {
  readonly cell: (line: ShareLine) => string;
}

const COLUMNS: readonly ShareColumn[] = [
  { title: 'Pasta', align: 'left', cell: ({ root }) => SHARE_NAMES[root] },
  { title: 'Onde', align: 'left', flexible: true, cell: ({ shown }) => shown },
  { title: 'Situação', align: 'left', cell: ({ state }) => SHARE_STATES[state] },
  { title: 'Desde', align: 'left', cell: ({ since }) => (since === null ? '' : moment(since)) },
  { title: 'Resposta', align: 'right', cell: ({ latencyMs }) => (latencyMs === null ? '' : milliseconds(latencyMs)) },
  { title: 'Livre', align: 'right', cell: ({ freeBytes }) => (freeBytes === null ? '' : size(freeBytes)) },
];

function milliseconds(value: number): string {
  return value < 1 ? 'menos de 1 ms' : `${count(Math.round(value))} ms`;
}

/** The configured roots in a table; below it, for each that is not well, why and what to do. */
export function renderShares(
  lines: readonly ShareLine[],
  { style, columns }: { readonly style: Style; readonly columns: number },
): string[] {
  const cells = lines.map((line) => COLUMNS.map(({ cell }) => cell(line)));
  const [head = '', ...rows] = renderTable(COLUMNS, cells, columns);
  return [
    style.quiet(head),
    ...rows.map((row, index) => paintOf(lines[index]?.state ?? 'unknown', style)(row)),
    ...lines.flatMap((line) => advice(line, style, columns)),
  ];
}

function advice({ root, cause, state }: ShareLine, style: Style, columns: number): string[] {
  if (cause === null) return [];
  const paint = paintOf(state, style);
  return [
    '',
    ...wrap(`${SHARE_NAMES[root]}: ${causeClause(cause)}.`, columns).map(paint),
    ...wrap(cause.action, columns),
  ];
}

/** One line for a root that has changed its state. */
export function shareChangeLine({ root, state, since, cause }: ShareLine, style: Style): string {
  const why = cause === null ? '' : ` (${causeClause(cause)})`;
  return paintOf(
    state,
    style,
  )(`${moment(since ?? '')}  ${SHARE_NAMES[root]}: ${SHARE_STATES[state].toLowerCase()}${why}`);
}

function paintOf(state: ShareState, style: Style): (text: string) => string {
  const plain = (text: string): string => text;
  return { unknown: style.quiet, ok: plain, degraded: style.warning, down: style.bad, recovering: style.warning }[
    state
  ];
}

/** A moved archive in which nobody has looked, beside whatever was read of it; nothing to say where that is not so. */
export function movedLines(
  moved: Parameters<typeof archiveMovedWords>[0] | null,
  style: Style,
  columns: number,
): string[] {
  if (moved === null) return [];
  const { words, action } = archiveMovedWords(moved);
  return ['', ...wrap(`Atenção: ${words}. ${action}`, columns).map(style.warning)];
}

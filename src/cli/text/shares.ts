import type { ShareLine, ShareState } from '../../shared/ipc/shares';
import { causeClause, SHARE_NAMES, SHARE_STATES } from '../../shared/messages/pt-BR/shares';
import { decimalSize } from '../../shared/messages/pt-BR/amounts';
import { dayAndMinute } from '../../shared/messages/pt-BR/moments';
import { sharesMessages } from '../../shared/messages/pt-BR/terminal/shares';
import type { Style } from './style';
import { renderTable, type Column } from './table';
import { wrap } from './width';

interface ShareColumn extends Column {
  readonly cell: (line: ShareLine) => string;
}

const TITLES = sharesMessages.columns;
const COLUMNS: readonly ShareColumn[] = [
  { title: TITLES.root, align: 'left', cell: ({ root }) => SHARE_NAMES[root] },
  { title: TITLES.where, align: 'left', flexible: true, cell: ({ shown }) => shown },
  { title: TITLES.state, align: 'left', cell: ({ state }) => SHARE_STATES[state] },
  { title: TITLES.since, align: 'left', cell: ({ since }) => (since === null ? '' : dayAndMinute(since)) },
  {
    title: TITLES.latency,
    align: 'right',
    cell: ({ latencyMs }) => (latencyMs === null ? '' : sharesMessages.latency(latencyMs)),
  },
  { title: TITLES.free, align: 'right', cell: ({ freeBytes }) => (freeBytes === null ? '' : decimalSize(freeBytes)) },
];

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
  )(`${dayAndMinute(since ?? '')}  ${SHARE_NAMES[root]}: ${SHARE_STATES[state].toLowerCase()}${why}`);
}

function paintOf(state: ShareState, style: Style): (text: string) => string {
  const plain = (text: string): string => text;
  return { unknown: style.quiet, ok: plain, degraded: style.warning, down: style.bad, recovering: style.warning }[
    state
  ];
}

/** A moved archive in which nobody has looked, beside whatever was read of it; nothing to say where that is not so. */
export function movedLines(
  moved: Parameters<typeof sharesMessages.archiveMoved>[0] | null,
  style: Style,
  columns: number,
): string[] {
  return moved === null ? [] : ['', ...wrap(sharesMessages.archiveMoved(moved), columns).map(style.warning)];
}

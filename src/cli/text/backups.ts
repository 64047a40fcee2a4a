import type { BackupView } from '../../shared/ipc/backups';
import { decimalSize } from '../../shared/messages/pt-BR/amounts';
import { dayAndMinute } from '../../shared/messages/pt-BR/moments';
import { count } from '../../shared/messages/pt-BR/numbers';
import { backupsMessages } from '../../shared/messages/pt-BR/terminal/backups';
import type { Style } from './style';
import { renderTable, type Column } from './table';
import { wrap } from './width';

interface BackupColumn extends Column {
  readonly cell: (backup: BackupView) => string;
}

const { columns: TITLES, unknown: UNKNOWN } = backupsMessages;
const orUnknown = <Value>(value: Value | null, say: (value: Value) => string): string =>
  value === null ? UNKNOWN : say(value);

const COLUMNS: readonly BackupColumn[] = [
  { title: TITLES.id, align: 'left', cell: ({ id }) => id },
  { title: TITLES.at, align: 'left', cell: ({ createdAt }) => orUnknown(createdAt, dayAndMinute) },
  { title: TITLES.documents, align: 'right', cell: ({ documents }) => orUnknown(documents, count) },
  { title: TITLES.size, align: 'right', cell: ({ bytes }) => orUnknown(bytes, decimalSize) },
  { title: TITLES.proof, align: 'left', flexible: true, cell: backupsMessages.proof },
];

/** The copies in a table, newest first; below it, for each that cannot be read, why and what to do. */
export function renderBackups(
  backups: readonly BackupView[],
  { style, columns }: { readonly style: Style; readonly columns: number },
): string[] {
  if (backups.length === 0) return wrap(backupsMessages.none, columns);
  const cells = backups.map((backup) => COLUMNS.map(({ cell }) => cell(backup)));
  const [head = '', ...rows] = renderTable(COLUMNS, cells, columns);
  return [
    style.quiet(head),
    ...rows.map((row, index) => (isSound(backups[index]) ? row : style.bad(row))),
    ...backups.flatMap(({ error }) =>
      error === null ? [] : ['', ...wrap(error.message, columns).map(style.bad), ...wrap(error.action, columns)],
    ),
  ];
}

/** Nothing is known against it. */
export function isSound(backup: BackupView | undefined): boolean {
  return backup?.error === null && backup.proof?.ok !== false;
}

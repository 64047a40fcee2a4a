import { formatTaxId } from '../../engine';
import type { ErrorEnvelope } from '../../shared/errors';
import type { JobView } from '../../shared/ipc/jobs';
import { JOBS } from '../../shared/jobs';
import type { CompanyView, StatusView } from '../../shared/views';
import { gapsOnScreen } from '../../shared/messages/pt-BR/gaps';
import { STATE_WORDS } from '../../shared/messages/pt-BR/verdict';
import { count } from '../../shared/messages/pt-BR/numbers';
import { statusMessages } from '../../shared/messages/pt-BR/terminal/status';
import type { Style } from './style';
import { renderPairs, renderTable, type Column } from './table';
import { wrap } from './width';

interface CompanyColumn extends Column {
  readonly cell: (company: CompanyView, view: StatusView) => string;
  /** Left out when this is false of the whole table. */
  readonly wanted?: (view: StatusView, columns: number) => boolean;
}

/** Narrower terminals need the room for the names, by which the office knows its companies. */
const ROOM_FOR_TAX_IDS = 96;

const TITLES = statusMessages.columns;
const COMPANY_COLUMNS: readonly CompanyColumn[] = [
  { title: TITLES.company, align: 'left', flexible: true, cell: ({ folder }) => folder },
  {
    title: TITLES.taxId,
    align: 'left',
    cell: ({ taxId }) => formatTaxId(taxId),
    wanted: (_, columns) => columns >= ROOM_FOR_TAX_IDS,
  },
  { title: TITLES.documents, align: 'right', cell: ({ documents }) => count(documents) },
  { title: TITLES.delivered, align: 'right', cell: ({ delivered }) => count(delivered) },
  { title: TITLES.missing, align: 'right', cell: ({ missing }) => count(missing) },
  {
    title: TITLES.conflicts,
    align: 'right',
    cell: ({ conflicts }) => count(conflicts),
    wanted: ({ companies }) => companies.some(({ conflicts }) => conflicts > 0),
  },
  { title: TITLES.state, align: 'left', cell: (company) => situation(company) },
];

const GAPS_ON_SCREEN = 50;
const WIDEST_SENTENCE = 100;

/** How a month stands: a table of the companies, then the last run, the outbox and the gaps. */
export function renderStatus(
  view: StatusView,
  {
    style,
    columns,
    settingsError = null,
  }: {
    readonly style: Style;
    readonly columns: number;
    /** What stands against the settings as they are now. */
    readonly settingsError?: Pick<ErrorEnvelope, 'message' | 'action'> | null;
  },
): string[] {
  const settings = settingsError === null ? null : statusMessages.settings(settingsError.message, settingsError.action);
  return [
    style.strong(statusMessages.title(view.month)),
    '',
    ...(settings === null ? [] : [...wrap(settings, Math.min(columns, WIDEST_SENTENCE)).map(style.warning), '']),
    ...companies(view, style, columns),
    '',
    ...renderPairs(facts(view)),
    ...gapsOnScreen(view.gaps, GAPS_ON_SCREEN).lines,
  ];
}

function companies(view: StatusView, style: Style, columns: number): string[] {
  if (view.companies.length === 0) return [statusMessages.noCompanies];
  const shown = COMPANY_COLUMNS.filter(({ wanted }) => wanted?.(view, columns) ?? true);
  const cells = view.companies.map((company) => shown.map(({ cell }) => cell(company, view)));
  const [head = '', ...rows] = renderTable(shown, cells, columns);
  return [
    style.quiet(head),
    ...rows.map((line, index) => (wantsALook(view.companies[index]) ? style.warning(line) : line)),
  ];
}

const WANTS_A_LOOK: ReadonlySet<string> = new Set(['gaps', 'open', 'none-unexplained']);

function wantsALook(company: CompanyView | undefined): boolean {
  return company !== undefined && WANTS_A_LOOK.has(company.state);
}

function situation({ state, monthBefore, documents }: CompanyView): string {
  if (documents > 0 || state === 'gaps' || state === 'open') return STATE_WORDS[state];
  return statusMessages.withoutDocuments(monthBefore);
}

function facts(view: StatusView): (readonly [string, string])[] {
  const { facts: labels } = statusMessages;
  return [
    [labels.month, statusMessages.month(view.verdict)],
    [labels.documents, statusMessages.documents(view.documents)],
    [labels.pending, statusMessages.pending(view.outbox.pending)],
    [labels.lastRun, lastRunText(view.lastRun)],
    [labels.workspace, view.workspace],
  ];
}

/** What is at work in whatever process, besides the run, which the month's own lines tell of. */
export function jobLines(jobs: readonly JobView[]): string[] {
  return jobs
    .filter(({ kind }) => kind !== 'run')
    .map(({ kind, state, progress, startedAt }) =>
      statusMessages.job(JOBS[kind].title, startedAt, state === 'paused', progress),
    );
}

/** Pages that wait for the archive, as far as the month's own gaps name them. */
export function pagesTold({ gaps }: Pick<StatusView, 'gaps'>): number {
  return gaps.points.reduce((sum, { code, subject }) => sum + (code === 'spooled' ? Number(subject) : 0), 0);
}

function lastRunText(last: StatusView['lastRun']): string {
  if (last === null) return statusMessages.noRun;
  const { outcome, underWay } = last;
  const ended = outcome === null ? statusMessages.unfinished(underWay) : (statusMessages.outcomes[outcome] ?? outcome);
  return statusMessages.run(last, ended);
}

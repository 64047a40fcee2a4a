import { formatTaxId } from '../../engine';
import type { ErrorEnvelope } from '../../shared/errors';
import type { JobView } from '../../shared/ipc/jobs';
import { JOBS } from '../../shared/jobs';
import type { CompanyView, StatusView } from '../../shared/views';
import { gapsOnScreen, sinceArchivedWords } from '../../shared/messages/pt-BR/gaps';
import { companiesWords, MONTH_WORDS, monthBeforeWords, STATE_WORDS } from '../../shared/messages/pt-BR/verdict';
import { count, counted, moment, monthName } from './numbers';
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

const COMPANY_COLUMNS: readonly CompanyColumn[] = [
  { title: 'Empresa', align: 'left', flexible: true, cell: ({ folder }) => folder },
  {
    title: 'CNPJ/CPF',
    align: 'left',
    cell: ({ taxId }) => formatTaxId(taxId),
    wanted: (_, columns) => columns >= ROOM_FOR_TAX_IDS,
  },
  { title: 'Documentos', align: 'right', cell: ({ documents }) => count(documents) },
  { title: 'Entregues', align: 'right', cell: ({ delivered }) => count(delivered) },
  { title: 'Faltam', align: 'right', cell: ({ missing }) => count(missing) },
  {
    title: 'Conflitos',
    align: 'right',
    cell: ({ conflicts }) => count(conflicts),
    wanted: ({ companies }) => companies.some(({ conflicts }) => conflicts > 0),
  },
  { title: 'Situação', align: 'left', cell: (company) => situation(company) },
];

const GAPS_ON_SCREEN = 50;
const WIDEST_SENTENCE = 100;

const OUTCOMES: Readonly<Record<string, string>> = {
  complete: 'completa',
  gaps: 'com pendências',
  stopped: 'interrompida',
  failed: 'falhou',
};

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
  const settings = settingsError === null ? null : `Configurações: ${settingsError.message} ${settingsError.action}`;
  return [
    style.strong(`Situação de ${monthName(view.month)}`),
    '',
    ...(settings === null ? [] : [...wrap(settings, Math.min(columns, WIDEST_SENTENCE)).map(style.warning), '']),
    ...companies(view, style, columns),
    '',
    ...renderPairs(facts(view)),
    ...gapsOnScreen(view.gaps, GAPS_ON_SCREEN).lines,
  ];
}

function companies(view: StatusView, style: Style, columns: number): string[] {
  if (view.companies.length === 0) return ['Nenhuma empresa na lista: use "malote companies import" ou rode o mês.'];
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
  return `sem documentos; ${monthBeforeWords(monthBefore)}`;
}

function facts(view: StatusView): (readonly [string, string])[] {
  const { archived, verified, expected } = view.documents;
  const since = sinceArchivedWords(view.documents);
  return [
    [
      'Mês',
      `${MONTH_WORDS[view.verdict.state]}${view.verdict.companies.total === 0 ? '' : `: ${companiesWords(view.verdict.companies)}`}`,
    ],
    [
      'Documentos',
      `${count(archived)} de ${count(expected)} arquivados${since === '' ? '' : `, ${since}`}, ${count(verified)} entregues e conferidos`,
    ],
    ['À espera de entrega', view.outbox.pending === 0 ? 'nada' : counted(view.outbox.pending, 'cópia', 'cópias')],
    ['Última tentativa', lastRunText(view.lastRun)],
    ['Pasta de trabalho', view.workspace],
  ];
}

/** What is at work in whatever process, besides the run, which the month's own lines tell of. */
export function jobLines(jobs: readonly JobView[]): string[] {
  return jobs
    .filter(({ kind }) => kind !== 'run')
    .map(({ kind, state, progress, startedAt }) => {
      const held = state === 'paused' ? ' (em pausa)' : '';
      const far =
        progress === null || progress.total === null ? '' : `, ${count(progress.done)} de ${count(progress.total)}`;
      return `Em andamento${held}: ${JOBS[kind].title}, desde ${moment(startedAt)}${far}.`;
    });
}

/** Pages that wait for the archive, as far as the month's own gaps name them. */
export function pagesTold({ gaps }: Pick<StatusView, 'gaps'>): number {
  return gaps.points.reduce((sum, { code, subject }) => sum + (code === 'spooled' ? Number(subject) : 0), 0);
}

function unfinished({ underWay }: NonNullable<StatusView['lastRun']>): string {
  return underWay ? 'em andamento' : 'não terminou; o próximo malote run continua dela';
}

function lastRunText(last: StatusView['lastRun']): string {
  if (last === null) return 'nenhuma';
  const outcome = last.outcome === null ? unfinished(last) : (OUTCOMES[last.outcome] ?? last.outcome);
  const ended = last.endedAt === null ? '' : ` até ${moment(last.endedAt)}`;
  return `${String(last.id)}, de ${moment(last.startedAt)}${ended}: ${outcome}`;
}

import { formatTaxId } from '../../engine';
import type { CompanyView, StatusView } from '../../shared/views';
import { renderGaps } from './gaps';
import { count, counted, moment, monthName } from './numbers';
import type { Style } from './style';
import { renderPairs, renderTable, type Column } from './table';

const HEAD: readonly Column[] = [
  { title: 'Empresa', align: 'left', flexible: true },
  { title: 'CNPJ/CPF', align: 'left' },
  { title: 'Documentos', align: 'right' },
  { title: 'Entregues', align: 'right' },
  { title: 'Faltam', align: 'right' },
  { title: 'Conflitos', align: 'right' },
  { title: 'Situação', align: 'left' },
];

const GAPS_ON_SCREEN = 50;

const OUTCOMES: Readonly<Record<string, string>> = {
  complete: 'completa',
  gaps: 'com pendências',
  stopped: 'interrompida',
  failed: 'falhou',
};

/** How a month stands: a table of the companies, then the last run, the outbox and the gaps. */
export function renderStatus(
  view: StatusView,
  { style, columns }: { readonly style: Style; readonly columns: number },
): string[] {
  return [
    style.strong(`Situação de ${monthName(view.month)}`),
    '',
    ...companies(view, style, columns),
    '',
    ...renderPairs(facts(view)),
    ...renderGaps(view.gaps, GAPS_ON_SCREEN),
  ];
}

function companies(view: StatusView, style: Style, columns: number): string[] {
  if (view.companies.length === 0) return ['Nenhuma empresa na lista: use "malote companies import" ou rode o mês.'];
  const [head = '', ...rows] = renderTable(HEAD, view.companies.map(row), columns);
  return [
    style.quiet(head),
    ...rows.map((line, index) => (hasGap(view.companies[index]) ? style.warning(line) : line)),
  ];
}

function hasGap(company: CompanyView | undefined): boolean {
  return (
    company !== undefined && (company.missing > 0 || company.conflicts > 0 || company.delivered < company.documents)
  );
}

function row(company: CompanyView): string[] {
  const { folder, taxId, documents, delivered, missing, conflicts } = company;
  return [
    folder,
    formatTaxId(taxId),
    count(documents),
    count(delivered),
    count(missing),
    count(conflicts),
    situation(company),
  ];
}

function situation(company: CompanyView): string {
  if (hasGap(company)) return 'pendente';
  if (company.complete) return company.documents === 0 ? 'sem movimento' : 'completa';
  return 'em aberto';
}

function facts(view: StatusView): (readonly [string, string])[] {
  const { archived, verified, expected } = view.documents;
  return [
    ['Documentos', `${count(archived)} de ${count(expected)} arquivados, ${count(verified)} entregues e conferidos`],
    ['À espera de entrega', counted(view.outbox.pending, 'cópia', 'cópias')],
    ['Última execução', lastRunText(view.lastRun)],
    ['Pasta de trabalho', view.workspace],
  ];
}

function lastRunText(last: StatusView['lastRun']): string {
  if (last === null) return 'nenhuma';
  const outcome = last.outcome === null ? 'não terminou' : (OUTCOMES[last.outcome] ?? last.outcome);
  const ended = last.endedAt === null ? '' : ` até ${moment(last.endedAt)}`;
  return `${String(last.id)}, de ${moment(last.startedAt)}${ended}: ${outcome}`;
}

import type { RecoveryItem, RecoveryView } from '../../shared/ipc/recovery';
import { RECOVERY_STATES, summaryTable } from '../../shared/messages/pt-BR/recovery';
import { count, counted, duration, listed, monthName, moment, roughly, size } from './numbers';
import { renderFacts, renderTable } from './table';

const ROOTS: Readonly<Record<string, string>> = {
  archive: 'o acervo',
  import: 'a pasta de importação',
  cancelled: 'a pasta dos cancelados',
};
const MOST_COMPANIES = 30;

/** A plan or what became of it. */
export function renderRecovery(view: RecoveryView, columns: number): string[] {
  const { id, state, from, to, deliver, fetch, excluded, seconds } = view;
  const lines = [
    `Recuperação ${String(id)} (${RECOVERY_STATES[state].toLowerCase()}), da auditoria ${String(view.auditId)}`,
    `De ${from}`,
    ...to.map((target) => `Para ${target}`),
    '',
    ...renderFacts([
      { label: 'A entregar', value: count(deliver.items), note: size(deliver.bytes) },
      ...(fetch.items === 0 ? [] : [{ label: 'A buscar no SIEG', value: count(fetch.items), note: requests(view) }]),
      ...(excluded === 0 ? [] : [{ label: 'Deixados de fora', value: count(excluded) }]),
    ]),
    ...(view.months.length === 0 ? [] : [`Meses: ${listed(view.months.map(monthName))}`]),
    ...(state === 'planned' && seconds !== null ? [`Duração prevista: ${roughly(seconds)}`] : []),
    '',
    ...companies(view, columns),
  ];
  return [...lines, ...ending(view)];
}

function requests({ fetch: { requests: cost } }: RecoveryView): string {
  const most = counted(cost.most, 'consulta', 'consultas');
  return cost.least === cost.most ? most : `de ${count(cost.least)} a ${most}`;
}

function companies(view: RecoveryView, columns: number): string[] {
  const shown = view.companies.slice(0, MOST_COMPANIES);
  const rows = shown.map(({ company, deliver, fetch, excluded }) => [
    company?.folder ?? 'Sem empresa',
    count(deliver.items),
    size(deliver.bytes),
    count(fetch),
    count(excluded),
  ]);
  const table = renderTable(
    [
      { title: 'Empresa', align: 'left', flexible: true },
      { title: 'Entregar', align: 'right' },
      { title: 'Tamanho', align: 'right' },
      { title: 'Buscar', align: 'right' },
      { title: 'De fora', align: 'right' },
    ],
    rows,
    columns,
  );
  const more = view.companies.length - shown.length;
  return more > 0 ? [...table, `… e mais ${counted(more, 'empresa', 'empresas')}`] : table;
}

function ending({ id, state, summary, log, error }: RecoveryView): string[] {
  if (state === 'planned') return ['', `Para executar: malote recover --execute ${String(id)}`];
  return [
    ...(summary === null ? [] : ['', ...summaryTable(summary)]),
    ...(log === null ? [] : ['', `Registro: ${log}`]),
    ...(error === null ? [] : ['', `${error.message} ${error.action}`]),
    ...(state === 'complete' ? [] : ['', `Para continuar: malote recover --execute ${String(id)}`]),
  ];
}

/** What could not be brought back: the first of it, and how many there are in all. */
export interface Unrecovered {
  readonly items: readonly RecoveryItem[];
  readonly total: number;
}

/** Each by its name and its reason; nothing where everything came back. */
export function renderUnrecovered({ items, total }: Unrecovered): string[] {
  if (total === 0) return [];
  const lines = items.map(({ identity, source, problem }) => `  ${source ?? identity}: ${problem ?? 'Não deu certo.'}`);
  const more = total - items.length;
  return ['', 'Não recuperados:', ...lines, ...(more > 0 ? [`  … e mais ${count(more)}`] : [])];
}

/** One line a recovery, the newest first. */
export function renderRecoveries(views: readonly RecoveryView[], columns: number): string[] {
  if (views.length === 0) return ['Ainda não houve recuperação nesta pasta de trabalho.'];
  return renderTable(
    [
      { title: 'Nº', align: 'right' },
      { title: 'Criada', align: 'left' },
      { title: 'Situação', align: 'left', flexible: true },
      { title: 'Entregar', align: 'right' },
      { title: 'Buscar', align: 'right' },
      { title: 'Copiados', align: 'right' },
      { title: 'Falhas', align: 'right' },
    ],
    views.map(({ id, createdAt, state, deliver, fetch, summary }) => [
      String(id),
      moment(createdAt),
      RECOVERY_STATES[state],
      count(deliver.items),
      count(fetch.items),
      summary === null ? '' : count(summary.files.copied),
      summary === null ? '' : count(summary.files.failed + summary.files.mismatch),
    ]),
    columns,
  );
}

/** What is happening now, one sentence. */
export function recoverySentence({ state, progress }: RecoveryView): string {
  if (progress === null) return RECOVERY_STATES[state];
  const { files, waitingFor, perSecond, etaSeconds } = progress;
  if (state === 'paused') return 'Em pausa.';
  if (waitingFor.length > 0) return `Esperando por ${listed(waitingFor.map((root) => ROOTS[root] ?? root))}.`;
  const done = files.copied + files.skipped + files.mismatch + files.failed;
  const speed = perSecond === null ? '' : `, ${count(Math.round(perSecond))} por segundo`;
  const rest = etaSeconds === null ? '' : `, faltam ${duration(etaSeconds)}`;
  return `Recuperação: ${count(done)} de ${counted(files.total, 'arquivo', 'arquivos')}${speed}${rest}.`;
}

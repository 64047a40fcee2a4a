import type { LegacyImportView, LegacyProgress } from '../../shared/ipc/legacy';
import { count, counted, duration, moment } from './numbers';
import type { Style } from './style';
import { renderFacts, renderTable } from './table';

const PHASES: Readonly<Record<LegacyProgress['phase'], string>> = {
  states: 'lendo os arquivos de estado',
  transactions: 'lendo as transações',
  logs: 'lendo os logs',
  archive: 'lendo o acervo',
  reports: 'lendo os relatórios',
};

/** How far an import is; null while none is under way. */
export function legacySentence(progress: LegacyProgress | null): string | null {
  if (progress === null) return null;
  const { phase, files, total } = progress;
  return `Importação: ${PHASES[phase]}, ${count(files)}${total === null ? '' : ` de ${count(total)}`} arquivos.`;
}

/** What was, or with a dry run would be, taken over from the old system, and how to go on. */
export function renderLegacyImport(view: LegacyImportView, style: Style): string[] {
  return [
    style.strong(view.dryRun ? `Ensaio da importação de ${view.from}` : `Importação de ${view.from}`),
    '',
    ...renderFacts(facts(view)),
    ...singles(view, style),
    ...unreadable(view, style),
    '',
    ...closing(view, style),
  ];
}

function facts({ files, documents, dryRun, startedAt, endedAt }: LegacyImportView): Parameters<typeof renderFacts>[0] {
  const seconds = (Date.parse(endedAt ?? startedAt) - Date.parse(startedAt)) / 1000;
  return [
    { label: 'Arquivos de estado', value: count(files.states) },
    { label: 'Transações concluídas', value: count(files.transactions) },
    { label: 'Logs', value: count(files.logs) },
    { label: 'Relatórios do acervo', value: count(files.reports) },
    { label: 'XMLs do acervo', value: count(files.archive) },
    { label: '  de todos, já lidos antes', value: count(files.known), note: 'sem mudança; não são lidos de novo' },
    { label: dryRun ? 'Documentos a registrar' : 'Documentos registrados', value: count(documents.adopted) },
    { label: dryRun ? 'Eventos a registrar' : 'Eventos registrados', value: count(documents.events) },
    { label: 'Entregas provadas', value: count(documents.handedOver), note: 'por transações concluídas' },
    { label: 'Só declaradas', value: count(documents.claimed), note: 'o estado diz que sim; não há prova' },
    { label: 'Chaves prometidas', value: count(documents.promised), note: 'pelos relatórios' },
    { label: 'Tempo', value: duration(seconds) },
  ];
}

function singles({ singles: fetched }: LegacyImportView, style: Style): string[] {
  if (fetched.length === 0) return [];
  const [head = '', ...lines] = renderTable(
    [
      { title: 'Buscados um a um', align: 'right' },
      { title: 'Tipo', align: 'left' },
      { title: 'Quando', align: 'left' },
      { title: 'Empresa', align: 'left' },
    ],
    fetched.map(({ taxId, folder, kind, documents, at }) => [
      count(documents),
      kind ?? '',
      at === null ? '' : moment(at),
      folder ?? taxId,
    ]),
    Number.POSITIVE_INFINITY,
  );
  return ['', style.quiet(head), ...lines];
}

function unreadable({ unreadable: files, unreadableTotal }: LegacyImportView, style: Style): string[] {
  if (unreadableTotal === 0) return [];
  const rest = unreadableTotal - files.length;
  return [
    '',
    style.warning(
      `${counted(unreadableTotal, 'arquivo não pôde ser lido', 'arquivos não puderam ser lidos')} por inteiro:`,
    ),
    ...files.flatMap(({ file, reason }) => [`  ${file}`, `    ${reason}`]),
    ...(rest > 0 ? [`  … e mais ${count(rest)}.`] : []),
  ];
}

function closing({ dryRun, outcome, from, unreadableTotal }: LegacyImportView, style: Style): string[] {
  if (outcome === 'stopped') return [style.warning('Parada a pedido; o mesmo comando continua de onde parou.')];
  const left = unreadableTotal === 0 ? [] : ['Os arquivos acima ficaram onde estavam; nada foi apagado.'];
  if (dryRun) return [...left, 'Nada foi gravado. Para importar de verdade:', `  malote import-legacy "${from}"`];
  return [
    ...left,
    style.good('Os dados do sistema anterior foram importados. Nada foi entregue nem copiado.'),
    'Para saber o que nunca foi entregue:  malote orphans',
  ];
}

import type { RunSummary } from '../../shared/views';
import { gapsOnScreen, sinceArchivedWords } from '../../shared/messages/pt-BR/gaps';
import { count, counted, duration, monthName } from './numbers';
import type { Style } from './style';
import { beyondARun, damageWords, witnessWords, writtenAdvice } from '../../shared/messages/pt-BR/verdict';
import { renderFacts, renderPairs, type Fact } from './table';
import { wrap } from './width';

export interface Place {
  readonly label: string;
  readonly path: string;
}

export interface EvidenceOptions {
  readonly style: Style;
  readonly columns: number;
  /** Where the files lie. */
  readonly places: readonly Place[];
  /** File with every gap; null when there is none. */
  readonly gapsFile: string | null;
}

/** Gaps named on the screen; the file names all. */
export const GAPS_ON_SCREEN = 50;
const WIDEST_SENTENCE = 100;

/** What a run proves: numbers, gaps key by key, where the files lie, and one sentence that says how it stands. */
export function renderEvidence(summary: RunSummary, options: EvidenceOptions): string[] {
  const { style } = options;
  const title = `${monthName(summary.run.month)} · execução ${String(summary.run.id)} · ${duration(summary.run.seconds)}`;
  return [
    style.strong(`Evidência de ${title}`),
    '',
    ...indent(renderFacts(facts(summary, style))),
    ...highlightTitles(gapsOnScreen(summary.gaps, GAPS_ON_SCREEN).lines, style),
    ...more(summary, options),
    '',
    ...indent(renderPairs(places(summary, options))),
    '',
    ...closing(summary, options),
  ];
}

function indent(lines: readonly string[]): string[] {
  return lines.map((line) => `  ${line}`);
}

function highlightTitles(lines: readonly string[], style: Style): string[] {
  return lines.map((line) => (line === '' || line.startsWith(' ') ? line : style.warning(line)));
}

function facts({ run, companies, documents, requests, outbox }: RunSummary, style: Style): Fact[] {
  // A run that was ended early has not asked everything: what it did not find is neither complete nor lost.
  const early = run.status === 'stopped' || run.status === 'failed';
  const wrong = (value: number): string => (value > 0 ? style.bad(count(value)) : count(value));
  const since = sinceArchivedWords(documents);
  const verified =
    documents.verified === documents.delivered ? {} : { note: `entregues ao todo: ${count(documents.delivered)}` };
  return [
    { label: 'Empresas', value: count(companies.total) },
    { label: early ? '  sem pendência conhecida' : '  completas', value: count(companies.complete) },
    { label: '  com pendências', value: wrong(companies.withGaps) },
    ...optional('  em aberto', companies.open, 'o que falta perguntar está nomeado abaixo'),
    ...optional('  sem documentos', companies.noneAnnounced, 'o SIEG foi perguntado e não tem nenhum'),
    ...optional('  sem documentos, sem explicação', companies.noneUnexplained, 'no mês anterior havia'),
    { label: 'Documentos esperados', value: count(documents.expected) },
    { label: '  arquivados', value: count(documents.archived), ...(since === '' ? {} : { note: since }) },
    { label: '  entregues e conferidos', value: count(documents.verified), ...verified },
    {
      label: early ? '  ainda por buscar' : '  faltando',
      value: early ? count(documents.missing) : wrong(documents.missing),
    },
    { label: '  em conflito', value: wrong(documents.conflicts) },
    ...optional('  de nenhuma empresa da planilha', documents.unassigned, 'arquivados à parte, não entregues'),
    ...optional('Arquivos ilegíveis', documents.refused, 'guardados como vieram'),
    { label: 'Documentos cancelados', value: count(documents.cancelled) },
    { label: 'Eventos', value: count(documents.events) },
    {
      label: 'Consultas ao SIEG',
      value: count(requests.total),
      note: `só as páginas pediriam ${count(requests.minimum)}`,
    },
    { label: 'À espera de entrega', value: wrong(outbox.pending) },
  ];
}

function optional(label: string, value: number, note: string): Fact[] {
  return value === 0 ? [] : [{ label, value: count(value), note }];
}

function more({ gaps }: RunSummary, { gapsFile, style }: EvidenceOptions): string[] {
  const { hidden } = gapsOnScreen(gaps, GAPS_ON_SCREEN);
  if (hidden <= 0) return [];
  const where = gapsFile === null ? '' : `; todas estão em ${gapsFile}`;
  return [style.quiet(`  … e mais ${counted(hidden, 'pendência', 'pendências')}${where}`)];
}

function places(summary: RunSummary, { places: known, gapsFile }: EvidenceOptions): (readonly [string, string])[] {
  return [
    ...known.map(({ label, path }) => [label, path] as const),
    ['Pasta de trabalho', summary.workspace] as const,
    ...(gapsFile === null ? [] : [['Lista das pendências', gapsFile] as const]),
  ];
}

function closing(summary: RunSummary, { style, columns }: EvidenceOptions): string[] {
  const paint = { complete: style.good, gaps: style.warning, stopped: style.warning, failed: style.bad }[
    summary.run.status
  ];
  return wrap(closingSentence(summary), Math.min(columns, WIDEST_SENTENCE)).map(paint);
}

/** How the month stands, in one breath: nothing is called complete that is not. */
export function closingSentence({ run, verdict, documents, outbox, gaps, error }: RunSummary): string {
  switch (run.status) {
    case 'complete':
      return verdict.state === 'complete'
        ? `Completo: ${everyDocument(documents.expected)} pelo SIEG está arquivado, e tudo o que cabe às empresas foi entregue e conferido. ${witnessWords(verdict)}`
        : `Sem documentos: o SIEG foi perguntado e não tem nenhum${verdict.state === 'none-unexplained' ? ', embora no mês anterior houvesse; confira o certificado das empresas no SIEG' : ' para este mês'}.`;
    case 'gaps':
      if (verdict.state === 'open')
        return `Em aberto: nada falta que se saiba, mas nem tudo foi perguntado, respondido ou olhado, como está nomeado acima; ${whatNext(gaps.points)}`;
      return `Com pendências: ${openPoints(documents, outbox, gaps.points)}; ${whatNext(gaps.points)}`;
    case 'stopped':
      return 'Interrompido: o que chegou está guardado; o mesmo comando continua daqui sem repetir consultas.';
    case 'failed':
      return error === null
        ? 'A execução falhou; o que chegou está guardado, e o mesmo comando continua daqui.'
        : `A execução falhou: ${error.message} ${error.action} O que chegou está guardado.`;
  }
}

function everyDocument(expected: number): string {
  return expected === 1 ? 'o único documento anunciado' : `cada um dos ${count(expected)} documentos anunciados`;
}

/** What to do next, in the words of the points themselves where another run does not do it. */
function whatNext(points: RunSummary['gaps']['points']): string {
  const advice = beyondARun(points);
  return advice === null
    ? 'repita o comando mais tarde, e só o que falta será pedido de novo.'
    : `repetir o comando não basta. ${writtenAdvice(advice)}`;
}

function openPoints(
  documents: RunSummary['documents'],
  outbox: RunSummary['outbox'],
  named: RunSummary['gaps']['points'],
): string {
  const points = [
    ...damageWords(named),
    documents.missing > 0 ? counted(documents.missing, 'documento falta', 'documentos faltam') : '',
    outbox.pending > 0 ? `${counted(outbox.pending, 'espera', 'esperam')} entrega` : '',
    documents.conflicts > 0 ? `${counted(documents.conflicts, 'está', 'estão')} em conflito no destino` : '',
  ].filter((point) => point !== '');
  return points.length === 0 ? 'há pontos em aberto, nomeados acima' : points.join(', ');
}

import type { ShareRoot } from '../../../ipc/shares';
import type { MonthVerdict } from '../../../ipc/verdict';
import type { RunPhase } from '../../../views';
import { count, counted, duration, monthName, roughly } from '../numbers';
import { SHARE_NAMES, THE_SHARE } from '../shares';
import { clockTime } from '../sieg';
import { STATE_WORDS, witnessWords } from '../verdict';

/** What a run is at; a column of the terminal is as wide as the longest. */
export const phaseWords: Readonly<Record<RunPhase, string>> = {
  preparing: 'Preparando',
  counting: 'Contando',
  sweeping: 'Baixando páginas',
  comparing: 'Comparando',
  reports: 'Lendo relatórios',
  singles: 'Buscando um a um',
  events: 'Baixando eventos',
  delivering: 'Entregando',
  done: 'Concluindo',
};

/** Parts of the line that says how far a run is. */
export const progressMessages = {
  delivering: (delivered: number, pending: number): string =>
    `${counted(delivered, 'entregue', 'entregues')}, ${count(pending)} na fila`,
  documents: (archived: number): string => counted(archived, 'documento', 'documentos'),
  documentsOf: (archived: number, expected: number): string =>
    `${count(archived)} de ${counted(expected, 'documento', 'documentos')}`,
  requests: (done: number): string => counted(done, 'consulta', 'consultas'),
  requestsOf: (done: number, planned: number): string =>
    `${count(done)} de ${counted(planned, 'consulta', 'consultas')}`,
  paused: 'em pausa',
  siegAway: (nextAttemptAt: string): string => `o SIEG não responde, próxima tentativa às ${clockTime(nextAttemptAt)}`,
  waiting: (roots: readonly ShareRoot[], elapsedSeconds: number): string =>
    `esperando ${roots.map((root) => THE_SHARE[root]).join(' e ')}, há ${duration(elapsedSeconds)}`,
  elapsed: (seconds: number): string => `há ${duration(seconds)}`,
  remaining: (seconds: number): string => `restam ${roughly(seconds)}`,
  filing: (pages: number, archiveIsAway: boolean, elapsedSeconds: number): string => {
    const left = pages === 1 ? 'falta 1 página' : `faltam ${count(pages)} páginas`;
    const waits = archiveIsAway ? `, esperando ${THE_SHARE.archive}` : '';
    return `Arquivando primeiro o que esperava neste computador: ${left}${waits}, há ${duration(elapsedSeconds)}`;
  },
} as const;

/** What a run proves, on the terminal. */
export const evidenceMessages = {
  title: (month: string, run: number, seconds: number): string =>
    `Evidência de ${monthName(month)} · execução ${String(run)} · ${duration(seconds)}`,
  facts: {
    companies: 'Empresas',
    withoutKnownGap: 'sem pendência conhecida',
    complete: 'completas',
    withGaps: 'com pendências',
    open: STATE_WORDS.open,
    openNote: 'o que falta perguntar está nomeado abaixo',
    noneAnnounced: STATE_WORDS['none-announced'],
    noneAnnouncedNote: 'o SIEG foi perguntado e não tem nenhum',
    noneUnexplained: STATE_WORDS['none-unexplained'],
    noneUnexplainedNote: 'no mês anterior havia',
    expected: 'Documentos esperados',
    archived: 'arquivados',
    verified: 'entregues e conferidos',
    deliveredInAll: (documents: number): string => `entregues ao todo: ${count(documents)}`,
    toBeFetched: 'ainda por buscar',
    missing: 'faltando',
    conflicts: 'em conflito',
    unassigned: 'de nenhuma empresa da planilha',
    unassignedNote: 'arquivados à parte, não entregues',
    refused: 'Arquivos ilegíveis',
    refusedNote: 'guardados como vieram',
    cancelled: 'Documentos cancelados',
    events: 'Eventos',
    requests: 'Consultas ao SIEG',
    requestsNote: (minimum: number): string => `só as páginas pediriam ${count(minimum)}`,
    pending: 'À espera de entrega',
  },
  /** @param file that names all of them; null where there is none */
  moreGaps: (hidden: number, file: string | null): string =>
    `… e mais ${counted(hidden, 'pendência', 'pendências')}${file === null ? '' : `; todas estão em ${file}`}`,
  places: {
    archive: 'Arquivo de XML',
    import: SHARE_NAMES.import,
    workspace: 'Pasta de trabalho',
    gaps: 'Lista das pendências',
  },
  closing: {
    complete: (expected: number, verdict: Pick<MonthVerdict, 'closing'>): string => {
      const every =
        expected === 1 ? 'o único documento anunciado' : `cada um dos ${count(expected)} documentos anunciados`;
      return `Completo: ${every} pelo SIEG está arquivado, e tudo o que cabe às empresas foi entregue e conferido. ${witnessWords(verdict)}`;
    },
    nothing: 'Sem documentos: o SIEG foi perguntado e não tem nenhum para este mês.',
    nothingUnexplained:
      'Sem documentos: o SIEG foi perguntado e não tem nenhum, embora no mês anterior houvesse; confira o certificado das empresas no SIEG.',
    open: (next: string): string =>
      `Em aberto: nada falta que se saiba, mas nem tudo foi perguntado, respondido ou olhado, como está nomeado acima; ${next}`,
    /** @param points parts of a sentence; none where only the names above say what is open */
    gaps: (points: readonly string[], next: string): string =>
      `Com pendências: ${points.length === 0 ? 'há pontos em aberto, nomeados acima' : points.join(', ')}; ${next}`,
    missing: (documents: number): string => counted(documents, 'documento falta', 'documentos faltam'),
    pending: (documents: number): string => `${counted(documents, 'espera', 'esperam')} entrega`,
    conflicts: (documents: number): string => `${counted(documents, 'está', 'estão')} em conflito no destino`,
    repeat: 'repita o comando mais tarde, e só o que falta será pedido de novo.',
    notByRepeating: (advice: string): string => `repetir o comando não basta. ${advice}`,
    stopped: 'Interrompido: o que chegou está guardado; o mesmo comando continua daqui sem repetir consultas.',
    failed: 'A execução falhou; o que chegou está guardado, e o mesmo comando continua daqui.',
    failedBecause: (message: string, action: string): string =>
      `A execução falhou: ${message} ${action} O que chegou está guardado.`,
  },
} as const;

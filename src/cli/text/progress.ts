import type { RunPhase, RunProgress } from '../../shared/views';
import type { ShareRoot } from '../../shared/ipc/shares';
import { clockTime } from '../../shared/messages/pt-BR/sieg';
import { count, counted, duration, roughly } from './numbers';
import { fit, padLeft, padRight, widthOf } from './width';

const PHASES: Readonly<Record<RunPhase, string>> = {
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

const BAR_WIDTH = 20;
const PHASE_WIDTH = Math.max(...Object.values(PHASES).map(widthOf));
const GAP = '   ';

/** Share of the work done, 0 to 1, never 1 before the end; null while nobody can tell. */
export function shareDone(progress: RunProgress): number | null {
  const { documents, requests, phase } = progress;
  if (phase === 'done') return 1;
  const [done, total] =
    phase === 'delivering'
      ? [documents.delivered, documents.delivered + documents.pending]
      : [requests.done, requests.planned ?? 0];
  return total === 0 ? null : Math.min(done / total, 0.99);
}

function bar(share: number | null): string {
  if (share === null) return ' '.repeat(BAR_WIDTH + 5);
  const filled = Math.floor(share * BAR_WIDTH);
  return `${'█'.repeat(filled)}${'░'.repeat(BAR_WIDTH - filled)} ${padLeft(`${String(Math.floor(share * 100))}%`, 4)}`;
}

function documentsText({ documents, phase }: RunProgress): string {
  if (phase === 'delivering')
    return `${counted(documents.delivered, 'entregue', 'entregues')}, ${count(documents.pending)} na fila`;
  // SIEG's count grows while documents arrive late; "180 of 179" would only puzzle.
  if (documents.expected === null || documents.archived > documents.expected)
    return counted(documents.archived, 'documento', 'documentos');
  return `${count(documents.archived)} de ${counted(documents.expected, 'documento', 'documentos')}`;
}

function requestsText({ requests }: RunProgress): string {
  const { done, planned } = requests;
  return planned === null
    ? counted(done, 'consulta', 'consultas')
    : `${count(done)} de ${counted(planned, 'consulta', 'consultas')}`;
}

const WAITED: Readonly<Record<ShareRoot, string>> = {
  archive: 'o acervo',
  import: 'a pasta de importação',
  cancelled: 'a pasta de cancelados',
  workbook: 'a planilha',
};

function restText({ etaSeconds, paused, waitingFor, siegAway, elapsedSeconds }: RunProgress): string {
  if (paused) return 'em pausa';
  if (siegAway !== undefined) return `o SIEG não responde, próxima tentativa às ${clockTime(siegAway.nextAttemptAt)}`;
  if (waitingFor.length > 0)
    return `esperando ${waitingFor.map((root) => WAITED[root]).join(' e ')}, há ${duration(elapsedSeconds)}`;
  return etaSeconds === null ? `há ${duration(elapsedSeconds)}` : `restam ${roughly(etaSeconds)}`;
}

/** The one line of a terminal that is drawn over and over; what does not fit is left out, the requests first. */
export function progressLine(progress: RunProgress, columns: number): string {
  const phase = padRight(PHASES[progress.phase], PHASE_WIDTH);
  const parts = [phase, bar(shareDone(progress)), documentsText(progress), requestsText(progress), restText(progress)];
  const choices = [parts, [0, 1, 2, 4], [0, 1, 4], [0, 1]].map((choice) =>
    choice.map((part) => (typeof part === 'number' ? (parts[part] ?? '') : part)).join(GAP),
  );
  // The last column stays free: terminals wrap when it is written.
  return choices.find((line) => widthOf(line) < columns) ?? fit(phase, columns - 1);
}

/** The same as a sentence of its own, for a log or a pipe. */
export function progressSentence(progress: RunProgress): string {
  const share = shareDone(progress);
  const percent = share === null || progress.phase === 'done' ? '' : ` (${String(Math.floor(share * 100))}%)`;
  const facts = [documentsText(progress), requestsText(progress), restText(progress)];
  return `${PHASES[progress.phase]}${percent}: ${facts.join(', ')}`;
}

/** A run that first files what an earlier one had received: until then it asks SIEG nothing, and has no progress of its own. */
export function filingSentence(pages: number, archiveIsAway: boolean, elapsedSeconds: number): string {
  const left = pages === 1 ? 'falta 1 página' : `faltam ${count(pages)} páginas`;
  const waits = archiveIsAway ? ', esperando o acervo' : '';
  return `Arquivando primeiro o que esperava neste computador: ${left}${waits}, há ${duration(elapsedSeconds)}`;
}

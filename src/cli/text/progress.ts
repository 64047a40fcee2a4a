import type { RunProgress } from '../../shared/views';
import { phaseWords, progressMessages } from '../../shared/messages/pt-BR/terminal/run';
import { fit, padLeft, padRight, widthOf } from './width';

const BAR_WIDTH = 20;
const PHASE_WIDTH = Math.max(...Object.values(phaseWords).map(widthOf));
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

function documentsText({ documents: { archived, expected, delivered, pending }, phase }: RunProgress): string {
  if (phase === 'delivering') return progressMessages.delivering(delivered, pending);
  // SIEG's count grows while documents arrive late; "180 of 179" would only puzzle.
  if (expected === null || archived > expected) return progressMessages.documents(archived);
  return progressMessages.documentsOf(archived, expected);
}

function requestsText({ requests: { done, planned } }: RunProgress): string {
  return planned === null ? progressMessages.requests(done) : progressMessages.requestsOf(done, planned);
}

function restText({ etaSeconds, paused, waitingFor, siegAway, elapsedSeconds }: RunProgress): string {
  if (paused) return progressMessages.paused;
  if (siegAway !== undefined) return progressMessages.siegAway(siegAway.nextAttemptAt);
  if (waitingFor.length > 0) return progressMessages.waiting(waitingFor, elapsedSeconds);
  return etaSeconds === null ? progressMessages.elapsed(elapsedSeconds) : progressMessages.remaining(etaSeconds);
}

/** The one line of a terminal that is drawn over and over; what does not fit is left out, the requests first. */
export function progressLine(progress: RunProgress, columns: number): string {
  const phase = padRight(phaseWords[progress.phase], PHASE_WIDTH);
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
  return `${phaseWords[progress.phase]}${percent}: ${facts.join(', ')}`;
}

/** A run that first files what an earlier one had received: until then it asks SIEG nothing, and has no progress of its own. */
export function filingSentence(pages: number, archiveIsAway: boolean, elapsedSeconds: number): string {
  return progressMessages.filing(pages, archiveIsAway, elapsedSeconds);
}

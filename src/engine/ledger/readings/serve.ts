import { parentPort, workerData } from 'node:worker_threads';
import { isMaloteError, MaloteError } from '../../../shared/errors';
import { openLedgerForReading, type Ledger } from '../ledger';
import type { ReaderData, ReaderReply, ReaderRequest } from './protocol';
import type { Questions } from './questions';

type Question = (ledger: Ledger, ...asked: readonly unknown[]) => unknown;

/** The thread's side of a `ReadingThread`: answers these questions on a connection of its own, for reading alone, until it is closed. */
export function serveReadings(questions: Questions): void {
  const port = parentPort;
  if (port === null) throw new Error('this program is started as a thread');
  const { file } = workerData as ReaderData;
  const tell = (reply: ReaderReply): void => {
    port.postMessage(reply);
  };
  let ledger: Ledger | null = null;
  const opened = (): Ledger => (ledger ??= openLedgerForReading(file, () => tell({ type: 'waiting' })));
  const answer = (id: number, name: string, asked: readonly unknown[]): ReaderReply => {
    try {
      const question = questions[name] as Question | undefined;
      if (question === undefined) throw new Error(`nobody knows the question ${name}`);
      return { type: 'answer', id, value: question(opened(), ...asked) };
    } catch (error) {
      return { type: 'refusal', id, error: refusalOf(error).toEnvelope() };
    }
  };
  port.on('message', (request: ReaderRequest) => {
    if (request.type === 'ask') {
      const { id, name, asked } = request;
      try {
        tell(answer(id, name, asked));
      } catch (error) {
        // an answer that cannot be handed over ends the question, not the thread
        tell({ type: 'refusal', id, error: refusalOf(error).toEnvelope() });
      }
      return;
    }
    ledger?.close();
    port.close();
  });
}

function refusalOf(error: unknown): MaloteError {
  if (isMaloteError(error)) return error;
  return new MaloteError('INTERNAL', { reason: error instanceof Error ? error.message : String(error) });
}

import { Worker } from 'node:worker_threads';
import { MaloteError, type ErrorEnvelope } from '../../../shared/errors';
import type { ReaderData, ReaderReply, ReaderRequest } from './protocol';
import type { Answers, Questions } from './questions';
import { ledgerMessages } from '../../../shared/messages/pt-BR/ledger';

export interface ReadingThreadOptions {
  /** The built ledger-reader.js. */
  readonly program: string;
  /** The ledger's file, which somebody in this process keeps open. */
  readonly file: string;
  /** Told when another program has the file to itself and is waited for. */
  readonly onWaiting: () => void;
  /** Told when a reading shows that the file is damaged. */
  readonly onDamaged?: (found: string) => void;
}

interface RequestRunner {
  readonly answer: (value: unknown) => void;
  readonly refuse: (error: Error) => void;
}

/**
 * Reads the ledger in a thread of its own, on a connection of its own: what takes long holds up nobody but whoever waits for it. Begun
 * when something is first asked, and again after it has died; while nobody waits for it, it keeps no process from ending.
 */
export class ReadingThread<Asked extends Questions> {
  /** Every question, to be asked as if it were a method. */
  readonly answers: Answers<Asked>;
  readonly #runners = new Map<number, RequestRunner>();
  #worker: Worker | null = null;
  #ended: Promise<void> = Promise.resolve();
  #asked = 0;
  #closed = false;

  constructor(private readonly options: ReadingThreadOptions) {
    this.answers = new Proxy({} as Answers<Asked>, {
      // a promise that is resolved with it must not take it for another
      get: (_, name) => (typeof name === 'string' && name !== 'then' ? this.#question(name) : undefined),
    });
  }

  /** Waits for what was asked already. Who asks later is refused. */
  async close(): Promise<void> {
    this.#closed = true;
    // a process that waits for nothing else must not end before this has
    this.#worker?.ref();
    this.#post({ type: 'close' });
    await this.#ended;
  }

  #question(name: string): (...asked: readonly unknown[]) => Promise<unknown> {
    return (...asked) =>
      new Promise((answer, refuse) => {
        if (this.#closed) throw new MaloteError('CANCELLED');
        const id = (this.#asked += 1);
        const worker = (this.#worker ??= this.#start());
        // first: what cannot be handed over to a thread is thrown here, and leaves nobody waiting
        worker.postMessage({ type: 'ask', id, name, asked } satisfies ReaderRequest);
        this.#runners.set(id, { answer, refuse });
        worker.ref();
      });
  }

  #post(request: ReaderRequest): void {
    this.#worker?.postMessage(request);
  }

  #start(): Worker {
    const { program, file } = this.options;
    const workerData: ReaderData = { file };
    const worker = new Worker(program, { workerData, execArgv: [] });
    worker.on('message', (reply: ReaderReply) => {
      this.#handle(reply);
    });
    let reason: string = ledgerMessages.readingEnded;
    worker.once('error', (error) => {
      reason = error.message;
    });
    this.#ended = new Promise((resolve) => {
      worker.once('exit', () => {
        this.#worker = null;
        this.#refuseAll(reason);
        resolve();
      });
    });
    return worker;
  }

  #handle(reply: ReaderReply): void {
    if (reply.type === 'waiting') {
      this.options.onWaiting();
      return;
    }
    const runner = this.#runners.get(reply.id);
    this.#runners.delete(reply.id);
    // who closes waits for its end
    if (this.#runners.size === 0 && !this.#closed) this.#worker?.unref();
    if (reply.type === 'answer') {
      runner?.answer(reply.value);
      return;
    }
    if (reply.error.code === 'LEDGER_DAMAGED') this.options.onDamaged?.(reply.error.message);
    runner?.refuse(errorOf(reply.error));
  }

  #refuseAll(reason: string): void {
    const runners = [...this.#runners.values()];
    this.#runners.clear();
    for (const { refuse } of runners) refuse(new MaloteError('INTERNAL', { reason }));
  }
}

/** The same error as it was thrown in the thread: code, sentence and action follow from its code and details. */
function errorOf({ code, details }: ErrorEnvelope): MaloteError {
  return new MaloteError(code, details);
}

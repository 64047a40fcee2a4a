import { MaloteError } from '../shared/errors';
import { thrownFrom } from '../shared/ipc/thrown';
import {
  hostQuestions,
  mainMessageSchema,
  type HostMessage,
  type HostQuestion,
  type MainMessage,
  type QuestionInput,
  type QuestionOutput,
} from '../shared/ipc/host-link';
import type { Port } from '../engine-link';

interface Waiting {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: Error) => void;
}

/** The engine's end of the channel to the main process. */
export class MainLink {
  readonly #waiting = new Map<number, Waiting>();
  #asked = 0;

  constructor(private readonly port: Pick<Port, 'post'>) {}

  tell(message: HostMessage): void {
    this.port.post(message);
  }

  /** Asks main, which always answers. @throws MaloteError IPC_BAD_ANSWER, and what main itself threw */
  async ask<N extends HostQuestion>(name: N, input: QuestionInput<N>): Promise<QuestionOutput<N>> {
    const id = (this.#asked += 1);
    const answer = await new Promise<unknown>((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      this.tell({ type: 'ask', id, name, input });
    });
    const checked = hostQuestions[name].output.safeParse(answer);
    if (!checked.success) throw new MaloteError('IPC_BAD_ANSWER', { request: name });
    return checked.data as QuestionOutput<N>;
  }

  /** Reads a message of main. @returns null when it was an answer, or nothing that is known */
  receive(message: unknown): Exclude<MainMessage, { type: 'answer' }> | null {
    const parsed = mainMessageSchema.safeParse(message);
    if (!parsed.success) return null;
    if (parsed.data.type !== 'answer') return parsed.data;
    const { id, answer } = parsed.data;
    const waiting = this.#waiting.get(id);
    this.#waiting.delete(id);
    if (answer.ok) waiting?.resolve(answer.value);
    else waiting?.reject(thrownFrom(answer.error));
    return null;
  }
}

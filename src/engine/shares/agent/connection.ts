import type { ErrorCode } from '../../../shared/errors';
import { thrownFrom } from '../../../shared/ipc/thrown';
import { after, type StopTimer } from '../../base';
import type { Volume } from '../root-guard';
import type { Call } from './call';
import { asReply } from './protocol';
import type { AgentProcess, OpenRequest, Operation, Reply, WireResults } from './protocol';

/** An agent holds this many calls, or bytes of them, at most: the others wait on this side. */
const CALLS_AT_ONCE = 64;
const BYTES_AT_ONCE = 32 * 1024 ** 2;

export interface LineOptions {
  readonly process: AgentProcess;
  readonly open: OpenRequest;
  /** How long after a deadline the agent's own word of it may come. */
  readonly graceMs: number;
  readonly onVolume: (volume: Volume) => void;
  /** A call has ended. */
  readonly onEnded: () => void;
  /** It must be taken for hung. */
  readonly onHung: () => void;
  readonly onExit: (reason: string) => void;
}

/**
 * One agent with the calls that it has. It is taken for hung when a call is not answered in time; or when a call has met its
 * deadline within the agent, and nothing has ended in any other way for a while since.
 */
export class AgentConnection {
  readonly calls = new Map<number, Call>();
  /** It has done something: it stands. */
  hasWorked = false;
  /** Something hung in it once, which may still hold one of its threads. */
  isTainted = false;
  #bytes = 0;
  #isCut = false;
  #probation: StopTimer | undefined;

  constructor(private readonly options: LineOptions) {
    const { process, open, onExit } = options;
    process.onMessage((message) => {
      const reply = asReply(message);
      if (!this.#isCut && reply !== null) this.#apply(reply);
    });
    process.onExit((reason) => {
      this.#cut();
      onExit(reason);
    });
    process.post(open);
  }

  hasRoomFor({ asked }: Call): boolean {
    if (this.calls.size === 0) return true;
    return this.calls.size < CALLS_AT_ONCE && this.#bytes + asked.bytes <= BYTES_AT_ONCE;
  }

  send(call: Call): void {
    const { operation, deadlineMs, bytes } = call.asked;
    call.attempts += 1;
    this.calls.set(call.id, call);
    this.#bytes += bytes;
    this.#watch(call);
    this.options.process.post({ type: 'call', call: call.id, operation: operation(), deadlineMs });
  }

  /** Says something that nobody waits for. */
  tell(call: number, operation: Operation, deadlineMs: number): void {
    this.options.process.post({ type: 'call', call, operation, deadlineMs });
  }

  cancel(call: Call): void {
    this.options.process.post({ type: 'cancel', call: call.id });
  }

  /** Ends the agent. Its calls are left to whoever does this; nothing more is heard of it but its exit. */
  kill(): void {
    this.#cut();
    this.options.process.kill();
  }

  #cut(): void {
    this.#isCut = true;
    this.#probation?.();
  }

  #watch(call: Call): void {
    call.watch(call.asked.deadlineMs + this.options.graceMs, this.options.onHung);
  }

  #apply(message: Reply): void {
    if (message.type === 'volume') {
      this.options.onVolume(message.volume);
      return;
    }
    const call = this.calls.get(message.call);
    if (call === undefined) return;
    if (message.type === 'part') this.#part(call, message.results);
    else this.#answered(call, message);
  }

  #part(call: Call, results: WireResults<unknown>): void {
    this.#watch(call);
    this.#classify(results);
    call.asked.onPart(results);
  }

  #answered(call: Call, answer: Extract<Reply, { type: 'answer' }>): void {
    this.calls.delete(call.id);
    this.#bytes -= call.asked.bytes;
    if (answer.ok) {
      if (call.asked.isBatch) this.#classify(answer.value as WireResults<unknown>);
      else this.#works();
      call.succeed(answer.value);
    } else {
      this.#failed(answer.error.code);
      call.fail(thrownFrom(answer.error));
    }
    this.options.onEnded();
  }

  #classify(results: WireResults<unknown>): void {
    for (const [, result] of results) {
      if (result.ok) this.#works();
      else if (result.begun) this.#failed(result.error.code);
    }
  }

  #works(): void {
    this.hasWorked = true;
    this.#probation?.();
    this.#probation = undefined;
  }

  #failed(code: ErrorCode): void {
    if (code !== 'SHARE_TIMEOUT') {
      if (code !== 'CANCELLED') this.#works();
      return;
    }
    this.hasWorked = true;
    this.isTainted = true;
    this.#probation ??= after(this.options.graceMs, this.options.onHung);
  }
}

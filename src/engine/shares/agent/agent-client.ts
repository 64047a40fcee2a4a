import { MaloteError } from '../../../shared/errors';
import { after, type StopTimer } from '../../base';
import type { RelPath } from '../port';
import type { Volume } from '../root-guard';
import { BackOff } from './back-off';
import { Call } from './call';
import type { Asked } from './call';
import { AgentConnection } from './connection';
import type { AgentProcess, Operation, SpawnAgent } from './protocol';
import { shareCauses } from '../../../shared/messages/pt-BR/share-causes';

/** Killed agents that the system does not let go of: with so many of them no other is started to hang beside them. */
const LINGERING_AT_MOST = 3;
const CLOSE_WITHIN_MS = 2_000;
/** A repeatable call is given to this many agents at most. */
const ATTEMPTS = 2;

export interface ClientOptions {
  readonly id: string;
  readonly location: string;
  readonly drained: boolean;
  readonly spawn: SpawnAgent;
  readonly graceMs: number;
  /** Folders with names that are not flushed yet: a new agent must know of them. */
  readonly unsettled: () => readonly RelPath[];
  /** Waits before the agents that follow one that died. */
  readonly waitsMs?: readonly number[] | undefined;
}

type Why = (call: Call) => MaloteError;

/**
 * Keeps one agent at work for a root: starts it at first use, gives it the calls in their order and a bounded number at
 * once, and puts another in its place when it hangs or dies.
 */
export class AgentClient {
  /** In order. */
  #waiting = new Set<Call>();
  #line: AgentConnection | null = null;
  #isClosed = false;
  #volume: Volume | null = null;
  #calls = 0;
  #started = 0;
  /** Killed, and not gone yet. */
  readonly #lingering = new Set<AgentConnection>();
  readonly #backOff: BackOff;
  #wakeUp: StopTimer | undefined;

  constructor(private readonly options: ClientOptions) {
    this.#backOff = new BackOff(options.waitsMs);
  }

  /** @throws SHARE_CLOSED, SHARE_TIMEOUT, SHARE_UNREACHABLE, SHARE_AGENT_FAILED, CANCELLED, and what the root itself throws */
  async ask(asked: Asked, signal?: AbortSignal): Promise<unknown> {
    if (this.#isClosed) throw this.#closed();
    if (signal?.aborted === true) throw new MaloteError('CANCELLED');
    const call = new Call((this.#calls += 1), asked);
    const onAbort = (): void => {
      this.#abandon(call);
    };
    signal?.addEventListener('abort', onAbort, { once: true });
    this.#enqueue(call);
    this.#pump();
    try {
      return await call.promise;
    } finally {
      signal?.removeEventListener('abort', onAbort);
    }
  }

  /** Tells the agent, if there is one, what needs no answer. */
  tell(operation: Operation, deadlineMs: number): void {
    this.#line?.tell((this.#calls += 1), operation, deadlineMs);
  }

  /** Refuses new calls, waits for those that the agent has, lets it tidy up, and ends it. */
  async close(): Promise<void> {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#failWaiting(() => this.#closed());
    const line = this.#line;
    if (line === null) return;
    await Promise.allSettled([...line.calls.values()].map(({ promise }) => promise));
    await this.#tidyUp(line);
    if (line === this.#line) this.#replace(() => this.#closed());
  }

  async #tidyUp(line: AgentConnection): Promise<void> {
    const nothing = (): void => undefined;
    const call = new Call((this.#calls += 1), {
      operation: () => ({ op: 'close', input: null }),
      shown: this.options.location,
      bytes: 0,
      repeatable: false,
      isBatch: false,
      deadlineMs: CLOSE_WITHIN_MS,
      onValue: nothing,
      onPart: nothing,
    });
    if (line !== this.#line) return;
    line.send(call);
    await call.promise.catch(nothing);
  }

  #enqueue(call: Call): void {
    this.#waiting.add(call);
    call.watch(call.asked.deadlineMs, () => {
      this.#waiting.delete(call);
      call.fail(this.#tooLate(call));
    });
  }

  #abandon(call: Call): void {
    const error = new MaloteError('CANCELLED');
    if (this.#waiting.delete(call)) call.fail(error);
    else {
      call.abandon(error);
      this.#line?.cancel(call);
    }
  }

  #pump(): void {
    for (const call of this.#waiting) {
      const line = (this.#line ??= this.#start());
      if (line?.hasRoomFor(call) !== true) return;
      this.#waiting.delete(call);
      line.send(call);
    }
  }

  /** Null when there may be no agent now: the calls wait for one, or have been failed. */
  #start(): AgentConnection | null {
    const { hopeless, waitMs } = this.#backOff;
    if (this.#lingering.size >= LINGERING_AT_MOST) {
      this.#failWaiting(({ asked }) => this.#unreachable(asked.shown, shareCauses.callsHung));
      return null;
    }
    if (hopeless !== null) {
      this.#failWaiting(
        () => new MaloteError('SHARE_AGENT_FAILED', { location: this.options.location, cause: hopeless }),
      );
      return null;
    }
    if (waitMs > 0) {
      this.#wakeUp?.();
      this.#wakeUp = after(waitMs, () => {
        this.#pump();
      });
      return null;
    }
    const process = this.#spawn();
    return process === null ? this.#start() : this.#lineOf(process);
  }

  #spawn(): AgentProcess | null {
    const { id, spawn } = this.options;
    try {
      return spawn(`${id}-${String((this.#started += 1))}`);
    } catch (error) {
      this.#backOff.died(error instanceof Error ? error.message : String(error), false);
      return null;
    }
  }

  #lineOf(process: AgentProcess): AgentConnection {
    const { id, location, drained, graceMs, unsettled } = this.options;
    const line: AgentConnection = new AgentConnection({
      process,
      graceMs,
      open: { type: 'open', id, location, drained, memory: { volume: this.#volume, unsettled: unsettled() } },
      onVolume: (volume) => {
        this.#volume = volume;
      },
      onEnded: () => {
        // what has hung may hold a thread, or a name, for ever: an idle agent is replaced for nothing
        if (line === this.#line && line.isTainted && line.calls.size === 0)
          this.#replace((call) => this.#tooLate(call));
        this.#pump();
      },
      onHung: () => {
        if (line === this.#line) this.#replace((call) => this.#tooLate(call));
      },
      onExit: (reason) => {
        this.#lingering.delete(line);
        if (line === this.#line) this.#died(line, reason);
      },
    });
    return line;
  }

  /** Kills the agent without waiting for its end. Whether its calls were carried out is for their callers to look at. */
  #replace(why: Why): void {
    const line = this.#line;
    if (line === null) return;
    this.#line = null;
    this.#lingering.add(line);
    line.kill();
    for (const call of line.calls.values()) call.fail(why(call));
    this.#pump();
  }

  /** An agent has ended by itself: what can be asked again is, once. */
  #died(line: AgentConnection, reason: string): void {
    this.#line = null;
    this.#backOff.died(reason, line.hasWorked);
    const waiting = this.#waiting;
    this.#waiting = new Set();
    for (const call of line.calls.values()) {
      if (this.#isWorthRepeating(call)) this.#enqueue(call);
      else call.fail(this.#unreachable(call.asked.shown, shareCauses.agentEnded(reason)));
    }
    for (const call of waiting) this.#waiting.add(call);
    this.#pump();
  }

  #isWorthRepeating(call: Call): boolean {
    return !this.#isClosed && !call.isAbandoned && call.asked.repeatable && call.attempts < ATTEMPTS;
  }

  #failWaiting(why: Why): void {
    const waiting = [...this.#waiting];
    this.#waiting.clear();
    for (const call of waiting) call.fail(why(call));
  }

  #tooLate({ asked, elapsedMs }: Call): MaloteError {
    const seconds = Math.max(1, Math.round(elapsedMs / 1000));
    return new MaloteError('SHARE_TIMEOUT', { location: this.options.location, path: asked.shown, seconds });
  }

  #unreachable(path: string, cause: string): MaloteError {
    return new MaloteError('SHARE_UNREACHABLE', { location: this.options.location, path, cause });
  }

  #closed(): MaloteError {
    return new MaloteError('SHARE_CLOSED', { location: this.options.location });
  }
}

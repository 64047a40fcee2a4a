import { setTimeout as sleep } from 'node:timers/promises';
import { connectLink } from '../../engine-link';
import { isMaloteError, type ErrorCode } from '../../shared/errors';
import type { ConsoleClient } from '../../shared/ipc/client';
import { followConsole, type Following } from '../../shared/ipc/follow';
import { HolderLine } from '../../shared/ipc/holder-line';
import type { ConsoleState } from '../../shared/ipc/state';
import { EXCLUSIVES, JOBS } from '../../shared/jobs';

export interface HolderOptions {
  readonly workspace: string;
  readonly version: string;
}

/** A holder that died is followed by the next one within this; after it nobody is waited for. */
const NEXT_HOLDER_MS = 2_000;
/** The locks of one that ends in order, and stops what it has begun, are free within this. */
const FREE_AGAIN_MS = 15_000;
const LOOK_EVERY_MS = 100;

/** Said by a job that may not begin beside another one. */
const BUSY: ReadonlySet<ErrorCode> = new Set<ErrorCode>(
  [...Object.values(JOBS), ...Object.values(EXCLUSIVES)].map(({ busy }) => busy),
);

export function isBusy(error: unknown): boolean {
  return isMaloteError(error) && BUSY.has(error.code);
}

/** Who holds the workspace of a command, over the change of who that is. */
export class Holder {
  #line: HolderLine | null = null;
  #following: Following | null = null;
  #state: ConsoleState | null = null;
  /** Whoever asks waits for it. */
  #finding: Promise<void> = Promise.resolve();
  readonly #listeners = new Set<(state: ConsoleState, before: ConsoleState | null) => void>();

  private constructor(private readonly options: HolderOptions) {}

  /** @returns null: nobody holds it @throws MaloteError LINK_* */
  static async find(options: HolderOptions): Promise<Holder | null> {
    const holder = new Holder(options);
    return (await holder.#connect()) ? holder : null;
  }

  /** Whether somebody holds the workspace, as far as is known. */
  get isThere(): boolean {
    return this.#line !== null;
  }

  /** What the holder shows; null before anything is known of it, and when nobody holds the workspace any more. */
  get state(): ConsoleState | null {
    return this.#state;
  }

  /** Calls `listener` with each state and the one before of the same holder, until the returned function is called. */
  subscribe(listener: (state: ConsoleState, before: ConsoleState | null) => void): () => void {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  }

  /**
   * Asks who holds the workspace; when that one goes before it has answered, the next one; when there is none any more, does it by itself.
   * What is asked has to stand being asked twice.
   */
  async ask<Value>(
    call: (engine: ConsoleClient['engine']) => Promise<Value>,
    alone: () => Promise<Value> | Value,
  ): Promise<Value> {
    let wasLost = false;
    for (;;) {
      await this.#finding;
      const line = this.#line;
      if (line === null) return wasLost ? onceFree(alone) : alone();
      try {
        return await call(line.client.engine);
      } catch (error) {
        if (!line.isGone) throw error;
      }
      wasLost = true;
      this.#finding = this.#findNext(line);
    }
  }

  /** Says something to the holder of now that nobody waits for. */
  tell(call: (engine: ConsoleClient['engine']) => Promise<unknown>): void {
    // one that has gone has nothing more to stop
    if (this.#line !== null) call(this.#line.client.engine).catch(() => undefined);
  }

  close(): void {
    this.#following?.stop();
    this.#line?.close();
    this.#line = null;
  }

  async #findNext(lost: HolderLine): Promise<void> {
    const until = performance.now() + NEXT_HOLDER_MS;
    // another question has found the next one already
    if (this.#line !== lost) return;
    this.#forget(lost);
    for (;;) {
      // one that cannot be spoken to is none
      if (await this.#connect().catch(() => false)) return;
      if (performance.now() > until) return;
      await sleep(LOOK_EVERY_MS);
    }
  }

  #forget(lost: HolderLine): void {
    this.#following?.stop();
    lost.close();
    this.#line = null;
    this.#state = null;
  }

  /** @returns whether there is one */
  async #connect(): Promise<boolean> {
    const connected = await called(this.options);
    if (connected === null) return false;
    const line = new HolderLine(connected.port);
    this.#line = line;
    this.#following = followConsole(line.client, (state) => {
      const before = this.#state;
      this.#state = state;
      for (const listener of this.#listeners) listener(state, before);
    });
    this.#following.refresh();
    return true;
  }
}

/** @returns null: nobody holds the workspace, or nobody can @throws MaloteError LINK_SECRET, LINK_VERSION, LINK_SILENT */
async function called(options: HolderOptions) {
  try {
    return await connectLink({ ...options, role: 'cli' });
  } catch (error) {
    if (isMaloteError(error, 'LINK_UNAVAILABLE')) return null;
    throw error;
  }
}

/** Who has just gone may hold a lock for a moment yet. */
async function onceFree<Value>(work: () => Promise<Value> | Value): Promise<Value> {
  const until = performance.now() + FREE_AGAIN_MS;
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (!isBusy(error) || performance.now() > until) throw error;
    }
    await sleep(LOOK_EVERY_MS);
  }
}

import { isMaloteError, MaloteError } from '../../../shared/errors';
import type { ShareLine } from '../../../shared/ipc/shares';
import { type Clock, sleepUnhurried } from '../../base';
import { withDeadline } from '../deadline';
import { shareError } from '../errors';
import { causeOf } from './cause';
import { afterLook, isAway, restored, type RootHealth, type Sight } from './machine';
import { confirmAfterMs, lookDeadlineMs, nextLookMs } from './pace';
import type { HealthStore, Look, ShareChange, WatchedRoot } from './types';

/** What the watches of one monitor share. */
export interface WatchContext {
  readonly clock: Clock;
  readonly intervalMs: number;
  readonly store: HealthStore;
  readonly random: () => number;
  readonly onChange: (change: ShareChange) => void;
  readonly onLook: () => void;
  /** The machine has just woken: failures are not believed yet. */
  readonly isPatient: () => boolean;
  /** Aborted when the monitor stops. */
  readonly signal: AbortSignal;
}

/** One root, what is known of it, and how it is looked at: one look at a time, each with a deadline. */
export class RootWatch {
  #health: RootHealth;
  #seen = false;
  #last: Look | null = null;
  #checkedAt: number | null = null;
  #nextAt: number;
  #examination: Promise<void> | null = null;

  constructor(
    readonly watched: WatchedRoot,
    private readonly context: WatchContext,
  ) {
    this.#health = restored(context.store.lastState(watched.root, watched.location));
    this.#nextAt = context.clock.now();
  }

  /** Taken to be usable until this program has looked for the first time. */
  get isUsable(): boolean {
    return !this.#seen || !isAway(this.#health);
  }

  /** When the next look is due. */
  get nextAt(): number {
    return this.#nextAt;
  }

  get line(): ShareLine {
    const { state, since, cause } = this.#health;
    const known = this.#seen ? { state, since: isoOrNull(since), cause } : UNKNOWN;
    return {
      root: this.watched.root,
      shown: this.watched.location,
      ...known,
      latencyMs: this.#last?.latencyMs ?? null,
      freeBytes: this.#last?.freeBytes ?? null,
      checkedAt: isoOrNull(this.#checkedAt),
      nextCheckAt: this.#examination === null && !this.context.signal.aborted ? isoOrNull(this.#nextAt) : null,
      checking: this.#examination !== null,
    };
  }

  /** Resolves when no look is under way, whatever came of it. */
  async idle(): Promise<void> {
    await this.#examination?.catch(() => undefined);
  }

  dueNow(): void {
    this.#nextAt = this.context.clock.now();
  }

  /**
   * One look, and those that have to follow soon for it to be understood. Joins the examination that is under way.
   * Rejects with the store's error when something could not be recorded; an answer of the root is never an error here.
   */
  examine(): Promise<void> {
    this.#examination ??= this.#examine().finally(() => {
      this.#examination = null;
      this.#nextAt =
        this.context.clock.now() + nextLookMs(this.#health, this.context.intervalMs, this.context.random());
      this.context.onLook();
    });
    return this.#examination;
  }

  async #examine(): Promise<void> {
    const { signal, clock, isPatient, onLook } = this.context;
    // the promise must be known before anybody is told of it
    await Promise.resolve();
    while (!signal.aborted) {
      onLook();
      const sight = await this.#look();
      if (sight === null) return;
      this.#take(sight);
      const again = confirmAfterMs(this.#health, 'cause' in sight ? sight.cause : null, isPatient());
      if (again === null) return;
      await sleepUnhurried(clock, again, signal).catch(() => undefined);
    }
  }

  /** Null when the monitor was stopped meanwhile. */
  async #look(): Promise<Sight | null> {
    const { signal, intervalMs } = this.context;
    const { location, look } = this.watched;
    const deadlineMs = lookDeadlineMs(intervalMs);
    const tooLate = (): Error =>
      new MaloteError('SHARE_TIMEOUT', { location, path: location, seconds: Math.ceil(deadlineMs / 1000) });
    try {
      return await withDeadline(look, { signal, deadlineMs, tooLate });
    } catch (error) {
      if (signal.aborted || isMaloteError(error, 'CANCELLED')) return null;
      return { cause: causeOf(shareError(error, { location, path: location })) };
    }
  }

  /**
   * What is known before a look. Another process that watches this root may have put an outage on record, and ended before the root
   * came back: whoever finds it well then is the one who says so.
   */
  #known(sight: Sight): RootHealth {
    if ('cause' in sight || isAway(this.#health)) return this.#health;
    const recorded = restored(this.context.store.lastState(this.watched.root, this.watched.location));
    return isAway(recorded) ? recorded : this.#health;
  }

  /** Recorded before it is believed, and before it is told. */
  #take(sight: Sight): void {
    const { clock, store, onChange, isPatient } = this.context;
    const { root, location } = this.watched;
    const now = clock.now();
    const at = new Date(now).toISOString();
    const { health, change } = afterLook(this.#known(sight), sight, now, isPatient());
    store.sample(root, at, 'cause' in sight ? { code: sight.cause.code } : sight);
    const told = change === null ? null : { root, location, at, ...change };
    if (told !== null) store.changed(told);
    this.#health = health;
    this.#checkedAt = now;
    this.#seen = true;
    if (!('cause' in sight)) this.#last = sight;
    if (told !== null) onChange(told);
  }
}

const UNKNOWN = { state: 'unknown', since: null, cause: null } as const;

function isoOrNull(instant: number | null): string | null {
  return instant === null ? null : new Date(instant).toISOString();
}

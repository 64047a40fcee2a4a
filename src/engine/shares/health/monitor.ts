import { MaloteError } from '../../../shared/errors';
import type { ShareLine, ShareRoot } from '../../../shared/ipc/shares';
import { type Clock, sleepUnhurried } from '../../base';
import { LEAST_INTERVAL_MS, MOST_INTERVAL_MS } from './pace';
import { RootWatch } from './root-watch';
import type { HealthStore, ShareChange, ShareHealth, WatchedRoot } from './types';

export interface HealthMonitorOptions {
  readonly roots: readonly WatchedRoot[];
  readonly clock: Clock;
  readonly store: HealthStore;
  /** Within how long an outage is noticed: 1 to 60 minutes (other values are brought to the nearest); default 5. */
  readonly intervalMs?: number;
  /** A root has changed its state; it is on record already. Must not throw. */
  readonly onChange: (change: ShareChange) => void;
  /** The lines have something new to show. Must not throw. */
  readonly onLook: () => void;
  /** What was seen could not be recorded. The state stays as it was, and the next look tries again. */
  readonly onError: (error: unknown) => void;
  /** At least 0 and less than 1; default Math.random. */
  readonly random?: () => number;
}

const DEFAULT_INTERVAL_MS = 5 * 60_000;
/** A sleep that took this much longer than asked for was the machine's own. */
const ASLEEP_MS = 30_000;
/** After waking, Wi-Fi, VPN and the sessions of SMB need a moment. */
const PATIENCE_MS = 60_000;
/** Everybody at work may suspect a root at the same time; one look in this time answers them all. */
const SUSPECT_EVERY_MS = 5_000;

interface Waiter {
  readonly watch: RootWatch;
  readonly resolve: () => void;
  readonly reject: (reason: Error) => void;
}

/**
 * Watches the configured roots. A root that keeps silent stops neither the monitor nor the looks at the others. For other roots or
 * another interval it is stopped and a new one is made: what was known comes back from the store.
 */
export class HealthMonitor implements ShareHealth {
  readonly #options: HealthMonitorOptions;
  readonly #clock: Clock;
  readonly #abort = new AbortController();
  readonly #watches: readonly RootWatch[];
  readonly #waiters = new Set<Waiter>();
  readonly #suspectedAt = new Map<ShareRoot, number>();
  #patientUntil = 0;
  #wake = new AbortController();
  #loops: Promise<unknown> | null = null;

  constructor(options: HealthMonitorOptions) {
    this.#options = options;
    this.#clock = options.clock;
    const { intervalMs = DEFAULT_INTERVAL_MS, random = Math.random, clock, store } = options;
    const context = {
      clock,
      store,
      random,
      intervalMs: Math.min(MOST_INTERVAL_MS, Math.max(LEAST_INTERVAL_MS, intervalMs)),
      onChange: options.onChange,
      onLook: (): void => {
        this.#settleWaiters();
        options.onLook();
      },
      isPatient: (): boolean => clock.now() < this.#patientUntil,
      signal: this.#abort.signal,
    };
    this.#watches = options.roots.map((watched) => new RootWatch(watched, context));
  }

  /** Looks at every root now, and from then on at its pace. */
  start(): void {
    this.#loops ??= Promise.all(this.#watches.map((watch) => this.#watch(watch)));
  }

  /** Ends the looks under way without a result. Whoever waits for a root is told SHARE_CLOSED. */
  async stop(): Promise<void> {
    this.#abort.abort(new MaloteError('CANCELLED'));
    for (const { watch, reject } of this.#waiters) {
      reject(closed(watch));
    }
    this.#waiters.clear();
    this.#wakeAll();
    await this.#loops;
    await Promise.all(this.#watches.map((watch) => watch.idle()));
  }

  lines(): readonly ShareLine[] {
    const lines = this.#watches.map(({ line }) => line);
    // without a loop nobody will look again by himself
    return this.#loops === null ? lines.map((line) => ({ ...line, nextCheckAt: null })) : lines;
  }

  usable(root: ShareRoot): boolean {
    return this.#of(root)?.isUsable ?? true;
  }

  /** Waiting for a root that nobody looks at would never end: the watch is started if it was not. */
  untilUsable(root: ShareRoot, signal: AbortSignal): Promise<void> {
    const watch = this.#of(root);
    if (signal.aborted) return Promise.reject(signal.reason as Error);
    if (watch === undefined || watch.isUsable) return Promise.resolve();
    if (this.#abort.signal.aborted) return Promise.reject(closed(watch));
    this.start();
    return this.#wait(watch, signal);
  }

  #wait(watch: RootWatch, signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const onAbort = (): void => {
        this.#waiters.delete(waiter);
        reject(signal.reason as Error);
      };
      const done = (): void => {
        signal.removeEventListener('abort', onAbort);
      };
      const waiter: Waiter = {
        watch,
        resolve: () => {
          done();
          resolve();
        },
        reject: (reason) => {
          done();
          reject(reason);
        },
      };
      this.#waiters.add(waiter);
      signal.addEventListener('abort', onAbort, { once: true });
    });
  }

  /** A root that is known to be down is looked at often enough already. */
  suspect(root: ShareRoot, error: MaloteError): void {
    const watch = this.#of(root);
    const now = this.#clock.now();
    const before = this.#suspectedAt.get(root) ?? Number.NEGATIVE_INFINITY;
    if (watch?.isUsable !== true || error.code === 'CANCELLED' || now - before < SUSPECT_EVERY_MS) return;
    this.#suspectedAt.set(root, now);
    void this.#examine(watch);
  }

  async check(root?: ShareRoot): Promise<void> {
    const watches = this.#watches.filter(({ watched }) => root === undefined || watched.root === root);
    await Promise.all(watches.map((watch) => this.#examine(watch)));
  }

  awoke(): void {
    this.#patientUntil = this.#clock.now() + PATIENCE_MS;
    for (const watch of this.#watches) watch.dueNow();
    this.#wakeAll();
  }

  #of(root: ShareRoot): RootWatch | undefined {
    return this.#watches.find(({ watched }) => watched.root === root);
  }

  async #watch(watch: RootWatch): Promise<void> {
    const { signal } = this.#abort;
    while (!signal.aborted) {
      const wait = watch.nextAt - this.#clock.now();
      if (wait <= 0 || (await this.#sleptOut(wait))) await this.#examine(watch);
    }
  }

  async #examine(watch: RootWatch): Promise<void> {
    try {
      await watch.examine();
    } catch (error) {
      this.#options.onError(error);
    }
    // its next look may be due sooner than its loop believes
    this.#wakeAll();
  }

  /** False when a nudge came first. Notices when the machine itself slept meanwhile. */
  async #sleptOut(ms: number): Promise<boolean> {
    const before = this.#clock.now();
    try {
      await sleepUnhurried(this.#clock, ms, this.#wake.signal);
    } catch {
      return false;
    }
    if (this.#clock.now() - before > ms + ASLEEP_MS) this.awoke();
    return true;
  }

  #wakeAll(): void {
    this.#wake.abort(new MaloteError('CANCELLED'));
    this.#wake = new AbortController();
  }

  #settleWaiters(): void {
    for (const waiter of this.#waiters) {
      if (!waiter.watch.isUsable) continue;
      this.#waiters.delete(waiter);
      waiter.resolve();
    }
  }
}

function closed({ watched }: RootWatch): MaloteError {
  return new MaloteError('SHARE_CLOSED', { location: watched.location });
}

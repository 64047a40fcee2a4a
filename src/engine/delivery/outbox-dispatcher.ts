import { setMaxListeners } from 'node:events';
import { isMaloteError, MaloteError } from '../../shared/errors';
import type { OutboxView, ShareRoot } from '../../shared/ipc/shares';
import { type Clock, allOrThrow, WakeSignal, monotonicMs } from '../base';
import { isLedgerFailure, type Ledger } from '../ledger';
import type { DeliveryWriter } from '../ledger/writers/deliveries';
import { AWAY, type FileRoot, type ShareHealth } from '../shares';
import { targetOf, type DeliveryRoots } from './copy-batch';
import { DeliveryLock } from './lock';
import { DESTINATIONS, type Destination, type Outbox } from './outbox';
import { OutageBacklogs } from './outage-backlogs';
import type { DeliveryWorker, DrainResult } from './worker';

export interface OutboxDispatcherOptions {
  readonly ledger: Ledger;
  readonly writer: DeliveryWriter;
  readonly outbox: Outbox;
  readonly worker: DeliveryWorker;
  readonly roots: DeliveryRoots;
  readonly health: ShareHealth;
  readonly clock: Clock;
  /** What `view` tells has changed. */
  readonly onChange: () => void;
  /** What had waited for this root has been delivered, as far as it could be. Told once a return, never before the number is known. */
  readonly onDrained: (root: ShareRoot, delivered: number) => void;
}

/** The outbox is looked at this often when nothing calls, in case something was missed. */
const LOOK_AT_LEAST_EVERY_MS = 60_000;
/** And this often soon after a root is back: another process may be the one that files and delivers. */
const LOOK_AFTER_RETURN_EVERY_MS = 5_000;
/** A root that answers again is trusted a few seconds later (real time), or not at all. */
const RETURN_MS = 15_000;
const NOTHING: DrainResult = { delivered: 0, conflicts: 0, failed: 0 };

/** The way to one root. Each has its own turn and its own loop, so that a root that hangs holds up nobody else's. */
interface Route {
  readonly root: ShareRoot;
  readonly destinations: readonly Destination[];
  readonly wake: WakeSignal;
  turn: Promise<unknown>;
  loop: Promise<void> | null;
  /** A drain that has delivered something. */
  session: { readonly startedAt: number; delivered: number } | null;
  busy: boolean;
}

/**
 * Empties the outbox by itself, in the background: whenever something is put into it, a failed delivery's time has come, or a
 * root is well again. What waits for a root that is down is not tried. One process at a time delivers (a lock in the ledger);
 * within it, one drain after the other to each root, and the roots side by side.
 */
export class OutboxDispatcher {
  readonly #lock: DeliveryLock;
  readonly #closed = new AbortController();
  readonly #routes: readonly Route[];
  readonly #backlogs: OutageBacklogs;

  constructor(private readonly options: OutboxDispatcherOptions) {
    const { ledger, writer, roots, health, onDrained } = options;
    // nobody else is at work: what a killed process was copying is settled by looking again
    this.#lock = new DeliveryLock(ledger.lock('delivery'), () => {
      if (writer.healInterrupted() === 0) return;
      for (const root of new Set([roots.import, roots.cancelled])) ledger.staleFileDebts.note(root.id);
    });
    this.#backlogs = new OutageBacklogs({ ledger, health, onDrained });
    this.#routes = [...new Set([roots.import, roots.cancelled])].map((root) => ({
      root: shareOf(root),
      destinations: DESTINATIONS.filter((destination) => targetOf(destination, roots) === root),
      wake: new WakeSignal(),
      turn: Promise.resolve(),
      loop: null,
      session: null,
      busy: false,
    }));
    setMaxListeners(0, this.#closed.signal);
  }

  /** From now on works by itself. */
  start(): void {
    for (const way of this.#routes) way.loop ??= this.#work(way);
  }

  /** Something was put into the outbox, or is due. */
  wake(): void {
    for (const way of this.#routes) way.wake.call();
  }

  /** A root is well again that was down since this instant (ISO 8601): what waited for it is due now. */
  returned(root: ShareRoot, downSince: string): void {
    const destinations = this.#routes
      .filter((way) => root === 'archive' || way.root === root)
      .flatMap((way) => way.destinations);
    this.#backlogs.begin(root, destinations, downSince);
    for (const destination of destinations) this.options.writer.recovered(destination, AWAY);
    this.options.onChange();
    this.wake();
  }

  /** What failed is due at once too, and conflicts are looked at again: a person asked. */
  async deliverNow(signal: AbortSignal): Promise<DrainResult> {
    this.options.outbox.retryEverything();
    return this.drain(signal);
  }

  /** No root is given more files at once than this; null: as many as it takes well. */
  limit(files: number | null): void {
    this.options.worker.limit(files);
  }

  /** Delivers what is due, after whatever is being delivered already. Nothing, when another process is at it. */
  async drain(signal: AbortSignal): Promise<DrainResult> {
    const drained = await allOrThrow(this.#routes.map((way) => this.#drainInTurn(way, signal)));
    // cancellations that went to a root of their own let their documents go to the other one
    const released = this.#routes.filter((way, at) =>
      drained.some(({ delivered }, other) => other !== at && delivered > 0),
    );
    drained.push(...(await allOrThrow(released.map((way) => this.#drainInTurn(way, signal)))));
    return drained.reduce((sum, one) => ({
      delivered: sum.delivered + one.delivered,
      conflicts: sum.conflicts + one.conflicts,
      failed: sum.failed + one.failed,
    }));
  }

  /** Looks again at the roots that are said to be away, and waits for those that are just coming back; not for the others. */
  async untilKnown(signal: AbortSignal): Promise<void> {
    const { health } = this.options;
    const wake = new WakeSignal();
    for (const root of this.#waitingFor()) await health.check(root);
    const until = monotonicMs() + RETURN_MS;
    while (this.#isReturning() && monotonicMs() < until && !signal.aborted) await wake.within(250, signal);
  }

  /** Resolves when no delivery is under way in this process. */
  async idle(): Promise<void> {
    await Promise.all(this.#routes.map((way) => way.turn));
  }

  /** Whether everything that waits is meant for roots that are away. */
  get isStuck(): boolean {
    const { ledger, health } = this.options;
    const waiting = new Set(
      ledger.outbox.lines().flatMap(({ destination, pending }) => (pending > 0 ? [destination] : [])),
    );
    const open = this.#routes.filter((way) => health.usable('archive') && health.usable(way.root));
    return !open.some((way) => way.destinations.some((destination) => waiting.has(destination)));
  }

  /** Whether another process delivers now. */
  get isElsewhere(): boolean {
    return this.#lock.isElsewhere;
  }

  view(): OutboxView {
    const { ledger } = this.options;
    const destinations = ledger.outbox.lines().flatMap(({ destination, ...line }) => {
      const root = DESTINATIONS.find((name) => name === destination);
      return root === undefined ? [] : [{ root, ...line }];
    });
    const pending = destinations.reduce((sum, line) => sum + line.pending, 0);
    return { destinations, draining: this.#draining(pending), waitingFor: pending === 0 ? [] : this.#waitingFor() };
  }

  async close(): Promise<void> {
    this.#closed.abort(new MaloteError('CANCELLED'));
    this.wake();
    await Promise.all(this.#routes.flatMap(({ loop }) => (loop === null ? [] : [loop])));
    await this.idle();
    this.#lock.release();
  }

  async #work(way: Route): Promise<void> {
    const { signal } = this.#closed;
    while (!signal.aborted) {
      const result = await this.#drainInTurn(way, signal).catch((error: unknown) => {
        if (!isMaloteError(error)) throw error;
        return NOTHING;
      });
      // what went to the one root may have been what another one's documents waited for
      if (result.delivered > 0) for (const other of this.#routes) if (other !== way) other.wake.call();
      await way.wake.within(this.#restMs(way), signal);
    }
  }

  /** Real milliseconds until something is due by itself. What a root is away for is not: its return calls. */
  #restMs(way: Route): number {
    const { outbox, clock } = this.options;
    const atMost = this.#backlogs.areFresh ? LOOK_AFTER_RETURN_EVERY_MS : LOOK_AT_LEAST_EVERY_MS;
    const due = unlessLedgerFails(() => (this.isElsewhere ? null : outbox.nextDue(this.#openOf(way))));
    if (due === null) return atMost;
    return Math.min(atMost, Math.max(50, Date.parse(due) - clock.now()));
  }

  async #drainInTurn(way: Route, signal: AbortSignal): Promise<DrainResult> {
    const mine = way.turn.then(() => this.#drain(way, AbortSignal.any([signal, this.#closed.signal])));
    way.turn = mine.catch(() => undefined);
    return mine;
  }

  async #drain(way: Route, signal: AbortSignal): Promise<DrainResult> {
    const { worker, outbox, health, onChange } = this.options;
    if (signal.aborted || outbox.pending() === 0 || !this.#lock.take()) {
      this.#backlogs.tell();
      return NOTHING;
    }
    const startedAt = monotonicMs();
    way.busy = true;
    try {
      return await worker.drain(signal, {
        open: () => this.#openOf(way),
        onSuspect: (root, error) => {
          health.suspect(shareOf(root), error);
          // what was being written there could not be taken away either
          if (root !== this.options.roots.archive) this.options.ledger.staleFileDebts.note(root.id);
        },
        onBatch: (delivered) => {
          way.session ??= { startedAt, delivered: 0 };
          way.session.delivered += delivered;
          this.#backlogs.tell();
          onChange();
        },
      });
    } finally {
      way.busy = false;
      if (way.session !== null) {
        way.session = null;
        onChange();
      }
      this.#backlogs.tell();
      if (this.#routes.every(({ busy }) => !busy)) this.#lock.releaseSoon();
    }
  }

  /** The destinations of a way that can be delivered to now. */
  #openOf({ root, destinations }: Route): readonly Destination[] {
    const { health } = this.options;
    return health.usable('archive') && health.usable(root) ? destinations : [];
  }

  #waitingFor(): ShareRoot[] {
    const concerned: ShareRoot[] = ['archive', ...this.#routes.map(({ root }) => root)];
    return concerned.filter((root) => !this.options.health.usable(root));
  }

  #isReturning(): boolean {
    const waiting = this.#waitingFor();
    return this.options.health.lines().some(({ root, state }) => state === 'recovering' && waiting.includes(root));
  }

  #draining(pending: number): OutboxView['draining'] {
    const sessions = this.#routes.flatMap(({ session }) => (session === null ? [] : [session]));
    if (sessions.length === 0) return null;
    const delivered = sessions.reduce((sum, session) => sum + session.delivered, 0);
    const startedAt = Math.min(...sessions.map((session) => session.startedAt));
    const seconds = Math.max(0.001, (monotonicMs() - startedAt) / 1_000);
    return { delivered, total: delivered + pending, perSecond: delivered / seconds };
  }
}

/** What the ledger cannot say now is asked again with the next look. */
function unlessLedgerFails<Value>(ask: () => Value): Value | null {
  try {
    return ask();
  } catch (error) {
    if (isLedgerFailure(error)) return null;
    throw error;
  }
}

/** The roots of deliveries are opened under the names of their shares. */
function shareOf(root: FileRoot): ShareRoot {
  return root.id as ShareRoot;
}

import { setMaxListeners } from 'node:events';
import { codesWhere, isMaloteError } from '../../../shared/errors';
import type { Destination } from '../../delivery';
import type { ItemToDeliver, SettledItem } from '../../ledger';
import { AWAY, fromStored } from '../../shares';
import { WakeSignal, every } from '../../base';
import type { Execution } from './execution';

/** Items that are put into the outbox at once: a few batches of the dispatcher, so that a stop has little to take back. */
const FEED = 960;
/** So many may wait for another attempt before no more are put in. */
const MOST_WAITING = 4 * FEED;
/** Between two looks at what is under way, in real time. */
const LOOK_MS = 500;
/** Between two looks at what another process delivers, in real time. */
const ELSEWHERE_MS = 1_000;
/** Trying again does not bring it. */
const HOPELESS = codesWhere(({ again, scope }) => again === 'never' && scope === 'file');

/**
 * Delivers what a recovery has planned, through the outbox and the dispatcher like every download. An item's outcome follows from its
 * delivery's row. A share that is away is waited for, and what failed on it meanwhile is counted against nobody.
 */
export class DeliverPart {
  constructor(private readonly execution: Execution) {}

  /** Until nothing is left to be delivered. @throws MaloteError CANCELLED after a stop */
  async run(): Promise<void> {
    const { id, account, place } = this.execution;
    const { recoveryWork: work } = this.execution.service.ledger;
    for (let due = true; ;) {
      await this.execution.pass();
      const fed = this.#feed();
      if (due) place.outbox.retryRecovery(id);
      due = false;
      await this.#drain();
      await this.#classify();
      const { aborted } = this.execution.atWork;
      if (aborted) this.execution.withdraw();
      const waiting = work.waitingDestinations(id);
      if (fed === FEED && account.left > 0 && waiting.reduce((sum, { items }) => sum + items, 0) < MOST_WAITING)
        continue;
      if (waiting.length === 0) {
        if (fed === 0 && (!aborted || account.left === 0)) return;
        continue;
      }
      await this.#wait(waiting.map(({ destination }) => destination));
      due = true;
    }
  }

  /** Item and delivery are on record together, so that a killed process has neither lost nor doubled anything. */
  #feed(): number {
    const { id, service } = this.execution;
    const { ledger } = service;
    let items: readonly ItemToDeliver[] = [];
    this.execution.settle(() => {
      items = ledger.recoveryWork.nextToDeliver(id, FEED);
      const settled = items.flatMap((item) => this.#enqueue(item));
      if (items.length > 0)
        ledger.journal.write('recovery.enqueued', `recovery ${String(id)}`, { items: items.length });
      return settled;
    });
    return items.length;
  }

  /** @returns what is settled at once: its content is proven to be there already, or there is nothing to deliver. */
  #enqueue(item: ItemToDeliver): SettledItem[] {
    const { service, place } = this.execution;
    const { recoveryWork: work } = service.ledger;
    if (item.source === null) return work.settleOne(item.id, 'failed', 'DELIVERY_SOURCE_ABSENT');
    const delivery = this.#intoOutbox(item, item.source);
    if (delivery.state === 'conflict' || delivery.state === 'superseded') place.outbox.lookAgain(delivery.id);
    work.enqueued({ ...item, source: item.source }, delivery);
    return delivery.state === 'delivered' ? work.settleOne(item.id, 'same', null) : [];
  }

  #intoOutbox(item: ItemToDeliver, path: string): ReturnType<Execution['place']['outbox']['enqueueDocument']> {
    const { outbox } = this.execution.place;
    const { documentId, eventId, identity, kind, month, sha256, replaces } = item;
    const source = fromStored(path);
    if (documentId !== null) {
      return outbox.enqueueDocument({ documentId, identity, kind, month, sha256, source, replaces });
    }
    if (eventId === null) throw new Error(`recovery item ${String(item.id)} is of nothing`);
    const name = item.target.slice(item.target.lastIndexOf('/') + 1);
    return outbox.enqueueCancellation({ eventId, name, month, sha256, source });
  }

  async #drain(): Promise<void> {
    const { dispatcher } = this.execution.place;
    const signal = this.execution.atWork;
    setMaxListeners(0, signal);
    let failure: unknown = null;
    const stopLooking = every(LOOK_MS, () => {
      try {
        this.#settle();
      } catch (error) {
        failure ??= error;
      }
    });
    try {
      await dispatcher.drain(signal);
    } catch (error) {
      if (!signal.aborted || !isMaloteError(error, 'CANCELLED')) throw error;
    } finally {
      stopLooking();
    }
    if (failure !== null) throw failure as Error;
  }

  #settle(): void {
    const { id, options, service } = this.execution;
    this.execution.settle(() => service.ledger.recoveryWork.settle(id, options.retries, HOPELESS));
  }

  /** Failures are the file's own where the root is well, seen now. */
  async #classify(): Promise<void> {
    const { id, service, place, signal } = this.execution;
    const { recoveryWork: work } = service.ledger;
    const waiting = work.waitingDestinations(id);
    const doubtful = waiting.filter(({ codes }) => codes.some((code) => AWAY.includes(code)));
    if (doubtful.length > 0 && !signal.aborted) await this.#look(doubtful.map(({ destination }) => destination));
    const well = waiting.map(({ destination }) => destination).filter((name) => this.#awayOf([name]).length === 0);
    if (!place.dispatcher.isElsewhere) work.countFailures(id, well);
    this.#settle();
  }

  /** Twice, since one failed look alone says nothing. */
  async #look(destinations: readonly string[]): Promise<void> {
    for (const root of this.#rootsOf(destinations)) {
      await this.execution.place.health.check(root);
      await this.execution.place.health.check(root);
    }
  }

  /** For a share that is away; else for the time between two attempts. */
  async #wait(destinations: readonly string[]): Promise<void> {
    const { place, service, options } = this.execution;
    const signal = this.execution.atWork;
    const away = this.#awayOf(destinations);
    this.execution.waitFor(away);
    try {
      if (away.length > 0 && away.length >= this.#leastAway(destinations))
        await Promise.race(away.map((root) => place.health.untilUsable(root, signal)));
      else if (place.dispatcher.isElsewhere) await new WakeSignal().within(ELSEWHERE_MS, signal);
      else await service.clock.sleep(options.waitSeconds * 1_000, signal);
    } catch (error) {
      if (!signal.aborted) throw error;
    } finally {
      this.execution.waitFor([]);
    }
  }

  /** How many roots must be away before nothing can be done: the archive alone, or every share that something waits for. */
  #leastAway(destinations: readonly string[]): number {
    if (!this.execution.place.health.usable('archive')) return 1;
    return new Set(destinations.map((name) => this.#rootOf(name))).size;
  }

  #awayOf(destinations: readonly string[]): ShareName[] {
    return this.#rootsOf(destinations).filter((root) => !this.execution.place.health.usable(root));
  }

  #rootsOf(destinations: readonly string[]): ShareName[] {
    return [...new Set<ShareName>(['archive', ...destinations.map((name) => this.#rootOf(name))])];
  }

  #rootOf(destination: string): Destination {
    const { roots } = this.execution.place;
    return destination === 'cancelled' && roots.cancelled !== roots.import ? 'cancelled' : 'import';
  }
}

type ShareName = 'archive' | Destination;

import type { AlertsView } from '../../shared/ipc/alerts';
import type { AuditBoard } from '../../shared/ipc/audit';
import type { LegacyBoard } from '../../shared/ipc/legacy';
import type { WatchFigures } from '../../shared/ipc/quiet';
import type { RecoveryView, WholeRecovery } from '../../shared/ipc/recovery';
import type { OutboxView, RecheckView, ShareLine, SpoolView } from '../../shared/ipc/shares';
import { isLedgerFailure } from '../ledger';
import { Pace } from './pace';

/** What is looked at when an engine says that something besides its run has changed. */
export interface WatchSource {
  readonly shares: { lines(): readonly ShareLine[] };
  readonly outbox: OutboxView;
  readonly spool: SpoolView;
  readonly lastRecheck: RecheckView | null;
  readonly alerts: { view(): AlertsView };
  readonly audits: { board(): AuditBoard };
  readonly recovery: { current(): RecoveryView | null };
  readonly wholeRecovery: { current(): WholeRecovery | null };
  readonly legacy: LegacyBoard;
}

/** Shares, outbox and alerts are looked at this long after they said that they had changed, and no more often. */
const EVERY_MS = 250;
/** Orphans and recoveries cost more: so often at most, and less often where they take long. */
const DESKS_EVERY_MS = 1_000;
const ONE_IN = 20;

/** Looks at shares, deliveries, alerts, audits and recoveries when they have changed: seldom enough, and always once more at the end. */
export class WatchReader {
  #source: WatchSource | null = null;
  #timer: ReturnType<typeof setTimeout> | null = null;
  #desksStale = false;
  readonly #desks = new Pace(DESKS_EVERY_MS, ONE_IN, () => performance.now());

  constructor(private readonly publish: (figures: Partial<WatchFigures>) => void) {}

  /** Looks at everything at once. */
  attach(source: WatchSource): void {
    this.#source = source;
    this.#readShares(source);
    this.#readDesks(source);
  }

  detach(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    this.#source = null;
  }

  /** Something has changed. */
  changed(): void {
    this.#desksStale = true;
    this.#lookSoon();
  }

  #lookSoon(): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = null;
      try {
        this.#look();
      } catch (error) {
        if (!isLedgerFailure(error)) throw error;
        this.changed();
      }
    }, EVERY_MS);
  }

  #look(): void {
    const source = this.#source;
    if (source === null) return;
    this.#readShares(source);
    if (!this.#desksStale) return;
    if (this.#desks.due) this.#readDesks(source);
    else this.#lookSoon();
  }

  #readShares({ shares, outbox, spool, lastRecheck, alerts }: WatchSource): void {
    this.publish({ shares: shares.lines(), outbox, spool, recheck: lastRecheck, alerts: alerts.view() });
  }

  #readDesks({ audits, recovery, wholeRecovery, legacy: { progress, last } }: WatchSource): void {
    this.#desksStale = false;
    this.#desks.take(() => {
      this.publish({
        audit: audits.board(),
        recovery: recovery.current(),
        wholeRecovery: wholeRecovery.current(),
        legacy: { progress, last },
      });
    });
  }
}

import type { AlertsView } from '../../shared/ipc/alerts';
import type { AuditStatus } from '../../shared/ipc/audit';
import type { JobView } from '../../shared/ipc/jobs';
import type { LegacyStatus } from '../../shared/ipc/legacy';
import type { WatchFigures } from '../../shared/ipc/empty-state';
import type { RecoveryView, WholeRecovery } from '../../shared/ipc/recovery';
import type { ScheduleView } from '../../shared/ipc/schedule';
import type { OutboxView, ScrubView, ShareLine, SpoolView } from '../../shared/ipc/shares';
import { JOB_TAIL } from '../../shared/ipc/state';
import { after, type StopTimer, monotonicMs } from '../base';
import { isLedgerFailure } from '../ledger';
import { Throttle } from './throttle';

/** What is looked at when an engine says that something besides its run has changed. */
export interface WatchSource {
  readonly shares: { lines(): readonly ShareLine[] };
  readonly outbox: OutboxView;
  readonly spool: SpoolView;
  readonly lastScrub: ScrubView | null;
  readonly alerts: { view(): AlertsView };
  readonly audits: { overview(): Promise<AuditStatus> };
  readonly recovery: { current(): RecoveryView | null };
  readonly wholeRecovery: { current(): WholeRecovery | null };
  readonly legacy: LegacyStatus;
  readonly jobs: { list(limit: number): readonly JobView[] };
  readonly schedule: { list(): Promise<readonly ScheduleView[]> };
}

/** Shares, outbox and alerts are looked at this long after they said that they had changed, and no more often. */
const EVERY_MS = 250;
/** Orphans and recoveries cost more: so often at most, and where they take long, for a fifth of the time of the thread that reads. */
const STATUSES_EVERY_MS = 1_000;
const ONE_IN = 5;

/** Looks at shares, deliveries, alerts, audits and recoveries when they have changed: seldom enough, and always once more at the end. */
export class WatchReader {
  #source: WatchSource | null = null;
  #timer: StopTimer | null = null;
  #statusesStale = false;
  readonly #evidence = new Throttle(STATUSES_EVERY_MS, ONE_IN, monotonicMs);

  constructor(
    private readonly publish: (figures: Partial<WatchFigures>) => void,
    /** Told of what nobody expected. */
    private readonly onError: (error: unknown) => void,
  ) {}

  /** Shows everything as it is now. @param audit as its source has just told it, like the schedule */
  attach(source: WatchSource, audit: AuditStatus, schedule: readonly ScheduleView[]): void {
    this.#source = source;
    this.#readShares(source);
    this.#tellStatuses(source, audit, schedule);
    if (this.#statusesStale) this.#lookSoon();
  }

  detach(): void {
    this.#timer?.();
    this.#timer = null;
    this.#statusesStale = false;
    this.#source = null;
  }

  /** Something has changed. */
  changed(): void {
    this.#statusesStale = true;
    this.#lookSoon();
  }

  #lookSoon(): void {
    if (this.#source === null) return;
    this.#timer ??= after(EVERY_MS, () => {
      this.#timer = null;
      this.#look().catch((error: unknown) => {
        if (isLedgerFailure(error)) this.changed();
        else this.onError(error);
      });
    });
  }

  async #look(): Promise<void> {
    const source = this.#source;
    if (source === null) return;
    this.#readShares(source);
    if (!this.#statusesStale) return;
    if (this.#evidence.due) await this.#readStatuses(source);
    else this.#lookSoon();
  }

  #readShares({ shares, outbox, spool, lastScrub, alerts, jobs }: WatchSource): void {
    const told = { shares: shares.lines(), outbox, spool, scrub: lastScrub, alerts: alerts.view() };
    this.publish({ ...told, jobs: jobs.list(JOB_TAIL) });
  }

  async #readStatuses(source: WatchSource): Promise<void> {
    this.#statusesStale = false;
    const audit = await this.#evidence.take(() => source.audits.overview());
    const schedule = await source.schedule.list();
    if (this.#source !== source) return;
    this.#tellStatuses(source, audit, schedule);
  }

  #tellStatuses(
    { recovery, wholeRecovery, legacy }: WatchSource,
    audit: AuditStatus,
    schedule: readonly ScheduleView[],
  ): void {
    this.publish({
      audit,
      schedule,
      recovery: recovery.current(),
      wholeRecovery: wholeRecovery.current(),
      legacy: { progress: legacy.progress, last: legacy.last },
    });
  }
}

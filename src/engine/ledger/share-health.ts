import type { LastShareState } from '../../shared/health';
import { shareRootSchema } from '../../shared/ipc/share-root';
import { RETENTION_DAYS } from '../../shared/retention';
import type { ShareCause, ShareHistory, ShareRoot, ShareState } from '../../shared/ipc/shares';
import type { HealthStore, LastState, Look, ShareChange } from '../shares';
import type { LedgerDatabase } from './database';
import type { Journal } from './journal';
import { outagesOf, type ShareEvent } from './share-outages';
import { thinned, type Sample } from './thinning';

const HOUR_MS = 3_600_000;
/** Whatever the settings say: they are heeded by the nightly work (`jobs/retention`). */
const KEPT_MS = RETENTION_DAYS.latencyDays.most * 24 * HOUR_MS;
/** Of one root; a month of looks at the shortest interval. */
const KEPT_SAMPLES = 100_000;
/** Tidying up costs more than a sample, and may come late. */
const TIDY_EVERY = 200;
const SHOWN_SAMPLES = 1_500;
/** More than 90 days of a root that fails every hour. */
const EVENTS_READ = 5_000;

/** Detail of a share event, as JSON. */
interface Detail {
  readonly from: ShareState;
  readonly words?: string;
  readonly action?: string;
  readonly downForMs?: number;
  readonly delivered?: number;
}

interface EventRow {
  readonly state: ShareState;
  readonly code: string | null;
  readonly detail: string;
  readonly at: string;
  readonly location: string;
}

/** The looks at the roots, bounded in number and age, and every change of their states, kept for good. */
export class ShareHealthRepository implements HealthStore {
  #untilTidy = TIDY_EVERY;

  constructor(
    private readonly db: LedgerDatabase,
    private readonly now: () => string,
    private readonly journal: Pick<Journal, 'write'>,
  ) {}

  sample(root: ShareRoot, at: string, found: Look | { readonly code: string }): void {
    const [latency, free, code] = 'code' in found ? [null, null, found.code] : [found.latencyMs, found.freeBytes, null];
    this.db.run('INSERT INTO share_samples (root, at, latency_ms, free_bytes, code) VALUES (?, ?, ?, ?, ?)', [
      ...[root, at, latency, free === null ? null : Math.trunc(free), code],
    ]);
    this.#untilTidy -= 1;
    if (this.#untilTidy > 0) return;
    this.#untilTidy = TIDY_EVERY;
    this.#tidy(root);
  }

  changed({ root, location, from, to, cause, at, downForMs }: ShareChange): void {
    const detail: Detail = {
      from,
      ...(cause === null ? {} : { words: cause.words, action: cause.action }),
      ...(downForMs === null ? {} : { downForMs }),
    };
    const code = cause?.code ?? null;
    this.db.transaction(() => {
      this.db.run('INSERT INTO share_events (root, state, code, detail, at, location) VALUES (?, ?, ?, ?, ?, ?)', [
        ...[root, to, code, JSON.stringify(detail), at, location],
      ]);
      this.journal.write('share.changed', root, { from, to, code, words: cause?.words ?? null, downForMs });
    });
  }

  lastState(root: ShareRoot, location: string): LastState | null {
    const last = this.#events(root, 1)[0];
    if (last?.location !== location) return null;
    const { state, at: since, cause } = last;
    if (state === 'recovering' || state === 'down') return this.#outageUnderWay(root, location) ?? null;
    return { state, since, cause };
  }

  /** Of every root that was ever looked at, what it came to last, wherever it lay. */
  lastStates(): LastShareState[] {
    return shareRootSchema.options.flatMap((root) => {
      const [last] = this.#events(root, 1);
      return last === undefined ? [] : [{ root, state: last.state, since: last.at, code: last.cause?.code ?? null }];
    });
  }

  /**
   * How many files were delivered, of what had waited, after the last outage of the root that has ended. Without such an outage nothing
   * is noted.
   */
  noteDelivered(root: ShareRoot, count: number): void {
    this.db.run(
      `UPDATE share_events SET detail = json_set(detail, '$.delivered', CAST(? AS INTEGER)) WHERE id =
         (SELECT max(id) FROM share_events WHERE root = ? AND state IN ('ok', 'degraded') AND detail ->> '$.downForMs' IS NOT NULL)`,
      [count, root],
    );
  }

  /** The last hours of a root: its looks, thinned out, and the outages that touch this time. */
  history(root: ShareRoot, hours: number): ShareHistory {
    const since = new Date(Date.parse(this.now()) - hours * HOUR_MS).toISOString();
    const samples = this.db.all<Sample>(
      `SELECT at, latency_ms AS latencyMs, free_bytes AS freeBytes FROM share_samples
       WHERE root = ? AND at >= ? ORDER BY at, id`,
      [root, since],
    );
    const outages = outagesOf(this.#events(root, EVENTS_READ).reverse()).reverse();
    return {
      samples: thinned(samples, SHOWN_SAMPLES),
      outages: outages
        .filter(({ to }) => to === null || to >= since)
        .map(({ from, to, cause, delivered }) => ({ from, to, cause, delivered })),
    };
  }

  /** Newest first. */
  #events(root: ShareRoot, limit: number): ShareEvent[] {
    const rows = this.db.all<EventRow>(
      `SELECT state, code, coalesce(detail, '{}') AS detail, at, coalesce(location, '') AS location
       FROM share_events WHERE root = ? ORDER BY id DESC LIMIT ?`,
      [root, limit],
    );
    return rows.map(({ state, code, detail, at, location }) => {
      const { words = '', action = '', delivered = null } = JSON.parse(detail) as Partial<Detail>;
      const cause: ShareCause | null = code === null ? null : { code, words, action };
      return { state, cause, at, location, delivered };
    });
  }

  #outageUnderWay(root: ShareRoot, location: string): LastState | undefined {
    const last = outagesOf(this.#events(root, EVENTS_READ).reverse()).at(-1);
    if (last?.to !== null || last.location !== location) return undefined;
    return { state: 'down', since: last.from, cause: last.cause };
  }

  #tidy(root: ShareRoot): void {
    const oldest = new Date(Date.parse(this.now()) - KEPT_MS).toISOString();
    this.db.run(
      `DELETE FROM share_samples WHERE root = @root AND at < max(@oldest, coalesce(
         (SELECT at FROM share_samples WHERE root = @root ORDER BY at DESC LIMIT 1 OFFSET @kept), ''))`,
      { root, oldest, kept: KEPT_SAMPLES - 1 },
    );
  }
}

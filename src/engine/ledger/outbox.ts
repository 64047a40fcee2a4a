import type { Month, Sha256 } from '../domain';
import type { LedgerDatabase } from './database';

/** What waits for one destination. */
export interface OutboxLine {
  readonly destination: string;
  readonly pending: number;
  /** Of these, how many have failed at least once. */
  readonly failed: number;
  readonly conflicts: number;
  readonly oldestAt: string | null;
  readonly oldestMonth: Month | null;
}

export interface DeliveredFile {
  readonly id: number;
  readonly destination: string;
  readonly targetPath: string;
  readonly sha256: Sha256;
  readonly size: number;
  /** 1: a later delivery has put a better form of it there. */
  readonly replaced: 0 | 1;
}

/** Whether a later delivery than `v` has put another content under its name. */
export const IS_REPLACED = `EXISTS (SELECT 1 FROM deliveries o WHERE o.destination_id = v.destination_id AND o.target_path = v.target_path
  AND o.id > v.id AND o.state = 'delivered')`;
export const REPLACED = `${IS_REPLACED} AS replaced`;

/**
 * The numbers of the next delivered files, for @afterId and @limit, and @month unless it is null: by an index alone, since the rows of a
 * month are too many to look at for each page.
 */
export function nextDelivered(month: Month | null): string {
  return month === null
    ? "SELECT id FROM deliveries INDEXED BY deliveries_delivered WHERE state = 'delivered' AND id > @afterId ORDER BY id LIMIT @limit"
    : "SELECT id FROM deliveries INDEXED BY deliveries_by_month WHERE month = @month AND state = 'delivered' AND id > @afterId ORDER BY id LIMIT @limit";
}

/** What can be read of the outbox without changing it. */
export class OutboxReader {
  constructor(private readonly db: LedgerDatabase) {}

  lines(): OutboxLine[] {
    return this.db.all<OutboxLine>(
      `SELECT n.name AS destination,
         (SELECT count(*) FROM deliveries v WHERE v.destination_id = n.id AND v.state IN ('pending', 'copying', 'failed')) AS pending,
         (SELECT count(*) FROM deliveries v WHERE v.destination_id = n.id AND v.state IN ('pending', 'copying', 'failed')
            AND v.error_code IS NOT NULL) AS failed,
         (SELECT count(*) FROM deliveries v WHERE v.destination_id = n.id AND v.state = 'conflict') AS conflicts,
         (SELECT min(v.enqueued_at) FROM deliveries v WHERE v.destination_id = n.id
            AND v.state IN ('pending', 'copying', 'failed')) AS oldestAt,
         (SELECT min(v.month) FROM deliveries v WHERE v.destination_id = n.id
            AND v.state IN ('pending', 'copying', 'failed')) AS oldestMonth
       FROM destinations n ORDER BY n.name DESC`,
    );
  }

  /** Files that are delivered, in the order of their numbers. */
  delivered(afterId: number, limit: number, month: Month | null): DeliveredFile[] {
    return this.db.all<DeliveredFile>(
      `SELECT v.id, n.name AS destination, v.target_path AS targetPath, v.sha256, v.size, ${REPLACED}
       FROM (${nextDelivered(month)}) next CROSS JOIN deliveries v ON v.id = next.id CROSS JOIN destinations n ON n.id = v.destination_id
       ORDER BY v.id`,
      { month, afterId, limit },
    );
  }

  countDelivered(month: Month | null): number {
    return month === null
      ? this.db.value<number>(
          "SELECT count(*) FROM deliveries INDEXED BY deliveries_delivered WHERE state = 'delivered'",
        )
      : this.db.value<number>("SELECT count(*) FROM deliveries WHERE month = ? AND state = 'delivered'", [month]);
  }

  /** The number of the delivery that was put there last; 0 when there is none. */
  newest(): number {
    return this.db.value<number>('SELECT coalesce(max(id), 0) FROM deliveries');
  }

  /** Whether some up to this number wait for these destinations without having failed, or are being copied. */
  isUnderWay(destinations: readonly string[], upTo: number): boolean {
    return (
      this.db.value<number>(
        // all three open states are named, so that the index of the open ones serves
        `SELECT EXISTS (SELECT 1 FROM deliveries v INDEXED BY deliveries_open JOIN destinations n ON n.id = v.destination_id
         WHERE v.state IN ('pending', 'copying', 'failed') AND v.state IN ('pending', 'copying') AND v.id <= ?
           AND n.name IN (SELECT value FROM json_each(?)))`,
        [upTo, JSON.stringify(destinations)],
      ) === 1
    );
  }

  /** How many up to this number have been delivered since this instant (ISO 8601), by whichever process. */
  countVerifiedSince(since: string, destinations: readonly string[], upTo: number): number {
    // by the journal, whose entries are found by their time; in this order, which the planner must not turn around
    return this.db.value<number>(
      `SELECT count(DISTINCT v.id) FROM journal j INDEXED BY journal_by_time CROSS JOIN json_each(j.detail, '$.deliveries') t
         CROSS JOIN deliveries v ON v.id = t.value CROSS JOIN destinations n ON n.id = v.destination_id
       WHERE j.at >= ? AND j.action = 'delivery.verified' AND v.state = 'delivered' AND v.id <= ?
         AND n.name IN (SELECT value FROM json_each(?))`,
      [since, upTo, JSON.stringify(destinations)],
    );
  }
}

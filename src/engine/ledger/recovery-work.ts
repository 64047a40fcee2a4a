import type { ErrorCode, ErrorEnvelope } from '../../shared/errors';
import type { FindingCategory } from '../../shared/ipc/audit';
import type { RecoveryOptions, RecoveryState } from '../../shared/ipc/recovery';
import type { Day, DocumentKind, Month, Sha256 } from '../domain';
import type { LedgerDatabase } from './database';
import type { RecoveryItemState } from './recoveries';

/** An item that is to be put into the outbox, with the document or event as it is now. */
export interface ItemToDeliver {
  readonly id: number;
  readonly identity: string;
  readonly documentId: number | null;
  readonly eventId: number | null;
  readonly kind: DocumentKind;
  readonly month: Month;
  readonly sha256: Sha256;
  readonly size: number;
  /** Null when it is filed nowhere. */
  readonly source: string | null;
  readonly target: string;
  /** What was delivered of the document before it came in a better form. */
  readonly replaces: Sha256 | null;
}

export interface ItemToFetch {
  readonly id: number;
  readonly category: FindingCategory;
  readonly identity: string;
  readonly kind: DocumentKind | null;
  readonly month: Month | null;
  readonly issueDay: Day | null;
  /** Of an event: whose it is. */
  readonly documentIdentity: string | null;
}

/** An item whose outcome has just become known. */
export interface SettledItem {
  readonly id: number;
  readonly action: 'deliver' | 'fetch';
  readonly identity: string;
  readonly source: string | null;
  readonly target: string | null;
  readonly size: number | null;
  readonly state: RecoveryItemState;
  readonly code: ErrorCode | null;
}

export interface ItemTotal {
  readonly action: 'deliver' | 'fetch';
  readonly state: RecoveryItemState;
  readonly items: number;
  readonly bytes: number;
}

/** Folders of the sources, each by the worst that became of a file in it. */
export interface FolderTotals {
  readonly copied: number;
  readonly skipped: number;
  readonly mismatch: number;
  readonly failed: number;
}

/** Items that wait for their delivery, by where they go. */
export interface WaitingDestination {
  readonly destination: string;
  readonly items: number;
  /** What deliveries failed with there. */
  readonly codes: readonly ErrorCode[];
}

export interface RecoveryEnd {
  readonly state: RecoveryState;
  readonly error: ErrorEnvelope | null;
}

const SETTLED = 'id, action, identity, source_path AS source, target_path AS target, size, state, error_code AS code';

/** A recovery at work: what is next, and what became of what was begun. */
export class RecoveryWork {
  constructor(
    private readonly db: LedgerDatabase,
    private readonly now: () => string,
  ) {}

  begin(id: number, options: RecoveryOptions, log: string): void {
    this.db.run(
      `UPDATE recoveries SET state = 'running', options = ?, log = ?, started_at = coalesce(started_at, ?), ended_at = NULL,
         error = NULL WHERE id = ?`,
      [JSON.stringify(options), log, this.now(), id],
    );
  }

  setState(id: number, state: RecoveryState): void {
    this.db.run('UPDATE recoveries SET state = ? WHERE id = ?', [state, id]);
  }

  worked(id: number, ms: number): void {
    this.db.run('UPDATE recoveries SET worked_ms = worked_ms + ? WHERE id = ?', [Math.round(ms), id]);
  }

  logged(id: number, bytes: number): void {
    this.db.run('UPDATE recoveries SET log_bytes = ? WHERE id = ?', [bytes, id]);
  }

  end(id: number, { state, error }: RecoveryEnd): void {
    this.db.run('UPDATE recoveries SET state = ?, ended_at = ?, error = ? WHERE id = ?', [
      state,
      this.now(),
      error === null ? null : JSON.stringify(error),
      id,
    ]);
  }

  /** Recoveries that no process works on any more. @returns their numbers. */
  markInterrupted(): number[] {
    return this.db
      .all<{ id: number }>(
        "UPDATE recoveries SET state = 'interrupted', ended_at = ? WHERE state IN ('running', 'paused') RETURNING id",
        [this.now()],
      )
      .map(({ id }) => id);
  }

  totals(id: number): ItemTotal[] {
    return this.db.all<ItemTotal>(
      `SELECT action, state, count(*) AS items, sum(coalesce(size, 0)) AS bytes FROM recovery_items WHERE recovery_id = ?
       GROUP BY action, state`,
      [id],
    );
  }

  /** Only what is settled counts; a folder of which nothing is settled has not been begun. */
  folders(id: number): FolderTotals {
    const row = this.db.get<FolderTotals>(
      `SELECT sum(worst = 4) AS failed, sum(worst = 3) AS mismatch, sum(worst = 2) AS copied, sum(worst = 1) AS skipped FROM (
         SELECT max(CASE state WHEN 'failed' THEN 4 WHEN 'unavailable' THEN 4 WHEN 'conflict' THEN 3 WHEN 'same' THEN 1 ELSE 2 END)
           AS worst
         FROM recovery_items WHERE recovery_id = ? AND source_path IS NOT NULL
           AND state IN ('delivered', 'same', 'fetched', 'conflict', 'failed', 'unavailable')
         GROUP BY rtrim(source_path, replace(source_path, '/', '')))`,
      [id],
    );
    const { copied, skipped, mismatch, failed } = row ?? { copied: null, skipped: null, mismatch: null, failed: null };
    return { copied: copied ?? 0, skipped: skipped ?? 0, mismatch: mismatch ?? 0, failed: failed ?? 0 };
  }

  /** What is to be delivered next; what must first be fetched is left aside. */
  nextToDeliver(id: number, limit: number): ItemToDeliver[] {
    return this.db.all<ItemToDeliver>(
      `SELECT i.id, i.identity, i.document_id AS documentId, i.event_id AS eventId, coalesce(d.kind, e.kind) AS kind,
         coalesce(d.month, e.month) AS month, coalesce(d.sha256, e.sha256) AS sha256, coalesce(d.size, e.size) AS size,
         coalesce(
           (SELECT f.path FROM filings f WHERE f.document_id = d.id AND f.company_id IS NOT NULL
            ORDER BY f.sha256 <> d.sha256, f.path LIKE '%/Mês_anterior/%', f.id LIMIT 1),
           (SELECT g.path FROM event_filings g WHERE g.event_id = e.id
            ORDER BY g.company_id IS NULL, g.sha256 <> e.sha256, g.id LIMIT 1)) AS source,
         i.target_path AS target,
         (SELECT v.sha256 FROM deliveries v WHERE v.document_id = d.id AND v.state = 'delivered' AND v.sha256 <> d.sha256
          ORDER BY v.id DESC LIMIT 1) AS replaces
       FROM recovery_items i LEFT JOIN documents d ON d.id = i.document_id LEFT JOIN events e ON e.id = i.event_id
       WHERE i.recovery_id = ? AND i.state = 'planned' AND i.action = 'deliver'
         AND NOT EXISTS (SELECT 1 FROM recovery_items x WHERE x.recovery_id = i.recovery_id AND x.action = 'fetch'
           AND x.identity = i.identity AND x.state = 'planned')
       ORDER BY i.id LIMIT ?`,
      [id, limit],
    );
  }

  /** In the outbox from now on, or already done there. */
  enqueued(
    item: Pick<ItemToDeliver, 'id' | 'sha256' | 'size'> & { readonly source: string },
    delivery: { readonly id: number; readonly attempts: number; readonly added: boolean },
  ): void {
    const { id, attempts, added } = delivery;
    this.db.run(
      `UPDATE recovery_items SET state = 'waiting', delivery_id = ?, enqueued = ?, attempts = ?, tries = 0, source_path = ?, sha256 = ?,
         size = ?
       WHERE id = ?`,
      [id, added ? 1 : 0, attempts, item.source, item.sha256, item.size, item.id],
    );
  }

  settleOne(itemId: number, state: RecoveryItemState, code: ErrorCode | null): SettledItem[] {
    return this.db.all<SettledItem>(
      `UPDATE recovery_items SET state = ?, error_code = ?, settled_at = ? WHERE id = ? RETURNING ${SETTLED}`,
      [state, code, this.now(), itemId],
    );
  }

  /**
   * What became of the deliveries that this recovery waits for. A failed one is settled after `retries` failures of its own, and at
   * once where trying again cannot help (`hopeless`).
   */
  settle(id: number, retries: number, hopeless: readonly ErrorCode[]): SettledItem[] {
    this.#followUpgrades(id);
    return this.db.all<SettledItem>(
      `UPDATE recovery_items SET settled_at = @at, error_code = CASE v.state WHEN 'failed' THEN v.error_code END,
         state = CASE v.state WHEN 'failed' THEN 'failed' WHEN 'conflict' THEN 'conflict'
           ELSE CASE v.placement WHEN 'same' THEN 'same' ELSE 'delivered' END END
       FROM deliveries v
       WHERE recovery_id = @id AND recovery_items.state = 'waiting' AND v.id = delivery_id
         AND (v.state IN ('delivered', 'conflict') OR v.state = 'failed' AND (tries > @retries
           OR v.error_code IN (SELECT value FROM json_each(@hopeless))))
       RETURNING ${SETTLED}`,
      { id, at: this.now(), retries, hopeless: JSON.stringify(hopeless) },
    );
  }

  /** A better form of the document came meanwhile: that one is to be delivered. */
  #followUpgrades(id: number): void {
    this.db.run(
      `UPDATE recovery_items SET state = 'planned', delivery_id = NULL, enqueued = 0 FROM deliveries v
       WHERE recovery_id = ? AND recovery_items.state = 'waiting' AND v.id = delivery_id AND v.state = 'superseded'`,
      [id],
    );
  }

  /**
   * Counts new failures against the files whose root is well: what failed because a root was away is nobody's fault.
   * @returns how many were counted.
   */
  countFailures(id: number, wellDestinations: readonly string[]): number {
    const well = JSON.stringify(wellDestinations);
    const counted = this.db.run(
      `UPDATE recovery_items SET tries = tries + 1, attempts = v.attempts
       FROM deliveries v JOIN destinations n ON n.id = v.destination_id
       WHERE recovery_id = ? AND recovery_items.state = 'waiting' AND v.id = delivery_id AND v.state = 'failed'
         AND v.attempts > recovery_items.attempts AND n.name IN (SELECT value FROM json_each(?))`,
      [id, well],
    ).changes;
    this.db.run(
      `UPDATE recovery_items SET attempts = v.attempts FROM deliveries v
       WHERE recovery_id = ? AND recovery_items.state = 'waiting' AND v.id = delivery_id AND v.state = 'failed'
         AND v.attempts > recovery_items.attempts`,
      [id],
    );
    return counted;
  }

  /** Destinations that this recovery waits for, with the codes that deliveries failed with there. */
  waitingDestinations(id: number): WaitingDestination[] {
    return this.db
      .all<{ destination: string; items: number; codes: string }>(
        `SELECT n.name AS destination, count(*) AS items, json_group_array(DISTINCT CASE v.state WHEN 'failed' THEN v.error_code END) AS codes
         FROM recovery_items i JOIN deliveries v ON v.id = i.delivery_id JOIN destinations n ON n.id = v.destination_id
         WHERE i.recovery_id = ? AND i.state = 'waiting' GROUP BY n.name`,
        [id],
      )
      .map(({ destination, items, codes }) => ({
        destination,
        items,
        codes: (JSON.parse(codes) as (ErrorCode | null)[]).filter((code) => code !== null),
      }));
  }

  months(id: number): (Month | null)[] {
    return this.db
      .all<{ month: Month | null }>(
        `SELECT DISTINCT month FROM recovery_items WHERE recovery_id = ? AND state = 'planned' AND action = 'fetch' ORDER BY month`,
        [id],
      )
      .map(({ month }) => month);
  }

  nextToFetch(id: number, month: Month | null, after: number, limit: number): ItemToFetch[] {
    return this.db.all<ItemToFetch>(
      `SELECT i.id, i.category, i.identity, i.kind, i.month, i.issue_day AS issueDay, e.document_identity AS documentIdentity
       FROM recovery_items i LEFT JOIN events e ON e.identity = i.identity
       WHERE i.recovery_id = ? AND i.state = 'planned' AND i.action = 'fetch' AND i.month IS ? AND i.id > ? ORDER BY i.id LIMIT ?`,
      [id, month, after, limit],
    );
  }

  /** The item of this recovery that a document or event was to be fetched for, while it is open. */
  wanted(id: number, identity: string): number | null {
    return (
      this.db.get<{ id: number }>(
        `SELECT id FROM recovery_items WHERE recovery_id = ? AND action = 'fetch' AND identity = ? AND state = 'planned'`,
        [id, identity],
      )?.id ?? null
    );
  }

  /** Fetched, or found whole on disk (`same`); and to be delivered too, where no delivery covers it and a client company is concerned. */
  fetched(
    itemId: number,
    state: 'fetched' | 'same',
    targetOf: (kind: DocumentKind, identity: string) => string,
  ): SettledItem[] {
    const settled = this.db.all<SettledItem>(
      `UPDATE recovery_items SET state = @state, error_code = NULL, settled_at = @at,
         document_id = (SELECT d.id FROM documents d WHERE d.identity = recovery_items.identity),
         size = coalesce((SELECT d.size FROM documents d WHERE d.identity = recovery_items.identity), size),
         source_path = coalesce(source_path, (SELECT f.path FROM filings f JOIN documents d ON d.id = f.document_id
           WHERE d.identity = recovery_items.identity ORDER BY f.id LIMIT 1))
       WHERE id = @id RETURNING ${SETTLED}`,
      { id: itemId, state, at: this.now() },
    );
    const uncovered = this.db.get<{ kind: DocumentKind; identity: string }>(
      `SELECT d.kind, d.identity FROM recovery_items i JOIN documents d ON d.identity = i.identity
       WHERE i.id = ? AND EXISTS (SELECT 1 FROM filings f WHERE f.document_id = d.id AND f.company_id IS NOT NULL)
         AND NOT EXISTS (SELECT 1 FROM deliveries v WHERE v.document_id = d.id AND v.state = 'delivered' AND v.sha256 = d.sha256)
         AND NOT EXISTS (SELECT 1 FROM legacy_claims l WHERE l.identity = d.identity AND l.claim = 'handed-over')`,
      [itemId],
    );
    if (uncovered !== undefined) {
      this.db.run(
        `INSERT INTO recovery_items (recovery_id, action, category, identity, document_id, company_id, kind, month, source_path,
           target_path, size, sha256, state)
         SELECT i.recovery_id, 'deliver', i.category, d.identity, d.id, i.company_id, d.kind, d.month, i.source_path, ?, d.size,
           d.sha256, 'planned'
         FROM recovery_items i JOIN documents d ON d.identity = i.identity WHERE i.id = ? ON CONFLICT DO NOTHING`,
        [targetOf(uncovered.kind, uncovered.identity), itemId],
      );
    }
    return settled;
  }
}

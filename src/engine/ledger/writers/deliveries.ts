import type { Month, Sha256 } from '../../domain';
import type { LedgerDatabase } from '../database';

export interface NewDelivery {
  readonly destination: string;
  readonly subject: { readonly documentId: number } | { readonly eventId: number };
  readonly sourcePath: string;
  readonly targetPath: string;
  readonly contentSha256: Sha256;
  /** Hash of the content that we ourselves delivered under this name before, when this is its better form. */
  readonly replaces: Sha256 | null;
  readonly month: Month;
}

export interface DeliveryRow {
  readonly id: number;
  readonly destination: string;
  readonly documentId: number | null;
  readonly eventId: number | null;
  readonly sourcePath: string;
  readonly targetPath: string;
  readonly contentSha256: Sha256;
  readonly replaces: Sha256 | null;
  readonly month: Month;
  readonly attempts: number;
}

/** Writes the outbox. Only the delivery room may import this file (invariant 3; lint enforces it). */
export class DeliveryWriter {
  constructor(
    private readonly db: LedgerDatabase,
    private readonly now: () => string,
  ) {}

  declareDestination(name: string, location: string, layout: string): void {
    this.db.run(
      `INSERT INTO destinations (name, location, layout) VALUES (?, ?, ?)
       ON CONFLICT (name) DO UPDATE SET location = excluded.location, layout = excluded.layout`,
      [name, location, layout],
    );
  }

  /** Adds to the outbox unless the same content is already there for the same name. */
  enqueue(delivery: NewDelivery): void {
    const documentId = 'documentId' in delivery.subject ? delivery.subject.documentId : null;
    const eventId = 'eventId' in delivery.subject ? delivery.subject.eventId : null;
    this.db.run(
      `INSERT INTO deliveries (destination_id, document_id, event_id, source_path, target_path, content_sha256, replaces, month,
         state, enqueued_at)
       SELECT id, ?, ?, ?, ?, ?, ?, ?, 'pending', ? FROM destinations WHERE name = ?
       ON CONFLICT (destination_id, target_path, content_sha256) DO NOTHING`,
      [
        documentId,
        eventId,
        delivery.sourcePath,
        delivery.targetPath,
        delivery.contentSha256,
        delivery.replaces,
        delivery.month,
        this.now(),
        delivery.destination,
      ],
    );
  }

  /** A better form of the document takes the place of what still waits. */
  supersedePending(documentId: number, keep: Sha256): void {
    this.db.run(
      "UPDATE deliveries SET state = 'superseded' WHERE document_id = ? AND content_sha256 <> ? AND state IN ('pending', 'failed')",
      [documentId, keep],
    );
  }

  /** Takes the oldest due deliveries (oldest month first) and marks them as being copied. */
  claim(limit: number, nowIso: string): DeliveryRow[] {
    return this.db.transaction(() => {
      const rows = this.db.all<DeliveryRow>(
        `SELECT v.id, n.name AS destination, v.document_id AS documentId, v.event_id AS eventId, v.source_path AS sourcePath,
           v.target_path AS targetPath, v.content_sha256 AS contentSha256, v.replaces, v.month, v.attempts
         FROM deliveries v JOIN destinations n ON n.id = v.destination_id
         WHERE v.state IN ('pending', 'failed') AND (v.not_before IS NULL OR v.not_before <= ?)
         ORDER BY v.state DESC, v.month, v.id LIMIT ?`,
        [nowIso, limit],
      );
      for (const row of rows) {
        this.db.run("UPDATE deliveries SET state = 'copying', attempts = attempts + 1 WHERE id = ?", [row.id]);
      }
      return rows;
    });
  }

  delivered(id: number, found: { readonly size: number; readonly sha256: Sha256 }, verifiedAt: string): void {
    this.db.run(
      `UPDATE deliveries SET state = 'delivered', size = ?, sha256 = ?, verified_at = ?, error_code = NULL, not_before = NULL
       WHERE id = ?`,
      [found.size, found.sha256, verifiedAt, id],
    );
  }

  conflicted(id: number, foundSha256: Sha256): void {
    this.db.run("UPDATE deliveries SET state = 'conflict', found_sha256 = ?, error_code = NULL WHERE id = ?", [
      foundSha256,
      id,
    ]);
  }

  failed(id: number, errorCode: string, notBefore: string): void {
    this.db.run("UPDATE deliveries SET state = 'failed', error_code = ?, not_before = ? WHERE id = ?", [
      errorCode,
      notBefore,
      id,
    ]);
  }

  /** Back to waiting without blame: the copy was stopped by a person, not by a failure. */
  release(id: number): void {
    this.db.run("UPDATE deliveries SET state = 'pending', attempts = attempts - 1 WHERE id = ? AND state = 'copying'", [
      id,
    ]);
  }

  /** After a crash: what was being copied is settled by looking again, so it waits again. */
  healInterrupted(): number {
    return this.db.run("UPDATE deliveries SET state = 'pending' WHERE state = 'copying'").changes;
  }

  /** Failed deliveries are due at once (a person asked, or the share is back). */
  retryNow(): number {
    return this.db.run("UPDATE deliveries SET not_before = NULL WHERE state = 'failed'").changes;
  }

  pending(): number {
    return this.db.value<number>("SELECT count(*) FROM deliveries WHERE state IN ('pending', 'copying', 'failed')");
  }

  /** Earliest instant at which a failed delivery is due again; null when something is due now or nothing waits. */
  nextDue(): string | null {
    const row = this.db.get<{ due: string | null; now: number }>(
      `SELECT min(not_before) AS due, sum(not_before IS NULL) AS now FROM deliveries WHERE state IN ('pending', 'failed')`,
    );
    return row === undefined || row.now > 0 ? null : row.due;
  }
}

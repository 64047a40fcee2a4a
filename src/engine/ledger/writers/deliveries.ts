import type { DocumentKind, Month, Sha256 } from '../../domain';
import type { LedgerDatabase } from '../database';
import { IS_REPLACED } from '../outbox';

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
  readonly destination: 'import' | 'cancelled';
  readonly documentId: number | null;
  readonly eventId: number | null;
  readonly sourcePath: string;
  readonly targetPath: string;
  readonly contentSha256: Sha256;
  readonly replaces: Sha256 | null;
  readonly month: Month;
  readonly attempts: number;
}

/** The row of the outbox that stands for a content under a name, new or not. */
export interface EnqueuedDelivery {
  readonly id: number;
  readonly state: 'pending' | 'copying' | 'delivered' | 'conflict' | 'failed' | 'superseded';
  readonly attempts: number;
  /** Whether this call has put it there. */
  readonly added: boolean;
}

/** Where a destination lies, and how its files are laid out there. */
export interface Declared {
  readonly location: string;
  readonly layout: string;
}

/** What waits, or met other content, and where it is to go. */
export interface Undelivered {
  readonly id: number;
  readonly targetPath: string;
  /** Of the document; null: it is an event. */
  readonly document: { readonly kind: DocumentKind; readonly identity: string } | null;
}

/** What was found where a file had been delivered: the same content, nothing (which proves nothing), or another content. */
export type Recheck = 'same' | 'absent' | 'altered';

/** An effective cancellation that no delivery, and no transaction of the system before this one, has handed over or is about to. */
export interface UnsentCancellation {
  readonly eventId: number;
  readonly documentIdentity: string;
  readonly eventType: string;
  readonly sequence: number;
  readonly month: Month;
  readonly sha256: Sha256;
  /** Where its file lies in the archive. */
  readonly source: string;
  /** Another cancellation of the document bears the plain name. */
  readonly further: boolean;
}

/** Cancels the document `d`. */
const CANCELS = "ce.document_identity = d.identity AND ce.effect = 'cancels' AND ce.effective = 1";
const CANCELLED_BEFORE = `EXISTS (SELECT 1 FROM legacy_claims cl
  WHERE cl.identity = d.identity AND cl.claim = 'cancellation-handed-over')`;

/**
 * Invariant 13: the delivery `v` is of a cancelled document, and none of its cancellations has been handed over. It is not taken out
 * of the outbox, whoever has put it there and when.
 */
const HELD_BACK = `EXISTS (SELECT 1 FROM documents d WHERE d.id = v.document_id
  AND EXISTS (SELECT 1 FROM events ce WHERE ${CANCELS})
  AND NOT EXISTS (SELECT 1 FROM events ce JOIN deliveries cv ON cv.event_id = ce.id WHERE ${CANCELS} AND cv.state = 'delivered')
  AND NOT ${CANCELLED_BEFORE})`;

/** In the words of the index of open deliveries, which serves no statement that leaves one of the states out. */
const OPEN = "v.state IN ('pending', 'copying', 'failed')";

/** What a document fails with whose cancellation does not get to the share. */
const CANCELLATION_FIRST = 'DELIVERY_CANCELLATION_FIRST';

const twice = <Value>(value: Value): [Value, Value] => [value, value];

/** Writes the outbox. Only the delivery room may import this file (invariant 3; lint enforces it). */
export class DeliveryWriter {
  constructor(
    private readonly db: LedgerDatabase,
    private readonly now: () => string,
  ) {}

  /** @returns what was declared before, when it was something else; else null. */
  declareDestination(name: string, { location, layout }: Declared): Declared | null {
    const before = this.db.get<Declared>('SELECT location, layout FROM destinations WHERE name = ?', [name]);
    this.db.run(
      `INSERT INTO destinations (name, location, layout) VALUES (?, ?, ?)
       ON CONFLICT (name) DO UPDATE SET location = excluded.location, layout = excluded.layout`,
      [name, location, layout],
    );
    return before === undefined || (before.location === location && before.layout === layout) ? null : before;
  }

  /** What of this destination waits, or has failed, and is not being copied. */
  waiting(destination: string): Undelivered[] {
    return this.#undelivered('deliveries_open', `${OPEN} AND v.state <> 'copying'`, destination);
  }

  /** `waiting`, and what met another content. */
  undelivered(destination: string): Undelivered[] {
    return [
      ...this.waiting(destination),
      ...this.#undelivered('deliveries_conflicts', "v.state = 'conflict'", destination),
    ];
  }

  #undelivered(index: string, state: string, destination: string): Undelivered[] {
    const rows = this.db.all<{ id: number; targetPath: string; kind: DocumentKind | null; identity: string | null }>(
      `SELECT v.id, v.target_path AS targetPath, d.kind, d.identity
       FROM deliveries v INDEXED BY ${index} LEFT JOIN documents d ON d.id = v.document_id
       WHERE ${state} AND v.destination_id = (SELECT id FROM destinations WHERE name = ?)`,
      [destination],
    );
    return rows.map(({ id, targetPath, kind, identity }) => ({
      id,
      targetPath,
      document: kind === null || identity === null ? null : { kind, identity },
    }));
  }

  /**
   * What has not been delivered goes elsewhere in its destination; a conflict with what stood at the old place is over.
   * @returns false when the same content has a row for that place already: that one stands for both.
   */
  redirect(id: number, targetPath: string): boolean {
    const other = this.db.get<{ id: number }>(
      `SELECT o.id FROM deliveries v JOIN deliveries o
         ON o.destination_id = v.destination_id AND o.content_sha256 = v.content_sha256 AND o.target_path = ?
       WHERE v.id = ? AND o.id <> v.id`,
      [targetPath, id],
    );
    if (other === undefined) {
      this.db.run(
        `UPDATE deliveries SET target_path = ?, state = CASE state WHEN 'conflict' THEN 'pending' ELSE state END
         WHERE id = ?`,
        [targetPath, id],
      );
      return true;
    }
    this.db.run("UPDATE deliveries SET state = 'superseded' WHERE id = ?", [id]);
    this.db.run("UPDATE deliveries SET state = 'pending', not_before = NULL WHERE id = ? AND state = 'superseded'", [
      other.id,
    ]);
    return false;
  }

  /** Adds to the outbox unless the same content is already there for the same name. @returns the row that stands for it now. */
  enqueue(delivery: NewDelivery): EnqueuedDelivery {
    const documentId = 'documentId' in delivery.subject ? delivery.subject.documentId : null;
    const eventId = 'eventId' in delivery.subject ? delivery.subject.eventId : null;
    // its own number is told back, which costs less than looking for it
    const added = this.db.get<{ id: number }>(
      `INSERT INTO deliveries (destination_id, document_id, event_id, source_path, target_path, content_sha256, replaces, month,
         state, enqueued_at)
       SELECT id, ?, ?, ?, ?, ?, ?, ?, 'pending', ? FROM destinations WHERE name = ?
       ON CONFLICT (destination_id, target_path, content_sha256) DO NOTHING RETURNING id`,
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
    return added === undefined ? this.#standing(delivery) : { ...added, state: 'pending', attempts: 0, added: true };
  }

  /** The row that has the same content for the same name. */
  #standing({ destination, targetPath, contentSha256 }: NewDelivery): EnqueuedDelivery {
    const row = this.db.get<Omit<EnqueuedDelivery, 'added'>>(
      `SELECT v.id, v.state, v.attempts FROM deliveries v JOIN destinations n ON n.id = v.destination_id
       WHERE n.name = ? AND v.target_path = ? AND v.content_sha256 = ?`,
      [destination, targetPath, contentSha256],
    );
    if (row === undefined) throw new Error(`no destination ${destination}`);
    return { ...row, added: false };
  }

  /** Effective cancellations that nobody has put here: of one document, or of all that wait to be delivered. Oldest first. */
  unsentCancellations(of: { readonly identity: string } | 'waiting'): UnsentCancellation[] {
    const documents =
      of === 'waiting'
        ? `(SELECT DISTINCT w.identity FROM deliveries v INDEXED BY deliveries_open JOIN documents w ON w.id = v.document_id WHERE ${OPEN}) d`
        : '(SELECT ? AS identity) d';
    const rows = this.db.all<Omit<UnsentCancellation, 'further'> & { further: number }>(
      `SELECT ce.id AS eventId, ce.document_identity AS documentIdentity, ce.event_type AS eventType, ce.sequence, ce.month, ce.sha256,
         g.path AS source, EXISTS (SELECT 1 FROM events b WHERE b.document_identity = ce.document_identity AND b.effect = 'cancels'
           AND b.effective = 1 AND b.id <> ce.id AND (b.id < ce.id OR EXISTS (SELECT 1 FROM deliveries bv WHERE bv.event_id = b.id)))
           AS further
       FROM ${documents} CROSS JOIN events ce ON ${CANCELS}
         JOIN event_filings g ON g.id = (SELECT x.id FROM event_filings x WHERE x.event_id = ce.id
           ORDER BY x.company_id IS NULL, x.sha256 <> ce.sha256, x.id LIMIT 1)
       WHERE NOT EXISTS (SELECT 1 FROM deliveries cv WHERE cv.event_id = ce.id AND cv.state <> 'superseded') AND NOT ${CANCELLED_BEFORE}
       ORDER BY ce.id`,
      of === 'waiting' ? [] : [of.identity],
    );
    return rows.map((row) => ({ ...row, further: row.further === 1 }));
  }

  /** Whether a document was put here, whatever has become of it. */
  knowsDocument(identity: string): boolean {
    return (
      this.db.get(
        `SELECT 1 FROM documents d JOIN deliveries v ON v.document_id = d.id WHERE d.identity = ? AND v.state <> 'superseded' LIMIT 1`,
        [identity],
      ) !== undefined
    );
  }

  /**
   * Due documents whose cancellation cannot be handed over for a reason of its own (not one of `awayCodes`, which say that the share is
   * away): they fail with it, and are tried again later. @returns their numbers.
   */
  failHeldBack(nowIso: string, notBefore: string, awayCodes: readonly string[]): number[] {
    const rows = this.db.all<{ id: number }>(
      `UPDATE deliveries AS v INDEXED BY deliveries_open SET state = 'failed', error_code = '${CANCELLATION_FIRST}', attempts = attempts + 1,
         not_before = ?
       WHERE ${OPEN} AND v.state <> 'copying' AND (v.not_before IS NULL OR v.not_before <= ?) AND v.document_id IS NOT NULL AND ${HELD_BACK}
         AND EXISTS (SELECT 1 FROM documents d JOIN events ce ON ${CANCELS} JOIN deliveries cv ON cv.event_id = ce.id
           WHERE d.id = v.document_id AND (cv.state = 'conflict' OR cv.state = 'failed'
             AND cv.error_code NOT IN (SELECT value FROM json_each(?)))) RETURNING id`,
      [notBefore, nowIso, JSON.stringify(awayCodes)],
    );
    return rows.map(({ id }) => id);
  }

  /** A cancellation was handed over: its document, if it has waited for it, may follow at once. */
  releaseDocumentOf(eventId: number): void {
    this.db.run(
      `UPDATE deliveries SET state = 'pending', error_code = NULL, not_before = NULL
       WHERE state = 'failed' AND error_code = '${CANCELLATION_FIRST}'
         AND document_id = (SELECT d.id FROM events e JOIN documents d ON d.identity = e.document_identity WHERE e.id = ?)`,
      [eventId],
    );
  }

  /** A better form of the document takes the place of what still waits, or met other content at the target. */
  supersedeUndelivered(documentId: number, keep: Sha256): void {
    this.db.run(
      `UPDATE deliveries SET state = 'superseded' WHERE document_id = ? AND content_sha256 <> ?
         AND state IN ('pending', 'failed', 'conflict')`,
      [documentId, keep],
    );
  }

  /** The same for an event. @returns the targets of what gave way. */
  supersedeUndeliveredEvent(eventId: number, keep: Sha256): string[] {
    return this.db
      .all<{ target: string }>(
        `UPDATE deliveries SET state = 'superseded' WHERE event_id = ? AND content_sha256 <> ?
           AND state IN ('pending', 'failed', 'conflict') RETURNING target_path AS target`,
        [eventId, keep],
      )
      .map(({ target }) => target);
  }

  /**
   * Takes what is due for these destinations (default: all), the oldest month first, and marks it as being copied. What never
   * failed goes before what did. A cancelled document waits for its cancellation (invariant 13).
   */
  claim(limit: number, nowIso: string, destinations?: readonly string[]): DeliveryRow[] {
    return this.db.transaction(() => {
      const pending = this.#due('pending', limit, nowIso, destinations);
      const rows = [...pending, ...this.#due('failed', limit - pending.length, nowIso, destinations)];
      if (rows.length === 0) return rows;
      this.db.run(
        `UPDATE deliveries SET state = 'copying', attempts = attempts + 1 WHERE id IN (SELECT value FROM json_each(?))`,
        [JSON.stringify(rows.map(({ id }) => id))],
      );
      return rows;
    });
  }

  /**
   * One state at a time, so that the index gives the order and a long queue is never sorted. The CASTs do nothing but keep SQLite from
   * compiling the statement anew at each binding, as it does to look at the value of a parameter that a join is planned by: 100 µs
   * instead of 4, several times a batch.
   */
  #due(
    state: 'pending' | 'failed',
    limit: number,
    nowIso: string,
    destinations: readonly string[] | undefined,
  ): DeliveryRow[] {
    return this.db.all<DeliveryRow>(
      `SELECT v.id, n.name AS destination, v.document_id AS documentId, v.event_id AS eventId, v.source_path AS sourcePath,
         v.target_path AS targetPath, v.content_sha256 AS contentSha256, v.replaces, v.month, v.attempts
       FROM deliveries v INDEXED BY deliveries_open JOIN destinations n ON n.id = v.destination_id
       WHERE ${OPEN} AND v.state = CAST(? AS TEXT) AND (v.not_before IS NULL OR v.not_before <= CAST(? AS TEXT))
         AND (CAST(? AS TEXT) IS NULL OR n.name IN (SELECT value FROM json_each(CAST(? AS TEXT)))) AND NOT ${HELD_BACK}
       ORDER BY v.month, v.id LIMIT CAST(? AS INTEGER)`,
      [state, nowIso, ...twice(destinations === undefined ? null : JSON.stringify(destinations)), limit],
    );
  }

  delivered(
    id: number,
    found: { readonly size: number; readonly sha256: Sha256; readonly placement: 'placed' | 'same' },
    verifiedAt: string,
  ): void {
    this.db.run(
      `UPDATE deliveries SET state = 'delivered', size = ?, sha256 = ?, verified_at = ?, placement = ?, error_code = NULL,
         not_before = NULL
       WHERE id = ?`,
      [found.size, found.sha256, verifiedAt, found.placement, id],
    );
  }

  /** A conflict is looked at once more: somebody may have taken the other file away. So is what had been given up for another form. */
  lookAgain(id: number): void {
    this.db.run(
      "UPDATE deliveries SET state = 'pending', not_before = NULL WHERE id = ? AND state IN ('conflict', 'superseded')",
      [id],
    );
  }

  /** What a recovery waits for is due at once, also what failed or was put off. @returns how many were not due. */
  retryRecovery(recoveryId: number): number {
    return this.db.run(
      `UPDATE deliveries SET not_before = NULL WHERE state IN ('pending', 'failed') AND not_before IS NOT NULL
         AND id IN (SELECT delivery_id FROM recovery_items WHERE recovery_id = ? AND state = 'waiting')`,
      [recoveryId],
    ).changes;
  }

  /**
   * Takes back what a recovery has put into the outbox and nobody has begun: its items are planned again. In one transaction.
   * @returns how many.
   */
  withdrawRecovery(recoveryId: number): number {
    return this.db.transaction(() => {
      const taken = this.db.all<{ item: number; delivery: number }>(
        `SELECT i.id AS item, v.id AS delivery FROM recovery_items i JOIN deliveries v ON v.id = i.delivery_id
         WHERE i.recovery_id = ? AND i.state = 'waiting' AND i.enqueued = 1 AND v.state = 'pending' AND v.attempts = 0
           AND NOT EXISTS (SELECT 1 FROM recovery_items o WHERE o.delivery_id = v.id AND o.id <> i.id)`,
        [recoveryId],
      );
      this.db.run(
        `UPDATE recovery_items SET state = 'planned', delivery_id = NULL, enqueued = 0
         WHERE id IN (SELECT value FROM json_each(?))`,
        [JSON.stringify(taken.map(({ item }) => item))],
      );
      this.db.run('DELETE FROM deliveries WHERE id IN (SELECT value FROM json_each(?))', [
        JSON.stringify(taken.map(({ delivery }) => delivery)),
      ]);
      return taken.length;
    });
  }

  /** The archived file of a document, or of an event, lies elsewhere now: what is not delivered yet is taken from there. */
  sourceMoved(from: string, to: string, subject: { readonly documentId: number } | { readonly eventId: number }): void {
    const [column, id] = 'documentId' in subject ? ['document_id', subject.documentId] : ['event_id', subject.eventId];
    this.db.run(
      `UPDATE deliveries SET source_path = ? WHERE ${column} = ? AND source_path = ? AND state <> 'delivered'`,
      [to, id, from],
    );
  }

  /** @param foundSha256 null: another content by its size, which was not read */
  conflicted(id: number, foundSha256: Sha256 | null): void {
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

  /**
   * Ends a delivery whose content is no longer the document's: a better form came while it was being copied.
   * @returns false when the content still is the document's.
   */
  supersedeStale(id: number): boolean {
    return (
      this.db.run(
        `UPDATE deliveries SET state = 'superseded'
         WHERE id = ? AND content_sha256 <> (SELECT d.sha256 FROM documents d WHERE d.id = document_id)`,
        [id],
      ).changes === 1
    );
  }

  /** The share is down: what waits for it is not tried, and so not blamed, before this instant. */
  postpone(destination: string, notBefore: string): void {
    this.db.run(
      `UPDATE deliveries AS v SET not_before = ? WHERE ${OPEN} AND v.state = 'pending' AND coalesce(v.not_before, '') < ?
         AND v.destination_id = (SELECT id FROM destinations WHERE name = ?)`,
      [notBefore, notBefore, destination],
    );
  }

  /** The share is back: what was postponed is due at once. */
  resume(destination: string): void {
    this.db.run(
      `UPDATE deliveries AS v SET not_before = NULL WHERE ${OPEN} AND v.state = 'pending' AND v.not_before IS NOT NULL
         AND v.destination_id = (SELECT id FROM destinations WHERE name = ?)`,
      [destination],
    );
  }

  /** The share is well again: what waits for it, and what failed only because it was away, is due at once. */
  recovered(destination: string, awayCodes: readonly string[]): void {
    this.db.run(
      `UPDATE deliveries AS v SET not_before = NULL, state = 'pending'
       WHERE ${OPEN} AND v.destination_id = (SELECT id FROM destinations WHERE name = ?)
         AND (v.state = 'pending' AND v.not_before IS NOT NULL
           OR v.state = 'failed' AND v.error_code IN (SELECT value FROM json_each(?)))`,
      [destination, JSON.stringify(awayCodes)],
    );
  }

  /**
   * Notes what a delivered file looked like when it was read back once more.
   * @returns false: it is not delivered any more, or a better form has come into its place meanwhile, which is what was seen
   */
  rechecked(id: number, found: Recheck, at: string): boolean {
    return (
      this.db.run(
        `UPDATE deliveries AS v SET rechecked_at = ?, recheck = ? WHERE v.id = ? AND v.state = 'delivered' AND NOT ${IS_REPLACED}`,
        [at, found, id],
      ).changes === 1
    );
  }

  /**
   * One that had another content when it was read back, and is gone, waits to be delivered once more: whoever has taken it took something
   * else. @returns false: it had not
   */
  renew(id: number): boolean {
    return (
      this.db.run(
        // its file may have been moved since: what is delivered does not follow
        `UPDATE deliveries AS v SET state = 'pending', not_before = NULL, recheck = NULL, rechecked_at = NULL,
           source_path = CASE WHEN EXISTS (SELECT 1 FROM filings WHERE path = v.source_path)
               OR EXISTS (SELECT 1 FROM event_filings WHERE path = v.source_path) THEN v.source_path
             ELSE coalesce((SELECT min(path) FROM filings WHERE document_id = v.document_id),
               (SELECT min(path) FROM event_filings WHERE event_id = v.event_id), v.source_path) END
         WHERE v.id = ? AND v.state = 'delivered' AND v.recheck = 'altered' AND NOT ${IS_REPLACED}`,
        [id],
      ).changes === 1
    );
  }

  /** Back to waiting without blame: the copy was stopped by a person, not by a failure. */
  release(id: number): void {
    this.db.run("UPDATE deliveries SET state = 'pending', attempts = attempts - 1 WHERE id = ? AND state = 'copying'", [
      id,
    ]);
  }

  /** After a crash: what was being copied is settled by looking again, so it waits again. */
  healInterrupted(): number {
    return this.db.run(
      `UPDATE deliveries AS v INDEXED BY deliveries_open SET state = 'pending' WHERE ${OPEN} AND v.state = 'copying'`,
    ).changes;
  }

  /** Failed and postponed deliveries are due at once (a person asked, or a run begins). */
  retryNow(): number {
    return this.db.run(
      `UPDATE deliveries AS v INDEXED BY deliveries_open SET not_before = NULL
       WHERE ${OPEN} AND v.state <> 'copying' AND v.not_before IS NOT NULL`,
    ).changes;
  }

  /** Conflicts are looked at once more: somebody may have taken the other file away. Nothing is overwritten. */
  lookAgainAtConflicts(): number {
    return this.db.run(
      `UPDATE deliveries INDEXED BY deliveries_conflicts SET state = 'pending', not_before = NULL WHERE state = 'conflict'`,
    ).changes;
  }

  pending(): number {
    return this.db.value<number>(`SELECT count(*) FROM deliveries v WHERE ${OPEN}`);
  }

  /**
   * Earliest instant at which a failed or postponed delivery to one of these destinations (default: all) is due again; null when
   * something is due now or nothing waits.
   */
  nextDue(destinations?: readonly string[]): string | null {
    const names = destinations === undefined ? null : JSON.stringify(destinations);
    const waiting = `FROM deliveries v INDEXED BY deliveries_open JOIN destinations n ON n.id = v.destination_id
       WHERE ${OPEN} AND v.state <> 'copying' AND (? IS NULL OR n.name IN (SELECT value FROM json_each(?)))`;
    const due = this.db.value<string | null>(
      `SELECT min(v.not_before) ${waiting} AND v.not_before IS NOT NULL`,
      twice(names),
    );
    // the first one that is found ends this search: whether a cancellation holds it back is costly to ask of all
    if (due === null) return null;
    const isDue = `SELECT EXISTS (SELECT 1 ${waiting} AND v.not_before IS NULL AND NOT ${HELD_BACK})`;
    return this.db.value<number>(isDue, twice(names)) === 1 ? null : due;
  }
}

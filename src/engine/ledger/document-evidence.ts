import type { Direction, DocumentKind, Month, Party } from '../domain';
import type { LedgerDatabase } from './database';
import type { JournalEntry } from './journal';

/** A document with the request that brought it, if one did. */
export interface EvidenceDocument {
  readonly id: number;
  readonly kind: DocumentKind;
  readonly model: string;
  readonly form: 'processed' | 'bare' | 'unread';
  readonly number: string | null;
  readonly series: string | null;
  /** As written in the document; the day alone where it says no more. */
  readonly issuedAt: string | null;
  readonly month: Month;
  readonly totalCents: number | null;
  readonly protocolStatus: string | null;
  readonly size: number;
  readonly sha256: string;
  readonly source: 'page' | 'single' | 'events' | 'folder' | 'recovery';
  readonly archivedAt: string;
  readonly requestId: number | null;
  readonly runId: number | null;
  readonly askedAt: string | null;
}

export interface EvidenceFiling {
  readonly path: string;
  /** Null: no client company is concerned. */
  readonly folder: string | null;
  readonly direction: Direction | null;
  readonly size: number;
  readonly sha256: string;
  readonly verifiedAt: string;
}

export interface EvidenceDelivery {
  readonly id: number;
  /** Of an event of the document; null: of the document itself. */
  readonly eventId: number | null;
  readonly destination: string;
  /** Where the destination lies now. */
  readonly location: string;
  readonly targetPath: string;
  readonly state: 'pending' | 'copying' | 'delivered' | 'conflict' | 'failed' | 'superseded';
  readonly attempts: number;
  readonly contentSha256: string;
  readonly size: number | null;
  readonly sha256: string | null;
  readonly verifiedAt: string | null;
  readonly foundSha256: string | null;
  readonly errorCode: string | null;
  readonly enqueuedAt: string;
  readonly recheckedAt: string | null;
  readonly recheck: 'same' | 'absent' | 'altered' | null;
}

export interface EvidenceEvent {
  readonly id: number;
  readonly model: string;
  readonly eventType: string;
  readonly sequence: number;
  readonly status: string | null;
  readonly effective: 0 | 1;
  readonly issuedAt: string | null;
  readonly archivedAt: string;
  readonly path: string | null;
  readonly size: number;
  readonly sha256: string;
}

export interface EvidencePromise {
  readonly source: 'report' | 'broken-file' | 'summary' | 'old-report';
  readonly folder: string | null;
  readonly at: string;
  readonly run: number | null;
  readonly answer: string | null;
}

/** What the system before this one said of it. */
export interface EvidenceClaim {
  readonly claim: 'handed-over' | 'cancellation-handed-over' | 'processed';
  readonly location: string;
  readonly at: string | null;
}

/** A place that the archive or a destination had, until it was moved from there. */
export interface FormerPlace {
  readonly root: string;
  readonly from: string;
  readonly until: string;
}

/** Everything that is on record of one document, each question by an index. */
export class DocumentEvidenceReader {
  constructor(private readonly db: LedgerDatabase) {}

  document(identity: string): EvidenceDocument | undefined {
    return this.db.get<EvidenceDocument>(
      `SELECT d.id, d.kind, d.model, d.form, d.number, d.series, coalesce(d.issued_at, d.issue_day) AS issuedAt, d.month,
         d.total_cents AS totalCents, d.protocol_status AS protocolStatus, d.size, d.sha256, d.source, d.archived_at AS archivedAt,
         d.request_id AS requestId, r.run_id AS runId, r.asked_at AS askedAt
       FROM documents d LEFT JOIN requests r ON r.id = d.request_id WHERE d.identity = ?`,
      [identity],
    );
  }

  /** With the name of those that are clients. */
  parties(documentId: number): (Party & { readonly name: string | null })[] {
    return this.db.all(
      `SELECT p.role, p.tax_id AS taxId, c.name FROM parties p LEFT JOIN companies c ON c.tax_id = p.tax_id
       WHERE p.document_id = ?`,
      [documentId],
    );
  }

  filings(documentId: number): EvidenceFiling[] {
    return this.db.all<EvidenceFiling>(
      `SELECT f.path, c.folder, f.direction, f.size, f.sha256, f.verified_at AS verifiedAt
       FROM filings f LEFT JOIN companies c ON c.id = f.company_id WHERE f.document_id = ? ORDER BY f.id`,
      [documentId],
    );
  }

  /** In order of time; with the first of the places where each lies. */
  events(identity: string): EvidenceEvent[] {
    return this.db.all<EvidenceEvent>(
      `SELECT e.id, e.model, e.event_type AS eventType, e.sequence, e.status, e.effective, e.issued_at AS issuedAt,
         e.archived_at AS archivedAt, e.size, e.sha256,
         (SELECT f.path FROM event_filings f WHERE f.event_id = e.id ORDER BY f.id LIMIT 1) AS path
       FROM events e WHERE e.document_identity = ? ORDER BY coalesce(e.issued_at, e.archived_at), e.id`,
      [identity],
    );
  }

  /** Of the document and of its events, in the order in which they were put into the outbox. */
  deliveries(documentId: number | null, eventIds: readonly number[]): EvidenceDelivery[] {
    const own = documentId === null ? [] : this.#deliveries('v.document_id = ?', documentId);
    const ofEvents = eventIds.flatMap((id) => this.#deliveries('v.event_id = ?', id));
    return [...own, ...ofEvents].sort((one, other) => one.id - other.id);
  }

  #deliveries(where: string, id: number): EvidenceDelivery[] {
    return this.db.all<EvidenceDelivery>(
      `SELECT v.id, v.event_id AS eventId, n.name AS destination, n.location, v.target_path AS targetPath, v.state, v.attempts,
         v.content_sha256 AS contentSha256, v.size, v.sha256, v.verified_at AS verifiedAt, v.found_sha256 AS foundSha256,
         v.error_code AS errorCode, v.enqueued_at AS enqueuedAt, v.rechecked_at AS recheckedAt, v.recheck
       FROM deliveries v JOIN destinations n ON n.id = v.destination_id WHERE ${where}`,
      [id],
    );
  }

  promises(identity: string): EvidencePromise[] {
    return this.db.all<EvidencePromise>(
      `SELECT e.source, c.folder, e.at, e.run_id AS run, e.answer
       FROM expectations e LEFT JOIN companies c ON c.id = e.company_id WHERE e.identity = ? ORDER BY e.id`,
      [identity],
    );
  }

  claims(identity: string): EvidenceClaim[] {
    return this.db.all<EvidenceClaim>(
      `SELECT c.claim, f.location, c.at FROM legacy_claims c JOIN legacy_files f ON f.id = c.file_id WHERE c.identity = ?`,
      [identity],
    );
  }

  /** Recoveries that had it in their plan, oldest first. */
  recoveries(documentId: number): number[] {
    return this.db
      .all<{ id: number }>(
        'SELECT DISTINCT recovery_id AS id FROM recovery_items WHERE document_id = ? ORDER BY recovery_id',
        [documentId],
      )
      .map(({ id }) => id);
  }

  /** A file rests where its root was when it was verified: the journal keeps what the settings and the row of a destination forget. */
  formerPlaces(roots: readonly string[]): FormerPlace[] {
    return this.db.all<FormerPlace>(
      `SELECT subject AS root, json_extract(detail, '$.from') AS "from", at AS until FROM journal
       WHERE subject IN (SELECT value FROM json_each(?)) AND action IN ('destination.moved', 'archive.moved') ORDER BY id`,
      [JSON.stringify(roots)],
    );
  }

  /** Entries of the journal that are about one of these subjects alone (a key, a place of its file), newest first. */
  entries(subjects: readonly string[], limit: number): JournalEntry[] {
    return this.db
      .all<JournalEntry & { detail: string }>(
        `SELECT id, at, actor, action, subject, detail FROM journal
         WHERE subject IN (SELECT value FROM json_each(?)) ORDER BY id DESC LIMIT ?`,
        [JSON.stringify(subjects), limit],
      )
      .map((row) => ({ ...row, detail: JSON.parse(row.detail) as unknown }));
  }
}

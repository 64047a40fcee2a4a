import {
  daysInWindow,
  type Day,
  type DocumentKind,
  type Month,
  type Party,
  type PartyRole,
  type Sha256,
  type SiegKind,
  type TaxId,
} from '../domain';
import type { LedgerDatabase } from './database';
import { nextDelivered, REPLACED } from './outbox';

export interface DocumentRow {
  readonly id: number;
  readonly identity: string;
  readonly kind: DocumentKind;
  readonly model: string;
  readonly form: 'processed' | 'bare' | 'unread';
  readonly issuer: string | null;
  readonly operation: '0' | '1' | null;
  readonly month: Month;
  readonly issueDay: Day | null;
  readonly digest: string | null;
  readonly sha256: Sha256;
  readonly size: number;
  /** The kind and the day under which SIEG handed it out and counts it; null where it did not, or nothing says so. */
  readonly siegKind: SiegKind | null;
  readonly siegDay: Day | null;
}

export interface DocumentContent extends Pick<DocumentRow, 'form' | 'digest' | 'issueDay'> {
  readonly totalCents: bigint | null;
  readonly parties: readonly Party[];
}

export interface FilingRow {
  readonly id: number;
  readonly documentId: number;
  readonly companyId: number | null;
  readonly direction: string;
  readonly path: string;
  readonly sha256: Sha256;
  readonly size: number;
}

export interface EventRow {
  readonly id: number;
  readonly identity: string;
  readonly kind: DocumentKind;
  readonly model: string;
  readonly documentIdentity: string;
  readonly eventType: string;
  readonly sequence: number;
  readonly effect: string;
  readonly effective: 0 | 1;
  readonly month: Month;
  readonly sha256: Sha256;
  readonly size: number;
}

export interface EventFilingRow {
  readonly id: number;
  readonly eventId: number;
  readonly companyId: number | null;
  readonly path: string;
  readonly sha256: Sha256;
}

/** A file that the ledger says lies in the archive. */
export interface ArchivedRow {
  readonly id: number;
  readonly path: string;
  readonly sha256: Sha256;
  readonly size: number;
  readonly identity: string;
}

export interface VerifiedDelivery {
  readonly id: number;
  readonly targetPath: string;
  readonly sha256: Sha256;
  readonly size: number;
  readonly destination: string;
  readonly identity: string;
  /** 1: a later delivery has put a better form of it there. */
  readonly replaced: 0 | 1;
}

/** A part of SIEG's account as one query sees it: everything, or one company in one of SIEG's four roles. */
export interface HeldScope {
  readonly partyRoles: readonly PartyRole[];
  readonly taxId: TaxId;
}

const DOCUMENT = `d.id, d.identity, d.kind, d.model, d.form, d.issuer, d.operation, d.month, d.issue_day AS issueDay, d.digest,
  d.sha256, d.size, d.sieg_kind AS siegKind, d.sieg_day AS siegDay`;
const FILING = 'id, document_id AS documentId, company_id AS companyId, direction, path, sha256, size';
const EVENT = `id, identity, kind, model, document_identity AS documentIdentity, event_type AS eventType, sequence, effect,
  effective, month, sha256, size`;

function list(values: readonly string[]): string {
  return JSON.stringify(values);
}

/** A municipal note that is held, as far as another copy of it is set against it. */
export interface MunicipalNoteRow {
  readonly documentId: number;
  readonly identity: string;
  readonly municipality: string | null;
  readonly hint: string | null;
  readonly registration: string | null;
  readonly verification: string | null;
  readonly taker: string | null;
  readonly issueDay: Day | null;
  readonly totalCents: bigint | null;
}

/** What is held of a layout that is not read, for one company and month. */
export interface UnreadRow {
  /** Null: it mentions no client company. */
  readonly companyId: number | null;
  readonly folder: string | null;
  readonly month: Month;
  readonly shape: string;
  readonly documents: number;
}

/** What the ledger holds of documents, filings and events. Reading only: the one who writes is intake. */
export class DocumentReader {
  constructor(private readonly db: LedgerDatabase) {}

  byIdentity(identity: string): DocumentRow | undefined {
    return this.db.get<DocumentRow>(`SELECT ${DOCUMENT} FROM documents d WHERE d.identity = ?`, [identity]);
  }

  /** What a document says, as far as every copy of it must say the same. */
  contentOf({ id, form, digest, issueDay }: DocumentRow): DocumentContent {
    const total = this.db.value<number | null>('SELECT total_cents FROM documents WHERE id = ?', [id]);
    const parties = this.db.all<Party>('SELECT role, tax_id AS taxId FROM parties WHERE document_id = ?', [id]);
    return { form, digest, issueDay, totalCents: total === null ? null : BigInt(total), parties };
  }

  /** The notes of this issuer with this number, in whatever municipality: few, where not one or none. */
  municipalNotes(issuer: TaxId | null, number: string): MunicipalNoteRow[] {
    return this.#municipalNotes('n.issuer IS ? AND n.number = ?', [issuer, number]);
  }

  /** Notes of a number that count for a day, whoever issued them. */
  municipalNotesOfDay(day: Day, number: string): MunicipalNoteRow[] {
    return this.#municipalNotes(`d.sieg_kind = 'NFSe' AND d.sieg_day = ? AND n.number = ?`, [day, number]);
  }

  #municipalNotes(where: string, bindings: unknown[]): MunicipalNoteRow[] {
    return this.db
      .all<Omit<MunicipalNoteRow, 'totalCents'> & { totalText: string | null }>(
        `SELECT n.document_id AS documentId, d.identity, n.municipality, n.hint, n.registration, n.verification, n.taker,
           d.issue_day AS issueDay, CAST(d.total_cents AS TEXT) AS totalText
         FROM municipal_notes n JOIN documents d ON d.id = n.document_id WHERE ${where} ORDER BY n.document_id`,
        bindings,
      )
      .map(({ totalText, ...row }) => ({ ...row, totalCents: totalText === null ? null : BigInt(totalText) }));
  }

  /** Documents of layouts that are not read, apart from all others: by company, month and shape. */
  unread(month: Month): UnreadRow[] {
    return this.db.all<UnreadRow>(
      `SELECT f.company_id AS companyId, c.folder, d.month, coalesce(s.shape, '') AS shape, count(DISTINCT d.id) AS documents
       FROM documents d JOIN filings f ON f.document_id = d.id LEFT JOIN companies c ON c.id = f.company_id
         LEFT JOIN unread_shapes s ON s.document_id = d.id
       WHERE d.form = 'unread' AND d.month = ? GROUP BY f.company_id, s.shape ORDER BY c.folder, s.shape`,
      [month],
    );
  }

  /** How many documents of the month are of layouts that are not read. */
  countUnread(month: Month): number {
    return this.db.value<number>("SELECT count(*) FROM documents WHERE form = 'unread' AND month = ?", [month]);
  }

  filingsOf(documentId: number): FilingRow[] {
    return this.db.all<FilingRow>(`SELECT ${FILING} FROM filings WHERE document_id = ? ORDER BY id`, [documentId]);
  }

  filingAt(path: string): FilingRow | undefined {
    return this.db.get<FilingRow>(`SELECT ${FILING} FROM filings WHERE path = ?`, [path]);
  }

  eventFilingAt(path: string): EventFilingRow | undefined {
    return this.db.get<EventFilingRow>(
      'SELECT id, event_id AS eventId, company_id AS companyId, path, sha256 FROM event_filings WHERE path = ?',
      [path],
    );
  }

  eventByIdentity(identity: string): EventRow | undefined {
    return this.db.get<EventRow>(`SELECT ${EVENT} FROM events WHERE identity = ?`, [identity]);
  }

  eventsOfDocument(identity: string): EventRow[] {
    // asked once a document, and SQLite compiles a statement with an order anew at each binding
    const rows = this.db.all<EventRow>(`SELECT ${EVENT} FROM events WHERE document_identity = ?`, [identity]);
    return rows.sort((one, other) => one.id - other.id);
  }

  /**
   * Events under no company that do not stand beside a document which is held: a company that entered the workbook after them may be
   * theirs. Of the `looked` events that follow `afterId`; null when none follow.
   */
  eventsWithoutCompany(
    afterId: number,
    looked: number,
  ): { readonly rows: (EventRow & { readonly author: TaxId | null })[]; readonly upTo: number } | null {
    const upTo = this.db.value<number | null>(
      'SELECT max(id) FROM (SELECT id FROM events WHERE id > ? ORDER BY id LIMIT ?)',
      [afterId, looked],
    );
    if (upTo === null) return null;
    const rows = this.db.all<EventRow & { readonly author: TaxId | null }>(
      `SELECT ${EVENT}, author FROM events e WHERE e.id > ? AND e.id <= ?
         AND NOT EXISTS (SELECT 1 FROM event_filings f WHERE f.event_id = e.id AND f.company_id IS NOT NULL)
         AND NOT (e.effect = 'cancels' AND e.effective = 1
           AND EXISTS (SELECT 1 FROM documents d WHERE d.identity = e.document_identity))
       ORDER BY e.id`,
      [afterId, upTo],
    );
    return { rows, upTo };
  }

  eventFilings(eventId: number): EventFilingRow[] {
    return this.db.all<EventFilingRow>(
      'SELECT id, event_id AS eventId, company_id AS companyId, path, sha256 FROM event_filings WHERE event_id = ? ORDER BY id',
      [eventId],
    );
  }

  /** Where bytes with this hash are kept aside, as stored paths in the folder of kept files. */
  keptAt(sha256: Sha256): string[] {
    return this.db
      .all<{ path: string }>('SELECT path FROM kept_files WHERE sha256 = ? ORDER BY id', [sha256])
      .map(({ path }) => path);
  }

  /** Other bytes of a document or event that SIEG has given, of which nothing was alarming; the newest first. */
  keptForms(identity: string): { readonly sha256: Sha256; readonly path: string }[] {
    return this.db.all(
      `SELECT sha256, path FROM kept_files WHERE identity = ? AND category = 'variant' AND code IS NULL AND request_id IS NOT NULL
       ORDER BY id DESC`,
      [identity],
    );
  }

  /** Where copies of a document or event with this hash were verified, within the root of the destination; the newest first. */
  verifiedCopies(identity: string, sha256: Sha256): { readonly destination: string; readonly path: string }[] {
    return this.db.all(
      `SELECT n.name AS destination, v.target_path AS path FROM deliveries v JOIN destinations n ON n.id = v.destination_id
       WHERE v.state = 'delivered' AND v.sha256 = @sha256
         AND (v.document_id = (SELECT id FROM documents WHERE identity = @identity)
           OR v.event_id = (SELECT id FROM events WHERE identity = @identity)) ORDER BY v.id DESC`,
      { identity, sha256 },
    );
  }

  /**
   * How many documents SIEG has handed out as this kind for these days are held: the number to set against SIEG's count. One that was
   * not read, or bears no date, has no such day and is none of them (invariant 11); nor, for a company, is a note that does not say who issued it.
   */
  heldInWindow(kind: SiegKind, from: Day, to: Day, scope: HeldScope | null): number {
    if (scope === null) {
      return this.db.value<number>('SELECT count(*) FROM documents WHERE sieg_kind = ? AND sieg_day BETWEEN ? AND ?', [
        kind,
        from,
        to,
      ]);
    }
    // between the first and the last document of those days, only what the party stands in is looked at
    return this.db.value<number>(
      `SELECT count(DISTINCT d.id) FROM parties p INDEXED BY parties_by_tax_id CROSS JOIN documents d ON d.id = p.document_id
       WHERE p.tax_id = @taxId AND p.role IN (SELECT value FROM json_each(@roles)) AND p.document_id >= @first AND p.document_id <= @last
         AND d.sieg_kind = @kind AND d.sieg_day BETWEEN @from AND @to AND (d.model <> 'NFSe-mun' OR d.issuer IS NOT NULL)`,
      { ...this.#resolved(kind, from, to), kind, from, to, taxId: scope.taxId, roles: list(scope.partyRoles) },
    );
  }

  /** The row numbers between which all documents of a kind and of these days are; each day's are found at once. */
  #resolved(kind: SiegKind, from: Day, to: Day): { readonly first: number; readonly last: number } {
    const { first, last } = this.db.get<{ first: number | null; last: number | null }>(
      `SELECT min((SELECT min(id) FROM documents WHERE sieg_kind = @kind AND sieg_day = day.value)) AS first,
         max((SELECT max(id) FROM documents WHERE sieg_kind = @kind AND sieg_day = day.value)) AS last FROM json_each(@days) day`,
      { kind, days: list(daysInWindow(from, to)) },
    ) ?? { first: null, last: null };
    return { first: first ?? 0, last: last ?? 0 };
  }

  /** Held documents of one of SIEG's kinds per day, to estimate what a day costs in pages. */
  heldPerDay(kind: SiegKind, from: Day, to: Day): Map<Day, number> {
    const rows = this.db.all<{ day: Day; held: number }>(
      'SELECT sieg_day AS day, count(*) AS held FROM documents WHERE sieg_kind = ? AND sieg_day BETWEEN ? AND ? GROUP BY sieg_day',
      [kind, from, to],
    );
    return new Map(rows.map((row) => [row.day, row.held]));
  }

  /** Of each company and kind, how many documents of a month are held. */
  heldByCompany(month: Month): { readonly companyId: number; readonly kind: DocumentKind; readonly held: number }[] {
    return this.db.all<{ companyId: number; kind: DocumentKind; held: number }>(
      `SELECT h.company_id AS companyId, d.kind, count(*) AS held
       FROM (SELECT DISTINCT company_id, document_id FROM filings WHERE month = ? AND company_id IS NOT NULL) h
         CROSS JOIN documents d ON d.id = h.document_id GROUP BY h.company_id, d.kind`,
      [month],
    );
  }

  /** Months of the documents that these runs brought. */
  monthsBrought(runIds: readonly number[]): Month[] {
    return this.db
      .all<{ month: Month }>(
        `SELECT DISTINCT d.month FROM requests r JOIN documents d ON d.request_id = r.id
         WHERE r.run_id IN (SELECT value FROM json_each(?)) ORDER BY d.month`,
        [JSON.stringify(runIds)],
      )
      .map((row) => row.month);
  }

  /** Kinds of which a company holds at least one document in a month. */
  kindsHeld(companyId: number, month: Month): DocumentKind[] {
    return this.db
      .all<{ kind: DocumentKind }>(
        `SELECT DISTINCT d.kind FROM filings f CROSS JOIN documents d ON d.id = f.document_id
         WHERE f.company_id = ? AND f.month = ? ORDER BY d.kind`,
        [companyId, month],
      )
      .map((row) => row.kind);
  }

  /** Archived files of documents of a month, in the order of their numbers, `limit` at a time after the one with `afterId`. */
  filingsOfMonth(month: Month, afterId: number, limit: number): ArchivedRow[] {
    return this.db.all<ArchivedRow>(
      // picked by the index alone: the rows of a month are too many to look at for each page
      `SELECT f.id, f.path, f.sha256, f.size, d.identity
       FROM (SELECT id FROM filings INDEXED BY filings_by_month WHERE month = ? AND id > ? ORDER BY id LIMIT ?) next
         CROSS JOIN filings f ON f.id = next.id CROSS JOIN documents d ON d.id = f.document_id ORDER BY f.id`,
      [month, afterId, limit],
    );
  }

  /**
   * Documents that name an active company under which they are not filed: the company entered the workbook after them. Of the `looked`
   * numbers after `afterId`, so that nobody waits for a look at all of them.
   * @returns null: there are no documents after that one
   */
  awaitingCompanies(afterId: number, looked: number): { readonly rows: DocumentRow[]; readonly upTo: number } | null {
    const upTo = this.db.value<number | null>(
      'SELECT max(id) FROM (SELECT id FROM documents WHERE id > ? ORDER BY id LIMIT ?)',
      [afterId, looked],
    );
    if (upTo === null) return null;
    const rows = this.db.all<DocumentRow>(
      `SELECT ${DOCUMENT} FROM documents d WHERE d.id > ? AND d.id <= ? AND EXISTS (
         SELECT 1 FROM parties p CROSS JOIN companies c ON c.tax_id = p.tax_id WHERE p.document_id = d.id AND c.active = 1
           AND NOT EXISTS (SELECT 1 FROM filings f WHERE f.document_id = d.id AND f.company_id = c.id)) ORDER BY d.id`,
      [afterId, upTo],
    );
    return { rows, upTo };
  }

  /** Verified deliveries of a month, for the verification sweep. */
  deliveriesOfMonth(month: Month, afterId: number, limit: number): VerifiedDelivery[] {
    return this.db.all<VerifiedDelivery>(
      `SELECT v.id, v.target_path AS targetPath, v.sha256, v.size, n.name AS destination, coalesce(d.identity, e.identity) AS identity,
         ${REPLACED}
       FROM (${nextDelivered(month)}) next CROSS JOIN deliveries v ON v.id = next.id CROSS JOIN destinations n ON n.id = v.destination_id
         LEFT JOIN documents d ON d.id = v.document_id LEFT JOIN events e ON e.id = v.event_id
       ORDER BY v.id`,
      { month, afterId, limit },
    );
  }

  /** Archived files of events of a month, in the order of their numbers. */
  eventFilingsOfMonth(month: Month, afterId: number, limit: number): ArchivedRow[] {
    return this.db.all<ArchivedRow>(
      `SELECT f.id, f.path, f.sha256, f.size, e.identity FROM events e CROSS JOIN event_filings f ON f.event_id = e.id
       WHERE e.month = ? AND f.id > ? ORDER BY f.id LIMIT ?`,
      [month, afterId, limit],
    );
  }
}

import {
  comparableCode,
  type Day,
  type Direction,
  type Month,
  type Sha256,
  type SiegKind,
  type TaxId,
} from '../../domain';
import type { FiscalDocument, FiscalEvent } from '../../fiscal';
import type { LedgerDatabase } from '../database';

export type DocumentSource = 'page' | 'single' | 'events' | 'folder' | 'recovery';

export interface Provenance {
  readonly source: DocumentSource;
  readonly requestId: number | null;
  readonly at: string;
}

export interface StoredBytes {
  readonly sha256: Sha256;
  readonly size: number;
}

export interface NewFiling {
  readonly companyId: number | null;
  readonly direction: Direction;
  readonly path: string;
}

/** How SIEG counts a document that it handed out; null: it did not, or nothing says so. */
export interface CountedAs {
  readonly siegKind: SiegKind | null;
  readonly siegDay: Day | null;
}

function issuerOf(document: FiscalDocument): TaxId | null {
  return document.parties.find((party) => party.role === 'issuer')?.taxId ?? null;
}

/**
 * What a row says of the document itself and of the bytes that are kept of it, by column: written when it enters, and again when a better
 * form of it does.
 */
const COLUMNS: Readonly<Record<string, (document: FiscalDocument, stored: StoredBytes, month: Month) => unknown>> = {
  access_key: ({ accessKey }) => accessKey,
  kind: ({ kind }) => kind,
  model: ({ model }) => model,
  form: ({ form }) => form,
  number: ({ number }) => number,
  series: ({ series }) => series,
  issuer: issuerOf,
  operation: ({ operation }) => operation,
  issued_at: ({ issuedAt }) => issuedAt,
  issue_day: ({ issueDay }) => issueDay,
  month: (_document, _stored, month) => month,
  total_cents: ({ totalCents }) => totalCents,
  total_text: ({ totalText }) => totalText,
  protocol_status: ({ protocol }) => protocol?.status ?? null,
  digest: ({ digest }) => digest,
  environment: ({ environment }) => environment,
  replaces: ({ replaces }) => replaces,
  sha256: (_document, { sha256 }) => sha256,
  size: (_document, { size }) => size,
  findings: ({ findings }) => JSON.stringify(findings),
};

const NAMES = Object.keys(COLUMNS);
const INSERT_DOCUMENT = `INSERT INTO documents
    (identity, ${NAMES.join(', ')}, source, request_id, archived_at, sieg_kind, sieg_day)
  VALUES (@identity, ${NAMES.map((name) => `@${name}`).join(', ')}, @source, @requestId, @at, @siegKind, @siegDay)`;
const UPGRADE_DOCUMENT = `UPDATE documents
  SET ${NAMES.map((name) => `${name} = @${name}`).join(', ')}, request_id = @requestId, archived_at = @at
  WHERE id = @id AND identity = @identity`;

const WRITTEN = Object.entries(COLUMNS);

function columnsOf(document: FiscalDocument, stored: StoredBytes, month: Month): Record<string, unknown> {
  const values: Record<string, unknown> = {};
  for (const [name, valueOf] of WRITTEN) values[name] = valueOf(document, stored, month);
  return values;
}

/** Writes documents, filings, events and kept files. Only the intake room may import this file (invariant 3; lint enforces it). */
export class DocumentWriter {
  constructor(private readonly db: LedgerDatabase) {}

  insertDocument(
    document: FiscalDocument,
    stored: StoredBytes,
    month: Month,
    counted: CountedAs,
    provenance: Provenance,
  ): number {
    const { id } = this.db.run(INSERT_DOCUMENT, {
      ...columnsOf(document, stored, month),
      identity: document.identity,
      ...counted,
      source: provenance.source,
      requestId: provenance.requestId,
      at: provenance.at,
    });
    this.#insertParties(id, document);
    this.#noteParticulars(id, document);
    return id;
  }

  /** A better form of a held document arrived (with protocol instead of without): the row follows the new bytes. */
  upgradeDocument(
    id: number,
    document: FiscalDocument,
    stored: StoredBytes,
    month: Month,
    provenance: Provenance,
  ): void {
    const { identity } = document;
    const { requestId, at } = provenance;
    this.db.run(UPGRADE_DOCUMENT, { ...columnsOf(document, stored, month), id, identity, requestId, at });
    this.db.run('DELETE FROM parties WHERE document_id = ?', [id]);
    this.#insertParties(id, document);
    this.#noteParticulars(id, document);
  }

  /** What only a municipal note says, and the shape of what is not read. */
  #noteParticulars(id: number, document: FiscalDocument): void {
    this.db.run('DELETE FROM unread_shapes WHERE document_id = ?', [id]);
    if (document.shape !== undefined) {
      this.db.run('INSERT INTO unread_shapes (document_id, shape) VALUES (?, ?)', [id, document.shape]);
    }
    const facts = document.municipal;
    if (facts === undefined) return;
    this.db.run(
      `INSERT OR REPLACE INTO municipal_notes (document_id, layout, municipality, hint, registration, issuer, number, verification,
         taker, competence, net_cents, iss_withheld, rps_number, rps_series)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      [
        ...[
          id,
          facts.layout,
          facts.municipality,
          facts.hint,
          facts.registration,
          issuerOf(document),
          document.number ?? '',
        ],
        ...[comparableCode(facts.verification), facts.taker, facts.competence, facts.netCents],
        ...[facts.issWithheld === null ? null : Number(facts.issWithheld), facts.rpsNumber, facts.rpsSeries],
      ],
    );
  }

  /** A copy of the note that states its city came: the row keeps its identity and gains the city. */
  addMunicipality(documentId: number, municipality: string): void {
    this.db.run('UPDATE municipal_notes SET municipality = ? WHERE document_id = ? AND municipality IS NULL', [
      municipality,
      documentId,
    ]);
  }

  /** Events that came before their note, and named it as far as they could, are the note's from now on. */
  claimEvents(from: string, identity: string): void {
    this.db.run('UPDATE events SET document_identity = ? WHERE document_identity = ?', [identity, from]);
  }

  #insertParties(id: number, document: FiscalDocument): void {
    for (const party of document.parties) {
      this.db.run('INSERT OR IGNORE INTO parties (document_id, role, tax_id) VALUES (?, ?, ?)', [
        id,
        party.role,
        party.taxId,
      ]);
    }
  }

  /** SIEG handed out a document that was held already: note, where that is not known yet, as what it counts there. */
  noteCountedAs(id: number, { siegKind, siegDay }: CountedAs): void {
    this.db.run(
      'UPDATE documents SET sieg_kind = coalesce(sieg_kind, ?), sieg_day = coalesce(sieg_day, ?) WHERE id = ?',
      [siegKind, siegDay, id],
    );
  }

  insertFiling(documentId: number, filing: NewFiling, stored: StoredBytes, at: string): void {
    this.db.run(
      `INSERT INTO filings (document_id, company_id, direction, path, sha256, size, verified_at) VALUES (?, ?, ?, ?, ?, ?, ?)
       ON CONFLICT (path) DO UPDATE SET sha256 = excluded.sha256, size = excluded.size, verified_at = excluded.verified_at
         WHERE document_id = excluded.document_id`,
      [documentId, filing.companyId, filing.direction, filing.path, stored.sha256, stored.size, at],
    );
  }

  insertEvent(
    event: FiscalEvent,
    meaning: { readonly effect: string; readonly effective: boolean; readonly month: Month },
    stored: StoredBytes,
    provenance: Provenance,
  ): number {
    return this.db.run(
      `INSERT INTO events (identity, kind, model, document_identity, event_type, sequence, status, effect, effective, author,
         issued_at, month, sha256, size, source, request_id, archived_at)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      [
        event.identity,
        event.kind,
        event.model,
        event.documentIdentity,
        event.eventType,
        event.sequence,
        event.status,
        meaning.effect,
        meaning.effective ? 1 : 0,
        event.author,
        event.issuedAt,
        meaning.month,
        stored.sha256,
        stored.size,
        provenance.source,
        provenance.requestId,
        provenance.at,
      ],
    ).id;
  }

  /** The registered event arrived after a mere request or a refused attempt with the same identity: the row follows it. */
  upgradeEvent(
    id: number,
    event: FiscalEvent,
    meaning: { readonly effect: string; readonly effective: boolean; readonly month: Month },
    stored: StoredBytes,
    provenance: Provenance,
  ): void {
    this.db.run(
      `UPDATE events SET status = ?, effect = ?, effective = ?, author = ?, issued_at = ?, month = ?, sha256 = ?, size = ?,
         source = ?, request_id = ?, archived_at = ?
       WHERE id = ? AND identity = ?`,
      [
        event.status,
        meaning.effect,
        meaning.effective ? 1 : 0,
        event.author,
        event.issuedAt,
        meaning.month,
        stored.sha256,
        stored.size,
        provenance.source,
        provenance.requestId,
        provenance.at,
        id,
        event.identity,
      ],
    );
  }

  insertEventFiling(eventId: number, companyId: number | null, path: string, stored: StoredBytes, at: string): void {
    this.db.run(
      `INSERT INTO event_filings (event_id, company_id, path, sha256, size, verified_at) VALUES (?, ?, ?, ?, ?, ?)
       ON CONFLICT (path) DO UPDATE SET sha256 = excluded.sha256, size = excluded.size, verified_at = excluded.verified_at
         WHERE event_id = excluded.event_id`,
      [eventId, companyId, path, stored.sha256, stored.size, at],
    );
  }

  /** @returns whether these bytes were not kept under that category before. */
  insertKept(kept: {
    readonly sha256: Sha256;
    readonly category: 'refused' | 'summary' | 'voided' | 'variant' | 'original';
    readonly code: string | null;
    readonly reason: string;
    readonly identity: string | null;
    readonly situation: string | null;
    readonly path: string;
    readonly requestId: number | null;
    readonly at: string;
  }): boolean {
    const { changes } = this.db.run(
      `INSERT INTO kept_files (sha256, category, code, reason, identity, situation, path, request_id, at)
       VALUES (@sha256, @category, @code, @reason, @identity, @situation, @path, @requestId, @at)
       ON CONFLICT (sha256, category) DO NOTHING`,
      { ...kept },
    );
    return changes > 0;
  }
}

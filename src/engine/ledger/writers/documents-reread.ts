import type { Month } from '../../domain';
import type { FiscalDocument } from '../../fiscal';
import type { LedgerDatabase } from '../database';
import { DocumentWriter, type CountedAs } from './documents';

/** The rows of a document as they were, so that what was made of it can be undone. */
export interface DocumentBefore {
  readonly document: Readonly<Record<string, unknown>>;
  readonly shape: string | null;
  readonly filings: readonly Readonly<Record<string, unknown>>[];
  /** Ids of what refers to it. */
  readonly deliveries: readonly number[];
  readonly passes: readonly number[];
  readonly recoveryItems: readonly number[];
}

const FILING = ['id', 'document_id', 'company_id', 'direction', 'path', 'sha256', 'size', 'verified_at'] as const;
const KEPT_WITH_ITS_ROW = ['id', 'sha256', 'size', 'source', 'request_id', 'archived_at'] as const;

/**
 * Turns the row of an unread document into the one of the note that its bytes are, and back. Like its neighbours, for the intake room
 * alone (invariant 3; lint enforces it).
 */
export class RereadWriter {
  readonly #documents: DocumentWriter;

  constructor(private readonly db: LedgerDatabase) {
    this.#documents = new DocumentWriter(db);
  }

  before(documentId: number): DocumentBefore {
    const ids = (sql: string): number[] => this.db.all<{ id: number }>(sql, [documentId]).map(({ id }) => id);
    const document = this.db.get<Record<string, unknown>>('SELECT * FROM documents WHERE id = ?', [documentId]);
    if (document === undefined) throw new Error(`no document ${String(documentId)}`);
    return {
      document,
      shape:
        this.db.get<{ shape: string }>('SELECT shape FROM unread_shapes WHERE document_id = ?', [documentId])?.shape ??
        null,
      filings: this.db.all<Record<string, unknown>>(
        `SELECT ${FILING.join(', ')} FROM filings WHERE document_id = ? ORDER BY id`,
        [documentId],
      ),
      deliveries: ids('SELECT id FROM deliveries WHERE document_id = ?'),
      passes: ids('SELECT pass_id AS id FROM pass_documents WHERE document_id = ?'),
      recoveryItems: ids('SELECT id FROM recovery_items WHERE document_id = ?'),
    };
  }

  /** The same row, of the same bytes in the same places, under what the bytes say. */
  read(documentId: number, document: FiscalDocument, month: Month, counted: CountedAs): void {
    const stored = this.db.get<{ sha256: string; size: number; requestId: number | null; at: string }>(
      'SELECT sha256, size, request_id AS requestId, archived_at AS at FROM documents WHERE id = ?',
      [documentId],
    );
    if (stored === undefined) throw new Error(`no document ${String(documentId)}`);
    this.db.run('UPDATE documents SET identity = ?, sieg_kind = ?, sieg_day = ? WHERE id = ?', [
      document.identity,
      counted.siegKind,
      counted.siegDay,
      documentId,
    ]);
    const provenance = { source: 'page' as const, requestId: stored.requestId, at: stored.at };
    this.#documents.upgradeDocument(documentId, document, stored, month, provenance);
  }

  setDirection(filingId: number, direction: string): void {
    this.db.run('UPDATE filings SET direction = ? WHERE id = ?', [direction, filingId]);
  }

  noteShape(documentId: number, shape: string): void {
    this.db.run('INSERT OR REPLACE INTO unread_shapes (document_id, shape) VALUES (?, ?)', [documentId, shape]);
  }

  /** The row makes way for the one of the same note: what referred to it refers to that one. Its file stays where it lies. */
  mergeInto(documentId: number, survivor: number): void {
    this.db.run('UPDATE deliveries SET document_id = ? WHERE document_id = ?', [survivor, documentId]);
    this.db.run('UPDATE recovery_items SET document_id = ? WHERE document_id = ?', [survivor, documentId]);
    this.db.run(
      'INSERT OR IGNORE INTO pass_documents (pass_id, document_id) SELECT pass_id, ? FROM pass_documents WHERE document_id = ?',
      [survivor, documentId],
    );
    for (const table of ['pass_documents', 'parties', 'municipal_notes', 'unread_shapes', 'filings']) {
      this.db.run(`DELETE FROM ${table} WHERE document_id = ?`, [documentId]);
    }
    this.db.run('DELETE FROM documents WHERE id = ?', [documentId]);
  }

  /** Puts everything back as it was. The row may have been changed, or taken away. */
  restore({ document, shape, filings, deliveries, passes, recoveryItems }: DocumentBefore): void {
    const id = Number(document['id']);
    const columns = Object.keys(document);
    const set = columns.filter((name) => !KEPT_WITH_ITS_ROW.some((kept) => kept === name));
    this.db.run(
      `INSERT INTO documents (${columns.join(', ')}) VALUES (${columns.map((name) => `@${name}`).join(', ')})
       ON CONFLICT (id) DO UPDATE SET ${set.map((name) => `${name} = excluded.${name}`).join(', ')}`,
      { ...document },
    );
    for (const table of ['parties', 'municipal_notes', 'unread_shapes']) {
      this.db.run(`DELETE FROM ${table} WHERE document_id = ?`, [id]);
    }
    if (shape !== null) this.noteShape(id, shape);
    for (const filing of filings) this.#restoreFiling(filing);
    const list = (ids: readonly number[]): string => JSON.stringify(ids);
    this.db.run('UPDATE deliveries SET document_id = ? WHERE id IN (SELECT value FROM json_each(?))', [
      id,
      list(deliveries),
    ]);
    this.db.run('UPDATE recovery_items SET document_id = ? WHERE id IN (SELECT value FROM json_each(?))', [
      id,
      list(recoveryItems),
    ]);
    this.db.run('INSERT OR IGNORE INTO pass_documents (pass_id, document_id) SELECT value, ? FROM json_each(?)', [
      id,
      list(passes),
    ]);
  }

  #restoreFiling(filing: Readonly<Record<string, unknown>>): void {
    this.db.run(
      `INSERT INTO filings (${FILING.join(', ')}) VALUES (${FILING.map((name) => `@${name}`).join(', ')})
       ON CONFLICT (id) DO UPDATE SET direction = excluded.direction`,
      { ...filing },
    );
  }
}

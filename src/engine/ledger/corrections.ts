import type { ErrorCode } from '../../shared/errors';
import { categoriesWhere } from '../../shared/audit-categories';
import type { FindingCategory } from '../../shared/ipc/audit';
import type { Correction, CorrectionItem } from '../../shared/ipc/recovery';
import type { Sha256 } from '../domain';
import { RESOLVED, sqlList } from './audit-sql';
import type { LedgerDatabase } from './database';

export interface CorrectionRow extends Omit<Correction, 'refile' | 'adopt' | 'items'> {
  readonly refile: number;
  readonly adopt: number;
  readonly proposed: number;
  readonly applied: number;
  readonly undone: number;
  readonly failed: number;
  readonly leftOut: number;
}

type TaskState = Exclude<CorrectionItemRow['state'], 'left-out'>;

/** An item that is, or was, to be carried out. */
export type CorrectionTask = CorrectionItemRow & { readonly identity: string; readonly sha256: Sha256 };

export interface CorrectionItemRow {
  readonly id: number;
  readonly action: CorrectionItem['action'];
  readonly identity: string | null;
  /** What is filed where the file lies, of a document or of an event; both null when the ledger does not know the file there. */
  readonly filingId: number | null;
  readonly eventFilingId: number | null;
  readonly fromPath: string;
  readonly toPath: string;
  /** Null only for what is left out. */
  readonly sha256: Sha256 | null;
  /** The evidence, a sentence for people. */
  readonly why: string;
  readonly state: CorrectionItem['state'];
  readonly errorCode: ErrorCode | null;
}

/** What belongs to other rooms: the sentence of a finding, and what stored paths are compared by. */
export interface CorrectionWords {
  readonly why: (category: FindingCategory, detail: Readonly<Record<string, unknown>>) => string;
  readonly placeKey: (path: string) => string;
}

const CORRECTION = `c.id, c.audit_id AS auditId, c.state, c.proposed_at AS proposedAt, c.applied_at AS appliedAt, c.undone_at AS undoneAt,
  (SELECT count(*) FROM correction_items i WHERE i.correction_id = c.id AND i.action IN ('refile', 'put-back')
    AND i.state <> 'left-out') AS refile,
  (SELECT count(*) FROM correction_items i WHERE i.correction_id = c.id AND i.action = 'adopt' AND i.state <> 'left-out') AS adopt,
  (SELECT count(*) FROM correction_items i WHERE i.correction_id = c.id AND i.state = 'proposed') AS proposed,
  (SELECT count(*) FROM correction_items i WHERE i.correction_id = c.id AND i.state = 'applied') AS applied,
  (SELECT count(*) FROM correction_items i WHERE i.correction_id = c.id AND i.state = 'undone') AS undone,
  (SELECT count(*) FROM correction_items i WHERE i.correction_id = c.id AND i.state = 'failed') AS failed,
  (SELECT count(*) FROM correction_items i WHERE i.correction_id = c.id AND i.state = 'left-out') AS leftOut`;
const ITEM = `id, action, identity, filing_id AS filingId, event_filing_id AS eventFilingId, from_path AS fromPath, to_path AS toPath, sha256, why, state,
  error_code AS errorCode`;

const REFILED = categoriesWhere(({ correction }) => correction === 'refile');

/**
 * Every misfiled and renamed file, each with what stands against proposing it. One proposal a place to go to: of two files that would
 * lie at one place, the first by its path.
 */
const PROPOSE_MOVES = `
  INSERT INTO correction_items (correction_id, action, identity, filing_id, event_filing_id, from_path, to_path, sha256, why, state,
    error_code)
  SELECT @correction, CASE WHEN moved THEN 'put-back' ELSE 'refile' END, identity, filing, event_filing, path,
    coalesce(expected, path), sha256, correction_why(category, detail), CASE WHEN code IS NULL THEN 'proposed' ELSE 'left-out' END, code
  FROM (
    SELECT *, CASE
      WHEN identity IS NULL OR expected IS NULL OR sha256 IS NULL THEN 'CORRECTION_NO_PLACE'
      WHEN NOT moved AND correction_place(expected) = correction_place(path) THEN 'CORRECTION_NO_PLACE'
      WHEN NOT moved AND (EXISTS (SELECT 1 FROM filings t WHERE t.path = expected)
        OR EXISTS (SELECT 1 FROM event_filings t WHERE t.path = expected)) THEN 'CORRECTION_TARGET_FILED'
      WHEN rank > 1 THEN 'CORRECTION_SAME_PLACE' END AS code
    FROM (
      SELECT f.id, f.category, f.identity, s.id AS filing, e.id AS event_filing, f.path, f.detail, f.detail ->> 'expected' AS expected,
        f.category = 'renamed' OR coalesce(f.detail ->> 'moved', 0) = 1 AS moved,
        coalesce(s.sha256, e.sha256, f.detail ->> 'sha256') AS sha256,
        row_number() OVER (PARTITION BY correction_place(coalesce(f.detail ->> 'expected', f.path)) ORDER BY f.path, f.id) AS rank
      FROM audit_findings f JOIN audits a ON a.id = f.audit_id LEFT JOIN filings s ON s.path = f.path
        LEFT JOIN event_filings e ON s.id IS NULL AND e.path = f.path
      WHERE f.audit_id = @audit AND f.category IN (${sqlList(REFILED)}) AND f.path IS NOT NULL AND NOT coalesce(${RESOLVED}, 0)))
  WHERE true ORDER BY path
  ON CONFLICT DO NOTHING`;

const PROPOSE_ADOPTIONS = `
  INSERT INTO correction_items (correction_id, action, identity, from_path, to_path, sha256, why, state, error_code)
  SELECT @correction, 'adopt', identity, path, path, sha256, correction_why('stray', detail),
    CASE WHEN code IS NULL THEN 'proposed' ELSE 'left-out' END, code
  FROM (
    SELECT f.id, f.identity, f.path, f.detail, f.detail ->> 'holds' AS holds, f.detail ->> 'sha256' AS sha256, CASE
      WHEN f.identity IS NULL OR f.detail ->> 'holds' NOT IN ('document', 'event') OR f.detail ->> 'sha256' IS NULL
        THEN 'CORRECTION_NOT_ADOPTABLE'
      WHEN EXISTS (SELECT 1 FROM documents d WHERE d.identity = f.identity)
        OR EXISTS (SELECT 1 FROM events e WHERE e.identity = f.identity) THEN 'CORRECTION_HELD' END AS code
    FROM audit_findings f JOIN audits a ON a.id = f.audit_id
    WHERE f.audit_id = @audit AND f.category = 'stray' AND f.path IS NOT NULL AND NOT coalesce(${RESOLVED}, 0))
  WHERE true ORDER BY holds, path
  ON CONFLICT DO NOTHING`;

/** Proposals to put right what an audit found in the wrong place or outside of the ledger, and what became of them. */
export class CorrectionRepository {
  constructor(
    private readonly db: LedgerDatabase,
    private readonly now: () => string,
  ) {}

  /** @returns the number of the correction, or null (and nothing is kept) when the audit found nothing misfiled, renamed or stray. */
  propose(auditId: number, { why, placeKey }: CorrectionWords): number | null {
    const { raw } = this.db;
    raw.function('correction_place', { deterministic: true }, (path: unknown) => placeKey(String(path)));
    raw.function('correction_why', { deterministic: true }, (category: unknown, detail: unknown) =>
      why(category as FindingCategory, JSON.parse(String(detail)) as Readonly<Record<string, unknown>>),
    );
    return this.db.transaction(() => {
      const { id } = this.db.run("INSERT INTO corrections (audit_id, state, proposed_at) VALUES (?, 'proposed', ?)", [
        auditId,
        this.now(),
      ]);
      const bindings = { correction: id, audit: auditId };
      const items = this.db.run(PROPOSE_MOVES, bindings).changes + this.db.run(PROPOSE_ADOPTIONS, bindings).changes;
      if (items > 0) return id;
      this.db.run('DELETE FROM corrections WHERE id = ?', [id]);
      return null;
    });
  }

  get(id: number): CorrectionRow | undefined {
    return this.db.get<CorrectionRow>(`SELECT ${CORRECTION} FROM corrections c WHERE c.id = ?`, [id]);
  }

  /** Newest first. */
  list(limit: number): CorrectionRow[] {
    return this.db.all<CorrectionRow>(`SELECT ${CORRECTION} FROM corrections c ORDER BY c.id DESC LIMIT ?`, [limit]);
  }

  items(id: number, after: number, limit: number): CorrectionItemRow[] {
    return this.db.all<CorrectionItemRow>(
      `SELECT ${ITEM} FROM correction_items WHERE correction_id = ? AND id > ? ORDER BY id LIMIT ?`,
      [id, after, limit],
    );
  }

  /** Items in one of these states, `limit` after the item `after`; only the named ones, unless null. */
  next(
    id: number,
    states: readonly TaskState[],
    after: number,
    limit: number,
    named: readonly number[] | null,
  ): CorrectionTask[] {
    return this.db.all<CorrectionTask>(
      `SELECT ${ITEM} FROM correction_items WHERE correction_id = ? AND id > ? AND state IN (SELECT value FROM json_each(?))
         AND (? IS NULL OR id IN (SELECT value FROM json_each(?))) ORDER BY id LIMIT ?`,
      [
        ...[id, after, JSON.stringify(states)],
        ...[named, named].map((ids) => (ids === null ? null : JSON.stringify(ids))),
        limit,
      ],
    );
  }

  /** The same from the end: what was done last is undone first. */
  lastBefore(id: number, states: readonly TaskState[], before: number, limit: number): CorrectionTask[] {
    return this.db.all<CorrectionTask>(
      `SELECT ${ITEM} FROM correction_items WHERE correction_id = ? AND id < ? AND state IN (SELECT value FROM json_each(?))
       ORDER BY id DESC LIMIT ?`,
      [id, before, JSON.stringify(states), limit],
    );
  }

  setState(id: number, state: CorrectionRow['state']): void {
    const at = this.now();
    this.db.run(
      `UPDATE corrections SET state = @state, applied_at = CASE @state WHEN 'applied' THEN coalesce(applied_at, @at) ELSE applied_at END,
         undone_at = CASE @state WHEN 'undone' THEN @at ELSE undone_at END WHERE id = @id`,
      { id, state, at },
    );
  }

  settle(itemId: number, state: CorrectionItemRow['state'], code: ErrorCode | null): void {
    this.db.run('UPDATE correction_items SET state = ?, error_code = ? WHERE id = ?', [state, code, itemId]);
  }
}

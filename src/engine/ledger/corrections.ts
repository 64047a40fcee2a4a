import type { ErrorCode } from '../../shared/errors';
import type { FindingCategory } from '../../shared/ipc/audit';
import type { Correction, CorrectionItem } from '../../shared/ipc/recovery';
import type { Sha256 } from '../domain';
import type { LedgerDatabase } from './database';

export interface CorrectionRow extends Omit<Correction, 'refile' | 'adopt' | 'items'> {
  readonly refile: number;
  readonly adopt: number;
  readonly proposed: number;
  readonly applied: number;
  readonly undone: number;
  readonly failed: number;
}

export interface CorrectionItemRow {
  readonly id: number;
  readonly action: CorrectionItem['action'];
  readonly identity: string;
  /** The filing that a misfiled document has; null when the ledger does not know the file. */
  readonly filingId: number | null;
  readonly fromPath: string;
  readonly toPath: string;
  readonly sha256: Sha256;
  /** The evidence, a sentence for people. */
  readonly why: string;
  readonly state: CorrectionItem['state'];
  readonly errorCode: ErrorCode | null;
}

/** What belongs to other rooms: the sentence of a finding, and the one key of names that a file system may take for one. */
export interface CorrectionWords {
  readonly why: (category: FindingCategory, detail: Readonly<Record<string, unknown>>) => string;
  readonly folded: (path: string) => string;
}

const CORRECTION = `c.id, c.audit_id AS auditId, c.state, c.proposed_at AS proposedAt, c.applied_at AS appliedAt, c.undone_at AS undoneAt,
  (SELECT count(*) FROM correction_items i WHERE i.correction_id = c.id AND i.action = 'refile') AS refile,
  (SELECT count(*) FROM correction_items i WHERE i.correction_id = c.id AND i.action = 'adopt') AS adopt,
  (SELECT count(*) FROM correction_items i WHERE i.correction_id = c.id AND i.state = 'proposed') AS proposed,
  (SELECT count(*) FROM correction_items i WHERE i.correction_id = c.id AND i.state = 'applied') AS applied,
  (SELECT count(*) FROM correction_items i WHERE i.correction_id = c.id AND i.state = 'undone') AS undone,
  (SELECT count(*) FROM correction_items i WHERE i.correction_id = c.id AND i.state = 'failed') AS failed`;
const ITEM = `id, action, identity, filing_id AS filingId, from_path AS fromPath, to_path AS toPath, sha256, why, state,
  error_code AS errorCode`;

/** One proposal a place to go to: of two files that would lie at one place, the first by its path. */
const PROPOSE_REFILES = `
  INSERT INTO correction_items (correction_id, action, identity, filing_id, from_path, to_path, sha256, why, state)
  SELECT @correction, 'refile', identity, filing, path, expected, sha256, correction_why('misfiled', detail), 'proposed' FROM (
    SELECT f.identity, s.id AS filing, f.path, f.detail, f.detail ->> 'expected' AS expected,
      coalesce(s.sha256, f.detail ->> 'sha256') AS sha256,
      row_number() OVER (PARTITION BY correction_place(f.detail ->> 'expected') ORDER BY f.path, f.id) AS rank
    FROM audit_findings f LEFT JOIN filings s ON s.path = f.path
    WHERE f.audit_id = @audit AND f.category = 'misfiled' AND f.identity IS NOT NULL AND f.path IS NOT NULL
      AND f.detail ->> 'expected' IS NOT NULL
      AND correction_place(f.detail ->> 'expected') <> correction_place(f.path)
      AND NOT EXISTS (SELECT 1 FROM filings t WHERE t.path = f.detail ->> 'expected')
      AND NOT EXISTS (SELECT 1 FROM event_filings e WHERE e.path = f.path))
  WHERE rank = 1 AND sha256 IS NOT NULL ORDER BY path
  ON CONFLICT DO NOTHING`;

const PROPOSE_ADOPTIONS = `
  INSERT INTO correction_items (correction_id, action, identity, from_path, to_path, sha256, why, state)
  SELECT @correction, 'adopt', f.identity, f.path, f.path, f.detail ->> 'sha256', correction_why('stray', f.detail), 'proposed'
  FROM audit_findings f
  WHERE f.audit_id = @audit AND f.category = 'stray' AND f.identity IS NOT NULL AND f.path IS NOT NULL
    AND f.detail ->> 'holds' IN ('document', 'event') AND f.detail ->> 'sha256' IS NOT NULL
    AND NOT EXISTS (SELECT 1 FROM documents d WHERE d.identity = f.identity)
    AND NOT EXISTS (SELECT 1 FROM events e WHERE e.identity = f.identity)
  ORDER BY f.detail ->> 'holds', f.path
  ON CONFLICT DO NOTHING`;

/** Proposals to put right what an audit found in the wrong place or outside of the ledger, and what became of them. */
export class CorrectionRepository {
  constructor(
    private readonly db: LedgerDatabase,
    private readonly now: () => string,
  ) {}

  /** @returns the number of the correction, or null (and nothing is kept) when the audit found nothing to put right. */
  propose(auditId: number, { why, folded }: CorrectionWords): number | null {
    const { raw } = this.db;
    raw.function('correction_place', { deterministic: true }, (path: unknown) => folded(String(path)));
    raw.function('correction_why', { deterministic: true }, (category: unknown, detail: unknown) =>
      why(category as FindingCategory, JSON.parse(String(detail)) as Readonly<Record<string, unknown>>),
    );
    return this.db.transaction(() => {
      const { id } = this.db.run("INSERT INTO corrections (audit_id, state, proposed_at) VALUES (?, 'proposed', ?)", [
        auditId,
        this.now(),
      ]);
      const bindings = { correction: id, audit: auditId };
      const items = this.db.run(PROPOSE_REFILES, bindings).changes + this.db.run(PROPOSE_ADOPTIONS, bindings).changes;
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
    states: readonly CorrectionItemRow['state'][],
    after: number,
    limit: number,
    named: readonly number[] | null,
  ): CorrectionItemRow[] {
    return this.db.all<CorrectionItemRow>(
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
  lastBefore(
    id: number,
    states: readonly CorrectionItemRow['state'][],
    before: number,
    limit: number,
  ): CorrectionItemRow[] {
    return this.db.all<CorrectionItemRow>(
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

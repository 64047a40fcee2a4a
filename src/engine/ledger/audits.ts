import { categoriesWhere, FINDING_CATEGORIES } from '../../shared/audit-categories';
import type { AuditScope, FindingCategory, FindingQuery } from '../../shared/ipc/audit';
import type { ErrorEnvelope } from '../../shared/errors';
import { searchTerms } from '../domain';
import { RESOLVED, sqlList } from './audit-sql';
import type { LedgerDatabase } from './database';

export type AuditOutcome = 'complete' | 'stopped' | 'failed' | 'interrupted';

export interface AuditRow {
  readonly id: number;
  readonly scope: AuditScope;
  readonly full: boolean;
  readonly startedAt: string;
  readonly endedAt: string | null;
  readonly outcome: AuditOutcome | null;
  /** As `auditFiguresSchema`. */
  readonly figures: unknown;
  readonly error: ErrorEnvelope | null;
}

export interface NewFinding {
  readonly category: FindingCategory;
  readonly identity: string | null;
  readonly companyId: number | null;
  readonly kind: string | null;
  readonly month: string | null;
  readonly root: 'archive' | 'import' | 'cancelled' | null;
  readonly path: string | null;
  readonly size: number | null;
  /** What its sentence is made of. */
  readonly detail: Readonly<Record<string, unknown>>;
}

export interface FindingRow extends NewFinding {
  readonly id: number;
  /** Mended since, by what is on record. */
  readonly resolved: boolean;
  readonly taxId: string | null;
  readonly folder: string | null;
}

export interface GroupRow {
  readonly category: FindingCategory;
  readonly taxId: string | null;
  readonly folder: string | null;
  readonly month: string | null;
  readonly count: number;
  readonly bytes: number;
  readonly open: number;
  readonly openBytes: number;
  readonly fetchedSingly: number | null;
}

/** Findings of one audit that are none any more, as they were found out at one moment. */
export interface Mended {
  /** Row numbers, a list in JSON. */
  readonly ids: string;
}

/** Findings that one statement looks at: it is over in a moment. */
const LOOKED_AT_ONCE = 250;

export interface CategoryDifference {
  readonly category: FindingCategory;
  readonly same: number;
  readonly gone: number;
  readonly fresh: number;
}

type RawAudit = Omit<AuditRow, 'scope' | 'full' | 'figures' | 'error'> & {
  scope: string;
  full: number;
  figures: string;
  error: string | null;
};
type RawFinding = Omit<FindingRow, 'detail' | 'resolved'> & { detail: string; resolved: number };

const AUDIT =
  'id, scope, read_all AS full, started_at AS startedAt, ended_at AS endedAt, outcome, figures, error FROM audits';
const FINDING = `f.id, f.category, f.identity, f.company_id AS companyId, f.kind, f.month, f.root, f.path, f.size, f.detail,
  c.tax_id AS taxId, c.folder, ${RESOLVED} AS resolved
  FROM audit_findings f JOIN audits a ON a.id = f.audit_id LEFT JOIN companies c ON c.id = f.company_id`;
const COPIES = categoriesWhere(({ isCopy }) => isCopy);
/** What makes two findings of two audits the same one. Gaps are told from others by their series. */
const SAMENESS = `category || char(31) || coalesce(identity, '') || char(31) || coalesce(path, '') || char(31) ||
  coalesce(company_id, '') || char(31) || coalesce(month, '') || char(31) || coalesce(kind, '') || char(31) ||
  CASE category WHEN 'number-gap' THEN json_extract(detail, '$.model') || '/' || coalesce(json_extract(detail, '$.series'), '') ELSE '' END`;

function auditOf(row: RawAudit): AuditRow {
  return {
    ...row,
    scope: JSON.parse(row.scope) as AuditScope,
    full: row.full === 1,
    figures: JSON.parse(row.figures) as unknown,
    error: row.error === null ? null : (JSON.parse(row.error) as ErrorEnvelope),
  };
}

function findingOf(row: RawFinding): FindingRow {
  return { ...row, resolved: row.resolved === 1, detail: JSON.parse(row.detail) as Record<string, unknown> };
}

const listOrNull = (values: readonly string[] | undefined): string | null =>
  values === undefined || values.length === 0 ? null : JSON.stringify(values);

/** Every audit with its findings; nothing of an ended one is ever changed: what has been mended since follows from other records. */
export class AuditRepository {
  constructor(
    private readonly db: LedgerDatabase,
    private readonly now: () => string,
  ) {}

  begin(scope: AuditScope, full: boolean, figures: unknown): AuditRow {
    const { id } = this.db.run('INSERT INTO audits (scope, read_all, started_at, figures) VALUES (?, ?, ?, ?)', [
      ...[JSON.stringify(scope), full ? 1 : 0, this.now(), JSON.stringify(figures)],
    ]);
    return this.#existing(id);
  }

  /** Goes on with one that has not come to its end: its findings are found anew. */
  reopen(id: number): AuditRow {
    this.db.transaction(() => {
      this.db.run('DELETE FROM audit_findings WHERE audit_id = ?', [id]);
      this.db.run('UPDATE audits SET outcome = NULL, ended_at = NULL, error = NULL WHERE id = ?', [id]);
    });
    return this.#existing(id);
  }

  end(id: number, outcome: AuditOutcome, figures: unknown, error: ErrorEnvelope | null): void {
    this.db.run('UPDATE audits SET ended_at = ?, outcome = ?, figures = ?, error = ? WHERE id = ?', [
      ...[this.now(), outcome, JSON.stringify(figures), error === null ? null : JSON.stringify(error), id],
    ]);
  }

  /** For a caller that knows that no audit is at work: those without an end belong to processes that died. @returns how many. */
  markInterrupted(): number {
    return this.db.run("UPDATE audits SET ended_at = ?, outcome = 'interrupted' WHERE outcome IS NULL", [this.now()])
      .changes;
  }

  get(id: number): AuditRow | undefined {
    const row = this.db.get<RawAudit>(`SELECT ${AUDIT} WHERE id = ?`, [id]);
    return row === undefined ? undefined : auditOf(row);
  }

  /** Newest first. */
  list(limit: number): AuditRow[] {
    return this.db.all<RawAudit>(`SELECT ${AUDIT} ORDER BY id DESC LIMIT ?`, [limit]).map(auditOf);
  }

  /** The one that ended last. */
  lastEnded(): AuditRow | undefined {
    const row = this.db.get<RawAudit>(
      `SELECT ${AUDIT} WHERE outcome IS NOT NULL ORDER BY ended_at DESC, id DESC LIMIT 1`,
    );
    return row === undefined ? undefined : auditOf(row);
  }

  /** In the caller's transaction. */
  add(auditId: number, findings: readonly NewFinding[]): void {
    for (const one of findings) {
      this.db.run(
        `INSERT INTO audit_findings (audit_id, category, identity, company_id, kind, month, root, path, size, detail)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
        [
          ...[auditId, one.category, one.identity, one.companyId, one.kind, one.month, one.root, one.path, one.size],
          JSON.stringify(one.detail),
        ],
      );
    }
  }

  /** Findings of this audit so far that speak of a document or event. */
  of(auditId: number, identity: string, categories: readonly FindingCategory[]): FindingRow[] {
    return this.db
      .all<RawFinding>(
        `SELECT ${FINDING} WHERE f.audit_id = ? AND f.identity = ? AND f.category IN (SELECT value FROM json_each(?))`,
        [auditId, identity, JSON.stringify(categories)],
      )
      .map(findingOf);
  }

  /** Findings of this audit, in order, of files of held documents that are not filed where they lie; `limit` after `after`. */
  loose(auditId: number, after: number, limit: number): FindingRow[] {
    return this.db
      .all<RawFinding>(
        `SELECT ${FINDING} WHERE +f.audit_id = ? AND f.id > ? AND f.category IN ('duplicate', 'key-mismatch')
           AND f.identity IS NOT NULL AND f.detail ->> 'loose' = 1 ORDER BY f.id LIMIT ?`,
        [auditId, after, limit],
      )
      .map(findingOf);
  }

  /** What a finding turned out to be, once more had been seen; null: nothing. For an audit that is at work, in the caller's transaction. */
  restate(findingId: number, finding: NewFinding | null): void {
    if (finding === null) {
      this.db.run('DELETE FROM audit_findings WHERE id = ?', [findingId]);
      return;
    }
    const { category, identity, companyId, kind, month, root, path, size, detail } = finding;
    this.db.run(
      `UPDATE audit_findings SET category = ?, identity = ?, company_id = ?, kind = ?, month = ?, root = ?, path = ?, size = ?, detail = ?
       WHERE id = ?`,
      [category, identity, companyId, kind, month, root, path, size, JSON.stringify(detail), findingId],
    );
  }

  /** Where the last audit that ended saw these bytes, other than where they are filed, as stored paths of the archive. */
  seenAt(sha256: string): string[] {
    return this.db
      .all<{ path: string }>(
        `SELECT path FROM audit_findings WHERE audit_id = (SELECT max(id) FROM audits WHERE outcome IS NOT NULL)
           AND category IN (${sqlList(COPIES)}) AND path IS NOT NULL
           AND coalesce(detail ->> 'found', detail ->> 'sha256') = ? ORDER BY id`,
        [sha256],
      )
      .map(({ path }) => path);
  }

  total(auditId: number): number {
    return this.db.value<number>('SELECT count(*) FROM audit_findings WHERE audit_id = ?', [auditId]);
  }

  counts(auditId: number): Map<FindingCategory, number> {
    const rows = this.db.all<{ category: FindingCategory; n: number }>(
      'SELECT category, count(*) AS n FROM audit_findings WHERE audit_id = ? GROUP BY category',
      [auditId],
    );
    return new Map(rows.map(({ category, n }) => [category, n]));
  }

  /** Findings that the ledger says are none any more: found out with several looks each, so a part of them at a time. */
  mended(auditId: number): Mended {
    const { first, last } = this.db.get<{ first: number | null; last: number | null }>(
      'SELECT min(id) AS first, max(id) AS last FROM audit_findings WHERE audit_id = ?',
      [auditId],
    ) ?? { first: null, last: null };
    const ids: number[] = [];
    for (let from = first ?? 0; from <= (last ?? -1); from += LOOKED_AT_ONCE) {
      ids.push(...this.#mendedWithin(auditId, from, from + LOOKED_AT_ONCE - 1));
    }
    return { ids: JSON.stringify(ids) };
  }

  #mendedWithin(auditId: number, from: number, to: number): number[] {
    return this.db
      .all<{ id: number }>(
        `SELECT f.id FROM audit_findings f JOIN audits a ON a.id = f.audit_id
         WHERE f.id BETWEEN ? AND ? AND +f.audit_id = ? AND coalesce(${RESOLVED}, 0)`,
        [from, to, auditId],
      )
      .map(({ id }) => id);
  }

  /** How many of them there are by category. */
  resolved({ ids }: Mended): Map<FindingCategory, number> {
    const rows = this.db.all<{ category: FindingCategory; n: number }>(
      'SELECT category, count(*) AS n FROM audit_findings WHERE id IN (SELECT value FROM json_each(?)) GROUP BY category',
      [ids],
    );
    return new Map(rows.map(({ category, n }) => [category, n]));
  }

  /** In order of category, folder and month; one category at a time, so that each statement is over at once. */
  groups(auditId: number, mended: Mended): GroupRow[] {
    return FINDING_CATEGORIES.toSorted().flatMap((category) => this.#groupsOf(auditId, category, mended));
  }

  #groupsOf(auditId: number, category: FindingCategory, { ids }: Mended): GroupRow[] {
    return this.db.all<GroupRow>(
      // materialised, so that what is mended is looked up once and not for each of the sums
      `WITH found AS MATERIALIZED (SELECT f.company_id, f.month, f.size, f.id IN (SELECT value FROM json_each(@ids)) AS resolved
         FROM audit_findings f WHERE f.audit_id = @auditId AND f.category = @category)
       SELECT @category AS category, c.tax_id AS taxId, c.folder, g.month, g.n AS count, g.bytes, g.open, g.openBytes,
         (SELECT sum(s.documents) FROM legacy_singles s
          WHERE s.tax_id = c.tax_id AND (s.month IS NULL OR s.month = g.month)) AS fetchedSingly
       FROM (SELECT company_id, month, count(*) AS n, coalesce(sum(size), 0) AS bytes, sum(NOT resolved) AS open,
               coalesce(sum(CASE WHEN resolved THEN 0 ELSE size END), 0) AS openBytes
             FROM found
             GROUP BY company_id, month) g
         LEFT JOIN companies c ON c.id = g.company_id
       ORDER BY c.folder, g.month`,
      { auditId, category, ids },
    );
  }

  page(query: FindingQuery, mended: Mended, after: number, limit: number): FindingRow[] {
    return this.db
      .all<RawFinding>(`SELECT ${FINDING} WHERE ${WANTED} AND f.id > @after ORDER BY f.id LIMIT @limit`, {
        ...wanted(query, mended),
        after,
        limit,
      })
      .map(findingOf);
  }

  totals(query: FindingQuery, mended: Mended): { total: number; bytes: number } {
    return (
      this.db.get<{ total: number; bytes: number }>(
        `SELECT count(*) AS total, coalesce(sum(f.size), 0) AS bytes
         FROM audit_findings f JOIN audits a ON a.id = f.audit_id LEFT JOIN companies c ON c.id = f.company_id WHERE ${WANTED}`,
        wanted(query, mended),
      ) ?? { total: 0, bytes: 0 }
    );
  }

  differences(older: number, newer: number): CategoryDifference[] {
    return this.db.all<CategoryDifference>(
      `WITH a AS MATERIALIZED (SELECT category, ${SAMENESS} AS same FROM audit_findings WHERE audit_id = @older),
         b AS MATERIALIZED (SELECT category, ${SAMENESS} AS same FROM audit_findings WHERE audit_id = @newer)
       SELECT category, sum(same) AS same, sum(gone) AS gone, sum(fresh) AS fresh FROM (
         SELECT category, same IN (SELECT same FROM b) AS same, same NOT IN (SELECT same FROM b) AS gone, 0 AS fresh FROM a
         UNION ALL SELECT category, 0, 0, 1 FROM b WHERE same NOT IN (SELECT same FROM a))
       GROUP BY category`,
      { older, newer },
    );
  }

  /** What only `one` of two audits has, the first `limit` by number. */
  onlyIn(one: number, other: number, limit: number): FindingRow[] {
    const sameness = (alias: string): string =>
      SAMENESS.replaceAll(/\b(category|identity|path|company_id|month|kind|detail)\b/g, `${alias}.$1`);
    return this.db
      .all<RawFinding>(
        `SELECT ${FINDING} WHERE f.audit_id = ?
           AND ${sameness('f')} NOT IN (SELECT ${sameness('o')} FROM audit_findings o WHERE o.audit_id = ?)
         ORDER BY f.id LIMIT ?`,
        [one, other, limit],
      )
      .map(findingOf);
  }

  #existing(id: number): AuditRow {
    const row = this.get(id);
    if (row === undefined) throw new Error(`no audit ${String(id)}`);
    return row;
  }
}

const WANTED = `f.audit_id = @auditId
  AND (@categories IS NULL OR f.category IN (SELECT value FROM json_each(@categories)))
  AND (@companies IS NULL OR c.tax_id IN (SELECT value FROM json_each(@companies)))
  AND (@months IS NULL OR f.month IN (SELECT value FROM json_each(@months)))
  AND (@kinds IS NULL OR f.kind IN (SELECT value FROM json_each(@kinds)))
  AND (@open = 0 OR f.id NOT IN (SELECT value FROM json_each(@mended)))
  AND (@search IS NULL OR instr(lower(coalesce(f.identity, '') || ' ' || coalesce(f.path, '')), @search) > 0
    OR instr(lower(coalesce(f.identity, '')), @bare) > 0)`;

function wanted(
  { auditId, categories, companies, months, kinds, search, open }: FindingQuery,
  { ids }: Mended,
): Record<string, unknown> {
  const terms = searchTerms(search ?? '');
  return {
    auditId,
    categories: listOrNull(categories),
    companies: listOrNull(companies),
    months: listOrNull(months),
    kinds: listOrNull(kinds),
    open: open === true ? 1 : 0,
    mended: ids,
    search: terms?.text.toLowerCase() ?? null,
    bare: terms?.bare?.toLowerCase() ?? null,
  };
}

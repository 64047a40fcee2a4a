import type { FindingCategory } from '../../shared/ipc/audit';
import type { Month, TaxId } from '../domain';
import { RESOLVED } from './audit-sql';
import type { LedgerDatabase } from './database';
import type { JournalEntry } from './journal';
import type { RunOutcome } from './runs';

/** Which entries of the journal; every part that is given must hold. */
export interface JournalFilter {
  /** Texts of which one must stand in subject, action or detail, in any case of ASCII letters. */
  readonly texts?: readonly string[];
  /** Entries that tell of this document by its number: its intake, its deliveries. Counts beside `texts`. */
  readonly documentId?: number;
  /** Likewise for every document filed for this company. */
  readonly companyId?: number;
  /** What stands before the dot of an action. */
  readonly topics?: readonly string[];
  /** ISO 8601 in UTC; both included. */
  readonly from?: string;
  readonly to?: string;
}

export interface JournalSlice {
  /** Newest first. */
  readonly entries: readonly JournalEntry[];
  /** The id to go on before; null at the end. Entries may be fewer than asked for although there are more: the search is bounded. */
  readonly next: number | null;
}

export interface RunRecord {
  readonly id: number;
  readonly month: Month;
  readonly startedAt: string;
  readonly endedAt: string | null;
  readonly outcome: RunOutcome | null;
  readonly requests: number;
  readonly companies: number;
}

/** An audit that was completed and that looked at a month (and a company). */
export interface CoveringAudit {
  readonly id: number;
  readonly endedAt: string;
}

/** Findings of one category and company. */
export interface OpenGroup {
  readonly category: FindingCategory;
  /** Null: of no company. */
  readonly companyId: number | null;
  readonly taxId: TaxId | null;
  readonly n: number;
  /** Distinct keys among them; findings without one are not counted here. */
  readonly documents: number;
}

export interface OpenFindings {
  readonly audit: CoveringAudit;
  readonly groups: readonly OpenGroup[];
}

/** Entries that one call looks at, so that it never holds up the engine for long. */
const LOOKED_AT = 50_000;

/** A LIKE pattern that finds the text anywhere; `!` escapes. */
export function containing(text: string): string {
  return `%${text.replace(/[!%_]/g, '!$&')}%`;
}

/** LIKE knows no case beyond ASCII, and a text within JSON has its quotes and backslashes escaped. */
function patternsOf(texts: readonly string[]): string[] {
  const variants = texts.flatMap((text) => [text, text.toLowerCase(), text.toUpperCase()]);
  const quoted = variants.map((text) => JSON.stringify(text).slice(1, -1));
  return [...new Set([...variants, ...quoted])].map(containing);
}

const TEXT_FOUND = `EXISTS (SELECT 1 FROM json_each(@patterns) p
  WHERE j.subject LIKE p.value ESCAPE '!' OR j.action LIKE p.value ESCAPE '!' OR j.detail LIKE p.value ESCAPE '!')`;
const TAKEN_IN = `j.action IN ('intake.accepted', 'legacy.adopted')`;
const DOCUMENT_FOUND = `(${TAKEN_IN} AND EXISTS (SELECT 1 FROM json_each(j.detail, '$.documents') n WHERE n.value = @documentId)
  OR ${TAKEN_IN} AND EXISTS (SELECT 1 FROM json_each(j.detail, '$.events') n WHERE n.value IN (
       SELECT e.id FROM events e JOIN documents d ON d.identity = e.document_identity WHERE d.id = @documentId))
  OR j.action IN ('delivery.verified', 'delivery.held-back') AND EXISTS (
       SELECT 1 FROM json_each(j.detail, '$.deliveries') n WHERE n.value IN (
         SELECT v.id FROM deliveries v WHERE v.document_id = @documentId
         UNION ALL SELECT v.id FROM deliveries v JOIN events e ON e.id = v.event_id JOIN documents d ON d.identity = e.document_identity
           WHERE d.id = @documentId)))`;
const COMPANY_FOUND = `(${TAKEN_IN} AND EXISTS (SELECT 1 FROM json_each(j.detail, '$.documents') n
       JOIN filings f ON f.document_id = n.value WHERE f.company_id = @companyId)
  OR j.action = 'delivery.verified' AND EXISTS (SELECT 1 FROM json_each(j.detail, '$.deliveries') n
       JOIN deliveries v ON v.id = n.value JOIN filings f ON f.document_id = v.document_id WHERE f.company_id = @companyId))`;
const TOPIC_FOUND = `CASE instr(j.action, '.') WHEN 0 THEN j.action ELSE substr(j.action, 1, instr(j.action, '.') - 1) END
  IN (SELECT value FROM json_each(@topics))`;

/** A statement's conditions and what they are bound to. */
function conditionsOf({ texts, documentId, companyId, topics, from, to }: JournalFilter): {
  readonly where: string[];
  readonly bindings: Record<string, unknown>;
} {
  const found = [
    ...(texts === undefined ? [] : [TEXT_FOUND]),
    ...(documentId === undefined ? [] : [DOCUMENT_FOUND]),
    ...(companyId === undefined ? [] : [COMPANY_FOUND]),
  ];
  return {
    where: [
      ...(found.length === 0 ? [] : [`(${found.join(' OR ')})`]),
      ...(topics === undefined ? [] : [TOPIC_FOUND]),
      ...(from === undefined ? [] : ['j.at >= @from']),
      ...(to === undefined ? [] : ['j.at <= @to']),
    ],
    bindings: {
      ...(texts === undefined ? {} : { patterns: JSON.stringify(patternsOf(texts)) }),
      ...(documentId === undefined ? {} : { documentId }),
      ...(companyId === undefined ? {} : { companyId }),
      ...(topics === undefined ? {} : { topics: JSON.stringify(topics) }),
      ...(from === undefined ? {} : { from }),
      ...(to === undefined ? {} : { to }),
    },
  };
}

/** What has been, for people: the journal searched, the runs, the audits that looked at a month. */
export class HistoryReader {
  constructor(private readonly db: LedgerDatabase) {}

  /** Newest first. @param before id of the last one seen, or null */
  journal(filter: JournalFilter, before: number | null, limit: number): JournalSlice {
    const from = before ?? this.#idAfter(filter.to);
    const oldest = this.#oldestId(filter.from);
    if (from === null || oldest === null || from <= oldest) return { entries: [], next: null };
    const floor = Math.max(oldest, from - LOOKED_AT);
    const { where, bindings } = conditionsOf(filter);
    const rows = this.db.all<JournalEntry & { detail: string }>(
      `SELECT j.id, j.at, j.actor, j.action, j.subject, j.detail FROM journal j
       WHERE ${['j.id < @before AND j.id >= @floor', ...where].join(' AND ')} ORDER BY j.id DESC LIMIT @limit`,
      { ...bindings, before: from, floor, limit: limit + 1 },
    );
    const entries = rows.slice(0, limit).map((row) => ({ ...row, detail: JSON.parse(row.detail) as unknown }));
    const more = floor > oldest ? floor : null;
    return { entries, next: rows.length > limit ? (entries.at(-1)?.id ?? null) : more };
  }

  /** The id after the last entry that is no younger than `to`. Clocks jump, so it is looked for and not guessed. */
  #idAfter(to: string | undefined): number | null {
    const last = this.db.value<number | null>(
      to === undefined ? 'SELECT max(id) FROM journal' : 'SELECT max(id) FROM journal WHERE at <= ?',
      to === undefined ? [] : [to],
    );
    return last === null ? null : last + 1;
  }

  #oldestId(from: string | undefined): number | null {
    return this.db.value<number | null>(
      from === undefined ? 'SELECT min(id) FROM journal' : 'SELECT min(id) FROM journal WHERE at >= ?',
      from === undefined ? [] : [from],
    );
  }

  /** Newest first. */
  runs(limit: number): RunRecord[] {
    return this.db.all<RunRecord>(
      `SELECT r.id, r.month, r.started_at AS startedAt, r.ended_at AS endedAt, r.outcome,
         (SELECT count(*) FROM requests q WHERE q.run_id = r.id) AS requests,
         (SELECT count(*) FROM run_companies c WHERE c.run_id = r.id) AS companies
       FROM runs r ORDER BY r.id DESC LIMIT ?`,
      [limit],
    );
  }

  /** A company by its folder or name, in any case of ASCII letters. */
  companyNamed(text: string): { readonly id: number; readonly taxId: TaxId; readonly folder: string } | undefined {
    return this.db.get(
      `SELECT id, tax_id AS taxId, folder FROM companies
       WHERE folder = @text COLLATE NOCASE OR name = @text COLLATE NOCASE ORDER BY active DESC, id LIMIT 1`,
      { text },
    );
  }

  /** The last complete audit that looked at all of a month: of a company, or, with null, of all companies. */
  coveringAudit(month: Month, taxId: TaxId | null): CoveringAudit | null {
    return (
      this.db.get<CoveringAudit>(
        `SELECT id, ended_at AS endedAt FROM audits a WHERE outcome = 'complete' AND ended_at IS NOT NULL
           AND (coalesce(json_type(scope, '$.months'), 'null') = 'null'
             OR EXISTS (SELECT 1 FROM json_each(a.scope, '$.months') WHERE value = @month))
           AND (coalesce(json_type(scope, '$.companies'), 'null') = 'null'
             OR EXISTS (SELECT 1 FROM json_each(a.scope, '$.companies') WHERE value = @taxId))
         ORDER BY id DESC LIMIT 1`,
        { month, taxId },
      ) ?? null
    );
  }

  /** Findings of an audit in a month by category: of a company, or, with null, of all. Categories without any are absent. */
  findingCounts(auditId: number, month: Month, companyId: number | null): Map<FindingCategory, number> {
    const rows = this.db.all<{ category: FindingCategory; n: number }>(
      `SELECT category, count(*) AS n FROM audit_findings
       WHERE audit_id = @auditId AND month = @month AND (@companyId IS NULL OR company_id = @companyId) GROUP BY category`,
      { auditId, month, companyId },
    );
    return new Map(rows.map(({ category, n }) => [category, n]));
  }

  /**
   * What the last complete audit that looked at all of a month found in it and nothing has mended since, by category and company; null
   * when there was no such audit, which is not the same as none.
   * @param taxId of one company; null: an audit of all companies is asked for
   */
  openFindings(month: Month, taxId: TaxId | null): OpenFindings | null {
    const audit = this.coveringAudit(month, taxId);
    if (audit === null) return null;
    const groups = this.db.all<OpenGroup>(
      `SELECT f.category, f.company_id AS companyId, c.tax_id AS taxId, count(*) AS n, count(DISTINCT f.identity) AS documents
       FROM audit_findings f JOIN audits a ON a.id = f.audit_id LEFT JOIN companies c ON c.id = f.company_id
       WHERE f.audit_id = @auditId AND f.month = @month AND (@taxId IS NULL OR c.tax_id = @taxId) AND NOT coalesce(${RESOLVED}, 0)
       GROUP BY f.category, f.company_id ORDER BY f.category, f.company_id`,
      { auditId: audit.id, month, taxId },
    );
    return { audit, groups };
  }

  /** Files below a folder of the archive (stored form, without a slash at the end), as audits last saw them. */
  filesBelow(folder: string): number {
    // "0" is the character after "/"
    return this.db.value<number>('SELECT count(*) FROM disk_files WHERE path > ? AND path < ?', [
      `${folder}/`,
      `${folder}0`,
    ]);
  }
}

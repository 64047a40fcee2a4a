import { SIEG_KINDS, type Day, type DocumentKind, type Month, type PartyRole, type SiegKind } from '../domain';
import { DAMAGES, RESOLVED } from './audit-sql';
import { HANDED_OVER } from './company-months';
import type { LedgerDatabase } from './database';
import type { DamageProblem } from '../../shared/ipc/documents';
import { IS_REPLACED } from './outbox';

export interface KindLine {
  readonly companyId: number;
  readonly kind: DocumentKind;
  readonly n: number;
}

/** Documents of one kind that are filed under a company in a month, each once. */
export interface FiledKind {
  readonly companyId: number;
  readonly kind: DocumentKind;
  /** The kinds under which SIEG handed them out, as a JSON list; bills come as NFe. */
  readonly handedOutAs: string;
  /** Read ones. */
  readonly documents: number;
  /** Kept and filed, not read: they stand for no document. */
  readonly unread: number;
  readonly delivered: number;
  /** By a verified delivery, or by a completed transaction of the system before this one. */
  readonly handedOver: number;
  readonly conflicts: number;
}

/** What is filed for client companies in a month. */
export interface FiledMonth {
  readonly kinds: readonly FiledKind[];
  /** Read documents that nothing proves to have been handed over, each once, for however many companies it is filed. */
  readonly undelivered: number;
}

/** Distinct keys of a month that somebody promised and that are not held, by kind. */
export interface MissingOfMonth {
  readonly ofCompanies: readonly KindLine[];
  readonly named: ReadonlyMap<string, number>;
  /** SIEG itself has handed them out in a file that was broken: they are among its counts. */
  readonly handedOutBroken: ReadonlyMap<string, number>;
  /** No company on the list was promised them: nobody else would carry the gap. */
  readonly unclaimed: ReadonlyMap<string, number>;
}

/** SIEG's last word on a whole month in one scope (`account`, or `<role>:<tax id>`) and kind. */
export interface CountRow {
  readonly scope: string;
  readonly kind: SiegKind;
  readonly count: number;
  /** The most that it ever said. */
  readonly greatest: number;
  readonly at: string;
}

/** What is held of a kind by the days under which SIEG counts, against a count. Only documents that were read. */
export interface HeldAgainstCount {
  readonly held: number;
  /** Of those, how many came from SIEG. */
  readonly fromSieg: number;
  /** Of those, how many it had handed out before it counted. */
  readonly before: number;
}

/** How many documents there are in which a party stands in these roles and in no other. */
export interface HeldByParty {
  readonly siegKind: SiegKind;
  readonly taxId: string;
  readonly roles: readonly PartyRole[];
  readonly n: number;
}

/** The last report of a company and kind that was answered; `rows` 0: SIEG said that there is nothing. */
export interface ReportLine {
  readonly companyId: number;
  readonly kind: DocumentKind;
  readonly rows: number;
  /** Rows without a key that can be read; null: not known. */
  readonly unnamed: number | null;
}

/** A filed copy of which it is on record that it is not what and where it was filed. */
export interface DamagedCopy {
  /** Of the document or event. */
  readonly identity: string;
  readonly isEvent: boolean;
  /** Folder of the company; null: of none. */
  readonly company: string | null;
  /** Where it is filed, or, where it is `misfiled`, where it lies. */
  readonly path: string;
  readonly problem: DamageProblem;
}

/** Of some companies, or of the whole month. */
export interface DamagedOfMonth {
  /** Distinct documents, events left out; all of them, also those that `copies` does not name. */
  readonly documents: number;
  readonly copies: readonly DamagedCopy[];
}

/** By the audit, and by looks since, as far as nothing has mended it. */
const DAMAGED_COPIES = `SELECT f.company_id AS companyId, f.identity, f.path,
    CASE f.category WHEN 'ghost' THEN 'absent' ELSE f.category END AS problem,
    NOT EXISTS (SELECT 1 FROM documents d WHERE d.identity = f.identity) AS isEvent
  FROM audit_findings f JOIN audits a ON a.id = f.audit_id
  WHERE f.audit_id = @auditId AND f.month = @month AND f.identity IS NOT NULL AND ${DAMAGES} AND NOT coalesce(${RESOLVED}, 0)
  UNION SELECT f.company_id, d.identity, l.path, l.problem, 0 FROM file_looks l CROSS JOIN filings f ON f.path = l.path
    CROSS JOIN documents d ON d.id = f.document_id
  WHERE l.month = @month AND l.problem IS NOT NULL AND f.verified_at <= l.at
  UNION SELECT f.company_id, e.identity, l.path, l.problem, 1 FROM file_looks l CROSS JOIN event_filings f ON f.path = l.path
    CROSS JOIN events e ON e.id = f.event_id
  WHERE l.month = @month AND l.problem IS NOT NULL AND f.verified_at <= l.at`;

/** The facts that a verdict on a month is made of. */
export class VerdictReader {
  constructor(private readonly db: LedgerDatabase) {}

  filed(month: Month): FiledMonth {
    const rows = this.db.all<FiledKind | { readonly companyId: null; readonly undelivered: number }>(
      // materialised, so that how a document was handed over is found out once and not for each of the counts
      `WITH filed AS MATERIALIZED (
         SELECT h.company_id AS companyId, d.id, d.kind, d.sieg_kind AS siegKind, d.form, ${HANDED_OVER} AS state
         FROM (SELECT DISTINCT company_id, document_id FROM filings WHERE month = ? AND company_id IS NOT NULL) h
           CROSS JOIN documents d ON d.id = h.document_id)
       SELECT companyId, kind, json_group_array(DISTINCT siegKind) FILTER (WHERE siegKind IS NOT NULL) AS handedOutAs,
         count(*) FILTER (WHERE form <> 'unread') AS documents,
         count(*) FILTER (WHERE form = 'unread') AS unread,
         count(*) FILTER (WHERE state = 'verified') AS delivered, count(*) FILTER (WHERE state IN ('verified', 'before')) AS handedOver,
         count(*) FILTER (WHERE state = 'conflict') AS conflicts, NULL AS undelivered
       FROM filed GROUP BY companyId, kind
       UNION ALL SELECT NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL,
         count(DISTINCT id) FILTER (WHERE form <> 'unread' AND state NOT IN ('verified', 'before')) FROM filed`,
      [month],
    );
    const kinds = rows.flatMap((row) => (row.companyId === null ? [] : [row]));
    return { kinds, undelivered: rows.flatMap((row) => (row.companyId === null ? [row.undelivered] : []))[0] ?? 0 };
  }

  /** Promised keys that are not held: found once, and counted in four ways. */
  missing(month: Month): MissingOfMonth {
    const rows = this.db.all<KindLine & { readonly as: keyof MissingOfMonth }>(
      `WITH gone AS MATERIALIZED (
         SELECT m.identity, m.kind, m.company_id AS companyId, m.source, c.active
         FROM missing_documents m LEFT JOIN companies c ON c.id = m.company_id WHERE m.month = ?)
       SELECT 'ofCompanies' AS "as", companyId, kind, count(DISTINCT identity) AS n FROM gone WHERE companyId IS NOT NULL
         GROUP BY companyId, kind
       UNION ALL SELECT 'named', NULL, kind, count(DISTINCT identity) FROM gone GROUP BY kind
       UNION ALL SELECT 'handedOutBroken', NULL, kind, count(DISTINCT identity) FROM gone WHERE source = 'broken-file' GROUP BY kind
       UNION ALL SELECT 'unclaimed', NULL, kind, count(*) FROM (
         SELECT kind FROM gone GROUP BY identity HAVING count(*) FILTER (WHERE active = 1) = 0) GROUP BY kind`,
      [month],
    );
    const counted = (as: keyof MissingOfMonth): KindLine[] => rows.filter((row) => row.as === as);
    const byKind = (as: keyof MissingOfMonth): Map<string, number> =>
      new Map(counted(as).map(({ kind, n }) => [kind, n]));
    return {
      ofCompanies: counted('ofCompanies').map(({ companyId, kind, n }) => ({ companyId, kind, n })),
      named: byKind('named'),
      handedOutBroken: byKind('handedOutBroken'),
      unclaimed: byKind('unclaimed'),
    };
  }

  /**
   * Documents and events of which a filed copy is gone, changed or elsewhere, or does not let itself be read, by company (null: of none):
   * by the audit, and by looks since, as far as nothing has mended it.
   * @param auditId of the last complete audit that looked at all of the month; null: there was none
   */
  damaged(month: Month, auditId: number | null): Map<number | null, number> {
    const rows = this.db.all<{ companyId: number | null; n: number }>(
      `SELECT companyId, count(DISTINCT identity) AS n FROM (${DAMAGED_COPIES})
       GROUP BY companyId`,
      { month, auditId },
    );
    return new Map(rows.map(({ companyId, n }) => [companyId, n]));
  }

  /**
   * The same, one by one.
   * @param companyIds null: the whole month; otherwise theirs, and not what is of no company. @param limit copies named
   */
  damagedCopies(
    month: Month,
    auditId: number | null,
    companyIds: readonly number[] | null,
    limit: number,
  ): DamagedOfMonth {
    const rows = this.db.all<Omit<DamagedCopy, 'isEvent'> & { readonly isEvent: 0 | 1; readonly documents: number }>(
      `WITH damaged AS MATERIALIZED (
         SELECT identity, (SELECT folder FROM companies WHERE id = companyId) AS company, path, min(problem) AS problem, isEvent
         FROM (${DAMAGED_COPIES})
         WHERE @companies IS NULL OR companyId IN (SELECT value FROM json_each(@companies))
         GROUP BY identity, companyId, path)
       SELECT identity, company, coalesce(path, '') AS path, problem, isEvent,
         (SELECT count(DISTINCT identity) FROM damaged WHERE NOT isEvent) AS documents
       FROM damaged ORDER BY company, identity, path LIMIT @limit`,
      { month, auditId, limit, companies: companyIds === null ? null : JSON.stringify(companyIds) },
    );
    return {
      documents: rows[0]?.documents ?? 0,
      copies: rows.map(({ identity, isEvent, company, path, problem }) => ({
        identity,
        isEvent: isEvent === 1,
        company,
        path,
        problem,
      })),
    };
  }

  /**
   * Documents and events of which the delivered copy was last seen with another content, by company (null: of none). What a better form
   * has taken the place of is looked at by that one's own number.
   */
  alteredAtTarget(month: Month): Map<number | null, number> {
    const rows = this.db.all<{ companyId: number | null; n: number }>(
      `SELECT companyId, count(*) AS n FROM (
         SELECT f.company_id AS companyId, 'd' || v.document_id AS subject
         FROM deliveries v INDEXED BY deliveries_altered JOIN filings f ON f.document_id = v.document_id
         WHERE v.recheck = 'altered' AND v.month = @month AND v.state = 'delivered' AND NOT ${IS_REPLACED}
         UNION SELECT f.company_id, 'e' || v.event_id
         FROM deliveries v INDEXED BY deliveries_altered JOIN event_filings f ON f.event_id = v.event_id
         WHERE v.recheck = 'altered' AND v.month = @month AND v.state = 'delivered' AND NOT ${IS_REPLACED})
       GROUP BY companyId`,
      { month },
    );
    return new Map(rows.map(({ companyId, n }) => [companyId, n]));
  }

  /** Cancellations that are due at a target and not delivered, by company. */
  cancellationsWaiting(month: Month): Map<number, number> {
    const rows = this.db.all<{ companyId: number; n: number }>(
      `SELECT f.company_id AS companyId, count(DISTINCT v.event_id) AS n
       FROM deliveries v JOIN event_filings f ON f.event_id = v.event_id
       WHERE v.month = ? AND v.event_id IS NOT NULL AND v.state IN ('pending', 'copying', 'failed', 'conflict')
         AND f.company_id IS NOT NULL GROUP BY f.company_id`,
      [month],
    );
    return new Map(rows.map(({ companyId, n }) => [companyId, n]));
  }

  counts(from: Day, to: Day): CountRow[] {
    return this.db.all<CountRow>(
      `SELECT c.scope, c.kind, c.count, last.greatest, c.at FROM counts c JOIN (
         SELECT max(id) AS id, max(count) AS greatest FROM counts WHERE filter = 'issue' AND day_from = ? AND day_to = ?
         GROUP BY scope, kind) last ON last.id = c.id`,
      [from, to],
    );
  }

  /** Of the whole account. @param at when SIEG counted */
  heldAgainstCount(kind: SiegKind, from: Day, to: Day, at: string): HeldAgainstCount {
    const row = this.db.get<HeldAgainstCount>(
      `SELECT count(*) AS held, count(*) FILTER (WHERE source <> 'folder') AS fromSieg,
         count(*) FILTER (WHERE source <> 'folder' AND archived_at < ?) AS before
       FROM documents WHERE sieg_kind = ? AND sieg_day BETWEEN ? AND ? AND form <> 'unread'`,
      [at, kind, from, to],
    );
    return row ?? { held: 0, fromSieg: 0, before: 0 };
  }

  /** Documents of these parties by kind and by the roles in which they stand in them, in one go for all of them. */
  heldByParties(from: Day, to: Day, taxIds: readonly string[]): HeldByParty[] {
    return this.db
      .all<Omit<HeldByParty, 'roles'> & { roles: string }>(
        `SELECT siegKind, taxId, roles, count(*) AS n FROM (
           SELECT d.sieg_kind AS siegKind, p.tax_id AS taxId, json_group_array(p.role) AS roles
           FROM documents d CROSS JOIN parties p ON p.document_id = d.id
           WHERE d.sieg_kind IN (SELECT value FROM json_each(@kinds)) AND d.sieg_day BETWEEN @from AND @to AND d.form <> 'unread'
             AND p.tax_id IN (SELECT value FROM json_each(@taxIds))
           GROUP BY d.id, p.tax_id)
         GROUP BY siegKind, taxId, roles`,
        { from, to, kinds: JSON.stringify(SIEG_KINDS), taxIds: JSON.stringify(taxIds) },
      )
      .map((row) => ({ ...row, roles: JSON.parse(row.roles) as PartyRole[] }));
  }

  reports(month: Month): ReportLine[] {
    return this.db.all<ReportLine>(
      'SELECT company_id AS companyId, kind, rows, unnamed FROM report_answers WHERE month = ?',
      [month],
    );
  }

  /**
   * What contradicts a company's report: documents that SIEG had handed out before and that it does not list, and keys that it lists of
   * documents in which the company does not stand.
   */
  contradictedReports(month: Month): KindLine[] {
    // promised in the month and the kind of the document, as most are: by one index; else wherever it was promised
    const leftOut = this.db.all<KindLine>(
      `SELECT r.company_id AS companyId, r.kind, count(DISTINCT d.id) AS n
       FROM filings f CROSS JOIN documents d ON d.id = f.document_id
         CROSS JOIN report_answers r ON r.company_id = f.company_id AND r.kind = coalesce(d.sieg_kind, d.kind) AND r.month = @month
       WHERE f.month = @month AND f.company_id IS NOT NULL AND d.archived_at < r.asked_at AND d.source <> 'folder'
         AND NOT EXISTS (SELECT 1 FROM expectations x INDEXED BY expectations_by_company WHERE x.month = f.month
           AND x.company_id = r.company_id AND x.kind = d.kind AND x.identity = d.identity)
         AND NOT EXISTS (SELECT 1 FROM expectations x WHERE x.identity = d.identity AND x.company_id = r.company_id)
       GROUP BY r.company_id, r.kind`,
      { month },
    );
    // the `+` keeps SQLite from looking through all documents of the company for each document, as it would without statistics
    const ofOthers = this.db.all<KindLine>(
      `SELECT x.company_id AS companyId, x.kind, count(DISTINCT d.id) AS n
       FROM expectations x CROSS JOIN companies c ON c.id = x.company_id CROSS JOIN documents d ON d.identity = x.identity
       WHERE x.month = @month AND x.source = 'report'
         AND NOT EXISTS (SELECT 1 FROM parties p WHERE p.document_id = d.id AND +p.tax_id = c.tax_id)
       GROUP BY x.company_id, x.kind`,
      { month },
    );
    const lines = new Map<string, KindLine>();
    for (const line of [...leftOut, ...ofOthers]) {
      const key = `${String(line.companyId)} ${line.kind}`;
      lines.set(key, { ...line, n: line.n + (lines.get(key)?.n ?? 0) });
    }
    return [...lines.values()];
  }

  /** Kinds whose cancellations were asked for, to the end, by the date of the event from this day on. */
  cancellationsAsked(from: Day): Set<string> {
    const rows = this.db.all<{ kind: DocumentKind }>(
      "SELECT DISTINCT kind FROM passes WHERE scope = 'account' AND filter = 'event' AND day_from = ? AND state = 'complete'",
      [from],
    );
    return new Set(rows.map(({ kind }) => kind));
  }

  /** Documents filed under each company in a month. */
  documentsOf(month: Month): Map<number, number> {
    const rows = this.db.all<{ companyId: number; n: number }>(
      `SELECT company_id AS companyId, count(DISTINCT document_id) AS n FROM filings
       WHERE month = ? AND company_id IS NOT NULL GROUP BY company_id`,
      [month],
    );
    return new Map(rows.map(({ companyId, n }) => [companyId, n]));
  }
}

import type { UndeliveredState } from '../../shared/ipc/documents';
import type { Month, SiegKind } from '../domain';
import { SIEG_KINDS } from '../domain';
import { BEFORE, VERIFIED } from './audit-sql';
import { CANCELLED } from './company-months';
import type { LedgerDatabase } from './database';

export interface MonthTotals {
  readonly archived: number;
  readonly delivered: number;
  readonly unassigned: number;
  readonly conflicts: number;
  readonly events: number;
  readonly cancelled: number;
  readonly refused: number;
}

/** A company's month as the live table shows it. */
export interface LiveCompany {
  readonly taxId: string;
  readonly folder: string;
  /** Documents filed under the company in the month, by kind; `other` is every kind but the two. */
  readonly nfe: number;
  readonly cte: number;
  readonly other: number;
  /** Of all of them, how many a verified delivery of their present content covers. */
  readonly delivered: number;
  /** Keys promised for the company and not held. */
  readonly missing: number;
  /** Documents in conflict at the import share. */
  readonly conflicts: number;
}

export interface DeliveryGap {
  readonly identity: string;
  readonly state: UndeliveredState;
  readonly targetPath: string;
  readonly errorCode: string | null;
}

/** Shortfall of a kind: SIEG counted more documents than are held, and nobody named the keys. */
export interface Shortfall {
  readonly kind: SiegKind;
  readonly promised: number;
  readonly held: number;
}

type HeldOfCompany = Pick<LiveCompany, 'nfe' | 'cte' | 'other' | 'delivered' | 'conflicts'>;

/** So many documents, the last ones, say whom an account serves. */
const JUDGED_BY = 20_000;

/** For a document `d`: it is filed under one of the companies of @companies (JSON), or these are null. */
const OF_COMPANIES = `(@companies IS NULL OR EXISTS (
  SELECT 1 FROM filings f WHERE f.document_id = d.id AND f.company_id IN (SELECT value FROM json_each(@companies))))`;

/** What can be said of a month, derived from the recorded facts alone. Nothing here is stored. */
export class EvidenceReader {
  constructor(private readonly db: LedgerDatabase) {}

  /** @param companyIds only what is filed under these companies; null: everything of the month. `refused` is of all months. */
  totals(month: Month, companyIds: readonly number[] | null = null): MonthTotals {
    const bindings = { month, companies: companyIds === null ? null : JSON.stringify(companyIds) };
    const documents = this.db.get<{ archived: number; delivered: number; unassigned: number; cancelled: number }>(
      `SELECT count(*) AS archived,
         count(*) FILTER (WHERE ${VERIFIED}) AS delivered,
         count(*) FILTER (WHERE NOT EXISTS (SELECT 1 FROM filings f WHERE f.document_id = d.id AND f.company_id IS NOT NULL)) AS unassigned,
         count(*) FILTER (WHERE ${CANCELLED}) AS cancelled
       FROM documents d WHERE d.month = @month AND ${OF_COMPANIES}`,
      bindings,
    ) ?? { archived: 0, delivered: 0, unassigned: 0, cancelled: 0 };
    return {
      ...documents,
      conflicts: this.db.value<number>(
        `SELECT count(*) FROM deliveries v LEFT JOIN documents d ON d.id = v.document_id
         WHERE v.month = @month AND v.state = 'conflict' AND ${OF_COMPANIES}`,
        bindings,
      ),
      events: this.db.value<number>(
        `SELECT count(*) FROM events e LEFT JOIN documents d ON d.identity = e.document_identity
         WHERE e.month = @month AND ${OF_COMPANIES}`,
        bindings,
      ),
      refused: this.db.value<number>(
        // what the archive would not take is no bad file: it is missing until it is filed
        `SELECT count(*) FROM kept_files k WHERE k.category = 'refused' AND coalesce(k.code, '') NOT LIKE 'SHARE!_%' ESCAPE '!'
           AND NOT EXISTS (SELECT 1 FROM documents d WHERE d.identity = k.identity)`,
      ),
    };
  }

  /** Events whose delivery (Cancelados) is due, and how many of them a verified delivery covers. */
  deliveredEvents(month: Month): { due: number; delivered: number } {
    return (
      this.db.get<{ due: number; delivered: number }>(
        `SELECT count(*) AS due, count(*) FILTER (WHERE state = 'delivered') AS delivered
         FROM deliveries WHERE event_id IS NOT NULL AND month = ? AND state <> 'superseded'`,
        [month],
      ) ?? { due: 0, delivered: 0 }
    );
  }

  /** The active companies in the order of their folders, with what the live table shows of each. */
  liveCompanies(month: Month): LiveCompany[] {
    const held = this.#heldPerCompany(month);
    const missing = this.#missingPerCompany(month);
    return this.db
      .all<{ id: number; taxId: string; folder: string }>(
        'SELECT id, tax_id AS taxId, folder FROM companies WHERE active = 1 ORDER BY folder',
      )
      .map(({ id, taxId, folder }) => ({
        taxId,
        folder,
        ...(held.get(id) ?? { nfe: 0, cte: 0, other: 0, delivered: 0, conflicts: 0 }),
        missing: missing.get(id) ?? 0,
      }));
  }

  /** A document counts once for a company, however often it is filed for it or was put into the outbox. */
  #heldPerCompany(month: Month): Map<number, HeldOfCompany> {
    const rows = this.db.all<HeldOfCompany & { companyId: number }>(
      `SELECT h.company_id AS companyId, count(*) FILTER (WHERE d.kind = 'NFe') AS nfe, count(*) FILTER (WHERE d.kind = 'CTe') AS cte,
         count(*) FILTER (WHERE d.kind NOT IN ('NFe', 'CTe')) AS other, count(*) FILTER (WHERE ${VERIFIED}) AS delivered,
         count(*) FILTER (WHERE EXISTS (SELECT 1 FROM deliveries x WHERE x.document_id = d.id AND x.state = 'conflict')) AS conflicts
       FROM (SELECT DISTINCT company_id, document_id FROM filings WHERE month = ? AND company_id IS NOT NULL) h
         CROSS JOIN documents d ON d.id = h.document_id GROUP BY h.company_id`,
      [month],
    );
    return new Map(rows.map(({ companyId, ...held }) => [companyId, held]));
  }

  #missingPerCompany(month: Month): Map<number, number> {
    const rows = this.db.all<{ companyId: number; missing: number }>(
      `SELECT company_id AS companyId, count(DISTINCT identity) AS missing FROM missing_documents
       WHERE month = ? AND company_id IS NOT NULL GROUP BY company_id`,
      [month],
    );
    return new Map(rows.map(({ companyId, missing }) => [companyId, missing]));
  }

  /**
   * Documents of the month that a client company is concerned by and that were not handed over, by this program or the one before.
   * What is not read is not handed over, and is counted apart.
   */
  undelivered(month: Month, companyIds: readonly number[] | null, limit: number): DeliveryGap[] {
    return this.db.all<DeliveryGap>(
      `SELECT d.identity, coalesce(v.state, 'none') AS state, coalesce(v.target_path, '') AS targetPath, v.error_code AS errorCode
       FROM documents d LEFT JOIN deliveries v ON v.document_id = d.id AND v.content_sha256 = d.sha256
       WHERE d.month = @month AND d.form <> 'unread' AND NOT ${VERIFIED} AND NOT ${BEFORE}
         AND EXISTS (SELECT 1 FROM filings f WHERE f.document_id = d.id AND f.company_id IS NOT NULL) AND ${OF_COMPANIES}
       ORDER BY d.identity LIMIT @limit`,
      { month, limit, companies: companyIds === null ? null : JSON.stringify(companyIds) },
    );
  }

  /** Deliveries that wait or failed, of any month. */
  pendingDeliveries(): number {
    return this.db.value<number>("SELECT count(*) FROM deliveries WHERE state IN ('pending', 'copying', 'failed')");
  }

  /** Whether most of what came last concerns no company of the workbook: the account then serves others too. */
  mostlyForeign(): boolean {
    const row = this.db.get<{ held: number; filed: number }>(
      `SELECT count(*) AS held, count(*) FILTER (WHERE EXISTS (
         SELECT 1 FROM filings f WHERE f.document_id = d.id AND f.company_id IS NOT NULL)) AS filed
       FROM documents d WHERE d.id > (SELECT coalesce(max(id), 0) FROM documents) - ?`,
      [JUDGED_BY],
    );
    return row !== undefined && row.held >= 500 && row.filed * 2 < row.held;
  }

  /** Cheap figures for a progress display. */
  liveFacts(month: Month): { archived: number; delivered: number; pending: number; events: number } {
    return (
      this.db.get<{ archived: number; delivered: number; pending: number; events: number }>(
        `SELECT (SELECT count(*) FROM documents WHERE month = @month) AS archived,
           (SELECT count(*) FROM deliveries WHERE month = @month AND state = 'delivered' AND document_id IS NOT NULL) AS delivered,
           (SELECT count(*) FROM deliveries WHERE state IN ('pending', 'copying', 'failed')) AS pending,
           (SELECT count(*) FROM events WHERE month = @month) AS events`,
        { month },
      ) ?? { archived: 0, delivered: 0, pending: 0, events: 0 }
    );
  }

  /** Documents of a month per company, for the live table. */
  documentsPerCompany(month: Month): Map<number, number> {
    const rows = this.db.all<{ companyId: number; n: number }>(
      `SELECT company_id AS companyId, count(DISTINCT document_id) AS n FROM filings
       WHERE month = ? AND company_id IS NOT NULL GROUP BY company_id`,
      [month],
    );
    return new Map(rows.map((row) => [row.companyId, row.n]));
  }

  /** Documents held of a month by kind, as SIEG would count them. */
  heldByKind(from: string, to: string): Map<SiegKind, number> {
    const rows = this.db.all<{ kind: SiegKind; held: number }>(
      'SELECT sieg_kind AS kind, count(*) AS held FROM documents WHERE sieg_day BETWEEN ? AND ? GROUP BY sieg_kind',
      [from, to],
    );
    const held = new Map(rows.map((row) => [row.kind, row.held]));
    return new Map(SIEG_KINDS.map((kind) => [kind, held.get(kind) ?? 0]));
  }

  /** Files (documents and events) of the month by kind: what the pages alone had to bring. */
  filesByKind(month: Month): Map<string, number> {
    const rows = this.db.all<{ kind: string; files: number }>(
      `SELECT kind, sum(n) AS files FROM (
         SELECT kind, count(*) AS n FROM documents WHERE month = @month GROUP BY kind
         UNION ALL SELECT kind, count(*) FROM events WHERE month = @month GROUP BY kind) GROUP BY kind`,
      { month },
    );
    return new Map(rows.map((row) => [row.kind, row.files]));
  }
}

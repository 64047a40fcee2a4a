import type { ErrorCode, ErrorEnvelope } from '../../shared/errors';
import { categoriesWhere, ONE_CLICK_CATEGORIES } from '../../shared/audit-categories';
import type { FindingCategory } from '../../shared/ipc/audit';
import type { RecoveryNarrowing, RecoveryOptions, RecoveryRequest, RecoveryState } from '../../shared/ipc/recovery';
import { searchTerms, type Day, type DocumentKind, type Month, type Sha256, type TaxId } from '../domain';
import { RESOLVED, sqlList } from './audit-sql';
import type { LedgerDatabase } from './database';

export interface RecoveryRow {
  readonly id: number;
  readonly auditId: number;
  readonly state: RecoveryState;
  readonly options: RecoveryOptions;
  /** For people: the archive, and the shares that it hands over to. */
  readonly source: string;
  readonly targets: readonly string[];
  readonly log: string | null;
  readonly logBytes: number;
  readonly createdAt: string;
  readonly startedAt: string | null;
  readonly endedAt: string | null;
  readonly workedMs: number;
  readonly error: ErrorEnvelope | null;
}

export type RecoveryItemState =
  'planned' | 'excluded' | 'waiting' | 'delivered' | 'same' | 'fetched' | 'conflict' | 'failed' | 'unavailable';

export interface RecoveryItemRow {
  readonly id: number;
  readonly action: 'deliver' | 'fetch';
  readonly category: FindingCategory;
  readonly identity: string;
  readonly documentId: number | null;
  readonly eventId: number | null;
  readonly taxId: TaxId | null;
  readonly folder: string | null;
  readonly kind: string | null;
  readonly month: Month | null;
  readonly sourcePath: string | null;
  readonly targetPath: string | null;
  readonly size: number | null;
  readonly sha256: Sha256 | null;
  readonly state: RecoveryItemState;
  readonly errorCode: ErrorCode | null;
}

/** One company of a plan, with what is in it and what was left out. */
export interface RecoveryCompanyRow {
  readonly taxId: TaxId | null;
  readonly folder: string | null;
  readonly items: number;
  readonly bytes: number;
  readonly fetch: number;
  readonly excluded: number;
}

/** Where a plan leads from and to, for people. */
export interface PlanPlaces {
  readonly source: string;
  readonly targets: readonly string[];
}

/** How the paths of deliveries are made: names are the business of other rooms. */
export interface DeliveryTargets {
  readonly document: (kind: DocumentKind, identity: string) => string;
  readonly cancellation: (
    identity: string,
    further: { readonly eventType: string; readonly sequence: number } | null,
  ) => string;
}

/** What is to be fetched of one day, and the documents that are held of it. */
export interface FetchDay {
  readonly kind: string;
  /** Under which month the items stand. */
  readonly month: Month | null;
  /** Null where the day is not known: then what is held is that of the month. */
  readonly day: Day | null;
  /** Documents that can be asked for by their key. */
  readonly keyed: number;
  /** What has no key, its cancellations too: it comes with the pages or not at all. */
  readonly keyless: number;
  readonly held: number;
}

/** Which items of a recovery: what is still to be done, or everything that is not left out. */
export type FetchScope = 'planned' | 'included';

const RECOVERY = `id, audit_id AS auditId, state, options, source, targets, log, log_bytes AS logBytes, created_at AS createdAt,
  started_at AS startedAt, ended_at AS endedAt, worked_ms AS workedMs, error`;
const ITEM = `i.id, i.action, i.category, i.identity, i.document_id AS documentId, i.event_id AS eventId, c.tax_id AS taxId, c.folder,
  i.kind, i.month, i.source_path AS sourcePath, i.target_path AS targetPath, i.size, i.sha256, i.state,
  i.error_code AS errorCode`;

/** An item `i`, with its event `e`, of which SIEG knows no key: see `keyOfIdentity`. */
const KEYLESS = `(coalesce(e.document_identity, i.identity) GLOB 'NFSE:*' OR coalesce(e.document_identity, i.identity) GLOB 'RAW:*')`;

/** Which findings `f` of an audit `a` a plan is made from, as far as nothing has mended them since; every filter may be null. */
const CHOSEN_AT_ALL = `f.audit_id = @audit AND (@categories IS NULL OR f.category IN (SELECT value FROM json_each(@categories)))
  AND (@companies IS NULL OR f.company_id IN (SELECT c.id FROM companies c JOIN json_each(@companies) j ON j.value = c.tax_id))
  AND (@months IS NULL OR f.month IN (SELECT value FROM json_each(@months)))
  AND (@kinds IS NULL OR f.kind IN (SELECT value FROM json_each(@kinds)))
  AND (@search IS NULL OR instr(upper(coalesce(f.identity, '')), upper(@search)) > 0
    OR instr(upper(coalesce(f.path, '')), upper(@search)) > 0 OR instr(upper(coalesce(f.identity, '')), upper(@bare)) > 0)`;
const CHOSEN = `${CHOSEN_AT_ALL} AND NOT coalesce(${RESOLVED}, 0)`;

const FETCHED = categoriesWhere(({ recovery }) => recovery === 'fetch');
const FETCHED_UNLESS_HELD = categoriesWhere(({ recovery }) => recovery === 'fetch-unless-held');

const PLAN_DOCUMENTS = `
  INSERT INTO recovery_items (recovery_id, action, category, identity, document_id, company_id, kind, month, source_path, target_path,
    size, sha256, state)
  SELECT @recovery, 'deliver', f.category, d.identity, d.id, coalesce(f.company_id, s.company_id), d.kind, d.month, s.path,
    recovery_document(d.kind, d.identity), d.size, d.sha256, 'planned'
  FROM audit_findings f JOIN audits a ON a.id = f.audit_id JOIN documents d ON d.identity = f.identity
    JOIN filings s ON s.id = (SELECT x.id FROM filings x WHERE x.document_id = d.id AND x.company_id IS NOT NULL
      ORDER BY x.sha256 <> d.sha256, x.path LIKE '%/Mês_anterior/%', x.id LIMIT 1)
  WHERE ${CHOSEN} AND f.category = 'orphan'
    AND NOT EXISTS (SELECT 1 FROM deliveries v WHERE v.document_id = d.id AND v.state = 'delivered' AND v.sha256 = d.sha256)
    AND NOT EXISTS (SELECT 1 FROM legacy_claims l WHERE l.identity = d.identity AND l.claim = 'handed-over')
  ORDER BY s.path
  ON CONFLICT DO NOTHING`;

/**
 * Every effective cancellation of the document that is not handed over, or the one that the finding names. An orphan's goes with it
 * (invariant 13).
 */
const PLAN_CANCELLATIONS = `
  INSERT INTO recovery_items (recovery_id, action, category, identity, event_id, company_id, kind, month, source_path, target_path,
    size, sha256, state)
  SELECT @recovery, 'deliver', f.category, e.identity, e.id, coalesce(f.company_id, s.company_id), e.kind, e.month, s.path,
    recovery_cancellation(e.document_identity, e.event_type, e.sequence, EXISTS (SELECT 1 FROM events b
      WHERE b.document_identity = e.document_identity AND b.effect = 'cancels' AND b.effective = 1 AND b.id < e.id)),
    e.size, e.sha256, 'planned'
  FROM audit_findings f JOIN audits a ON a.id = f.audit_id JOIN events e ON e.document_identity = f.identity OR e.identity = f.identity
    JOIN event_filings s ON s.id = (SELECT x.id FROM event_filings x WHERE x.event_id = e.id
      ORDER BY x.company_id IS NULL, x.sha256 <> e.sha256, x.id LIMIT 1)
  WHERE ${CHOSEN} AND f.category IN (${sqlList(ONE_CLICK_CATEGORIES)}) AND e.effect = 'cancels' AND e.effective = 1
    AND NOT EXISTS (SELECT 1 FROM deliveries v WHERE v.event_id = e.id AND v.state = 'delivered' AND v.sha256 = e.sha256)
    AND NOT EXISTS (SELECT 1 FROM legacy_claims l WHERE l.identity = e.document_identity AND l.claim = 'cancellation-handed-over')
  ORDER BY s.path
  ON CONFLICT DO NOTHING`;

const PLAN_FETCHES = `
  INSERT INTO recovery_items (recovery_id, action, category, identity, document_id, event_id, company_id, kind, month, source_path,
    size, sha256, state, issue_day)
  SELECT @recovery, 'fetch', f.category, f.identity, d.id, e.id, f.company_id, coalesce(d.kind, e.kind, f.kind),
    coalesce(d.month, f.month, e.month), f.path, coalesce(d.size, e.size), coalesce(d.sha256, e.sha256), 'planned',
    coalesce(d.sieg_day, (SELECT max(x.issue_day) FROM expectations x WHERE x.identity = f.identity), d.issue_day,
      (SELECT coalesce(n.sieg_day, n.issue_day) FROM documents n WHERE n.identity = e.document_identity))
  FROM audit_findings f JOIN audits a ON a.id = f.audit_id LEFT JOIN documents d ON d.identity = f.identity
    LEFT JOIN events e ON e.identity = f.identity
  WHERE ${CHOSEN} AND f.identity IS NOT NULL AND (f.category IN (${sqlList(FETCHED)})
    OR f.category IN (${sqlList(FETCHED_UNLESS_HELD)}) AND f.detail ->> 'held' IS NULL AND d.id IS NULL AND e.id IS NULL)
  ORDER BY +f.id
  ON CONFLICT DO NOTHING`;

function jsonOrNull(values: readonly unknown[] | undefined): string | null {
  return values === undefined ? null : JSON.stringify(values);
}

function chosenBy({ auditId, categories, companies, months, kinds, search }: RecoveryRequest): Record<string, unknown> {
  const terms = searchTerms(search ?? '');
  return {
    audit: auditId,
    categories: jsonOrNull(categories),
    companies: jsonOrNull(companies),
    months: jsonOrNull(months),
    kinds: jsonOrNull(kinds),
    search: terms?.text ?? null,
    bare: terms?.bare ?? null,
  };
}

/** Recoveries and their plans: made from findings by SQL alone, so that half a million items never stand in memory. */
export class RecoveryRepository {
  constructor(
    private readonly db: LedgerDatabase,
    private readonly now: () => string,
  ) {}

  auditExists(auditId: number): boolean {
    return this.db.get('SELECT 1 AS found FROM audits WHERE id = ?', [auditId]) !== undefined;
  }

  /** @returns the number of the recovery, or null (and nothing is kept) when nothing of it can be recovered. */
  plan(
    request: RecoveryRequest,
    options: RecoveryOptions,
    places: PlanPlaces,
    targets: DeliveryTargets,
  ): number | null {
    const { raw } = this.db;
    raw.function('recovery_document', { deterministic: true }, (kind: unknown, identity: unknown) =>
      targets.document(kind as DocumentKind, String(identity)),
    );
    raw.function('recovery_cancellation', (identity: unknown, type: unknown, sequence: unknown, further: unknown) =>
      targets.cancellation(
        String(identity),
        further === 1 ? { eventType: String(type), sequence: Number(sequence) } : null,
      ),
    );
    return this.db.transaction(() => {
      const { id } = this.db.run(
        "INSERT INTO recoveries (audit_id, state, options, source, targets, created_at) VALUES (?, 'planned', ?, ?, ?, ?)",
        [request.auditId, JSON.stringify(options), places.source, JSON.stringify(places.targets), this.now()],
      );
      const bindings = { recovery: id, ...chosenBy(request) };
      let items = 0;
      for (const text of [PLAN_CANCELLATIONS, PLAN_DOCUMENTS, PLAN_FETCHES])
        items += this.db.run(text, bindings).changes;
      if (items > 0) return id;
      this.db.run('DELETE FROM recoveries WHERE id = ?', [id]);
      return null;
    });
  }

  /** Whether any of the findings that such a plan would be made from has been mended since. */
  isMendedSince(request: RecoveryRequest): boolean {
    return (
      this.db.get(
        `SELECT 1 FROM audit_findings f JOIN audits a ON a.id = f.audit_id
         WHERE ${CHOSEN_AT_ALL} AND f.category IN (${sqlList([...ONE_CLICK_CATEGORIES, ...FETCHED])}) AND ${RESOLVED} LIMIT 1`,
        chosenBy(request),
      ) !== undefined
    );
  }

  get(id: number): RecoveryRow | undefined {
    const row = this.db.get<StoredRecovery>(`SELECT ${RECOVERY} FROM recoveries WHERE id = ?`, [id]);
    return row === undefined ? undefined : parsed(row);
  }

  /** Newest first. */
  list(limit: number): RecoveryRow[] {
    return this.db
      .all<StoredRecovery>(`SELECT ${RECOVERY} FROM recoveries ORDER BY id DESC LIMIT ?`, [limit])
      .map(parsed);
  }

  /** The one that was made, begun or ended last. */
  latest(): RecoveryRow | undefined {
    const row = this.db.get<StoredRecovery>(
      `SELECT ${RECOVERY} FROM recoveries ORDER BY coalesce(ended_at, started_at, created_at) DESC, id DESC LIMIT 1`,
    );
    return row === undefined ? undefined : parsed(row);
  }

  /** Leaves items out of a plan, or takes them in again. @returns how many changed. */
  narrow(narrowing: RecoveryNarrowing): number {
    const { recoveryId, include } = narrowing;
    return this.db.run(
      `UPDATE recovery_items SET state = @to WHERE recovery_id = @recovery AND state = @from
         AND (@companies IS NULL OR company_id IN (SELECT c.id FROM companies c JOIN json_each(@companies) j ON j.value = c.tax_id))
         AND (@months IS NULL OR month IN (SELECT value FROM json_each(@months)))
         AND (@kinds IS NULL OR kind IN (SELECT value FROM json_each(@kinds)))
         AND (@items IS NULL OR id IN (SELECT value FROM json_each(@items)))`,
      {
        recovery: recoveryId,
        to: include ? 'planned' : 'excluded',
        from: include ? 'excluded' : 'planned',
        companies: jsonOrNull(narrowing.companies),
        months: jsonOrNull(narrowing.months),
        kinds: jsonOrNull(narrowing.kinds),
        items: jsonOrNull(narrowing.items),
      },
    ).changes;
  }

  /** In the order of the plan, `limit` after the item `after`; those left out too unless `included` alone are asked for. */
  items(recoveryId: number, after: number, limit: number, which: 'all' | 'included' = 'all'): RecoveryItemRow[] {
    // the unary plus keeps to the order of the rows, in which the items of one recovery stand together
    return this.db.all<RecoveryItemRow>(
      `SELECT ${ITEM} FROM recovery_items i LEFT JOIN companies c ON c.id = i.company_id
       WHERE +i.recovery_id = ? AND i.id > ? AND (? = 'all' OR i.state <> 'excluded') ORDER BY i.id LIMIT ?`,
      [recoveryId, Math.max(after, this.#before(recoveryId)), which, limit],
    );
  }

  count(recoveryId: number): number {
    return this.db.value<number>('SELECT count(*) FROM recovery_items WHERE recovery_id = ?', [recoveryId]);
  }

  /** By company, the one with most first. */
  companies(recoveryId: number): RecoveryCompanyRow[] {
    return this.db.all<RecoveryCompanyRow>(
      `SELECT c.tax_id AS taxId, c.folder, sum(i.action = 'deliver' AND i.state <> 'excluded') AS items,
         sum(CASE WHEN i.action = 'deliver' AND i.state <> 'excluded' THEN coalesce(i.size, 0) ELSE 0 END) AS bytes,
         sum(i.action = 'fetch' AND i.state <> 'excluded') AS fetch, sum(i.state = 'excluded') AS excluded
       FROM recovery_items i LEFT JOIN companies c ON c.id = i.company_id WHERE i.recovery_id = ?
       GROUP BY i.company_id ORDER BY count(*) DESC, c.folder`,
      [recoveryId],
    );
  }

  months(recoveryId: number): Month[] {
    return this.db
      .all<{ month: Month }>(
        'SELECT DISTINCT month FROM recovery_items WHERE recovery_id = ? AND month IS NOT NULL ORDER BY month',
        [recoveryId],
      )
      .map(({ month }) => month);
  }

  kinds(recoveryId: number): string[] {
    return this.db
      .all<{ kind: string }>(
        'SELECT DISTINCT kind FROM recovery_items WHERE recovery_id = ? AND kind IS NOT NULL ORDER BY kind',
        [recoveryId],
      )
      .map(({ kind }) => kind);
  }

  /** What is to be fetched, by kind, month and day; those of which the day is not known come first. Events that have a key are in none. */
  fetchDays(recoveryId: number, scope: FetchScope): FetchDay[] {
    return this.db.all<FetchDay>(
      `SELECT w.kind, w.month, w.day, w.keyed, w.keyless, w.fresh + (SELECT count(*) FROM documents d WHERE d.sieg_kind = w.kind
           AND d.sieg_day BETWEEN coalesce(w.day, w.month || '-01') AND coalesce(w.day, w.month || '-31')) AS held
       FROM (SELECT i.kind, i.month, i.issue_day AS day, sum(NOT (${KEYLESS}) AND i.event_id IS NULL) AS keyed,
           sum(${KEYLESS}) AS keyless, sum(i.document_id IS NULL AND i.event_id IS NULL) AS fresh
         FROM recovery_items i LEFT JOIN events e ON e.id = i.event_id
         WHERE i.recovery_id = @recovery AND i.action = 'fetch' AND i.kind IS NOT NULL
           AND (i.state = 'planned' OR @scope = 'included' AND i.state <> 'excluded')
         GROUP BY i.kind, i.month, i.issue_day) w ORDER BY w.month, w.day, w.kind`,
      { recovery: recoveryId, scope },
    );
  }

  /** Files a second of the last deliveries, pauses apart; null while there were too few of them. */
  recentSpeed(): number | null {
    const { files, seconds } = this.db.get<{ files: number; seconds: number | null }>(
      `SELECT count(*) AS files, sum(CASE WHEN gap < 10 THEN gap ELSE 0 END) AS seconds FROM (
         SELECT (julianday(verified_at) - julianday(lag(verified_at) OVER (ORDER BY verified_at))) * 86400 AS gap FROM (
           SELECT verified_at FROM deliveries WHERE state = 'delivered' ORDER BY id DESC LIMIT 5000))`,
    ) ?? { files: 0, seconds: null };
    return files < 50 || seconds === null || seconds <= 0 ? null : files / seconds;
  }

  #before(recoveryId: number): number {
    return this.db.value<number>('SELECT coalesce((SELECT min(id) FROM recovery_items WHERE recovery_id = ?), 1) - 1', [
      recoveryId,
    ]);
  }
}

interface StoredRecovery extends Omit<RecoveryRow, 'options' | 'error' | 'targets'> {
  readonly options: string;
  readonly targets: string;
  readonly error: string | null;
}

function parsed(row: StoredRecovery): RecoveryRow {
  return {
    ...row,
    options: JSON.parse(row.options) as RecoveryOptions,
    targets: JSON.parse(row.targets) as string[],
    error: row.error === null ? null : (JSON.parse(row.error) as ErrorEnvelope),
  };
}

import { categoriesWhere } from '../../shared/audit-categories';
import {
  BEFORE,
  CONFLICTING,
  FIRST_FILING,
  scopeBindings,
  sqlList,
  VERIFIED,
  WAITING,
  type ResolvedScope,
} from './audit-sql';
import type { LedgerDatabase } from './database';

const COLUMNS = 'audit_id, category, identity, company_id, kind, month, root, path, size, detail';
const MONTH_OF_KEY = (key: string): string =>
  `CASE WHEN length(${key}) = 44 THEN '20' || substr(${key}, 3, 2) || '-' || substr(${key}, 5, 2) END`;

const ON_DISK = categoriesWhere(({ isOnDisk }) => isOnDisk);

/** What the ledger alone says is wrong. The findings go where they belong without passing through memory. */
export class AuditFindings {
  constructor(private readonly db: LedgerDatabase) {}

  addOrphans(auditId: number, resolved: ResolvedScope, from: number, to: number): void {
    this.db.run(
      `INSERT INTO audit_findings (${COLUMNS})
       SELECT @auditId, 'orphan', d.identity, f.company_id, d.kind, d.month, 'archive', f.path, f.size,
         json_object('claimed', json(iif(EXISTS (SELECT 1 FROM legacy_claims c WHERE c.identity = d.identity AND c.claim = 'processed'),
           'true', 'false')))
       FROM documents d JOIN filings f ON f.id = (${FIRST_FILING})
       WHERE d.id BETWEEN @from AND @to AND d.form <> 'unread' AND (@months IS NULL OR d.month IN (SELECT value FROM json_each(@months)))
         AND NOT ${VERIFIED} AND NOT ${WAITING} AND NOT ${BEFORE} AND NOT ${CONFLICTING}
       ORDER BY d.id`,
      { ...scopeBindings(resolved), auditId, from, to },
    );
  }

  addMissing(auditId: number, resolved: ResolvedScope): void {
    this.db.run(
      `INSERT INTO audit_findings (${COLUMNS})
       SELECT @auditId, 'missing', identity, min(company_id), min(kind), min(month), NULL, NULL, NULL,
         json_object('sources', group_concat(DISTINCT source), 'answer', max(answer))
       FROM missing_documents
       WHERE (@months IS NULL OR month IN (SELECT value FROM json_each(@months)))
         AND (@companies IS NULL OR company_id IN (SELECT value FROM json_each(@companies)))
       GROUP BY identity ORDER BY identity`,
      { ...scopeBindings(resolved), auditId },
    );
  }

  /** Other content under the name: of documents and of cancellations, as long as nothing else proves their hand-over. */
  addConflicts(auditId: number, resolved: ResolvedScope): void {
    this.db.run(
      `INSERT INTO audit_findings (${COLUMNS})
       SELECT @auditId, 'conflict', d.identity, f.company_id, d.kind, d.month, n.name, x.target_path, f.size,
         json_object('found', x.found_sha256, 'source', x.source_path)
       FROM deliveries x JOIN destinations n ON n.id = x.destination_id JOIN documents d ON d.id = x.document_id
         JOIN filings f ON f.id = (${FIRST_FILING})
       WHERE x.state = 'conflict' AND x.content_sha256 = d.sha256 AND NOT ${VERIFIED} AND NOT ${BEFORE}
         AND (@months IS NULL OR d.month IN (SELECT value FROM json_each(@months)))
       UNION ALL
       SELECT @auditId, 'conflict', e.identity, (SELECT min(g.company_id) FROM event_filings g WHERE g.event_id = e.id
           AND (@companies IS NULL OR g.company_id IN (SELECT value FROM json_each(@companies)))),
         e.kind, e.month, n.name, x.target_path, e.size, json_object('found', x.found_sha256, 'source', x.source_path)
       FROM deliveries x JOIN destinations n ON n.id = x.destination_id JOIN events e ON e.id = x.event_id
       WHERE x.state = 'conflict' AND x.content_sha256 = e.sha256
         AND NOT EXISTS (SELECT 1 FROM deliveries v WHERE v.event_id = e.id AND v.state = 'delivered')
         AND (@months IS NULL OR e.month IN (SELECT value FROM json_each(@months)))
         AND (@companies IS NULL OR EXISTS (SELECT 1 FROM event_filings r WHERE r.event_id = e.id
           AND r.company_id IN (SELECT value FROM json_each(@companies))))`,
      { ...scopeBindings(resolved), auditId },
    );
  }

  /** Handed over as live, cancelled since, and no cancellation handed over, on its way, or in conflict. */
  addCancelledLive(auditId: number, resolved: ResolvedScope): void {
    this.db.run(
      `INSERT INTO audit_findings (${COLUMNS})
       SELECT @auditId, 'cancelled-live', d.identity, f.company_id, d.kind, d.month, 'archive',
         (SELECT g.path FROM event_filings g WHERE g.event_id = e.id ORDER BY g.company_id IS NULL, g.id LIMIT 1), e.size,
         json_object('event', e.identity)
       FROM (SELECT document_identity, min(id) AS id FROM events WHERE effect = 'cancels' AND effective = 1
             GROUP BY document_identity) first
         JOIN events e ON e.id = first.id JOIN documents d ON d.identity = first.document_identity
         JOIN filings f ON f.id = (${FIRST_FILING})
       WHERE (@months IS NULL OR d.month IN (SELECT value FROM json_each(@months))) AND (${VERIFIED} OR ${BEFORE})
         AND NOT EXISTS (SELECT 1 FROM legacy_claims c WHERE c.identity = d.identity AND c.claim = 'cancellation-handed-over')
         AND NOT EXISTS (SELECT 1 FROM events o JOIN deliveries v ON v.event_id = o.id
           WHERE o.document_identity = d.identity AND o.effect = 'cancels' AND o.effective = 1
             AND v.state IN ('delivered', 'pending', 'copying', 'failed', 'conflict'))
       ORDER BY d.id`,
      { ...scopeBindings(resolved), auditId },
    );
  }

  /** A cancellation was handed over, and neither an effective event nor the document's own protocol cancels it. */
  addLiveCancelled(auditId: number, resolved: ResolvedScope): void {
    const month = `coalesce(d.month, ${MONTH_OF_KEY('s.identity')}, s.month)`;
    this.db.run(
      `INSERT INTO audit_findings (${COLUMNS})
       SELECT @auditId, 'live-cancelled', s.identity, coalesce(f.company_id, c.id), coalesce(d.kind, s.kind), ${month},
         'cancelled', s.target, NULL, json_object('by', s.said)
       FROM (SELECT identity, min(said) AS said, min(kind) AS kind, min(month) AS month, min(target) AS target, min(tax_id) AS tax_id
             FROM (SELECT e.document_identity AS identity, 'delivery' AS said, e.kind, e.month, v.target_path AS target, NULL AS tax_id
                   FROM deliveries v JOIN events e ON e.id = v.event_id WHERE v.state = 'delivered' AND v.event_id IS NOT NULL
                   UNION ALL SELECT identity, 'old-system', kind, month, target, tax_id FROM legacy_claims
                   WHERE claim = 'cancellation-handed-over')
             GROUP BY identity) s
         LEFT JOIN documents d ON d.identity = s.identity LEFT JOIN filings f ON f.id = (${FIRST_FILING})
         LEFT JOIN companies c ON c.tax_id = s.tax_id
       WHERE NOT EXISTS (SELECT 1 FROM events o WHERE o.document_identity = s.identity AND o.effect = 'cancels' AND o.effective = 1)
         AND coalesce(d.protocol_status, '') NOT IN ('101', '151', '155', '218')
         AND (@months IS NULL OR ${month} IN (SELECT value FROM json_each(@months)))
         AND (@companies IS NULL OR coalesce(f.company_id, c.id) IN (SELECT value FROM json_each(@companies)))
       ORDER BY s.identity`,
      { ...scopeBindings(resolved), auditId },
    );
  }

  /**
   * What the old system says it handed over, or processed, and nobody holds: neither ledger nor, as far as this audit has read, the disk.
   * A mere claim of a document that is promised anyway is left to the missing ones.
   */
  addClaimedGhosts(auditId: number, resolved: ResolvedScope): void {
    const month = `coalesce(${MONTH_OF_KEY('c.identity')}, c.month)`;
    this.db.run(
      `INSERT INTO audit_findings (${COLUMNS})
       SELECT @auditId, 'ghost', c.identity, o.id, max(c.kind), ${month}, NULL, NULL, NULL,
         json_object('why', min(c.claim), 'target', max(c.target))
       FROM legacy_claims c LEFT JOIN companies o ON o.tax_id = c.tax_id
       WHERE c.claim IN ('handed-over', 'processed')
         AND NOT EXISTS (SELECT 1 FROM documents d WHERE d.identity = c.identity)
         AND NOT EXISTS (SELECT 1 FROM audit_findings f WHERE f.audit_id = @auditId AND f.identity = c.identity
           AND f.category IN (${sqlList(ON_DISK)}))
         AND (c.claim = 'handed-over' OR NOT EXISTS (SELECT 1 FROM expectations e WHERE e.identity = c.identity))
         AND (@months IS NULL OR ${month} IN (SELECT value FROM json_each(@months)))
         AND (@companies IS NULL OR o.id IN (SELECT value FROM json_each(@companies)))
       GROUP BY c.identity ORDER BY c.identity`,
      { ...scopeBindings(resolved), auditId },
    );
  }

  /** Active companies without a document in a month in which others have some, where the month before had at least `many`. */
  addSilentCompanies(auditId: number, resolved: ResolvedScope, many: number): void {
    this.db.run(
      `WITH held AS MATERIALIZED (SELECT f.company_id, d.month, count(DISTINCT d.id) AS n
           FROM documents d CROSS JOIN filings f ON f.document_id = d.id WHERE f.company_id IS NOT NULL GROUP BY d.month, f.company_id),
         months AS MATERIALIZED (SELECT DISTINCT month, strftime('%Y-%m', month || '-01', '-1 month') AS before FROM held)
       INSERT INTO audit_findings (${COLUMNS})
       SELECT @auditId, 'silent-company', NULL, c.id, NULL, m.month, NULL, NULL, NULL, json_object('before', h.n)
       FROM months m JOIN held h ON h.month = m.before JOIN companies c ON c.id = h.company_id
       WHERE c.active = 1 AND h.n >= @many AND (@months IS NULL OR m.month IN (SELECT value FROM json_each(@months)))
         AND (@companies IS NULL OR c.id IN (SELECT value FROM json_each(@companies)))
         AND NOT EXISTS (SELECT 1 FROM held o WHERE o.company_id = c.id AND o.month = m.month)
       ORDER BY c.folder, m.month`,
      { ...scopeBindings(resolved), auditId, many },
    );
  }
}

// The words that the audit's statements have in common.

/** Null: all of them. */
export interface AuditReach {
  readonly months: readonly string[] | null;
  /** Row numbers. */
  readonly companies: readonly number[] | null;
}

/** Documents of the reach. With companies: those that are filed for one of them. */
export const REACHED = `(@months IS NULL OR d.month IN (SELECT value FROM json_each(@months)))
  AND (@companies IS NULL OR EXISTS (SELECT 1 FROM filings r WHERE r.document_id = d.id
    AND r.company_id IN (SELECT value FROM json_each(@companies))))`;
export const VERIFIED = `EXISTS (SELECT 1 FROM deliveries v WHERE v.document_id = d.id AND v.state = 'delivered' AND v.sha256 = d.sha256)`;
export const BEFORE = `EXISTS (SELECT 1 FROM legacy_claims p WHERE p.identity = d.identity AND p.claim = 'handed-over')`;
export const WAITING = `EXISTS (SELECT 1 FROM deliveries w WHERE w.document_id = d.id AND w.state IN ('pending', 'copying', 'failed'))`;
export const CONFLICTING = `EXISTS (SELECT 1 FROM deliveries x WHERE x.document_id = d.id AND x.state = 'conflict' AND x.content_sha256 = d.sha256)`;
/** The first of its filings for a client company of the reach, which the delivery is taken from. */
export const FIRST_FILING = `SELECT min(g.id) FROM filings g WHERE g.document_id = d.id AND g.company_id IS NOT NULL
  AND (@companies IS NULL OR g.company_id IN (SELECT value FROM json_each(@companies)))`;
export function reachBindings({ months, companies }: AuditReach): Record<string, unknown> {
  return {
    months: months === null ? null : JSON.stringify(months),
    companies: companies === null ? null : JSON.stringify(companies),
  };
}

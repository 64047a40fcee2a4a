// The words that the audit's statements have in common.

import { categoriesWhere, type FindingCategory } from '../../shared/audit-categories';

/** Names out of a table of the program, as SQL lists them: `x IN (${sqlList(…)})`. They are the program's own, never anybody's input. */
export function sqlList(names: readonly string[]): string {
  return names.map((name) => `'${name.replaceAll("'", "''")}'`).join(', ');
}

/** Null: all of them. */
export interface ResolvedScope {
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
const NOW_FILED_AT = (path: string): string =>
  `EXISTS (SELECT 1 FROM filings x WHERE x.path = ${path} AND x.verified_at >= a.ended_at)
   OR EXISTS (SELECT 1 FROM event_filings y WHERE y.path = ${path} AND y.verified_at >= a.ended_at)`;
/** A later `verify` has read the file back where it is filed, as it was filed. */
const SEEN_IN_ORDER = `EXISTS (SELECT 1 FROM file_looks l WHERE l.path = f.path AND l.problem IS NULL AND l.at >= a.ended_at)`;
const CORRECTED = `EXISTS (SELECT 1 FROM corrections c JOIN correction_items i ON i.correction_id = c.id AND i.from_path = f.path
  WHERE c.audit_id >= f.audit_id AND i.state = 'applied')`;
const HANDED_OVER = `EXISTS (SELECT 1 FROM documents d WHERE d.identity = f.identity AND (${VERIFIED} OR ${BEFORE}))`;
const NEVER = '0';
/**
 * Whether the finding `f` of the audit `a` has been mended since, by what is on record: handed over, held, read back where it is filed,
 * put in its place. A finding of which the ledger cannot know stays open until the next audit.
 */
const RESOLVED_BY: Readonly<Record<FindingCategory, string>> = {
  missing: `CASE WHEN f.identity IS NOT NULL THEN EXISTS (SELECT 1 FROM documents d WHERE d.identity = f.identity)
    ELSE (SELECT count(*) FROM documents d WHERE d.sieg_kind = f.kind AND d.sieg_day BETWEEN f.month || '-01' AND f.month || '-31')
      >= f.detail ->> 'promised' END`,
  orphan: HANDED_OVER,
  ghost: `CASE WHEN f.path IS NULL THEN EXISTS (SELECT 1 FROM documents d WHERE d.identity = f.identity)
    ELSE ${NOW_FILED_AT('f.path')} OR ${SEEN_IN_ORDER} END`,
  stray: `${CORRECTED} OR EXISTS (SELECT 1 FROM filings x WHERE x.path = f.path)
    OR EXISTS (SELECT 1 FROM event_filings y WHERE y.path = f.path)`,
  misfiled: `${CORRECTED} OR f.detail ->> 'moved' = 1 AND (${NOW_FILED_AT("f.detail ->> 'expected'")})`,
  renamed: `${CORRECTED} OR ${NOW_FILED_AT("f.detail ->> 'expected'")}`,
  altered: `${NOW_FILED_AT('f.path')} OR ${SEEN_IN_ORDER}`,
  unreadable: `${NOW_FILED_AT('f.path')} OR ${SEEN_IN_ORDER}`,
  duplicate: NEVER,
  conflict: `${HANDED_OVER} OR EXISTS (SELECT 1 FROM events e JOIN deliveries v ON v.event_id = e.id
    WHERE e.identity = f.identity AND v.state = 'delivered')`,
  'cancelled-live': `EXISTS (SELECT 1 FROM events e JOIN deliveries v ON v.event_id = e.id
    WHERE e.document_identity = f.identity AND e.effect = 'cancels' AND e.effective = 1 AND v.state = 'delivered')`,
  'live-cancelled': `EXISTS (SELECT 1 FROM events e WHERE e.document_identity = f.identity AND e.effect = 'cancels'
    AND e.effective = 1)`,
  'key-mismatch': NEVER,
  'number-gap': NEVER,
  'silent-company': `EXISTS (SELECT 1 FROM documents d CROSS JOIN filings x ON x.document_id = d.id
    WHERE d.month = f.month AND x.company_id = f.company_id)`,
};
export const RESOLVED = `CASE f.category
  ${Object.entries(RESOLVED_BY)
    .filter(([, mended]) => mended !== NEVER)
    .map(([category, mended]) => `WHEN '${category}' THEN ${mended}`)
    .join('\n  ')}
  ELSE ${NEVER} END`;

export function scopeBindings({ months, companies }: ResolvedScope): Record<string, unknown> {
  return {
    months: months === null ? null : JSON.stringify(months),
    companies: companies === null ? null : JSON.stringify(companies),
  };
}

const GONE = categoriesWhere(({ filed }) => filed === 'gone');
const GONE_IF_FILED = categoriesWhere(({ filed }) => filed === 'gone-if-filed');
const MOVED = categoriesWhere(({ filed }) => filed === 'moved');

/** Findings after which a file no longer testifies that its document is on disk. */
export const NOT_ON_DISK = `(${sqlList([...GONE, ...GONE_IF_FILED])})`;

/** Findings that may say that a filed copy is not what and where the ledger says. */
export const MAY_DAMAGE = `(${sqlList([...GONE, ...MOVED, ...GONE_IF_FILED])})`;

/** A finding `f` after which a filed copy is not what and where the ledger says. */
export const DAMAGES = `(f.category IN (${sqlList([...GONE, ...MOVED])}) OR f.category IN (${sqlList(GONE_IF_FILED)})
  AND (EXISTS (SELECT 1 FROM filings x WHERE x.path = f.path) OR EXISTS (SELECT 1 FROM event_filings y WHERE y.path = f.path)))`;

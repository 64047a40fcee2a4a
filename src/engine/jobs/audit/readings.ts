import { MaloteError, type ErrorEnvelope } from '../../../shared/errors';
import { FINDING_CATEGORIES } from '../../../shared/audit-categories';
import type {
  AuditStatus,
  AuditComparison,
  AuditView,
  FindingGroup,
  FindingPage,
  FindingQuery,
} from '../../../shared/ipc/audit';
import type { AuditRow, Ledger, Mended, Questions } from '../../ledger';
import { auditView, findingView, groupView } from './views';

const NAMED_AT_MOST = 500;
const NOTHING: Mended = { ids: '[]' };

/** Of the last audit that has ended. */
export interface LastAudit {
  readonly view: AuditView;
  readonly error: ErrorEnvelope | null;
}

/** What audits ask of the ledger in the thread that reads: their findings are many, and what is mended of them is found out anew. */
export const auditReadings = {
  /** @throws MaloteError AUDIT_UNKNOWN */
  audit: (ledger: Ledger, auditId: number): AuditView => ledger.reading(() => viewOf(ledger, rowOf(ledger, auditId))),

  /** Newest first. */
  audits: (ledger: Ledger, limit: number): AuditView[] =>
    ledger.reading(() => ledger.audits.list(limit).map((row) => viewOf(ledger, row))),

  lastAudit: (ledger: Ledger): LastAudit | null =>
    ledger.reading(() => {
      const row = ledger.audits.lastEnded();
      return row === undefined ? null : { view: viewOf(ledger, row), error: row.error };
    }),

  /** @throws MaloteError AUDIT_UNKNOWN */
  auditGroups: (ledger: Ledger, auditId: number): FindingGroup[] =>
    ledger.whileUnchanged(`groups ${String(auditId)}`, () =>
      ledger.reading(() => ledger.audits.groups(rowOf(ledger, auditId).id, mendedOf(ledger, auditId)).map(groupView)),
    ),

  /** @throws MaloteError AUDIT_UNKNOWN */
  auditFindings: (ledger: Ledger, query: FindingQuery, after: number, limit: number): FindingPage =>
    ledger.reading(() => {
      rowOf(ledger, query.auditId);
      const mended = query.open === true ? mendedOf(ledger, query.auditId) : NOTHING;
      const lines = ledger.audits.page(query, mended, after, limit).map(findingView);
      const next = lines.length < limit ? null : (lines.at(-1)?.id ?? null);
      const key = `findings ${JSON.stringify(query)}`;
      return { lines, next, ...ledger.whileUnchanged(key, () => ledger.audits.totals(query, mended)) };
    }),

  /** @throws MaloteError AUDIT_UNKNOWN */
  auditComparison: (ledger: Ledger, older: number, newer: number): AuditComparison =>
    ledger.reading(() => {
      const { audits } = ledger;
      const differences = audits.differences(rowOf(ledger, older).id, rowOf(ledger, newer).id);
      const known = new Map(differences.map((one) => [one.category, one]));
      return {
        older,
        newer,
        categories: FINDING_CATEGORIES.map(
          (category) => known.get(category) ?? { category, same: 0, gone: 0, fresh: 0 },
        ),
        gone: audits.onlyIn(older, newer, NAMED_AT_MOST).map(findingView),
        fresh: audits.onlyIn(newer, older, NAMED_AT_MOST).map(findingView),
      };
    }),

  orphanTotals: (ledger: Ledger): AuditStatus['orphans'] =>
    ledger.whileUnchanged('orphans', () => ledger.reading(() => ledger.auditReads.orphanTotals())),
} satisfies Questions;

/** @throws MaloteError AUDIT_UNKNOWN */
function rowOf({ audits }: Ledger, auditId: number): AuditRow {
  const row = audits.get(auditId);
  if (row === undefined) throw new MaloteError('AUDIT_UNKNOWN', { id: auditId });
  return row;
}

function viewOf(ledger: Ledger, row: AuditRow): AuditView {
  const { audits } = ledger;
  return auditView(row, audits.counts(row.id), audits.resolved(mendedOf(ledger, row.id)));
}

function mendedOf(ledger: Ledger, auditId: number): Mended {
  return ledger.whileUnchanged(`mended ${String(auditId)}`, () => ledger.audits.mended(auditId));
}

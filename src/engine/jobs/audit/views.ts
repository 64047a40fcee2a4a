import { FINDING_CATEGORIES } from '../../../shared/audit-categories';
import type { AuditFigures, AuditView, Finding, FindingCategory, FindingGroup } from '../../../shared/ipc/audit';
import { findingWords, remedyOf } from '../../../shared/messages/pt-BR/audit';
import { documentKind } from '../../domain';
import type { AuditRow, FindingRow, GroupRow } from '../../ledger';
import { noFigures } from './figures';

interface Company {
  readonly taxId: string | null;
  readonly folder: string | null;
}

function companyOf({ taxId, folder }: Company): Finding['company'] {
  return taxId === null || folder === null ? null : { taxId, folder };
}

export function findingView(row: FindingRow): Finding {
  const { id, category, identity, kind, month, root, path, size, detail, resolved } = row;
  return {
    id,
    category,
    identity,
    month,
    root,
    path,
    size,
    // of an unreadable file, the folder that it lies in says it, whatever that is called
    kind: documentKind(kind),
    company: companyOf(row),
    words: findingWords(category, detail),
    remedy: remedyOf(category, identity, detail),
    resolved,
  };
}

export function groupView(row: GroupRow): FindingGroup {
  const { category, month, count, bytes, open, openBytes, fetchedSingly } = row;
  return { category, company: companyOf(row), month, count, bytes, open, openBytes, fetchedSingly };
}

export function auditView(
  row: AuditRow,
  counts: ReadonlyMap<FindingCategory, number>,
  resolved: ReadonlyMap<FindingCategory, number>,
): AuditView {
  const { id, scope, full, startedAt, endedAt, outcome } = row;
  return {
    id,
    scope,
    full,
    startedAt,
    endedAt,
    outcome,
    figures: { ...noFigures(), ...(row.figures as Partial<AuditFigures>) },
    counts: withZeros(counts),
    resolved: withZeros(resolved),
  };
}

function withZeros(counts: ReadonlyMap<FindingCategory, number>): Record<FindingCategory, number> {
  const all = FINDING_CATEGORIES.map((category) => [category, counts.get(category) ?? 0]);
  return Object.fromEntries(all) as Record<FindingCategory, number>;
}

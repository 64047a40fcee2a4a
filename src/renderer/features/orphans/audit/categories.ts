import {
  auditCategory,
  FINDING_CATEGORIES,
  ONE_CLICK_CATEGORIES,
  RECOVERABLE as BY_RECOVERY,
  TO_BE_ASKED,
} from '../../../../shared/audit-categories';
import type { AuditView, CompanyName, FindingCategory, FindingGroup } from '../../../../shared/ipc/audit';

/** What a recovery can mend, in the order in which it is shown: what costs SIEG no request first. */
export const RECOVERABLE: readonly FindingCategory[] = [
  ...ONE_CLICK_CATEGORIES,
  ...BY_RECOVERY.filter((category) => !ONE_CLICK_CATEGORIES.includes(category)),
];

export function isRecoverable(category: FindingCategory): boolean {
  return auditCategory(category).recovery !== null;
}

/** What a correction can put in its place, or into the ledger. */
export function isCorrectable(category: FindingCategory): boolean {
  return auditCategory(category).correction !== null;
}

/** All categories, what can be mended first, what only has to be asked about last. */
export const ORDER: readonly FindingCategory[] = [
  ...RECOVERABLE,
  ...FINDING_CATEGORIES.filter((category) => !isRecoverable(category) && !TO_BE_ASKED.includes(category)),
  ...TO_BE_ASKED,
];

/** What the program proposes to recover: the orphans, which cost no request; without any, all that can be recovered. */
export function proposed(counts: AuditView['counts']): readonly FindingCategory[] {
  return counts.orphan > 0 ? ['orphan'] : RECOVERABLE.filter((category) => counts[category] > 0);
}

/** What of an audit's findings is left: those that have been mended since are not counted. */
export function openCounts(groups: readonly FindingGroup[]): AuditView['counts'] {
  const counts = Object.fromEntries(FINDING_CATEGORIES.map((category) => [category, 0])) as Record<
    FindingCategory,
    number
  >;
  for (const { category, open } of groups) counts[category] += open;
  return counts;
}

/** The first category that has findings. */
export function firstFound(counts: AuditView['counts']): FindingCategory | null {
  return ORDER.find((category) => counts[category] > 0) ?? null;
}

export interface CompanyGroup {
  readonly key: string;
  readonly company: CompanyName | null;
  readonly count: number;
  readonly bytes: number;
  readonly months: readonly string[];
  readonly fetchedSingly: number | null;
}

/** The findings of one category that are left, by company, most first. `month` null: of all months. */
export function companyGroups(
  groups: readonly FindingGroup[],
  category: FindingCategory,
  month: string | null,
): readonly CompanyGroup[] {
  const found = new Map<string, CompanyGroup>();
  for (const group of groups) {
    if (group.category !== category || group.open === 0 || (month !== null && group.month !== month)) continue;
    const key = group.company?.taxId ?? '';
    const before = found.get(key);
    found.set(key, {
      key,
      company: group.company,
      count: (before?.count ?? 0) + group.open,
      bytes: (before?.bytes ?? 0) + group.openBytes,
      months: monthsWith(before?.months ?? [], group.month),
      fetchedSingly: largest(before?.fetchedSingly ?? null, group.fetchedSingly),
    });
  }
  return [...found.values()].sort((a, b) => b.count - a.count);
}

/** The log speaks of a company, whatever the month: its number stands in each of the company's groups. */
function largest(left: number | null, right: number | null): number | null {
  return left === null ? right : right === null ? left : Math.max(left, right);
}

function monthsWith(months: readonly string[], month: string | null): readonly string[] {
  return month === null || months.includes(month) ? months : [...months, month].sort();
}

/** Months in which a category has findings, newest first. */
export function monthsOf(groups: readonly FindingGroup[], category: FindingCategory): readonly string[] {
  const months = groups.flatMap(({ category: of, month }) => (of === category && month !== null ? [month] : []));
  return [...new Set(months)].sort().reverse();
}

/** How many findings a plan would take up. Empty `companies`: of all of them. */
export function planned(
  groups: readonly FindingGroup[],
  choice: {
    readonly categories: readonly FindingCategory[];
    readonly companies: ReadonlySet<string>;
    readonly month: string | null;
  },
): number {
  const { categories, companies, month } = choice;
  return groups
    .filter(
      (group) =>
        categories.includes(group.category) &&
        (month === null || group.month === month) &&
        (companies.size === 0 || (group.company !== null && companies.has(group.company.taxId))),
    )
    .reduce((sum, group) => sum + group.open, 0);
}

export interface Amount {
  /** What is left, and its bytes. */
  readonly count: number;
  readonly bytes: number;
  readonly resolved: number;
}

/** Findings and bytes of a category. */
export function amountOf(groups: readonly FindingGroup[], category: FindingCategory): Amount {
  return groups
    .filter((group) => group.category === category)
    .reduce(
      (sum, { count, open, openBytes }) => ({
        count: sum.count + open,
        bytes: sum.bytes + openBytes,
        resolved: sum.resolved + count - open,
      }),
      { count: 0, bytes: 0, resolved: 0 },
    );
}

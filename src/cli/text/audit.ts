import { FINDING_CATEGORIES, TO_BE_ASKED } from '../../shared/audit-categories';
import {
  type AuditComparison,
  type AuditProgress,
  type AuditView,
  type Finding,
  type FindingCategory,
  type FindingGroup,
  openCounts,
  openTotal,
} from '../../shared/ipc/audit';
import { AUDIT_WORDS } from '../../shared/messages/pt-BR/audit';
import { decimalSize } from '../../shared/messages/pt-BR/amounts';
import { count, duration, monthName } from '../../shared/messages/pt-BR/numbers';
import { auditMessages, orphansMessages } from '../../shared/messages/pt-BR/terminal/audit';
import type { Style } from './style';
import { partOf, renderFacts, renderTable } from './table';
import { padRight, widthOf, wrap } from './width';

/** An explanation is never broken into lines shorter than this. */
const NARROWEST = 30;

/** How far an audit is; null while none is under way. */
export function auditSentence(progress: AuditProgress | null): string | null {
  return progress === null ? null : auditMessages.progress(progress);
}

/** What is wrong and not resolved since; numbers left out of a series are not counted. */
export const totalOf = openTotal;

/** What was compared and what was found, category by category. */
export function renderAudit(
  audit: AuditView,
  { style, columns }: { readonly style: Style; readonly columns: number },
): string[] {
  const { figures } = audit;
  const { facts } = auditMessages;
  return [
    style.strong(auditMessages.title(audit)),
    '',
    // what a failed one had counted by then is no figure of the archive
    ...(audit.outcome === 'failed'
      ? []
      : renderFacts([
          { label: facts.files, value: count(figures.files), note: decimalSize(figures.bytes) },
          { label: partOf(facts.read), value: count(figures.read), note: decimalSize(figures.bytesRead) },
          { label: partOf(facts.unchanged), value: count(figures.unchanged) },
          { label: partOf(facts.other), value: count(figures.other) },
          { label: facts.promised, value: count(figures.promised) },
          { label: partOf(facts.ledger), value: count(figures.ledger) },
          { label: partOf(facts.disk), value: count(figures.disk) },
          {
            label: partOf(facts.handedOver),
            value: count(figures.handedOver),
            ...(figures.handedOverBefore === 0 ? {} : { note: facts.handedOverBefore(figures.handedOverBefore) }),
          },
          { label: partOf(facts.waiting), value: count(figures.waiting) },
          { label: facts.duration, value: duration(figures.seconds) },
        ])),
    ...categories(auditMessages.found, audit, columns, (category) => !TO_BE_ASKED.includes(category)),
    ...categories(auditMessages.toBeAsked, audit, columns, (category) => TO_BE_ASKED.includes(category)),
    ...resolvedLines(audit),
    '',
    closing(audit, style),
  ];
}

/** Each category with what it means, whole: a sentence that is cut off explains nothing. */
function categories(
  title: string,
  audit: AuditView,
  columns: number,
  belongs: (category: FindingCategory) => boolean,
): string[] {
  const counts = openCounts(audit);
  const found = FINDING_CATEGORIES.filter((category) => counts[category] > 0 && belongs(category));
  if (found.length === 0) return [];
  const facts = renderTable(
    [
      { title: '', align: 'left' },
      { title: '', align: 'right' },
    ],
    found.map((category) => [AUDIT_WORDS[category].many, count(counts[category])]),
    columns,
  ).slice(1);
  const indent = Math.max(...facts.map(widthOf)) + 2;
  const lines = facts.flatMap((fact, index) => {
    const category = found[index];
    const means = category === undefined ? '' : AUDIT_WORDS[category].means;
    const [first = '', ...others] = wrap(means, Math.max(NARROWEST, columns - indent));
    return [`${padRight(fact, indent)}${first}`, ...others.map((line) => `${' '.repeat(indent)}${line}`)];
  });
  return ['', title, ...lines];
}

function resolvedLines({ resolved }: AuditView): string[] {
  const number = FINDING_CATEGORIES.reduce((sum, category) => sum + resolved[category], 0);
  return number === 0 ? [] : ['', auditMessages.resolvedSince(number)];
}

function closing(audit: AuditView, style: Style): string {
  const total = totalOf(audit);
  if (total > 0) return style.warning(auditMessages.closing.found(total, audit.id));
  if (audit.outcome !== 'complete') return style.warning(auditMessages.closing.unfinished);
  return style.good(auditMessages.closing.clean);
}

/** Two lines for each finding: what and where. */
export function renderFindings(findings: readonly Finding[], style: Style): string[] {
  return findings.flatMap((finding) => {
    const { category, identity, company, month, path, words } = finding;
    const whose = [company?.folder, month === null ? null : monthName(month)].filter(
      (part) => part !== null && part !== undefined,
    );
    return [
      `${style.bad(AUDIT_WORDS[category].one)}  ${identity ?? auditMessages.withoutKey}  ${whose.join(', ')}`.trimEnd(),
      ...(path === null ? [] : [`    ${path}`]),
      `    ${words}`,
    ];
  });
}

/** Audits, newest first. */
export function renderAuditList(
  audits: readonly AuditView[],
  moment: (iso: string) => string,
  width: number,
): string[] {
  if (audits.length === 0) return [auditMessages.noAudits];
  const { columns } = auditMessages;
  const head = [
    { title: columns.id, align: 'right' },
    { title: columns.startedAt, align: 'left' },
    { title: columns.scope, align: 'left', flexible: true },
    { title: columns.files, align: 'right' },
    { title: columns.findings, align: 'right' },
    { title: columns.state, align: 'left' },
  ] as const;
  const rows = audits.map((audit) => [
    String(audit.id),
    moment(audit.startedAt),
    auditMessages.scope(audit.scope),
    count(audit.figures.files),
    count(totalOf(audit)),
    auditMessages.outcome(audit.outcome).split(';')[0] ?? '',
  ]);
  return renderTable(head, rows, width);
}

export function renderComparison(
  comparison: AuditComparison,
  { style, columns }: { readonly style: Style; readonly columns: number },
): string[] {
  const { columns: changes } = auditMessages.comparison;
  const head = [
    { title: changes.category, align: 'left', flexible: true },
    { title: changes.same, align: 'right' },
    { title: changes.gone, align: 'right' },
    { title: changes.fresh, align: 'right' },
  ] as const;
  const changed = comparison.categories.filter(({ same, gone, fresh }) => same + gone + fresh > 0);
  const rows = changed.map(({ category, same, gone, fresh }) => [
    AUDIT_WORDS[category].many,
    count(same),
    count(gone),
    count(fresh),
  ]);
  return [
    style.strong(auditMessages.comparison.title(comparison.older, comparison.newer)),
    '',
    ...(rows.length === 0 ? [auditMessages.comparison.nothing] : renderTable(head, rows, columns)),
    ...listOf(changes.fresh, comparison.fresh, style),
    ...listOf(changes.gone, comparison.gone, style),
  ];
}

function listOf(title: string, findings: readonly Finding[], style: Style): string[] {
  return findings.length === 0 ? [] : ['', style.strong(title), ...renderFindings(findings, style)];
}

export interface CompanyOrphans {
  readonly folder: string;
  readonly taxId: string | null;
  readonly month: string | null;
  readonly count: number;
  readonly bytes: number;
  readonly fetchedSingly: number | null;
  readonly keys: readonly string[];
}

/** Keys of one company that are shown to a person; a program gets all of them. */
const KEYS_SHOWN = 20;

/** How many orphans each company has, and their keys. @param isWhole the audit that found them came to its end */
export function renderOrphans(groups: readonly CompanyOrphans[], isWhole: boolean, style: Style): string[] {
  if (groups.length === 0) {
    return isWhole ? [style.good(orphansMessages.none)] : [style.warning(orphansMessages.unknown)];
  }
  const total = groups.reduce((sum, group) => sum + group.count, 0);
  const bytes = groups.reduce((sum, group) => sum + group.bytes, 0);
  return [
    style.strong(orphansMessages.title(total, bytes)),
    ...groups.flatMap((group) => orphansOf(group, style)),
    '',
    ...(isWhole ? [] : [style.warning(orphansMessages.mayBeMore), '']),
    orphansMessages.howToDeliver,
  ];
}

/** Orphans are of what lies in the archive: what should lie there and does not is another finding, and no reason for relief. */
export function renderNotThere({ id, counts, resolved }: AuditView, style: Style): string[] {
  const n = counts.ghost + counts.altered - resolved.ghost - resolved.altered;
  return n <= 0 ? [] : ['', style.warning(orphansMessages.notThere(n, id))];
}

function orphansOf({ folder, month, count: n, fetchedSingly, keys }: CompanyOrphans, style: Style): string[] {
  const when = month === null ? '' : `, ${monthName(month)}`;
  const singly = fetchedSingly === null ? [] : [`  ${orphansMessages.fetchedSingly(fetchedSingly)}`];
  const rest = n - Math.min(n, KEYS_SHOWN);
  return [
    '',
    `${style.strong(folder)}${when}: ${orphansMessages.ofCompany(n)}`,
    ...singly,
    ...keys.slice(0, KEYS_SHOWN).map((key) => `  ${key}`),
    ...(rest === 0 ? [] : [style.quiet(`  ${orphansMessages.moreKeys(rest)}`)]),
  ];
}

export function groupsOfOrphans(groups: readonly FindingGroup[]): readonly FindingGroup[] {
  return groups.filter(({ category }) => category === 'orphan');
}

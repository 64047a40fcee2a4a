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
import { count, counted, duration, monthName, size } from './numbers';
import type { Style } from './style';
import { renderFacts, renderTable } from './table';
import { padRight, widthOf, wrap } from './width';

/** An explanation is never broken into lines shorter than this. */
const NARROWEST = 30;

const OUTCOMES: Readonly<Record<NonNullable<AuditView['outcome']>, string>> = {
  complete: 'completa',
  stopped: 'parada; continue com --resume',
  failed: 'interrompida por um erro; continue com --resume',
  interrupted: 'o programa parou no meio; continue com --resume',
};

/** How far an audit is; null while none is under way. */
export function auditSentence(progress: AuditProgress | null): string | null {
  if (progress === null) return null;
  const { phase, files, bytes, read, findings, expected } = progress;
  if (phase === 'ledger')
    return `Auditoria: comparando com o registro; ${counted(findings, 'achado', 'achados')} até agora.`;
  const of = expected === null ? '' : ` de cerca de ${count(expected)}`;
  return `Auditoria: ${count(files)}${of} arquivos vistos (${size(bytes)}), ${count(read)} lidos, ${counted(findings, 'achado', 'achados')}.`;
}

/** What is wrong and not resolved since; numbers left out of a series are not counted. */
export const totalOf = openTotal;

function scopeWords({ scope }: AuditView): string {
  const months = scope.months === null ? 'todos os meses' : scope.months.map(monthName).join(', ');
  return scope.companies === null ? months : `${months}, ${counted(scope.companies.length, 'empresa', 'empresas')}`;
}

function outcomeWords({ outcome }: AuditView): string {
  return outcome === null ? 'em andamento' : OUTCOMES[outcome];
}

/** What was compared and what was found, category by category. */
export function renderAudit(
  audit: AuditView,
  { style, columns }: { readonly style: Style; readonly columns: number },
): string[] {
  const { figures } = audit;
  return [
    style.strong(`Auditoria ${String(audit.id)}: ${scopeWords(audit)} (${outcomeWords(audit)})`),
    '',
    // what a failed one had counted by then is no figure of the archive
    ...(audit.outcome === 'failed'
      ? []
      : renderFacts([
          { label: 'Arquivos no acervo', value: count(figures.files), note: size(figures.bytes) },
          { label: '  lidos agora', value: count(figures.read), note: size(figures.bytesRead) },
          { label: '  sem mudança desde a última leitura', value: count(figures.unchanged) },
          { label: '  que não são XML', value: count(figures.other) },
          { label: 'Documentos prometidos pelo SIEG', value: count(figures.promised) },
          { label: '  no registro', value: count(figures.ledger) },
          { label: '  encontrados no disco', value: count(figures.disk) },
          {
            label: '  entregues',
            value: count(figures.handedOver),
            ...(figures.handedOverBefore === 0
              ? {}
              : { note: `${count(figures.handedOverBefore)} pelo sistema anterior` }),
          },
          { label: '  a caminho', value: count(figures.waiting) },
          { label: 'Duração', value: duration(figures.seconds) },
        ])),
    ...categories('Achados', audit, columns, (category) => !TO_BE_ASKED.includes(category)),
    ...categories('Para perguntar ao cliente', audit, columns, (category) => TO_BE_ASKED.includes(category)),
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
  return number === 0 ? [] : ['', `Resolvidos desde a auditoria: ${count(number)}`];
}

function closing(audit: AuditView, style: Style): string {
  const total = totalOf(audit);
  if (total > 0) {
    return style.warning(
      `${counted(total, 'achado', 'achados')}; para ver um por um: malote audit --id ${String(audit.id)} --list`,
    );
  }
  if (audit.outcome !== 'complete') return style.warning('A auditoria não chegou ao fim.');
  return style.good('As quatro testemunhas concordam: nada a apontar.');
}

/** Two lines for each finding: what and where. */
export function renderFindings(findings: readonly Finding[], style: Style): string[] {
  return findings.flatMap((finding) => {
    const { category, identity, company, month, path, words } = finding;
    const whose = [company?.folder, month === null ? null : monthName(month)].filter(
      (part) => part !== null && part !== undefined,
    );
    return [
      `${style.bad(AUDIT_WORDS[category].one)}  ${identity ?? '(sem chave)'}  ${whose.join(', ')}`.trimEnd(),
      ...(path === null ? [] : [`    ${path}`]),
      `    ${words}`,
    ];
  });
}

/** Audits, newest first. */
export function renderAuditList(
  audits: readonly AuditView[],
  moment: (iso: string) => string,
  columns: number,
): string[] {
  if (audits.length === 0) return ['Ainda não há auditorias.'];
  const head = [
    { title: 'Nº', align: 'right' },
    { title: 'Início', align: 'left' },
    { title: 'Alcance', align: 'left', flexible: true },
    { title: 'Arquivos', align: 'right' },
    { title: 'Achados', align: 'right' },
    { title: 'Situação', align: 'left' },
  ] as const;
  const rows = audits.map((audit) => [
    String(audit.id),
    moment(audit.startedAt),
    scopeWords(audit),
    count(audit.figures.files),
    count(totalOf(audit)),
    outcomeWords(audit).split(';')[0] ?? '',
  ]);
  return renderTable(head, rows, columns);
}

export function renderComparison(
  comparison: AuditComparison,
  { style, columns }: { readonly style: Style; readonly columns: number },
): string[] {
  const head = [
    { title: 'Categoria', align: 'left', flexible: true },
    { title: 'Iguais', align: 'right' },
    { title: 'Resolvidos', align: 'right' },
    { title: 'Novos', align: 'right' },
  ] as const;
  const changed = comparison.categories.filter(({ same, gone, fresh }) => same + gone + fresh > 0);
  const rows = changed.map(({ category, same, gone, fresh }) => [
    AUDIT_WORDS[category].many,
    count(same),
    count(gone),
    count(fresh),
  ]);
  const older = String(comparison.older);
  return [
    style.strong(`Auditoria ${older} comparada com a ${String(comparison.newer)}`),
    '',
    ...(rows.length === 0 ? ['Nenhuma das duas tem achados.'] : renderTable(head, rows, columns)),
    ...listOf('Novos', comparison.fresh, style),
    ...listOf('Resolvidos', comparison.gone, style),
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
    return isWhole
      ? [style.good('Nenhum órfão: tudo o que está no acervo foi entregue ou está a caminho.')]
      : [style.warning('A auditoria não chegou ao fim: não se sabe se há órfãos.')];
  }
  const total = groups.reduce((sum, group) => sum + group.count, 0);
  const bytes = groups.reduce((sum, group) => sum + group.bytes, 0);
  return [
    style.strong(`${counted(total, 'XML sem entrega comprovada', 'XMLs sem entrega comprovada')} (${size(bytes)})`),
    ...groups.flatMap((group) => orphansOf(group, style)),
    '',
    ...(isWhole ? [] : [style.warning('A auditoria não chegou ao fim: pode haver mais.'), '']),
    'Para entregar: malote recover --plan',
  ];
}

/** Orphans are of what lies in the archive: what should lie there and does not is another finding, and no reason for relief. */
export function renderNotThere({ id, counts, resolved }: AuditView, style: Style): string[] {
  const n = counts.ghost + counts.altered - resolved.ghost - resolved.altered;
  if (n <= 0) return [];
  const many = counted(n, 'arquivo do registro não está', 'arquivos do registro não estão');
  return ['', style.warning(`${many} no acervo como foi gravado: malote audit --id ${String(id)} --list`)];
}

function orphansOf({ folder, month, count: n, fetchedSingly, keys }: CompanyOrphans, style: Style): string[] {
  const when = month === null ? '' : `, ${monthName(month)}`;
  const singly = fetchedSingly === null ? [] : [`  buscados um a um pelo sistema anterior: ${count(fetchedSingly)}`];
  const rest = n - Math.min(n, KEYS_SHOWN);
  return [
    '',
    `${style.strong(folder)}${when}: ${counted(n, 'órfão', 'órfãos')}`,
    ...singly,
    ...keys.slice(0, KEYS_SHOWN).map((key) => `  ${key}`),
    ...(rest === 0 ? [] : [style.quiet(`  e mais ${count(rest)}; todos com --json`)]),
  ];
}

export function groupsOfOrphans(groups: readonly FindingGroup[]): readonly FindingGroup[] {
  return groups.filter(({ category }) => category === 'orphan');
}

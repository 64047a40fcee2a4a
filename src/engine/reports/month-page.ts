import type { FindingCategory } from '../../shared/ipc/audit';
import { plainMoney } from '../../shared/messages/pt-BR/amounts';
import { findingWords } from '../../shared/messages/pt-BR/audit';
import { exactMoment } from '../../shared/messages/pt-BR/moments';
import { monthPageMessages as words, monthReportMessages as common } from '../../shared/messages/pt-BR/month-report';
import { count, dayName } from '../../shared/messages/pt-BR/numbers';
import { reportColumns as titles } from '../../shared/messages/pt-BR/report-columns';
import type { MonthFinding, MonthSnapshot, SnapshotCompany } from '../ledger';
import { markup, raw, type Markup } from './html';
import { documentsOf, missingOf, type CompanyEvidence, type MonthEvidence, type Tally } from './month-evidence';
import { PAGE_STYLE } from './page-style';
import { eachRow } from './rows';

export interface Issue {
  /** ISO 8601. */
  readonly at: string;
  /** Who had it written. */
  readonly by: string;
  /** Name and version. */
  readonly program: string;
}

/** Documents that a page lists; a browser does not open more. The list beside it names them all. */
export const LISTED_ON_PAGE = 100_000;

interface PageOptions {
  readonly evidence: MonthEvidence;
  readonly snapshot: MonthSnapshot;
  readonly issue: Issue;
  /** Name of the file with the list of documents. */
  readonly listName: string;
  readonly signal?: AbortSignal | undefined;
}

type Companies = ReadonlyMap<number, SnapshotCompany>;

/** The evidence of a month as one page for a browser or a printer, in pieces: no script, nothing from outside, every text escaped. */
export async function* monthPage(options: PageOptions): AsyncGenerator<string, void, undefined> {
  const { evidence, snapshot, issue } = options;
  const companies = new Map(snapshot.companies().map((company) => [company.id, company]));
  yield head(evidence, issue).text;
  yield witnesses(evidence).text;
  yield findings(evidence).text;
  yield* companyTable(evidence);
  yield* missingTable(options, companies);
  yield* orphanTable(options, companies);
  yield* findingTable(options, companies);
  yield* documentTable(options);
  yield closing(options).text;
}

function head({ month, audit }: MonthEvidence, { at, by, program }: Issue): Markup {
  const title = words.title(month);
  const { issued } = words;
  const looked = audit === null ? words.noAudit : words.audit(audit.id, audit.endedAt);
  return markup`<!doctype html>
<html lang="pt-BR">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<style>${raw(PAGE_STYLE)}</style>
</head>
<body>
<header><h1>${title}</h1><p>${words.lead}</p></header>
<dl>
<dt>${issued.at}</dt><dd>${exactMoment(at)}</dd>
<dt>${issued.by}</dt><dd>${by}</dd>
<dt>${issued.program}</dt><dd>${program}</dd>
<dt>${issued.audit}</dt><dd>${looked}</dd>
</dl>
`;
}

function verdict({ total, findings: found }: MonthEvidence): Markup {
  const named = new Set<FindingCategory>(['missing', 'orphan', 'conflict']);
  const open = [
    ...(total.missing > 0 ? [words.verdict.missing(total.missing)] : []),
    ...(total.orphans > 0 ? [words.verdict.orphans(total.orphans)] : []),
    ...(total.waiting > 0 ? [words.verdict.waiting(total.waiting)] : []),
    ...(total.conflicts > 0 ? [words.verdict.conflicts(total.conflicts)] : []),
    ...[...found]
      .filter(([category]) => !named.has(category))
      .map(([category, n]) => words.verdict.finding(category, n)),
  ];
  return open.length === 0
    ? markup`<p class="verdict">${words.verdict.nothing}</p>`
    : markup`<p class="verdict open">${words.verdict.pending(open)}</p>`;
}

function witness(value: number | null, name: string, note: string): Markup {
  return markup`<div><b>${value === null ? '—' : count(value)}</b>${name}<small>${note}</small></div>\n`;
}

function witnesses(evidence: MonthEvidence): Markup {
  const { announced, total, unassigned } = evidence;
  const { ledger, disk, handedOver, handedOverBefore } = total;
  const say = words.witnesses;
  const four = [
    witness(announced, say.announced, announced === null ? say.notAsked : say.announcedBy(total.promised)),
    witness(ledger, say.ledger, say.ledgerNote),
    witness(disk, say.disk, disk === null ? say.nobodyLooked : say.diskNote),
    witness(handedOver, say.handedOver, say.handedOverNote(handedOver - handedOverBefore, handedOverBefore)),
  ];
  return markup`${verdict(evidence)}
<h2>${say.title}</h2>
<div class="witnesses">
${four}</div>
<p class="soft">${say.rest(total.cancelled, unassigned, total.sums)}</p>
`;
}

function findings({ audit, findings: found }: MonthEvidence): Markup {
  if (audit === null || found.size === 0) return markup``;
  const rows = [...found].map(([category, n]) =>
    row(cell(common.findingTitle(category)), cell(common.findingMeaning(category)), figure(n)),
  );
  return markup`<h2>${words.findings}</h2>
${opening('', titles.finding, titles.meaning, above(titles.howMany))}${rows}${CLOSING}`;
}

function cell(text: string | null): Markup {
  return markup`<td>${text}</td>`;
}

function figure(value: number | null): Markup {
  return markup`<td class="n">${value === null ? '—' : count(value)}</td>`;
}

/** Two lines in the type of keys and paths. */
function codes(first: string | null, second: string | null): Markup {
  return markup`<td><code>${first}${first === null || second === null ? '' : raw('<br>')}${second}</code></td>`;
}

function row(...cells: readonly Markup[]): Markup {
  return markup`<tr>${cells}</tr>\n`;
}

/** The title of a column of figures, for `opening`. */
function above(title: string): string {
  return `>${title}`;
}

/** A table's beginning; titles that begin with `>` stand above figures. */
function opening(className: string, ...titles: readonly string[]): Markup {
  const heads = titles.map((title) =>
    title.startsWith('>') ? markup`<th class="n">${title.slice(1)}</th>` : markup`<th>${title}</th>`,
  );
  return markup`<table class="${className}"><thead><tr>${heads}</tr></thead><tbody>\n`;
}

const CLOSING = raw('</tbody></table>\n');

function companyRows({ company, kinds }: CompanyEvidence): Markup[] {
  const name = markup`<td class="folder">${company.folder}<br><span class="soft">${company.taxId}</span></td>`;
  return [...kinds].map(([kind, tally]) => row(name, cell(kind), ...figuresOf(tally)));
}

function figuresOf({ promised, ledger, disk, handedOver, orphans, missing }: Readonly<Tally>): Markup[] {
  return [promised, ledger, disk, handedOver, orphans, missing].map(figure);
}

function* companyTable({ companies }: MonthEvidence): Generator<string> {
  const { reported, record, disk, delivered, orphans, missing } = titles;
  const figures = [reported, record, disk, delivered, orphans, missing].map(above);
  yield markup`<h2>${words.byCompany}</h2>\n${opening('', titles.company, titles.kind, ...figures)}`.text;
  for (const company of companies) for (const { text } of companyRows(company)) yield text;
  yield CLOSING.text;
  const silent = companies.filter(({ kinds }) => kinds.size === 0).length;
  if (silent === 0) return;
  yield markup`<p class="soft">${words.silent(silent)}</p>\n`.text;
}

function folder(id: number | null, companies: Companies): string {
  return id === null ? '' : (companies.get(id)?.folder ?? '');
}

async function* missingTable(
  { evidence, snapshot, signal }: PageOptions,
  companies: Companies,
): AsyncGenerator<string, void, undefined> {
  if (evidence.total.missing === 0) return;
  const columns = [titles.key, titles.kind, titles.company, titles.promisedBy, titles.siegAnswer];
  yield markup`<h2>${words.missing}</h2>\n${opening('list', ...columns)}`.text;
  for await (const { identity, kind, companyId, sources, answer } of eachRow(missingOf(snapshot), signal)) {
    const whose = folder(companyId, companies);
    yield row(codes(identity, null), cell(kind), cell(whose), cell(common.sources(sources)), cell(answer)).text;
  }
  yield CLOSING.text;
}

async function* orphanTable(
  { evidence, snapshot, signal }: PageOptions,
  companies: Companies,
): AsyncGenerator<string, void, undefined> {
  if (evidence.total.orphans === 0) return;
  const columns = [titles.keyAndFile, titles.kind, titles.company];
  yield markup`<h2>${words.orphans}</h2>\n${opening('list', ...columns)}`.text;
  for await (const { identity, kind, filed, path, handedOver } of eachRow(documentsOf(snapshot), signal)) {
    if (handedOver !== 'no' || filed.length === 0) continue;
    const whose = filed.map(({ companyId }) => folder(companyId, companies)).join(', ');
    yield row(codes(identity, path), cell(kind), cell(whose)).text;
  }
  yield CLOSING.text;
}

/** Findings that no other table of the page names. */
async function* findingTable(
  { evidence, snapshot, signal }: PageOptions,
  companies: Companies,
): AsyncGenerator<string, void, undefined> {
  const { audit } = evidence;
  const others = new Set(evidence.findings.keys());
  for (const shown of ['missing', 'orphan'] as const) others.delete(shown);
  if (audit === null || others.size === 0) return;
  const columns = [titles.finding, titles.keyAndFile, titles.found, titles.company];
  yield markup`<h2>${words.otherFindings}</h2>\n${opening('list', ...columns)}`.text;
  const read = (last: MonthFinding | null, limit: number): MonthFinding[] =>
    snapshot.findings(audit.id, last?.id ?? 0, limit);
  for await (const { category, identity, path, companyId, detail } of eachRow(read, signal)) {
    if (!others.has(category)) continue;
    const whose = folder(companyId, companies);
    const found = cell(findingWords(category, detail));
    yield row(cell(common.findingTitle(category)), codes(identity, path), found, cell(whose)).text;
  }
  yield CLOSING.text;
}

async function* documentTable({
  evidence,
  snapshot,
  listName,
  signal,
}: PageOptions): AsyncGenerator<string, void, undefined> {
  const { ledger } = evidence.total;
  const columns = [titles.keyAndHash, titles.kind, titles.issued, above(titles.money), titles.delivery];
  yield markup`<h2>${words.documents}</h2>
<p class="soft">${words.documentsNote(ledger, LISTED_ON_PAGE, listName)}</p>
${opening('list', ...columns)}`.text;
  let listed = 0;
  for await (const document of eachRow(documentsOf(snapshot), signal)) {
    if ((listed += 1) > LISTED_ON_PAGE) break;
    const { identity, sha256, kind, issueDay, totalCents, handedOver, verifiedAt, cancelled } = document;
    const delivered = verifiedAt === null ? common.handedOver[handedOver] : words.verifiedAt(verifiedAt);
    const value = markup`<td class="n">${totalCents === null ? '' : plainMoney(totalCents)}</td>`;
    const issued = issueDay === null ? '' : dayName(issueDay);
    const outcome = cell(`${delivered}${cancelled ? ` · ${words.cancelled}` : ''}`);
    yield row(codes(identity, sha256), cell(kind), cell(issued), value, outcome).text;
  }
  yield CLOSING.text;
}

function closing({ evidence, issue, listName }: PageOptions): Markup {
  return markup`<h2>${words.howToCheck}</h2>
<p>${words.listHash} <code>${evidence.listSha256}</code>.</p>
<p>${words.explanation(listName)}</p>
<div class="signatures">
<div>${words.signed(issue.by, issue.at, issue.program)}</div>
<div>${words.checkedBy}</div>
</div>
</body>
</html>
`;
}

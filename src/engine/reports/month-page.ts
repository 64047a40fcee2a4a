import type { FindingCategory } from '../../shared/ipc/audit';
import { findingWords } from '../../shared/messages/pt-BR/audit';
import { count, counted, dayName, monthName } from '../../shared/messages/pt-BR/numbers';
import type { MonthFinding, MonthSnapshot, SnapshotCompany } from '../ledger';
import { markup, raw, type Markup } from './html';
import { documentsOf, missingOf, type CompanyEvidence, type MonthEvidence, type Tally } from './month-evidence';
import { PAGE_STYLE } from './page-style';
import { eachRow } from './rows';
import {
  findingMeaning,
  findingTitle,
  HANDED_OVER_WORDS,
  momentWords,
  moneyWords,
  sourceWords,
  sumsWords,
} from './words';

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
  const title = `Evidência dos documentos fiscais de ${monthName(month)}`;
  const looked =
    audit === null
      ? 'nenhuma auditoria completa deste mês'
      : `nº ${String(audit.id)}, concluída em ${momentWords(audit.endedAt)}`;
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
<header><h1>${title}</h1><p>O que foi prometido, registrado, guardado e entregue, com a impressão digital de cada arquivo.</p></header>
<dl>
<dt>Emitido em</dt><dd>${momentWords(at)}</dd>
<dt>Emitido por</dt><dd>${by}</dd>
<dt>Programa</dt><dd>${program}</dd>
<dt>Auditoria do disco</dt><dd>${looked}</dd>
</dl>
`;
}

function verdict({ total, findings: found }: MonthEvidence): Markup {
  const named = new Set<FindingCategory>(['missing', 'orphan', 'conflict']);
  const open = [
    ...(total.missing > 0 ? [counted(total.missing, 'faltante', 'faltantes')] : []),
    ...(total.orphans > 0 ? [`${counted(total.orphans, 'documento', 'documentos')} sem entrega comprovada`] : []),
    ...(total.waiting > 0 ? [`${count(total.waiting)} na fila de entrega`] : []),
    ...(total.conflicts > 0 ? [counted(total.conflicts, 'conflito no destino', 'conflitos no destino')] : []),
    ...[...found]
      .filter(([category]) => !named.has(category))
      .map(([category, n]) => `${findingTitle(category).toLowerCase()}: ${count(n)}`),
  ];
  return open.length === 0
    ? markup`<p class="verdict">Nada ficou pendente nos fatos registrados deste mês.</p>`
    : markup`<p class="verdict open">Ficou pendente: ${open.join('; ')}. Cada caso está nomeado abaixo.</p>`;
}

function witness(value: number | null, name: string, note: string): Markup {
  return markup`<div><b>${value === null ? '—' : count(value)}</b>${name}<small>${note}</small></div>\n`;
}

function witnesses(evidence: MonthEvidence): Markup {
  const { announced, total, unassigned } = evidence;
  const { ledger, disk, handedOver, handedOverBefore } = total;
  const verified = `${count(handedOver - handedOverBefore)} conferidos no destino`;
  const four = [
    witness(announced, 'anunciados', announcedNote(evidence)),
    witness(ledger, 'no registro', 'arquivados, lidos de volta e registrados'),
    witness(disk, 'no disco', disk === null ? 'nenhuma auditoria olhou' : 'encontrados pela auditoria'),
    witness(handedOver, 'entregues', `${verified}, ${count(handedOverBefore)} por transações do sistema anterior`),
  ];
  return markup`${verdict(evidence)}
<h2>As quatro testemunhas</h2>
<div class="witnesses">
${four}</div>
<p class="soft">Cancelados: ${count(total.cancelled)}. Sem empresa da planilha: ${count(unassigned)}. Valor dos não cancelados, somado por empresa: ${sumsWords(total.sums)}.</p>
`;
}

function announcedNote({ announced, total }: MonthEvidence): string {
  if (announced === null) return 'o SIEG ainda não foi perguntado';
  return total.promised === null
    ? 'pelas contagens do SIEG; nenhum relatório lido'
    : `pelas contagens do SIEG; ${count(total.promised)} chaves nos relatórios`;
}

function findings({ audit, findings: found }: MonthEvidence): Markup {
  if (audit === null || found.size === 0) return markup``;
  const rows = [...found].map(([category, n]) =>
    row(cell(findingTitle(category)), cell(findingMeaning(category)), figure(n)),
  );
  return markup`<h2>O que a auditoria encontrou</h2>
${opening('', 'Achado', 'O que é', '>Quantos')}${rows}${CLOSING}`;
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
  const titles = ['>Nos relatórios', '>Registro', '>Disco', '>Entregues', '>Órfãos', '>Faltantes'];
  yield markup`<h2>Por empresa</h2>\n${opening('', 'Empresa', 'Tipo', ...titles)}`.text;
  for (const company of companies) for (const { text } of companyRows(company)) yield text;
  yield CLOSING.text;
  const silent = companies.filter(({ kinds }) => kinds.size === 0).length;
  if (silent === 0) return;
  yield markup`<p class="soft">${counted(silent, 'empresa', 'empresas')} sem nenhum documento neste mês.</p>\n`.text;
}

function folder(id: number | null, companies: Companies): string {
  return id === null ? '' : (companies.get(id)?.folder ?? '');
}

async function* missingTable(
  { evidence, snapshot, signal }: PageOptions,
  companies: Companies,
): AsyncGenerator<string, void, undefined> {
  if (evidence.total.missing === 0) return;
  const titles = ['Chave', 'Tipo', 'Empresa', 'Quem prometeu', 'Resposta do SIEG'];
  yield markup`<h2>Faltantes</h2>\n${opening('list', ...titles)}`.text;
  for await (const { identity, kind, companyId, sources, answer } of eachRow(missingOf(snapshot), signal)) {
    const whose = folder(companyId, companies);
    yield row(codes(identity, null), cell(kind), cell(whose), cell(sourceWords(sources)), cell(answer)).text;
  }
  yield CLOSING.text;
}

async function* orphanTable(
  { evidence, snapshot, signal }: PageOptions,
  companies: Companies,
): AsyncGenerator<string, void, undefined> {
  if (evidence.total.orphans === 0) return;
  const titles = ['Chave e arquivo', 'Tipo', 'Empresa'];
  yield markup`<h2>Órfãos: no acervo, sem entrega comprovada</h2>\n${opening('list', ...titles)}`.text;
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
  const titles = ['Achado', 'Chave e arquivo', 'O que se encontrou', 'Empresa'];
  yield markup`<h2>Os outros achados, um a um</h2>\n${opening('list', ...titles)}`.text;
  const read = (last: MonthFinding | null, limit: number): MonthFinding[] =>
    snapshot.findings(audit.id, last?.id ?? 0, limit);
  for await (const { category, identity, path, companyId, detail } of eachRow(read, signal)) {
    if (!others.has(category)) continue;
    const whose = folder(companyId, companies);
    const words = findingWords(category, detail);
    yield row(cell(findingTitle(category)), codes(identity, path), cell(words), cell(whose)).text;
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
  const more = ledger > LISTED_ON_PAGE ? ` Esta página mostra os primeiros ${count(LISTED_ON_PAGE)}.` : '';
  const titles = ['Chave e SHA-256', 'Tipo', 'Emissão', '>Valor (R$)', 'Entrega'];
  yield markup`<h2>Documentos</h2>
<p class="soft">${counted(ledger, 'documento', 'documentos')}, em ordem de chave, cada um com o SHA-256 do arquivo guardado. A mesma lista está em ${listName}.${more}</p>
${opening('list', ...titles)}`.text;
  let listed = 0;
  for await (const document of eachRow(documentsOf(snapshot), signal)) {
    if ((listed += 1) > LISTED_ON_PAGE) break;
    const { identity, sha256, kind, issueDay, totalCents, handedOver, verifiedAt, cancelled } = document;
    const delivered = verifiedAt === null ? HANDED_OVER_WORDS[handedOver] : `conferido em ${momentWords(verifiedAt)}`;
    const value = markup`<td class="n">${totalCents === null ? '' : moneyWords(totalCents)}</td>`;
    const issued = issueDay === null ? '' : dayName(issueDay);
    const outcome = cell(`${delivered}${cancelled ? ' · cancelado' : ''}`);
    yield row(codes(identity, sha256), cell(kind), cell(issued), value, outcome).text;
  }
  yield CLOSING.text;
}

function closing({ evidence, issue, listName }: PageOptions): Markup {
  return markup`<h2>Como conferir</h2>
<p>O SHA-256 da lista de documentos é <code>${evidence.listSha256}</code>.</p>
<p>A lista é o arquivo ${listName}: uma linha por documento com chave, espaço e SHA-256, terminada por LF, em ordem de chave. O SHA-256 de cada documento é o do arquivo XML como está no acervo. O arquivo de mesmo nome desta página com o final .sha256 traz os SHA-256 da página e da lista; o diário do programa guarda os mesmos valores.</p>
<div class="signatures">
<div>Emitido por ${issue.by} em ${momentWords(issue.at)}, com ${issue.program}</div>
<div>Conferido por (nome, data e assinatura)</div>
</div>
</body>
</html>
`;
}

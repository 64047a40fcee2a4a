import type { FindingCategory } from '../../ipc/audit';
import { plainMoney } from './amounts';
import { AUDIT_WORDS } from './audit';
import { exactMoment } from './moments';
import { capital, count, counted, monthName } from './numbers';
import { reportColumns } from './report-columns';

const documents = (n: number): string => counted(n, 'documento', 'documentos');
const audit = (id: number): string => `nº ${String(id)}`;

const SOURCES: Readonly<Record<string, string>> = {
  report: 'relatório do SIEG',
  'old-report': 'relatório do sistema anterior',
  'broken-file': 'arquivo danificado',
  summary: 'resumo de nota',
};

const EFFECTS: Readonly<Record<string, string>> = {
  cancels: 'cancela',
  corrects: 'corrige',
  manifests: 'manifesta',
  closes: 'encerra',
  informs: 'informa',
  unknown: 'desconhecido',
};

/** What documents come to; cents of what came in, went out, and is neither. */
type Sums = Readonly<Record<'inboundCents' | 'outboundCents' | 'otherCents' | 'unvalued', number>>;

/** What page, workbook and summaries of a month say in the same words. */
export const monthReportMessages = {
  /** "Órfãos": the name above the figure of a category. */
  findingTitle: (category: FindingCategory): string => capital(AUDIT_WORDS[category].many),
  findingMeaning: (category: FindingCategory): string => AUDIT_WORDS[category].means,
  /** What proves that a document was handed over, or why nothing does. */
  handedOver: {
    verified: 'entregue e conferido',
    before: 'entregue pelo sistema anterior',
    waiting: 'na fila de entrega',
    conflict: 'conflito no destino',
    no: 'sem entrega comprovada',
  },
  /** "report,old-report" → "relatório do SIEG, relatório do sistema anterior" */
  sources: (sources: string): string =>
    sources
      .split(',')
      .map((source) => SOURCES[source] ?? source)
      .join(', '),
  effect: (effect: string, effective: boolean): string => {
    const word = EFFECTS[effect] ?? effect;
    return effective ? word : `${word} (sem efeito)`;
  },
  /** "entradas R$ 1,00, saídas R$ 2,00": what came in and went out apart; the rest only where there is any. */
  sums: ({ inboundCents, outboundCents, otherCents, unvalued }: Sums): string => {
    const parts = [`entradas R$ ${plainMoney(inboundCents)}`, `saídas R$ ${plainMoney(outboundCents)}`];
    if (otherCents !== 0) parts.push(`de terceiros R$ ${plainMoney(otherCents)}`);
    if (unvalued > 0) parts.push(`e ${documents(unvalued)} sem valor declarado`);
    return parts.join(', ');
  },
};

/** The month's page. Months are `YYYY-MM`, instants ISO 8601. */
export const monthPageMessages = {
  title: (month: string): string => `Evidência dos documentos fiscais de ${monthName(month)}`,
  lead: 'O que foi prometido, registrado, guardado e entregue, com a impressão digital de cada arquivo.',
  issued: { at: 'Emitido em', by: 'Emitido por', program: 'Programa', audit: 'Auditoria do disco' },
  noAudit: 'nenhuma auditoria completa deste mês',
  audit: (id: number, endedAt: string): string => `${audit(id)}, concluída em ${exactMoment(endedAt)}`,
  verdict: {
    missing: (n: number): string => counted(n, 'faltante', 'faltantes'),
    orphans: (n: number): string => `${documents(n)} sem entrega comprovada`,
    waiting: (n: number): string => `${count(n)} na fila de entrega`,
    conflicts: (n: number): string => counted(n, 'conflito no destino', 'conflitos no destino'),
    finding: (category: FindingCategory, n: number): string =>
      `${monthReportMessages.findingTitle(category).toLowerCase()}: ${count(n)}`,
    nothing: 'Nada ficou pendente nos fatos registrados deste mês.',
    pending: (points: readonly string[]): string =>
      `Ficou pendente: ${points.join('; ')}. Cada caso está nomeado abaixo.`,
  },
  witnesses: {
    title: 'As quatro testemunhas',
    announced: 'anunciados',
    notAsked: 'o SIEG ainda não foi perguntado',
    /** @param promised keys in SIEG's reports; null: none was read */
    announcedBy: (promised: number | null): string =>
      promised === null
        ? 'pelas contagens do SIEG; nenhum relatório lido'
        : `pelas contagens do SIEG; ${count(promised)} chaves nos relatórios`,
    ledger: 'no registro',
    ledgerNote: 'arquivados, lidos de volta e registrados',
    disk: 'no disco',
    nobodyLooked: 'nenhuma auditoria olhou',
    diskNote: 'encontrados pela auditoria',
    handedOver: 'entregues',
    handedOverNote: (verified: number, before: number): string =>
      `${count(verified)} conferidos no destino, ${count(before)} por transações do sistema anterior`,
    rest: (cancelled: number, unassigned: number, sums: Sums): string =>
      `Cancelados: ${count(cancelled)}. Sem empresa da planilha: ${count(unassigned)}. Valor dos não cancelados, somado por empresa: ${monthReportMessages.sums(sums)}.`,
  },
  findings: 'O que a auditoria encontrou',
  byCompany: 'Por empresa',
  silent: (companies: number): string => `${counted(companies, 'empresa', 'empresas')} sem nenhum documento neste mês.`,
  missing: reportColumns.missing,
  orphans: 'Órfãos: no acervo, sem entrega comprovada',
  otherFindings: 'Os outros achados, um a um',
  documents: 'Documentos',
  /** @param shown documents that the page lists at most */
  documentsNote: (all: number, shown: number, listName: string): string => {
    const more = all > shown ? ` Esta página mostra os primeiros ${count(shown)}.` : '';
    return `${documents(all)}, em ordem de chave, cada um com o SHA-256 do arquivo guardado. A mesma lista está em ${listName}.${more}`;
  },
  verifiedAt: (at: string): string => `conferido em ${exactMoment(at)}`,
  cancelled: 'cancelado',
  howToCheck: 'Como conferir',
  /** Before the hash. */
  listHash: 'O SHA-256 da lista de documentos é',
  explanation: (listName: string): string =>
    `A lista é o arquivo ${listName}: uma linha por documento com chave, espaço e SHA-256, terminada por LF, em ordem de chave. O SHA-256 de cada documento é o do arquivo XML como está no acervo. O arquivo de mesmo nome desta página com o final .sha256 traz os SHA-256 da página e da lista; o diário do programa guarda os mesmos valores.`,
  signed: (by: string, at: string, program: string): string =>
    `Emitido por ${by} em ${exactMoment(at)}, com ${program}`,
  checkedBy: 'Conferido por (nome, data e assinatura)',
};

/** The first sheet of the month's workbook: an item, and what is said beside its figure. */
export const monthSummaryMessages = {
  month: reportColumns.month,
  issuedAt: monthPageMessages.issued.at,
  issuedBy: monthPageMessages.issued.by,
  audit: 'Auditoria',
  noAudit: 'nenhuma',
  auditNumber: audit,
  announced: 'Anunciados pelo SIEG',
  notAsked: 'ainda não foi perguntado',
  announcedNote: 'por contagem ou pelo nome',
  reported: '  nos relatórios',
  noReport: 'nenhum relatório foi lido',
  reportedNote: 'chaves de NF-e, CT-e …',
  ledger: reportColumns.onRecord,
  unassigned: (n: number): string => (n === 0 ? '' : `dos quais ${count(n)} não são de empresas da planilha`),
  disk: reportColumns.onDisk,
  handedOver: reportColumns.delivered,
  handedOverNote: 'com entrega conferida ou transação do sistema anterior',
  handedOverBefore: '  só por transações do sistema anterior',
  waiting: 'Na fila de entrega',
  conflicts: 'Conflitos no destino',
  orphans: reportColumns.orphans,
  orphansNote: 'no acervo, sem entrega comprovada',
  missing: reportColumns.missing,
  missingNote: 'prometidos e ausentes',
  cancelled: reportColumns.cancelled,
  listHash: 'SHA-256 da lista de documentos',
  listHashNote: 'uma linha por documento: chave, espaço, SHA-256, LF; em ordem de chave',
  finding: (category: FindingCategory): string => `Achado da auditoria: ${monthReportMessages.findingTitle(category)}`,
};

/** The block that is added to the summary in a company's folder. Its figures are of one kind; null: nobody knows. */
export const companySummaryMessages = {
  title: (folder: string, month: string): string =>
    `RESUMO DE AUDITORIA - ${folder} - ${month.slice(5, 7)}/${month.slice(0, 4)}`,
  taxId: (taxId: string): string => `CNPJ/CPF: ${taxId}`,
  month: (month: string): string => `Mês: ${monthName(month)}`,
  issued: (at: string, program: string): string => `Gerado em: ${exactMoment(at)}, por ${program}`,
  noAudit: 'Auditoria do disco: nenhuma completa deste mês',
  audit: (id: number, endedAt: string): string => `Auditoria do disco: ${audit(id)}, de ${exactMoment(endedAt)}`,
  /** The old system's own words for a result, which readers of the file look for. */
  result: (kind: string, month: string, missing: number, promised: number | null): string => {
    const head = `Resultado Validação ${kind} (${month}):`;
    if (missing > 0) return `${head} ATENCAO - Atenção (${String(missing)} Faltantes Válidos)`;
    return promised === null
      ? `${head} SEM RELATORIO - Nenhum relatório do SIEG foi lido`
      : `${head} OK - Nenhum Faltante`;
  },
  promised: (n: number | null): string => `Nos relatórios do SIEG: ${known(n)}`,
  ledger: (n: number): string => `No registro: ${count(n)}`,
  disk: (n: number | null): string => `No disco: ${known(n)}`,
  handedOver: (n: number, before: number): string =>
    `Entregues: ${count(n)}${before === 0 ? '' : ` (${count(before)} por transações do sistema anterior)`}`,
  waiting: (n: number): string => `Na fila de entrega: ${count(n)}`,
  orphans: (n: number): string => `Órfãos (sem entrega comprovada): ${count(n)}`,
  missing: (n: number): string => `Faltantes: ${count(n)}`,
  cancelled: (n: number): string => `Cancelados: ${count(n)}`,
  sums: (sums: Sums): string => `Valor dos não cancelados: ${monthReportMessages.sums(sums)}`,
  lists: { missing: reportColumns.missing, orphans: reportColumns.orphans },
  more: (keys: number): string => `… e mais ${counted(keys, 'chave', 'chaves')}, na planilha do mês`,
  /** For SHARE_BUSY: a cause, without capital and full stop. */
  changedMeanwhile: 'outro programa altera o arquivo ao mesmo tempo',
};

function known(value: number | null): string {
  return value === null ? 'não se sabe' : count(value);
}

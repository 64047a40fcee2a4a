import { count, counted, monthName } from '../../shared/messages/pt-BR/numbers';
import type { CoveringAudit, LiveSums } from '../ledger';
import { printable } from './cells';
import { momentWords, sumsWords } from './words';

/** What one company's block says of one kind; lists hold the first keys only. */
export interface SummaryKind {
  readonly kind: string;
  readonly promised: number | null;
  readonly ledger: number;
  readonly disk: number | null;
  readonly handedOver: number;
  readonly handedOverBefore: number;
  readonly waiting: number;
  readonly missing: number;
  readonly orphans: number;
  readonly cancelled: number;
  readonly sums: LiveSums;
}

export interface SummaryBlock {
  readonly folder: string;
  readonly taxId: string;
  readonly month: string;
  /** ISO 8601. */
  readonly at: string;
  readonly program: string;
  readonly audit: CoveringAudit | null;
  readonly kinds: readonly SummaryKind[];
  /** Keys by kind, as many as are shown. */
  readonly missing: ReadonlyMap<string, readonly string[]>;
  readonly orphans: ReadonlyMap<string, readonly string[]>;
}

/** Keys of one sort and kind that a block shows; the month's workbook has them all. */
export const KEYS_SHOWN = 500;

const WIDE = '='.repeat(80);
const THIN = '-'.repeat(80);

/** The old system's own words for a result, which readers of the file look for. */
function result(month: string, { kind, promised, missing }: SummaryKind): string {
  const head = `Resultado Validação ${kind} (${month}):`;
  if (missing > 0) return `${head} ATENCAO - Atenção (${String(missing)} Faltantes Válidos)`;
  return promised === null
    ? `${head} SEM RELATORIO - Nenhum relatório do SIEG foi lido`
    : `${head} OK - Nenhum Faltante`;
}

function figures({ promised, ledger, disk, handedOver, handedOverBefore, waiting, ...rest }: SummaryKind): string[] {
  const shown = (value: number | null): string => (value === null ? 'não se sabe' : count(value));
  const before = handedOverBefore === 0 ? '' : ` (${count(handedOverBefore)} por transações do sistema anterior)`;
  return [
    `  Nos relatórios do SIEG: ${shown(promised)}`,
    `  No registro: ${count(ledger)}`,
    `  No disco: ${shown(disk)}`,
    `  Entregues: ${count(handedOver)}${before}`,
    `  Na fila de entrega: ${count(waiting)}`,
    `  Órfãos (sem entrega comprovada): ${count(rest.orphans)}`,
    `  Faltantes: ${count(rest.missing)}`,
    `  Cancelados: ${count(rest.cancelled)}`,
    `  Valor dos não cancelados: ${sumsWords(rest.sums)}`,
  ];
}

function keys(title: string, all: number, shown: readonly string[]): string[] {
  if (all === 0) return [];
  const more = all - shown.length;
  return [
    `  ${title}:`,
    ...shown.map((key) => `    ${printable(key).replace(/[\r\n]/g, ' ')}`),
    ...(more > 0 ? [`    … e mais ${counted(more, 'chave', 'chaves')}, na planilha do mês`] : []),
  ];
}

/** The lines of one block, to stand below the earlier ones. */
export function summaryLines(block: SummaryBlock): string[] {
  const { folder, taxId, month, at, program, audit, kinds } = block;
  return [
    WIDE,
    `RESUMO DE AUDITORIA - ${folder} - ${month.slice(5, 7)}/${month.slice(0, 4)}`,
    `CNPJ/CPF: ${taxId}`,
    `Mês: ${monthName(month)}`,
    `Gerado em: ${momentWords(at)}, por ${program}`,
    audit === null
      ? 'Auditoria do disco: nenhuma completa deste mês'
      : `Auditoria do disco: nº ${String(audit.id)}, de ${momentWords(audit.endedAt)}`,
    ...kinds.flatMap((kind) => [
      THIN,
      result(month, kind),
      ...figures(kind),
      ...keys('Faltantes', kind.missing, block.missing.get(kind.kind) ?? []),
      ...keys('Órfãos', kind.orphans, block.orphans.get(kind.kind) ?? []),
    ]),
    WIDE,
    '',
  ];
}

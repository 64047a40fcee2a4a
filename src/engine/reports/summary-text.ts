import { companySummaryMessages as say } from '../../shared/messages/pt-BR/month-report';
import type { CoveringAudit, LiveSums } from '../ledger';
import { printable } from './cells';

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

function figures({ handedOver, handedOverBefore, ...kind }: SummaryKind): string[] {
  return [
    say.promised(kind.promised),
    say.ledger(kind.ledger),
    say.disk(kind.disk),
    say.handedOver(handedOver, handedOverBefore),
    say.waiting(kind.waiting),
    say.orphans(kind.orphans),
    say.missing(kind.missing),
    say.cancelled(kind.cancelled),
    say.sums(kind.sums),
  ].map((line) => `  ${line}`);
}

function keys(title: string, all: number, shown: readonly string[]): string[] {
  if (all === 0) return [];
  const more = all - shown.length;
  return [
    `  ${title}:`,
    ...shown.map((key) => `    ${printable(key).replace(/[\r\n]/g, ' ')}`),
    ...(more > 0 ? [`    ${say.more(more)}`] : []),
  ];
}

/** The lines of one block, to stand below the earlier ones. */
export function summaryLines(block: SummaryBlock): string[] {
  const { folder, taxId, month, at, program, audit, kinds } = block;
  return [
    WIDE,
    say.title(folder, month),
    say.taxId(taxId),
    say.month(month),
    say.issued(at, program),
    audit === null ? say.noAudit : say.audit(audit.id, audit.endedAt),
    ...kinds.flatMap((kind) => [
      THIN,
      say.result(kind.kind, month, kind.missing, kind.promised),
      ...figures(kind),
      ...keys(say.lists.missing, kind.missing, block.missing.get(kind.kind) ?? []),
      ...keys(say.lists.orphans, kind.orphans, block.orphans.get(kind.kind) ?? []),
    ]),
    WIDE,
    '',
  ];
}

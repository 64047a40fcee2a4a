import { documentPath, previousMonthPath } from '../archive';
import { isSiegKind, type Day, type Direction, type Month, type Sha256 } from '../domain';
import type { FiscalDocument } from '../fiscal';
import type { DocumentReader, DocumentRow } from '../ledger';
import type { CountedAs } from '../ledger/writers/documents';
import type { RelPath } from '../shares';
import type { CompanyIndex } from './company-index';
import { contradictions, type Content } from './contradiction';
import type { Variant } from './kept';
import { contradictsHeld } from './municipal';
import type { Hashed } from './read-batch';
import type { IntakeBatch, SiegDays } from './types';

export interface PlannedFiling {
  readonly companyId: number | null;
  readonly direction: Direction;
  readonly path: RelPath;
  /** The BI's copy is taken from the first filing; copies under Mês_anterior are extra. */
  readonly extra: boolean;
}

export interface PlannedDocument {
  readonly document: FiscalDocument;
  readonly sha256: Sha256;
  readonly month: Month;
  /** Null for a document that the ledger does not know; else the row that this better form takes the place of. */
  readonly upgrades: DocumentRow | null;
  readonly filings: readonly PlannedFiling[];
}

export interface DocumentPlan {
  readonly write: readonly PlannedDocument[];
  /** Documents of the batch that are held already, in this form or a better one. */
  readonly known: readonly DocumentRow[];
  /** Same identity, other bytes, and not the best of them: kept aside. */
  readonly variants: readonly Variant[];
}

/** Which form of a document says more. */
export const RANK = { unread: 0, bare: 1, processed: 2 } as const;

export interface FilingRules {
  readonly companies: CompanyIndex;
  /** Inbound documents issued up to this day of the month are also copied under Mês_anterior; 0 switches it off. */
  readonly previousMonthDays: number;
}

/** Where a document goes: one filing per client company it concerns, or the folder of documents without a company. */
export function planFilings(document: FiscalDocument, month: Month, rules: FilingRules): PlannedFiling[] {
  const filings: PlannedFiling[] = [];
  for (const { company, direction } of rules.companies.filings(document)) {
    const path = documentPath(company.folder, month, document.kind, direction, document.identity);
    filings.push({ companyId: company.id, direction, path, extra: false });
    const day = Number(document.issueDay?.slice(8, 10) ?? '99');
    if (direction === 'inbound' && day <= rules.previousMonthDays) {
      const copy = previousMonthPath(company.folder, month, document.kind, document.identity);
      filings.push({ companyId: company.id, direction, path: copy, extra: true });
    }
  }
  if (filings.length > 0) return filings;
  const path = documentPath(null, month, document.kind, 'unknown', document.identity);
  return [{ companyId: null, direction: 'unknown', path, extra: false }];
}

function variantOf(document: FiscalDocument, sha256: Sha256, held: Content): Variant {
  const { identity, bytes } = document;
  return { identity, bytes, sha256, contradicts: contradictions(document, held) };
}

/** Decides, against the ledger and within the batch, what each document is: new, a better form, known, or a variant. */
export function planDocuments(
  documents: readonly Hashed<FiscalDocument>[],
  asked: Month,
  reader: DocumentReader,
  rules: FilingRules,
): DocumentPlan {
  const planned = new Map<string, PlannedDocument>();
  const known = new Map<number, DocumentRow>();
  const variants: Variant[] = [];
  for (const { item: document, sha256 } of documents) {
    const before = planned.get(document.identity);
    const row = before === undefined ? reader.byIdentity(document.identity) : (before.upgrades ?? undefined);
    const held = before?.document ?? row;
    if (held === undefined || RANK[document.form] > RANK[held.form]) {
      const month = document.month ?? asked;
      const filings = planFilings(document, month, rules);
      planned.set(document.identity, { document, sha256, month, upgrades: row ?? null, filings });
      if (row !== undefined) known.delete(row.id);
      if (before !== undefined) variants.push(variantOf(before.document, before.sha256, document));
      continue;
    }
    if (row !== undefined && before === undefined) known.set(row.id, row);
    if ((before ?? row)?.sha256 === sha256) continue;
    if (document.municipal !== undefined) {
      const noteContradicts = contradictsHeld(document, before?.document ?? null, reader);
      variants.push({ identity: document.identity, bytes: document.bytes, sha256, contradicts: [], noteContradicts });
      continue;
    }
    const content = before?.document ?? (row === undefined ? undefined : reader.contentOf(row));
    if (content !== undefined) variants.push(variantOf(document, sha256, content));
  }
  return { write: [...planned.values()], known: [...known.values()], variants };
}

/**
 * As what SIEG counts a document: nothing for what did not come from SIEG, no day for what was not read, bears no date or cannot be told
 * from another note.
 */
export function countedAs(
  document: Pick<FiscalDocument, 'issueDay' | 'form' | 'kind'>,
  { siegDays, handedOutAs }: IntakeBatch,
  isUncertain: boolean,
): CountedAs {
  if (siegDays === null) return { siegKind: null, siegDay: null };
  const own = isSiegKind(document.kind) ? document.kind : null;
  return { siegKind: handedOutAs ?? own, siegDay: isUncertain ? null : siegDayOf(document, siegDays) };
}

function siegDayOf({ issueDay, form }: Pick<FiscalDocument, 'issueDay' | 'form'>, days: SiegDays): Day | null {
  if (issueDay === null || form === 'unread') return null;
  if (days.rule === 'own') return issueDay;
  if (issueDay < days.from) return days.from;
  return issueDay > days.to ? days.to : issueDay;
}

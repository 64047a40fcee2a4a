import type { JournalPage, JournalQuery, JournalRecord } from '../../shared/ipc/history';
import { foldText, normaliseTaxId, searchTerms } from '../domain';
import type { JournalEntry, JournalFilter, Ledger } from '../ledger';
import { journalAction, journalText } from '../live';
import { momentWords, type Cell, type Column } from '../reports';

const LARGEST_PAGE = 1_000;

export function boundedLimit(limit: number): number {
  return Math.max(1, Math.min(LARGEST_PAGE, Math.trunc(limit)));
}

function recordOf(entry: JournalEntry): JournalRecord {
  const { id, at, actor, subject, detail } = entry;
  return {
    id,
    at,
    actor,
    action: journalAction(entry),
    subject,
    text: journalText(entry),
    detail: JSON.stringify(detail),
  };
}

/** The same instant as the journal writes it: UTC, milliseconds. */
function instant(iso: string): string {
  return new Date(iso).toISOString();
}

/**
 * What a person's search means: the text itself; the entries of the document whose key it is, also with blanks in it; the entries of the
 * company whose CNPJ, folder or name it is.
 */
function searchFilter({ documents, companies, history }: Ledger, search: string): JournalFilter {
  const terms = searchTerms(search);
  if (terms === null) return {};
  const { text, bare } = terms;
  const document = documents.byIdentity(text) ?? (bare === null ? undefined : documents.byIdentity(bare));
  const taxId = normaliseTaxId(text);
  const company = (taxId === null ? undefined : companies.byTaxId(taxId)) ?? history.companyNamed(text);
  const texts = new Set([text, ...(document === undefined ? [] : [document.identity])]);
  for (const name of company === undefined ? [] : [company.taxId, company.folder]) texts.add(name);
  return {
    texts: [...texts],
    ...(document === undefined ? {} : { documentId: document.id }),
    ...(company === undefined ? {} : { companyId: company.id }),
  };
}

function filterOf(ledger: Ledger, { search = '', topics, from, to }: JournalQuery): JournalFilter {
  return {
    ...searchFilter(ledger, search),
    ...(topics === undefined || topics.length === 0 ? {} : { topics }),
    ...(from === undefined ? {} : { from: instant(from) }),
    ...(to === undefined ? {} : { to: instant(to) }),
  };
}

/** Entries whose sentences one call reads through, so that it never holds up the engine for long. */
const READ_THROUGH = 2_000;

/**
 * Newest first. A page may be short, or empty, while `next` says that older entries have not been looked at. A search finds what stands
 * in the evidence, and what an entry says to people.
 */
export function journalPage(ledger: Ledger, query: JournalQuery, before: number | null, limit: number): JournalPage {
  const most = boundedLimit(limit);
  const found = ledger.history.journal(filterOf(ledger, query), before, most);
  const terms = searchTerms(query.search ?? '');
  if (terms === null) return { lines: found.entries.map(recordOf), next: found.next };
  const { search: _, ...others } = query;
  const near = ledger.history.journal(filterOf(ledger, others), before, READ_THROUGH);
  const words = foldText(terms.text);
  const says = near.entries.map(recordOf).filter(({ text }) => foldText(text).includes(words));
  return merged(found.entries.map(recordOf), says, Math.max(found.next ?? 0, near.next ?? 0), most);
}

/** What either has, newest first. @param since down to this entry both have looked at all; 0: at all there are */
function merged(
  left: readonly JournalRecord[],
  right: readonly JournalRecord[],
  since: number,
  limit: number,
): JournalPage {
  const all = new Map([...left, ...right].filter(({ id }) => id >= since).map((line) => [line.id, line]));
  const lines = [...all.values()].sort((a, b) => b.id - a.id);
  const page = lines.slice(0, limit);
  const rest = lines.length > limit ? page.at(-1)?.id : undefined;
  return { lines: page, next: rest ?? (since === 0 ? null : since) };
}

export const JOURNAL_COLUMNS: readonly Column[] = [
  { title: 'Nº', kind: 'whole', width: 10 },
  { title: 'Quando', width: 20 },
  { title: 'Quem', width: 12 },
  { title: 'Ação', width: 26 },
  { title: 'Assunto', width: 50 },
  { title: 'O que houve', width: 90 },
  { title: 'Evidência', width: 60 },
];

/** Every entry of the query, newest first, as it stood when this began. */
export async function* journalRows(
  ledger: Ledger,
  query: JournalQuery,
): AsyncGenerator<readonly Cell[], void, undefined> {
  let before: number | null = null;
  do {
    const { lines, next }: JournalPage = journalPage(ledger, query, before, LARGEST_PAGE);
    for (const { id, at, actor, action, subject, text, detail } of lines)
      yield [id, momentWords(at), actor, action, subject, text, detail];
    before = next;
    await new Promise((resolve) => setImmediate(resolve));
  } while (before !== null);
}

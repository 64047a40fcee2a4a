import type { JournalPage, JournalQuery, JournalRecord } from '../../shared/ipc/history';
import { journalLineMessages } from '../../shared/messages/pt-BR/journal';
import { exactMoment } from '../../shared/messages/pt-BR/moments';
import { reportColumns as titles } from '../../shared/messages/pt-BR/report-columns';
import { breathe } from '../base';
import { foldText, normaliseTaxId, searchTerms } from '../domain';
import type { DocumentRow, JournalEntry, JournalFilter, Ledger } from '../ledger';
import { journalAction, journalText } from '../console';
import type { Cell, Column } from '../reports';
import { ownPart, ownParts, type OwnParts } from './own-part';

const LARGEST_PAGE = 1_000;

export function boundedLimit(limit: number): number {
  return Math.max(1, Math.min(LARGEST_PAGE, Math.trunc(limit)));
}

/** An entry of a whole batch, found by a key, says first what it says of that key. */
function recordOf(entry: JournalEntry, own: OwnParts | null): JournalRecord {
  const { id, at, actor, subject, detail } = entry;
  const mine = own === null ? null : ownPart(entry, own);
  const whole = journalText(entry);
  const text = mine === null ? whole : journalLineMessages.ofBatch(mine, whole);
  return { id, at, actor, action: journalAction(entry), subject, text, detail: JSON.stringify(detail) };
}

/** The same instant as the journal writes it: UTC, milliseconds. */
function instant(iso: string): string {
  return new Date(iso).toISOString();
}

/** The document whose key a search is, also with blanks in it. */
function documentNamed({ documents }: Ledger, search: string): DocumentRow | undefined {
  const terms = searchTerms(search);
  if (terms === null) return undefined;
  return documents.byIdentity(terms.text) ?? (terms.bare === null ? undefined : documents.byIdentity(terms.bare));
}

/**
 * What a person's search means: the text itself; the entries of the document whose key it is, also with blanks in it; the entries of the
 * company whose CNPJ, folder or name it is.
 */
function searchFilter(ledger: Ledger, search: string): JournalFilter {
  const terms = searchTerms(search);
  if (terms === null) return {};
  const { companies, history } = ledger;
  const { text } = terms;
  const document = documentNamed(ledger, search);
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
  const document = documentNamed(ledger, query.search ?? '');
  const own = document === undefined ? null : ownParts(ledger, document);
  const named = document?.identity ?? null;
  const recordsOf = (entries: readonly JournalEntry[]): JournalRecord[] => entries.map((entry) => recordOf(entry, own));
  const found = ledger.history.journal(filterOf(ledger, query), before, most);
  const terms = searchTerms(query.search ?? '');
  if (terms === null || own !== null) return { lines: recordsOf(found.entries), next: found.next, document: named };
  const { search: _, ...others } = query;
  const near = ledger.history.journal(filterOf(ledger, others), before, READ_THROUGH);
  const words = foldText(terms.text);
  const says = recordsOf(near.entries).filter(({ text }) => foldText(text).includes(words));
  const since = Math.max(found.next ?? 0, near.next ?? 0);
  return { ...merged(recordsOf(found.entries), says, since, most), document: named };
}

/** What either has, newest first. @param since down to this entry both have looked at all; 0: at all there are */
function merged(
  left: readonly JournalRecord[],
  right: readonly JournalRecord[],
  since: number,
  limit: number,
): Pick<JournalPage, 'lines' | 'next'> {
  const all = new Map([...left, ...right].filter(({ id }) => id >= since).map((line) => [line.id, line]));
  const lines = [...all.values()].sort((a, b) => b.id - a.id);
  const page = lines.slice(0, limit);
  const rest = lines.length > limit ? page.at(-1)?.id : undefined;
  return { lines: page, next: rest ?? (since === 0 ? null : since) };
}

export const JOURNAL_COLUMNS: readonly Column[] = [
  { title: titles.number, kind: 'whole', width: 10 },
  { title: titles.when, width: 20 },
  { title: titles.who, width: 12 },
  { title: titles.action, width: 26 },
  { title: titles.subject, width: 50 },
  { title: titles.what, width: 90 },
  { title: titles.evidence, width: 60 },
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
      yield [id, exactMoment(at), actor, action, subject, text, detail];
    before = next;
    await breathe();
  } while (before !== null);
}

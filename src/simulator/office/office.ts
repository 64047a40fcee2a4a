import {
  firstDay,
  isMonth,
  lastDay,
  previousMonth,
  SIEG_KINDS,
  type Month,
  type SiegKind,
  type TaxId,
} from '../../engine/domain';
import { createCompanies, inventedCnpj } from './companies';
import { DocumentFactory, type Assortment, type Draft } from './documents';
import { createEvents, createLateCancellations } from './events';
import { strangerName } from './names';
import { hash32, Random } from './random';
import { shareOut } from './sizes';
import type { Expected, SimCompany, SimDocument, SimEvent } from './types';
import { createWorkbook, type WorkbookOptions } from './workbook';

export interface OfficeOptions extends Assortment {
  readonly seed: number;
  readonly month: Month;
  readonly companies: number;
  /** Average; sizes vary, and the office has exactly `companies × documentsPerCompany` distinct documents of the month. */
  readonly documentsPerCompany: number;
  /** One company more, which issues this many documents of one kind, on top of the others. */
  readonly giant?: { readonly documents: number; readonly kind: 'CTe' | 'NFe' };
}

/** An invented accounting office: its client companies and everything that SIEG's vault holds for them. */
export interface Office {
  readonly seed: number;
  readonly month: Month;
  readonly companies: readonly SimCompany[];
  /** Documents of the month, then those of the previous month (about 2 % more). */
  readonly documents: readonly SimDocument[];
  readonly events: readonly SimEvent[];
  /** The company list as an .xlsx. */
  workbook(options?: WorkbookOptions): Promise<Buffer>;
  /** The right result for a month. */
  expected(month: Month): Expected;
  /** Name of a client or of anybody else who stands in a document. */
  nameOf(taxId: TaxId): string;
}

const STRANGERS = 240;
const PREVIOUS_SHARE = 0.02;

function check(options: OfficeOptions): void {
  if (!isMonth(options.month)) throw new RangeError(`not a month: ${options.month}`);
  const counts = [options.companies, options.documentsPerCompany, options.giant?.documents ?? 0];
  if (counts.some((count) => !Number.isSafeInteger(count) || count < 0) || options.companies < 1) {
    throw new RangeError('an office needs at least one company and whole numbers of documents');
  }
}

/** Builds the office. Everything follows from the options: the same seed gives the same bytes. @throws RangeError for bad options. */
export function createOffice(options: OfficeOptions): Office {
  check(options);
  const { seed, month, giant } = options;
  const companies = createCompanies(new Random(hash32(seed, 'companies')), options.companies + (giant ? 1 : 0), month);
  const strangerSource = new Random(hash32(seed, 'strangers'));
  const strangers = Array.from({ length: STRANGERS }, () => inventedCnpj(strangerSource));
  const ordinary = companies.slice(0, options.companies).map((company) => company.taxId);
  const factory = new DocumentFactory(seed, { clients: ordinary, strangers }, options);
  const total = options.companies * options.documentsPerCompany;
  const sizes = shareOut(new Random(hash32(seed, 'sizes')), options.companies, total);
  const current = ordinary.flatMap((owner, index) => repeat(sizes[index] ?? 0, () => factory.make(owner, month)));
  const giantId = companies[options.companies]?.taxId;
  if (giant && giantId !== undefined)
    current.push(...repeat(giant.documents, () => factory.makeIssued(giant.kind, giantId, month)));
  const previous = repeat(Math.ceil(total * PREVIOUS_SHARE), (index) =>
    factory.make(ordinary[index % ordinary.length] ?? '', previousMonth(month)),
  );
  const late = previous.filter((_, index) => index % 2 === 0);
  const events = [...createEvents(current), ...createLateCancellations(late, month)];
  return assemble(seed, month, companies, [...current, ...previous], events);
}

function repeat(count: number, make: (index: number) => Draft): Draft[] {
  return Array.from({ length: count }, (_, index) => make(index));
}

function assemble(
  seed: number,
  month: Month,
  companies: readonly SimCompany[],
  documents: readonly SimDocument[],
  events: readonly SimEvent[],
): Office {
  const names = new Map(companies.map((company) => [company.taxId, company.name]));
  return {
    seed,
    month,
    companies,
    documents,
    events,
    workbook: (options) => createWorkbook(companies, options),
    expected: (asked) => expectedOf(asked, companies, documents, events),
    nameOf: (taxId) => names.get(taxId) ?? strangerName(taxId),
  };
}

function expectedOf(
  month: Month,
  companies: readonly SimCompany[],
  documents: readonly SimDocument[],
  events: readonly SimEvent[],
): Expected {
  const byKind = Object.fromEntries(SIEG_KINDS.map((kind) => [kind, new Set<string>()])) as Record<
    SiegKind,
    Set<string>
  >;
  const byCompany = new Map(companies.map((company) => [company.taxId, new Set<string>()]));
  const unread = new Set<string>();
  for (const document of documents) {
    if (document.month !== month) continue;
    if (document.municipal?.city.layout === 'unknown') {
      unread.add(document.identity);
      continue;
    }
    byKind[document.kind].add(document.identity);
    for (const { taxId } of document.parties) byCompany.get(taxId)?.add(document.identity);
  }
  const ofMonth = events.filter((event) => event.day >= firstDay(month) && event.day <= lastDay(month));
  return {
    month,
    documents: byKind,
    unread,
    events: new Set(ofMonth.map((event) => event.identity)),
    cancelled: new Set(ofMonth.filter((event) => event.cancels).map((event) => event.document.identity)),
    byCompany,
  };
}

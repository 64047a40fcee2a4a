import { documentPath } from '../../../src/engine/archive';
import type { Direction, Month, TaxId } from '../../../src/engine/domain';
import { safeName, toStored } from '../../../src/engine/shares';
import { createOffice, type Office, type SimDocument } from '../../../src/simulator';
import { hash32, Random } from '../../../src/simulator/office';
import { inventedCnpj } from '../../../src/simulator/office/companies';
import { IncidentPress, type IncidentKind, type Way } from './cast';
import type { Trouble } from './truth';

export const MONTH: Month = '2025-08';
export const MONTH_BEFORE: Month = '2025-07';

export interface IncidentOptions {
  readonly seed?: number;
  readonly companies?: number;
  /** XML documents in the archive. */
  readonly documents?: number;
  /** Files of completed transactions. */
  readonly transactions?: number;
  /** Documents of the companies of which everything was fetched one by one. */
  readonly singles?: readonly number[];
  /** Planted troubles, spread over the categories; the orphans come on top. */
  readonly troubles?: number;
}

/** The August of 2025: 271 companies, 50,000 documents, 8,234 transactions, 9,927 orphans in four companies, 200 other troubles. */
export const AUGUST_2025: Required<IncidentOptions> = {
  seed: 2025,
  companies: 271,
  documents: 50_000,
  transactions: 8_234,
  singles: [4_491, 4_758, 664, 14],
  troubles: 200,
};

/** The same, so many times smaller. */
export function smaller(times: number): Required<IncidentOptions> {
  const divided = (value: number): number => Math.ceil(value / times);
  const { seed, companies, documents, transactions, singles, troubles } = AUGUST_2025;
  return {
    seed,
    companies: Math.max(30, divided(companies)),
    documents: divided(documents),
    transactions: divided(transactions),
    singles: singles.map(divided),
    troubles: Math.max(26, divided(troubles)),
  };
}

export interface IncidentCompany {
  readonly taxId: TaxId;
  readonly folder: string;
  /** Everything of it was fetched one by one, and nothing handed over. */
  readonly single: boolean;
}

/** A document of the incident: where its file lies, and what the old system says of it. */
export interface PlannedFile {
  readonly document: SimDocument;
  readonly company: IncidentCompany;
  /** Stored path; null where there is no file. */
  path: string | null;
  /** A completed transaction names it. */
  handedOver: boolean;
  /** A state file claims it. */
  processed: boolean;
  /** What was done to its XML. */
  edit?: (xml: string) => string;
}

/** A file that is no live document of the plan: event, broken file, copy, office's own file. */
export interface LooseFile {
  readonly path: string;
  readonly text: () => string;
}

export interface Plan {
  readonly options: Required<IncidentOptions>;
  readonly office: Office;
  readonly companies: readonly IncidentCompany[];
  readonly files: PlannedFile[];
  readonly loose: LooseFile[];
  /** Keys that a transaction says were handed over as cancelled. */
  readonly cancellations: { readonly key: string; readonly company: IncidentCompany }[];
  /** Keys that reports promise besides those that are held. */
  readonly promised: { readonly document: SimDocument; readonly company: IncidentCompany }[];
  readonly troubles: Trouble[];
  readonly clickOn: IncidentPress;
  readonly random: Random;
}

const STRANGERS = 300;
/** Held the month before by companies that are silent now. */
export const BEFORE_SILENCE = 20;

export function pathOf(document: SimDocument, company: IncidentCompany, folder = company.folder): string {
  const issued = document.parties.some(({ role, taxId }) => role === 'issuer' && taxId === company.taxId);
  const direction: Direction = issued ? 'outbound' : 'inbound';
  return toStored(documentPath(folder, document.month, document.kind, direction, document.identity));
}

/** The office and its companies, before anything is filed. The first ones are those of the single downloads, the last are silent. */
export function openPlan(options: IncidentOptions = {}): Plan {
  const whole: Required<IncidentOptions> = { ...AUGUST_2025, ...options };
  const { seed, companies: count, singles } = whole;
  const office = createOffice({ seed, month: MONTH, companies: count, documentsPerCompany: 0 });
  const random = new Random(hash32(seed, 'plan'));
  const strangerSource = new Random(hash32(seed, 'estranhos'));
  const strangers = Array.from({ length: STRANGERS }, () => inventedCnpj(strangerSource));
  const companies = office.companies.map(({ taxId, folder }, index) => ({
    taxId,
    folder: safeName(folder),
    single: index < singles.length,
  }));
  return {
    options: whole,
    office,
    companies,
    random,
    clickOn: new IncidentPress(seed, strangers),
    files: [],
    loose: [],
    cancellations: [],
    promised: [],
    troubles: [],
  };
}

/** One more document of a company, filed where it belongs, handed over and processed unless the company's were fetched singly. */
export function addDocument(
  { clickOn, files }: Plan,
  company: IncidentCompany,
  { kind = 'NFe', way = 'inbound', month = MONTH, other }: DocumentWish = {},
): PlannedFile {
  const document = clickOn.make(company.taxId, kind, way, month, other);
  const handedOver = !company.single;
  const file: PlannedFile = { document, company, path: pathOf(document, company), handedOver, processed: true };
  files.push(file);
  return file;
}

export interface DocumentWish {
  readonly kind?: IncidentKind;
  readonly way?: Way;
  readonly month?: Month;
  readonly other?: TaxId;
}

const MIX: readonly (readonly [IncidentKind, Way])[] = [
  ['NFe', 'outbound'],
  ['NFe', 'inbound'],
  ['CTe', 'outbound'],
  ['CTe', 'inbound'],
];

/** Fills the plan up to its number of documents: first what was fetched singly, then every other company in turn. */
export function addOrdinary(plan: Plan, silent: ReadonlySet<string>): void {
  const { options, companies, troubles } = plan;
  options.singles.forEach((count, index) => {
    const company = companies[index];
    if (company === undefined) return;
    for (let made = 0; made < count; made += 1) {
      // what was missing of a carrier were its own CT-e; the others had some of everything
      const [kind, way] = index < 2 ? (['CTe', 'outbound'] as const) : (MIX[made % 4] ?? ['NFe', 'inbound']);
      const { document } = addDocument(plan, company, { kind, way });
      troubles.push({ category: 'orphan', mark: document.key });
    }
  });
  const busy = companies.filter(({ single, taxId }) => !single && !silent.has(taxId));
  for (let turn = 0; plan.files.length < options.documents; turn += 1) {
    const company = busy[turn % busy.length];
    const [kind, way] = MIX[Math.floor(turn / busy.length) % 4] ?? ['NFe', 'inbound'];
    if (company !== undefined) addDocument(plan, company, { kind, way });
  }
}

import {
  addDays,
  lastDay,
  SIEG_KINDS,
  type Day,
  type Month,
  type SiegKind,
  type TaxId,
} from '../../../src/engine/domain';
import type {
  Counts,
  EventQuery,
  Limiter,
  Page,
  PageQuery,
  PartyFilter,
  Report,
  SiegApi,
  SiegFile,
  SiegWindow,
} from '../../../src/engine/sieg';
import type { Clock } from '../../../src/engine/base/clock';

/** A document as thin as the planner needs it: no XML. */
export interface ThinDocument {
  readonly key: string;
  readonly kind: SiegKind;
  readonly issueDay: Day;
  readonly uploadDay: Day;
  readonly company: number;
  readonly role: 'issuer' | 'recipient';
  /** Days after issue on which it was cancelled; null when it was not. */
  readonly cancelled: Day | null;
}

export interface ThinCompany {
  readonly taxId: TaxId;
  readonly documents: number;
}

/** Shares of the kinds, in a hundred. */
const MIX: Readonly<Record<SiegKind, number>> = { NFe: 55, CTe: 20, NFSe: 8, NFCe: 15, CFe: 2 };
const MODEL: Readonly<Record<SiegKind, string>> = { NFe: '55', CTe: '57', NFSe: '55', NFCe: '65', CFe: '59' };

/** A number in [0, 1) that depends on nothing but the seed. */
function draw(seed: number): number {
  let x = (seed ^ 0x9e3779b9) >>> 0;
  x = Math.imul(x ^ (x >>> 16), 0x85ebca6b) >>> 0;
  x = Math.imul(x ^ (x >>> 13), 0xc2b2ae35) >>> 0;
  return ((x ^ (x >>> 16)) >>> 0) / 2 ** 32;
}

function kindAt(seed: number): SiegKind {
  let left = draw(seed) * 100;
  for (const kind of SIEG_KINDS) {
    left -= MIX[kind];
    if (left < 0) return kind;
  }
  return 'NFe';
}

/** Most come on the day of issue, some a few days later, one in twenty up to three weeks later. */
function delay(seed: number): number {
  const of = draw(seed);
  if (of < 0.75) return 0;
  return of < 0.95 ? 1 + Math.floor(draw(seed + 1) * 3) : 4 + Math.floor(draw(seed + 1) * 18);
}

/** Documents of a month in the order in which they entered the vault. */
export function thinDocuments(companies: readonly ThinCompany[], month: Month): ThinDocument[] {
  const days = Number(lastDay(month).slice(8));
  const documents: ThinDocument[] = [];
  companies.forEach(({ taxId, documents: count }, company) => {
    for (let n = 0; n < count; n += 1) {
      const seed = company * 100_003 + n * 7;
      const kind = kindAt(seed);
      const issueDay = addDays(`${month}-01`, Math.floor(draw(seed + 3) * days));
      const number = String(n).padStart(9, '0');
      const code = String(company).padStart(8, '0');
      documents.push({
        key: `35${month.slice(2, 4)}${month.slice(5)}${taxId}${MODEL[kind]}001${number}1${code}0`,
        kind,
        issueDay,
        company,
        role: draw(seed + 4) < 0.5 ? ('issuer' as const) : ('recipient' as const),
        uploadDay: addDays(issueDay, delay(seed + 5)),
        cancelled: draw(seed + 6) < 0.02 ? addDays(issueDay, Math.floor(draw(seed + 8) * 20)) : null,
      });
    }
  });
  return documents
    .map((document, at) => ({
      document,
      order: `${document.uploadDay}${String(Math.floor(draw(at) * 1e6)).padStart(6, '0')}`,
    }))
    .sort((one, other) => (one.order < other.order ? -1 : 1))
    .map(({ document }) => document);
}

export interface ThinAccountOptions {
  readonly generation: 'legacy' | 'v1';
  readonly companies: readonly ThinCompany[];
  readonly documents: readonly ThinDocument[];
  readonly clock: Clock;
  readonly limiter: Limiter;
  /** Pages from this offset on are empty. */
  readonly wall?: number;
}

/** How long SIEG takes to answer, in milliseconds of the clock. */
const LATENCY = { count: 1_000, page: 4_000, document: 1_000, events: 2_000, report: 45_000 };
const NOTHING: Page = { files: [], saidNothing: true };

/** SIEG's account without HTTP and without XML: the port, the limits and the time that answers take are real. */
export class ThinAccount implements SiegApi {
  readonly generation;
  readonly capabilities;
  readonly #streams = new Map<string, readonly SiegFile[]>();
  readonly #byKey: ReadonlyMap<string, ThinDocument>;
  readonly #companyOf: ReadonlyMap<TaxId, number>;
  readonly #byCompany = new Map<number, ThinDocument[]>();

  constructor(private readonly options: ThinAccountOptions) {
    const legacy = options.generation === 'legacy';
    this.generation = options.generation;
    this.capabilities = { reports: legacy, maxTake: 50, maxWindowDays: legacy ? 366 : 59 };
    this.#byKey = new Map(options.documents.map((document) => [document.key, document]));
    for (const document of options.documents) {
      const own = this.#byCompany.get(document.company);
      if (own === undefined) this.#byCompany.set(document.company, [document]);
      else own.push(document);
    }
    this.#companyOf = new Map(options.companies.map(({ taxId }, at) => [taxId, at]));
  }

  /** What stands behind a key. */
  thing(key: string): ThinDocument | undefined {
    return this.#byKey.get(key);
  }

  requestsPerMinute: SiegApi['requestsPerMinute'] = (bucket) => this.options.limiter.requestsPerMinute(bucket);

  async #turn(bucket: keyof typeof LATENCY, signal: AbortSignal): Promise<void> {
    await this.options.limiter.turn(bucket, signal);
    await this.options.clock.sleep(LATENCY[bucket], signal);
  }

  get #today(): Day {
    return new Date(this.options.clock.now()).toISOString().slice(0, 10);
  }

  /** Documents that may be meant: those of one company, or all. */
  #of(party: PartyFilter | undefined): readonly ThinDocument[] {
    if (party === undefined) return this.options.documents;
    return this.#byCompany.get(this.#companyOf.get(party.taxId) ?? -1) ?? [];
  }

  #matches(document: ThinDocument, window: SiegWindow, party: PartyFilter | undefined, today: Day): boolean {
    if (document.uploadDay > today) return false;
    const day = window.by === 'issue' ? document.issueDay : document.uploadDay;
    if (day < window.from || day > window.to) return false;
    return party === undefined || document.role === party.role;
  }

  async count({ window, party }: Parameters<SiegApi['count']>[0], signal: AbortSignal): Promise<Counts> {
    await this.#turn('count', signal);
    const counts: Record<SiegKind, number> = { NFe: 0, CTe: 0, NFSe: 0, NFCe: 0, CFe: 0 };
    const today = this.#today;
    for (const document of this.#of(party))
      if (this.#matches(document, window, party, today)) counts[document.kind] += 1;
    return counts;
  }

  async page(query: PageQuery, signal: AbortSignal): Promise<Page> {
    await this.#turn('page', signal);
    const { kind, window, party, skip, take } = query;
    if (this.options.wall !== undefined && skip >= this.options.wall) return NOTHING;
    const name = JSON.stringify([kind, window, party, this.#today]);
    return slice(
      this.#stream(name, () => this.#files(kind, window, party)),
      skip,
      take,
    );
  }

  /** Documents in the order of their coming, each followed by its event once that has happened. */
  #files(kind: SiegKind, window: SiegWindow, party: PartyFilter | undefined): SiegFile[] {
    const today = this.#today;
    return this.#of(party)
      .filter((document) => document.kind === kind && this.#matches(document, window, party, today))
      .flatMap(({ key, cancelled }) => [
        fileOf(`D${key}`),
        ...(cancelled !== null && cancelled <= today ? [fileOf(`E${key}`)] : []),
      ]);
  }

  async events({ kind, from, to, skip, take }: EventQuery, signal: AbortSignal): Promise<Page> {
    await this.#turn('events', signal);
    const name = JSON.stringify(['events', kind, from, to, this.#today]);
    const files = this.#stream(name, () =>
      this.options.documents
        .filter((one) => one.kind === kind && one.cancelled !== null && one.cancelled >= from && one.cancelled <= to)
        .map(({ key }) => fileOf(`E${key}`)),
    );
    return slice(files, skip, take);
  }

  async eventsOf(_query: unknown, signal: AbortSignal): Promise<Page> {
    await this.#turn('events', signal);
    return NOTHING;
  }

  async document({ key }: { readonly key: string }, signal: AbortSignal): Promise<readonly SiegFile[]> {
    await this.#turn('document', signal);
    return this.#byKey.has(key) ? [fileOf(`D${key}`)] : [];
  }

  async report({ taxId, kind }: Parameters<SiegApi['report']>[0], signal: AbortSignal): Promise<Report | null> {
    await this.#turn('report', signal);
    const company = this.#companyOf.get(taxId);
    const today = this.#today;
    const rows = (this.#byCompany.get(company ?? -1) ?? [])
      .filter((one) => one.kind === kind && one.uploadDay <= today)
      .map(({ key, issueDay }) => ({ key, issueDay, roles: [] }));
    return rows.length === 0 ? null : { bytes: new TextEncoder().encode(`${taxId} ${kind}`), rows, badRows: [] };
  }

  probe(): never {
    throw new Error('not asked here');
  }

  #stream(name: string, make: () => readonly SiegFile[]): readonly SiegFile[] {
    const known = this.#streams.get(name);
    if (known !== undefined) return known;
    const files = make();
    if (this.#streams.size > 64) this.#streams.clear();
    this.#streams.set(name, files);
    return files;
  }
}

function slice(files: readonly SiegFile[], skip: number, take: number): Page {
  const page = files.slice(skip, skip + take);
  return page.length === 0 ? NOTHING : { files: page, saidNothing: false };
}

function fileOf(text: string): SiegFile {
  return { name: null, bytes: Buffer.from(text), problem: null };
}

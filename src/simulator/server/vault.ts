import {
  SIEG_KINDS,
  addDays,
  nationalNfseIdentity,
  type Day,
  type Party,
  type SiegKind,
  type TaxId,
} from '../../engine/domain';
import type { FilterRole } from '../dead';
import {
  asFirstServed,
  hash32,
  hashFraction,
  startOfDay,
  type Office,
  type SimDocument,
  type SimEvent,
  type SimFile,
} from '../office';

export interface Filter {
  readonly role: FilterRole;
  readonly taxId: TaxId;
}
/** Days, both included, of issue or of entry into the vault. */
export interface Window {
  readonly by: 'issue' | 'upload';
  readonly from: Day;
  readonly to: Day;
}
export interface Selection {
  readonly kind: SiegKind;
  readonly window: Window;
  readonly party: Filter | null;
  readonly events: boolean;
}
export interface EventSelection {
  readonly kind: SiegKind;
  readonly from: Day;
  readonly to: Day;
  readonly eventType: string | null;
  readonly party: Filter | null;
}
export type Counts = Record<SiegKind, number>;

/** Share of the month's documents that arrive late. */
export const LATE_SHARE = 0.01;
/** Shares of the pages that the whole vault fills after which late documents appear. */
const WAVES = [0.3, 0.55, 0.8] as const;
const PAGE = 50;
const STREAMS_KEPT = 48;
/** Borders at which a repetition is possible: a multiple of every page size in use, so that it falls between two pages. */
const BORDER = 100;
const REPEATED_BORDERS = 0.25;

/** For an NFS-e the taker is found both as taker and as recipient: which of the two SIEG means is not known. */
function plays(party: Party, role: FilterRole, kind: SiegKind): boolean {
  switch (role) {
    case 'CnpjEmit':
      return party.role === 'issuer';
    case 'CnpjDest':
      return party.role === (kind === 'NFSe' ? 'taker' : 'recipient');
    case 'CnpjRem':
      return party.role === 'sender';
    case 'CnpjTom':
      return party.role === 'taker';
  }
}

function concerns(document: SimDocument, filter: Filter | null): boolean {
  return (
    filter === null ||
    document.parties.some((party) => party.taxId === filter.taxId && plays(party, filter.role, document.kind))
  );
}

function inWindow(file: SimFile, window: Window): boolean {
  if (window.by === 'upload') {
    return file.uploadedAt >= startOfDay(window.from) && file.uploadedAt < startOfDay(addDays(window.to, 1));
  }
  const { issueDay } = file.type === 'event' ? file.document : file;
  return issueDay >= window.from && issueDay <= window.to;
}

export interface VaultOptions {
  /** Share of the month's documents that arrive late; 0: none. */
  readonly lateShare: number;
  /** Whether some municipal NFS-e come again with other bytes, at the time when others arrive late. */
  readonly servedAgain: boolean;
  /** Whether nothing arrives late but by `settle`. */
  readonly untilSettled: boolean;
  readonly duplicates: boolean;
  readonly now: () => number;
  /** Whether pages bring a file; single fetches, counts, reports and event queries know it all the same. */
  readonly onPages: (file: SimFile) => boolean;
}

/** What SIEG holds at this moment, in the order in which it arrived. */
export class Vault {
  readonly #office: Office;
  readonly #options: VaultOptions;
  #files = new Map<SiegKind, SimFile[]>();
  /** By identity. */
  #documents = new Map<string, SimDocument>();
  #eventsByKey = new Map<string, SimEvent[]>();
  #waves: SimFile[][] = [];
  #served = 0;
  readonly #streams = new Map<string, readonly SimFile[]>();

  constructor(office: Office, options: VaultOptions) {
    this.#office = office;
    this.#options = options;
    this.reset();
  }

  /** Back to how the vault was at first. */
  reset(): void {
    this.#files = new Map(SIEG_KINDS.map((kind) => [kind, []]));
    this.#documents = new Map();
    this.#eventsByKey = new Map();
    this.#waves = WAVES.map(() => []);
    this.#served = 0;
    for (const file of [...this.#office.documents, ...this.#office.events]) {
      const document = file.type === 'event' ? file.document : file;
      const wave = this.#waveOf(document.identity);
      if (this.#isLate(document)) wave.push(file);
      else if (file.type === 'document' && file.municipal && this.#comesAgain(file)) {
        this.#admit({ ...file, municipal: asFirstServed(file.municipal) });
        wave.push(file);
      } else this.#admit(file);
    }
    for (const files of this.#files.values()) files.sort((a, b) => a.uploadedAt - b.uploadedAt);
    this.#streams.clear();
  }

  #isLate({ month, identity }: SimDocument): boolean {
    const { seed, month: current } = this.#office;
    return month === current && hashFraction(seed, 'late', identity) < this.#options.lateShare;
  }

  #comesAgain({ month, municipal }: SimDocument): boolean {
    return this.#options.servedAgain && month === this.#office.month && municipal?.again !== null;
  }

  /** The wave in which a document appears when it is late, or again. */
  #waveOf(identity: string): SimFile[] {
    const { seed } = this.#office;
    return this.#waves[hash32(seed, 'wave', identity) % WAVES.length] ?? [];
  }

  #admit(file: SimFile): void {
    if (file.type === 'event') {
      const { key, kind } = file.document;
      this.#files.get(kind)?.push(file);
      this.#eventsByKey.set(key, [...(this.#eventsByKey.get(key) ?? []), file]);
      return;
    }
    const earlier = this.#documents.get(file.identity);
    const files = this.#files.get(file.kind) ?? [];
    if (earlier) files.splice(files.indexOf(earlier), 1);
    files.push(file);
    this.#documents.set(file.identity, file);
  }

  /** Notes that a data request was served, which may make late documents appear. */
  serve(): void {
    if (this.#options.untilSettled) return;
    this.#served++;
    const pages = Math.ceil(this.#office.documents.length / PAGE);
    WAVES.forEach((share, index) => {
      if (this.#served > share * pages) this.#reveal(index);
    });
  }

  /** Makes every late document appear now. */
  settle(): void {
    WAVES.forEach((_, index) => {
      this.#reveal(index);
    });
  }

  #reveal(index: number): void {
    const wave = this.#waves[index] ?? [];
    if (wave.length === 0) return;
    const uploadedAt = this.#options.now();
    for (const file of wave) this.#admit({ ...file, uploadedAt });
    this.#waves[index] = [];
    this.#streams.clear();
  }

  /** Documents not yet visible; those that come again are not among them. */
  get pending(): number {
    const waiting = this.#waves.flat().filter((file) => file.type === 'document');
    return waiting.filter(({ identity }) => !this.#documents.has(identity)).length;
  }

  /** The files of a pass in page order; with the quirk, some documents twice. `pass` names the query without Skip and Take. */
  stream(selection: Selection, pass: string): readonly SimFile[] {
    const known = this.#streams.get(pass);
    if (known) return known;
    const files = (this.#files.get(selection.kind) ?? []).filter((file) => {
      if (!this.#options.onPages(file)) return false;
      if (file.type === 'event')
        return selection.events && inWindow(file, selection.window) && concerns(file.document, selection.party);
      return inWindow(file, selection.window) && concerns(file, selection.party);
    });
    const stream = this.#options.duplicates ? this.#withRepetitions(files, pass) : files;
    const oldest = this.#streams.size >= STREAMS_KEPT ? this.#streams.keys().next().value : undefined;
    if (oldest !== undefined) this.#streams.delete(oldest);
    this.#streams.set(pass, stream);
    return stream;
  }

  #withRepetitions(files: readonly SimFile[], pass: string): SimFile[] {
    const stream: SimFile[] = [];
    for (const file of files) {
      const last = stream.at(-1);
      const border = stream.length > 0 && stream.length % BORDER === 0;
      if (last && border && hashFraction(this.#office.seed, 'repeat', pass, stream.length) < REPEATED_BORDERS)
        stream.push(last);
      stream.push(file);
    }
    return stream;
  }

  /** Distinct documents (not events) per kind. */
  counts(window: Window, party: Filter | null): Counts {
    const counts: Counts = { NFe: 0, CTe: 0, NFSe: 0, NFCe: 0, CFe: 0 };
    for (const document of this.#documents.values()) {
      if (inWindow(document, window) && concerns(document, party)) counts[document.kind]++;
    }
    return counts;
  }

  /** By its key, which a municipal NFS-e does not have: that one cannot be fetched singly. */
  document(key: string, kind: SiegKind): SimDocument | null {
    const document = this.#documents.get(kind === 'NFSe' ? nationalNfseIdentity(key) : key);
    return document?.kind === kind ? document : null;
  }

  eventsOf(key: string, kind: SiegKind, eventType: string | null): SimEvent[] {
    const events = this.#eventsByKey.get(key) ?? [];
    return events.filter(
      (event) => event.document.kind === kind && (eventType === null || event.eventType === eventType),
    );
  }

  /** Events by their own date, in order of arrival. */
  events(selection: EventSelection): SimEvent[] {
    return (this.#files.get(selection.kind) ?? []).filter(
      (file): file is SimEvent =>
        file.type === 'event' &&
        file.day >= selection.from &&
        file.day <= selection.to &&
        (selection.eventType === null || file.eventType === selection.eventType) &&
        concerns(file.document, selection.party),
    );
  }

  /** What the report of a company lists: every document of the month in which it stands, in any role. */
  documentsOf(taxId: TaxId, kind: SiegKind, month: string): SimDocument[] {
    return this.#documentsIn(kind, month).filter(({ parties }) => parties.some((party) => party.taxId === taxId));
  }

  /** The other documents of the month: those in which the company does not stand. */
  documentsWithout(taxId: TaxId, kind: SiegKind, month: string): SimDocument[] {
    return this.#documentsIn(kind, month).filter(({ parties }) => parties.every((party) => party.taxId !== taxId));
  }

  #documentsIn(kind: SiegKind, month: string): SimDocument[] {
    return [...this.#documents.values()].filter((document) => document.kind === kind && document.month === month);
  }
}

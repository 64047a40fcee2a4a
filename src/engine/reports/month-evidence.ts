import { createHash } from 'node:crypto';
import { once } from 'node:events';
import type { Writable } from 'node:stream';
import type { FindingCategory } from '../../shared/ipc/audit';
import type { Month } from '../domain';
import {
  addToSums,
  NO_SUMS,
  type CoveringAudit,
  type LiveSums,
  type MonthDocument,
  type MonthMissing,
  type MonthSnapshot,
  type SnapshotCompany,
} from '../ledger';
import { eachRow } from './rows';

/** The four witnesses and what they disagree on, in documents. */
export interface Tally {
  /** Keys that SIEG's reports promised; null where no report was read. */
  promised: number | null;
  ledger: number;
  /** Null without an audit that looked there. */
  disk: number | null;
  handedOver: number;
  /** Of these, how many rest on the old system's transactions alone. */
  handedOverBefore: number;
  waiting: number;
  conflicts: number;
  orphans: number;
  missing: number;
  cancelled: number;
  /** Of the live ones; of the whole month: over all companies, so that a document of two of them stands in both. */
  sums: LiveSums;
  bytes: number;
}

export interface CompanyEvidence {
  readonly company: SnapshotCompany;
  /** By kind, in alphabetical order. */
  readonly kinds: ReadonlyMap<string, Tally>;
}

/** What a month's reports say before their lists. */
export interface MonthEvidence {
  readonly month: Month;
  /** Documents that SIEG announced, by count or by name, over all kinds; null: it was never asked. */
  readonly announced: number | null;
  readonly audit: CoveringAudit | null;
  /** Findings of that audit by category; categories without any are absent. */
  readonly findings: ReadonlyMap<FindingCategory, number>;
  readonly total: Readonly<Tally>;
  /** Documents that concern no client company. */
  readonly unassigned: number;
  /** Active companies, and retired ones that hold or were promised something, in order of their folders. */
  readonly companies: readonly CompanyEvidence[];
  /** SHA-256 of the list of all documents: one line each, `identity SHA-256 LF`, in order of identity. */
  readonly listSha256: string;
}

const DOCUMENTS_AT_ONCE = 1_000;

function emptyTally(): Tally {
  return {
    promised: null,
    ledger: 0,
    disk: null,
    handedOver: 0,
    handedOverBefore: 0,
    waiting: 0,
    conflicts: 0,
    orphans: 0,
    missing: 0,
    cancelled: 0,
    sums: NO_SUMS,
    bytes: 0,
  };
}

/** Adds up while the month's lists go by. */
class Collector {
  readonly #audit: CoveringAudit | null;
  readonly #total = emptyTally();
  readonly #perCompany = new Map<number, Map<string, Tally>>();
  #unassigned = 0;
  #lastMissing = '';

  constructor(private readonly snapshot: MonthSnapshot) {
    this.#audit = snapshot.audit();
  }

  document(document: MonthDocument): void {
    const { filed, kind } = document;
    if (filed.length === 0) this.#unassigned += 1;
    for (const { companyId, direction } of filed) {
      const tally = this.#tally(companyId, kind);
      this.#count(tally, document);
      tally.sums = addToSums(tally.sums, document, direction);
      this.#total.sums = addToSums(this.#total.sums, document, direction);
    }
    this.#count(this.#total, document);
  }

  missing({ identity, companyId, kind }: MonthMissing): void {
    if (identity !== this.#lastMissing) this.#total.missing += 1;
    this.#lastMissing = identity;
    if (companyId !== null) this.#tally(companyId, kind).missing += 1;
  }

  end(listSha256: string): MonthEvidence {
    const { snapshot } = this;
    this.#total.promised = this.#promised();
    if (this.#audit !== null) this.#takeFromDisk(this.#audit);
    const companies = snapshot
      .companies()
      .filter(({ id, active }) => active || this.#perCompany.has(id))
      .map((company) => ({ company, kinds: this.#kindsOf(company.id) }));
    return {
      month: snapshot.month,
      announced: snapshot.announced(),
      audit: this.#audit,
      total: this.#total,
      unassigned: this.#unassigned,
      companies,
      findings: this.#audit === null ? new Map<FindingCategory, number>() : snapshot.findingCounts(this.#audit.id),
      listSha256,
    };
  }

  #kindsOf(companyId: number): Map<string, Tally> {
    return new Map([...(this.#perCompany.get(companyId) ?? [])].sort(([one], [other]) => (one < other ? -1 : 1)));
  }

  #count(tally: Tally, { archivedAt, handedOver, cancelled, size, filed }: MonthDocument): void {
    tally.ledger += 1;
    tally.bytes += size;
    if (cancelled) tally.cancelled += 1;
    if (this.#audit !== null) tally.disk = (tally.disk ?? 0) + (archivedAt <= this.#audit.endedAt ? 1 : 0);
    if (handedOver === 'verified' || handedOver === 'before') tally.handedOver += 1;
    if (handedOver === 'before') tally.handedOverBefore += 1;
    if (handedOver === 'waiting') tally.waiting += 1;
    if (handedOver === 'conflict') tally.conflicts += 1;
    if (handedOver === 'no' && filed.length > 0) tally.orphans += 1;
  }

  /** What the audit did not find as it was filed. */
  #takeFromDisk(audit: CoveringAudit): void {
    this.#total.disk = Math.max(0, (this.#total.disk ?? 0) - this.snapshot.notOnDiskAtAll(audit));
    for (const kinds of this.#perCompany.values()) for (const tally of kinds.values()) tally.disk ??= 0;
    for (const { companyId, kind, n } of this.snapshot.notOnDisk(audit)) {
      const tally = companyId === null ? undefined : this.#perCompany.get(companyId)?.get(kind);
      if (tally !== undefined) tally.disk = Math.max(0, (tally.disk ?? 0) - n);
    }
  }

  /** Null where no report was read at all: nothing was promised is then not SIEG's word. */
  #promised(): number | null {
    const lines = this.snapshot.promisedPerCompany();
    for (const { companyId, kind, n } of lines) if (companyId !== null) this.#tally(companyId, kind).promised = n;
    return lines.length === 0 ? null : this.snapshot.promised();
  }

  #tally(companyId: number, kind: string): Tally {
    const kinds = this.#perCompany.get(companyId) ?? new Map<string, Tally>();
    this.#perCompany.set(companyId, kinds);
    const tally = kinds.get(kind) ?? emptyTally();
    kinds.set(kind, tally);
    return tally;
  }
}

/**
 * Goes through all documents and missing keys of the month, in memory that grows with the companies and not with the documents.
 * @param list where the list of documents goes, whose hash the evidence holds; not ended here
 */
export async function collectEvidence(
  snapshot: MonthSnapshot,
  options: { readonly list?: Writable; readonly signal?: AbortSignal | undefined } = {},
): Promise<MonthEvidence> {
  const { list, signal } = options;
  const collector = new Collector(snapshot);
  const hash = createHash('sha256');
  for await (const documents of documentPages(snapshot, signal)) {
    for (const document of documents) collector.document(document);
    const lines = documents.map(({ identity, sha256 }) => `${identity} ${sha256}\n`).join('');
    hash.update(lines);
    if (list?.write(lines) === false) await once(list, 'drain', signal === undefined ? {} : { signal });
  }
  for await (const missing of eachRow(missingOf(snapshot), signal)) collector.missing(missing);
  return collector.end(hash.digest('hex'));
}

async function* documentPages(
  snapshot: MonthSnapshot,
  signal: AbortSignal | undefined,
): AsyncGenerator<MonthDocument[], void, undefined> {
  let page: MonthDocument[] = [];
  for await (const document of eachRow(documentsOf(snapshot), signal)) {
    page.push(document);
    if (page.length < DOCUMENTS_AT_ONCE) continue;
    yield page;
    page = [];
  }
  if (page.length > 0) yield page;
}

/** Readers for `eachRow`. */
export const documentsOf =
  (snapshot: MonthSnapshot) =>
  (last: MonthDocument | null, limit: number): MonthDocument[] =>
    snapshot.documents(last?.identity ?? '', limit);

export const missingOf =
  (snapshot: MonthSnapshot) =>
  (last: MonthMissing | null, limit: number): MonthMissing[] =>
    snapshot.missing(last, limit);

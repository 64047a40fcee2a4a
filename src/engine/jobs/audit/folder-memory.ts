import { hash } from 'node:crypto';
import { factLine, type FileFacts, type Ledger } from '../../ledger';
import { FolderDigester, toStored, type FolderDigest, type RelPath } from '../../shares';
import { placeOf, type Clients } from './place';

/** To be raised when a filed file is judged by other rules: what was found clean by those before is then looked at again. */
const RULES = 1;
/** Years and companies: what is filed below them is no folder's own, and would be asked for with each of them. */
const LEAST_DEPTH = 3;

/** One folder while its files are gone through. */
export class FolderLook {
  readonly #digester = new FolderDigester();
  readonly #lines: string[] = [];
  #xml = 0;

  /** Path as the ledger writes it. */
  constructor(readonly stored: string) {}

  get xml(): number {
    return this.#xml;
  }

  get other(): number {
    return this.#digester.files - this.#xml;
  }

  /** What the ledger said of its files when they were judged; null when there is something to say of one of them, or of another file. */
  get lines(): readonly string[] | null {
    return this.#lines.length === this.#xml ? this.#lines : null;
  }

  listed(name: string, file: { readonly size: number; readonly modifiedMs: number }, isXml: boolean): void {
    this.#digester.add(name, file);
    if (isXml) this.#xml += 1;
  }

  /** One of its files is filed here, has been read, and is in order. */
  isInOrder(facts: FileFacts): void {
    this.#lines.push(factLine(facts));
  }

  digest(): string {
    return this.#digester.digest();
  }
}

/** What is recalled of a folder that is as it was. */
export interface Recalled {
  readonly filings: readonly number[];
  readonly eventFilings: readonly number[];
  readonly documents: readonly number[];
  readonly xml: number;
  readonly other: number;
}

export interface FolderMemoryOptions {
  readonly ledger: Ledger;
  readonly clients: Clients;
  readonly audit: { readonly startedAt: string; readonly full: boolean };
}

/**
 * Folders that an audit went through and found in order. One whose files have the same names, sizes and times since, and of which
 * the ledger and the companies say the same, would be found in order again.
 */
export class FolderMemory {
  constructor(private readonly options: FolderMemoryOptions) {}

  /** Whether this audit may recall anything. */
  get isUseful(): boolean {
    const { ledger, audit } = this.options;
    return !audit.full && ledger.diskFolders.hasBefore(audit.startedAt);
  }

  static holds(path: RelPath): boolean {
    return path.length >= LEAST_DEPTH;
  }

  /** Null: it must be gone through, since it has changed, or is not known, or was gone through by this audit, which counts that as read. */
  recall({ path, digest }: FolderDigest): Recalled | null {
    const { diskFolders } = this.options.ledger;
    if (!FolderMemory.holds(path)) return null;
    const stored = toStored(path);
    const known = diskFolders.get(stored);
    if (known?.digest !== digest || known.readAt >= this.options.audit.startedAt) return null;
    const { xml, other } = known;
    const lines = xml === 0 ? [] : diskFolders.filed(stored);
    const ids = idsOf(lines);
    const isAsItWas = lines.length === xml && known.stamp === this.#stamp(stored, lines, ids.companies);
    return isAsItWas ? { ...ids, xml, other } : null;
  }

  /** In the caller's transaction, which makes sure that the ledger still says what was judged. */
  settle(look: FolderLook, readAt: string): void {
    const { diskFolders } = this.options.ledger;
    const { stored, lines: classified, xml, other } = look;
    if (!FolderMemory.holds(stored.split('/'))) return;
    const lines = classified === null || xml === 0 ? [] : diskFolders.filed(stored);
    if (classified === null || !areSame(classified, lines)) diskFolders.forget(stored);
    else {
      const stamp = this.#stamp(stored, lines, idsOf(lines).companies);
      diskFolders.remember({ path: stored, digest: look.digest(), stamp, xml, other, readAt });
    }
  }

  /** Of all that the judgement of filed files rests on, apart from the files. */
  #stamp(stored: string, lines: readonly string[], companies: ReadonlySet<string>): string {
    const { clients } = this.options;
    const host = clients.inFolder(placeOf(`${stored}/`)?.folder ?? '')?.id ?? null;
    const folders = [...companies].sort().map((id) => [id, clients.byId(Number(id))?.folder ?? null]);
    return hash('sha256', `${JSON.stringify([RULES, host, folders])}\n${lines.join('\n')}`, 'hex');
  }
}

function areSame(some: readonly string[], others: readonly string[]): boolean {
  const known = new Set(others);
  return some.length === others.length && some.every((line) => known.has(line));
}

interface Ids extends Omit<Recalled, 'xml' | 'other'> {
  /** Empty for no company. */
  readonly companies: ReadonlySet<string>;
}

function idsOf(lines: readonly string[]): Ids {
  const companies = new Set<string>();
  const ids = { filings: [] as number[], eventFilings: [] as number[], documents: [] as number[], companies };
  for (const line of lines) {
    const [sort, id, document, company = ''] = line.split('|', 4);
    companies.add(company);
    if (sort === 'e') ids.eventFilings.push(Number(id));
    else {
      ids.filings.push(Number(id));
      ids.documents.push(Number(document));
    }
  }
  return ids;
}

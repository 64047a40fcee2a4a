import { isMaloteError, MaloteError } from '../../../shared/errors';
import { sha256Of } from '../../archive';
import { DEFAULT_LIMITS } from '../../fiscal';
import type { ResolvedScope, FileFacts, KnownFile, Ledger } from '../../ledger';
import {
  toStored,
  type FileRoot,
  type Fingerprint,
  type FolderDigest,
  type ItemResult,
  isRootWide,
} from '../../shares';
import { Batcher, inTurns, type Batch, type Found } from './batches';
import { Bitset } from './bitset';
import { understand, type Content, type Problem } from './content';
import type { Figures } from './figures';
import { FolderMemory, type FolderLook } from './folder-memory';
import { isFiled, type Classifier, type KnownDiskFile } from './classifier';
import { isWithin, type Walk } from './resolve-scope';

/** Whole files in memory at once, by number and by bytes. */
const READ_AT_ONCE = 64;
const BYTES_AT_ONCE = 32 * 1024 * 1024;

export interface DiskPassOptions {
  readonly ledger: Ledger;
  readonly archive: FileRoot;
  readonly audit: { readonly id: number; readonly startedAt: string; readonly full: boolean };
  readonly classifier: Classifier;
  readonly folders: FolderMemory;
  readonly resolved: ResolvedScope;
  readonly figures: Figures;
  readonly now: () => string;
  /** Files that are looked up, hashed and recorded together. */
  readonly filesAtOnce: number;
  readonly onProgress: () => void;
}

interface Entry {
  readonly found: Found;
  readonly facts: FileFacts;
}

/** What is known of an entry without, or after, reading it. */
interface Known extends Entry {
  readonly sha256: string | null;
  readonly content: Content | null;
  readonly problem: Problem | null;
  /** Worth remembering: it was read just now. */
  readonly fresh: boolean;
}

/**
 * Reads the archive: each file whole once, and again only when its size or time has changed. Folders that were in order and have
 * not changed are not even listed. Holds one batch in memory, and the names of one folder.
 */
export class DiskPass {
  /** Row numbers of filings, event filings and documents whose file was found. */
  readonly filings = new Bitset();
  readonly eventFilings = new Bitset();
  readonly documents = new Bitset();

  constructor(private readonly options: DiskPassOptions) {}

  /** @throws MaloteError SHARE_* when the root goes away: what was not listed is then not absent. CANCELLED */
  async walk(walks: readonly Walk[], signal: AbortSignal): Promise<void> {
    let underWay: Promise<void> = Promise.resolve();
    try {
      for await (const batch of this.#batches(walks, signal)) {
        await underWay;
        underWay = this.#take(batch, signal);
        // met at the next await, which may come after the listing's own failure
        underWay.catch(() => undefined);
      }
      await underWay;
    } finally {
      await Promise.allSettled([underWay]);
    }
  }

  /** Files that the listing did not bring and that are there all the same. */
  async classify(
    files: readonly { readonly stored: string; readonly print: Fingerprint }[],
    signal: AbortSignal,
  ): Promise<void> {
    const found = files.map(({ stored, print }) => ({
      path: stored.split('/'),
      stored,
      size: print.size,
      modifiedMs: null,
      look: null,
    }));
    const hashes = new Map(files.map(({ stored, print }) => [stored, print.sha256]));
    const entries = this.#entries(found);
    const known = entries.map((entry) => hashed(entry, hashes.get(entry.found.stored) ?? null));
    await this.#settle(known, [], signal);
  }

  async *#batches(walks: readonly Walk[], signal: AbortSignal): AsyncGenerator<Batch> {
    const { archive, folders } = this.options;
    const batcher = new Batcher(this.options);
    const mayRecall = folders.isUseful;
    for (const { folder, names } of walks) {
      if (!mayRecall) {
        yield* batcher.fill(archive.list(folder, { signal, names }));
        continue;
      }
      for await (const digest of inTurns(archive.folders(folder, { signal, names }), signal)) {
        if (this.#recall(digest)) this.options.onProgress();
        else yield* batcher.fill(archive.list(digest.path, { signal, names: [[]] }));
      }
    }
    yield batcher.rest();
  }

  /** Whether there is nothing more to look for in this folder. */
  #recall(digest: FolderDigest): boolean {
    const { folders, figures, resolved } = this.options;
    const isOutside = !isWithin(resolved, `${toStored(digest.path)}/`);
    if (isOutside && FolderMemory.holds(digest.path)) return true;
    const recalled = folders.recall(digest);
    if (recalled === null) return false;
    figures.files += digest.files;
    figures.bytes += digest.bytes;
    figures.other += recalled.other;
    figures.unchanged += recalled.xml;
    for (const id of recalled.filings) this.filings.add(id);
    for (const id of recalled.eventFilings) this.eventFilings.add(id);
    for (const id of recalled.documents) this.documents.add(id);
    return true;
  }

  #entries(found: readonly Found[]): Entry[] {
    return this.options.ledger.diskFiles
      .facts(found.map(({ stored }) => stored))
      .map((facts) => ({ found: found[facts.at] as Found, facts }))
      .sort((one, other) => one.facts.at - other.facts.at);
  }

  async #take({ files, ended }: Batch, signal: AbortSignal): Promise<void> {
    if (signal.aborted) throw new MaloteError('CANCELLED');
    const known: Known[] = [];
    const toHash: Entry[] = [];
    for (const entry of this.#entries(files)) {
      const remembered = this.#remembered(entry);
      if (remembered !== null) known.push(remembered);
      else if (isFiled(entry.facts)) toHash.push(entry);
      else known.push({ ...entry, sha256: null, content: null, problem: null, fresh: true });
    }
    known.push(...(await this.#hash(toHash, signal)));
    await this.#settle(known, ended, signal);
    this.options.onProgress();
  }

  /** What an earlier audit, or an earlier stretch of this one, read of a file that has not changed since. */
  #remembered(entry: Entry): Known | null {
    const { found, facts } = entry;
    const { audit, figures } = this.options;
    if (facts.knownAt === null || facts.knownSize !== found.size || facts.knownModifiedMs !== found.modifiedMs)
      return null;
    const isOurs = facts.knownAt >= audit.startedAt;
    if (audit.full && !isOurs) return null;
    const isUnderstood = facts.knownContent !== null || facts.knownProblem !== null;
    if (facts.knownSha256 === null && facts.knownProblem === null) return null;
    if (!isUnderstood && facts.knownSha256 !== facts.sha256) return null;
    if (isOurs) {
      figures.read += 1;
      figures.bytesRead += found.size;
    } else figures.unchanged += 1;
    const content = facts.knownContent === null ? null : (JSON.parse(facts.knownContent) as Content);
    const problem = facts.knownProblem === null ? null : (JSON.parse(facts.knownProblem) as Problem);
    return { ...entry, sha256: facts.knownSha256, content, problem, fresh: false };
  }

  async #hash(entries: readonly Entry[], signal: AbortSignal): Promise<Known[]> {
    if (entries.length === 0) return [];
    const prints = await this.options.archive.fingerprintMany(
      entries.map(({ found }) => found.path),
      { signal },
    );
    return entries.flatMap((entry, index) => {
      const print = valueOf(prints[index]);
      if (print === null) return [];
      if (isMaloteError(print)) return [refused(entry, print)];
      this.#count(entry);
      return [hashed(entry, print.sha256)];
    });
  }

  #count({ found }: Entry): void {
    const { figures } = this.options;
    figures.read += 1;
    figures.bytesRead += found.size;
  }

  /** Reads what must be read whole, then records everything in one transaction. */
  async #settle(known: readonly Known[], ended: readonly FolderLook[], signal: AbortSignal): Promise<void> {
    const done: Known[] = known.filter((one) => !mustBeRead(one));
    for (const chunk of chunksOf(known.filter(mustBeRead))) done.push(...(await this.#read(chunk, signal)));
    this.#record(done, ended);
  }

  async #read(chunk: readonly Known[], signal: AbortSignal): Promise<Known[]> {
    const small = chunk.filter(({ found }) => found.size <= DEFAULT_LIMITS.bytes);
    const contents = await this.options.archive.readMany(
      small.map(({ found }) => found.path),
      { signal },
    );
    const read = small.flatMap((entry, index): Known[] => {
      const bytes = valueOf(contents[index]);
      if (bytes === null) return [];
      if (isMaloteError(bytes)) return [refused(entry, bytes)];
      if (!isFiled(entry.facts)) this.#count(entry);
      return [{ ...entry, ...understand(bytes), sha256: sha256Of(bytes), fresh: true }];
    });
    const large = chunk.filter(({ found }) => found.size > DEFAULT_LIMITS.bytes);
    return [...read, ...large.map((entry) => ({ ...entry, problem: tooLarge(entry.found.size) }))];
  }

  #record(known: readonly Known[], ended: readonly FolderLook[]): void {
    const { ledger, audit, classifier, folders, now } = this.options;
    const at = now();
    ledger.transaction(() => {
      ledger.diskFiles.remember(known.filter(isWorthRemembering).map((one) => memoryOf(one, at)));
      for (const one of known) {
        this.#mark(one);
        const finding = classifier.finding(diskFileOf(one));
        if (finding !== null) ledger.audits.add(audit.id, [finding]);
        else if (isFiled(one.facts) && one.sha256 === one.facts.sha256) one.found.look?.isInOrder(one.facts);
      }
      for (const look of ended) folders.settle(look, at);
    });
  }

  /** The disk is a witness for a document whose filed bytes lie there, not for one whose bytes are others by now. */
  #mark({ sha256, facts }: Known): void {
    const { filingId, eventFilingId, documentId } = facts;
    if (filingId !== null) this.filings.add(filingId);
    if (eventFilingId !== null) this.eventFilings.add(eventFilingId);
    if (documentId !== null && sha256 === facts.sha256) this.documents.add(documentId);
  }
}

/** @throws what concerns the whole root: then nothing more can be said of any file. */
function valueOf<Value>(result: ItemResult<Value> | undefined): Value | MaloteError | null {
  if (result === undefined) return null;
  if (result.ok) return result.value;
  if (!result.begun || result.error.code === 'CANCELLED' || isRootWide(result.error)) throw result.error;
  return result.error;
}

function hashed(entry: Entry, sha256: string | null): Known {
  return { ...entry, sha256, content: null, problem: null, fresh: true };
}

/** One file that does not let itself be read. It is not remembered: the next audit tries again. */
function refused(entry: Entry, { code, message }: MaloteError): Known {
  return { ...entry, sha256: null, content: null, problem: { code, reason: message }, fresh: false };
}

function tooLarge(bytes: number): Problem {
  const { code, message } = new MaloteError('FISCAL_TOO_LARGE', { bytes, limit: DEFAULT_LIMITS.bytes });
  return { code, reason: message };
}

/** Unknown files, and filed ones whose bytes are others: what do they hold? */
function mustBeRead({ facts, sha256, content, problem }: Known): boolean {
  if (content !== null || problem !== null) return false;
  return !isFiled(facts) || sha256 !== facts.sha256;
}

function* chunksOf(entries: readonly Known[]): Generator<Known[]> {
  let chunk: Known[] = [];
  let bytes = 0;
  for (const entry of entries) {
    if (chunk.length >= READ_AT_ONCE || (chunk.length > 0 && bytes + entry.found.size > BYTES_AT_ONCE)) {
      yield chunk;
      [chunk, bytes] = [[], 0];
    }
    chunk.push(entry);
    bytes += Math.min(entry.found.size, DEFAULT_LIMITS.bytes);
  }
  if (chunk.length > 0) yield chunk;
}

function isWorthRemembering({ fresh, found }: Known): boolean {
  return fresh && found.modifiedMs !== null;
}

function memoryOf({ found, sha256, content, problem }: Known, readAt: string): KnownFile {
  return {
    path: found.stored,
    size: found.size,
    modifiedMs: found.modifiedMs ?? 0,
    sha256,
    readAt,
    content: content === null ? null : JSON.stringify(content),
    problem: problem === null ? null : JSON.stringify(problem),
  };
}

function diskFileOf({ found, facts, sha256, content, problem }: Known): KnownDiskFile {
  return { stored: found.stored, size: found.size, sha256, content, problem, facts };
}

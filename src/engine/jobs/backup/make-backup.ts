import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { isMaloteError, MaloteError } from '../../../shared/errors';
import { fileReason } from '../../files';
import type { CopyFacts, Ledger } from '../../ledger';
import { copyingFolder, LEDGER_FILE, sourcesIn, type Source } from './contents';
import { InFlight } from './in-flight';
import { wholeLedger, type InspectCopy } from './inspect';
import { MANIFEST_FORMAT, type BackedUpFile, type Manifest, type SealedManifest } from './manifest';
import { slicesOf, type Slice } from './slices';
import type { BackupStore, FoundManifests } from './store';

export interface MakingOptions {
  readonly ledger: Pick<Ledger, 'copyTo'>;
  readonly workspace: string;
  readonly store: BackupStore;
  readonly inspect: InspectCopy;
  /** Of the program. */
  readonly program: string;
  readonly now: number;
  readonly signal: AbortSignal;
  readonly tell: (phase: 'copying' | 'storing', done: number, total: number | null) => void;
}

export interface MadeBackup {
  readonly sealed: SealedManifest;
  /** Bytes that this copy has added to the store. */
  readonly written: number;
}

/** Slices on their way at once: what is in memory of a copy is so many of them. */
const AT_ONCE = 4;

/** A name for people and for folders of every system: the moment, in UTC. */
function idAt(now: number): string {
  return new Date(now).toISOString().slice(0, 19).replaceAll(':', '-').concat('Z');
}

/**
 * Copies a workspace into the store while it is worked in: the ledger first, so that what its rows name is there.
 * @throws MaloteError BACKUP_UNSOUND, BACKUP_CANNOT_WRITE, LEDGER_*, SHARE_*, CANCELLED: then there is no new copy, and no old one is less
 */
export async function makeBackup(options: MakingOptions): Promise<MadeBackup> {
  const { workspace, ledger, store, inspect, signal, tell } = options;
  const folder = copyingFolder(workspace);
  const copy = join(folder, LEDGER_FILE);
  try {
    await emptied(folder);
    await ledger.copyTo(copy, { signal, onProgress: (done, total) => tell('copying', done, total) });
    const before = await store.manifests(signal);
    const id = freeId(options, before);
    const facts = await wholeLedger(inspect, { id, file: copy, deep: false });
    return await new Storing(options, before.whole, id, facts).store(copy);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** @throws MaloteError BACKUP_CANNOT_WRITE */
export async function emptied(folder: string): Promise<void> {
  try {
    await rm(folder, { recursive: true, force: true });
    await mkdir(folder, { recursive: true });
  } catch (error) {
    throw new MaloteError('BACKUP_CANNOT_WRITE', { place: folder, reason: fileReason(error) }, { cause: error });
  }
}

/** A clock that was set back, or two copies within a second, give no name twice. */
function freeId({ now }: MakingOptions, { whole, broken }: FoundManifests): string {
  const taken = new Set([...whole.map(({ manifest }) => manifest.id), ...broken.map(({ id }) => id)]);
  const name = idAt(now);
  let free = name;
  for (let more = 2; taken.has(free); more += 1) free = `${name}-${String(more)}`;
  return free;
}

class Storing {
  readonly #inFlight = new InFlight(AT_ONCE);
  readonly #files: BackedUpFile[] = [];
  #written = 0;
  #done = 0;
  #total = 0;
  #held: ReadonlySet<string> = new Set();

  constructor(
    private readonly options: MakingOptions,
    /** Newest first. */
    private readonly before: readonly SealedManifest[],
    private readonly id: string,
    private readonly facts: CopyFacts,
  ) {}

  async store(copy: string): Promise<MadeBackup> {
    const { workspace, store, signal } = this.options;
    this.#held = await this.#trusted();
    const sources: Source[] = [{ path: LEDGER_FILE, file: copy }];
    for await (const source of sourcesIn(workspace, signal)) sources.push(source);
    this.#total = sources.length;
    try {
      for (const source of sources) await this.#add(source);
    } finally {
      await this.#inFlight.ended();
    }
    return { sealed: await store.conclude(this.#manifest(), signal), written: this.#written };
  }

  /** What copies that are whole are made of, and lies there; nothing once the newest was found spoilt. */
  async #trusted(): Promise<ReadonlySet<string>> {
    const { signal, store } = this.options;
    const proofs = await store.proofs(signal);
    const newestKnown = this.before.map(({ manifest }) => proofs.get(manifest.id)).find((proof) => proof !== undefined);
    if (newestKnown?.ok === false) return new Set();
    const named = new Set(this.before.flatMap(({ manifest }) => manifest.files.flatMap(({ slices }) => slices)));
    const there = new Set<string>();
    for await (const { sha256 } of store.slices(signal)) if (named.has(sha256)) there.add(sha256);
    return there;
  }

  /** A file that goes away while it is read is not part of the copy. */
  async #add({ path, file }: Source): Promise<void> {
    const { tell, signal } = this.options;
    try {
      const slices: string[] = [];
      const reading = slicesOf(file);
      let step = await reading.next();
      for (; step.done !== true; step = await reading.next()) {
        signal.throwIfAborted();
        slices.push(step.value.sha256);
        await this.#put(step.value);
      }
      this.#files.push({ path, ...step.value, slices });
    } catch (error) {
      if (isMaloteError(error) || signal.aborted) throw error;
      if ((error as { code?: unknown }).code !== 'ENOENT') throw unreadable(file, error);
    }
    this.#done += 1;
    tell('storing', this.#done, this.#total);
  }

  async #put(slice: Slice): Promise<void> {
    if (this.#held.has(slice.sha256)) return;
    await this.#inFlight.begin(async () => {
      const { store, signal } = this.options;
      const bytes = await store.put(slice, signal);
      this.#written += bytes;
    });
  }

  #manifest(): Manifest {
    const { program, now, store } = this.options;
    const [newest] = this.before;
    return {
      format: MANIFEST_FORMAT,
      program,
      workspace: store.workspace,
      id: this.id,
      sequence: (newest?.manifest.sequence ?? 0) + 1,
      createdAt: new Date(now).toISOString(),
      previous: newest === undefined ? null : { id: newest.manifest.id, sha256: newest.sha256 },
      ledger: { version: this.facts.version, counts: this.facts.counts },
      files: this.#files,
    };
  }
}

function unreadable(file: string, error: unknown): unknown {
  if (typeof (error as { code?: unknown }).code !== 'string') return error;
  return new MaloteError('BACKUP_CANNOT_WRITE', { place: file, reason: fileReason(error) }, { cause: error });
}

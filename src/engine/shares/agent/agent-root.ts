import type { Clock } from '../../base';
import { DEFAULT_DEADLINE_MS, checkedLocation, type LocalRoot } from '../local-root';
import { HOST_PLATFORM, toStored } from '../paths';
import type {
  BatchOptions,
  FileOptions,
  FileToWrite,
  Fingerprint,
  FingerprintOptions,
  FingerprintResult,
  FolderDigest,
  ListedFile,
  ListOptions,
  WriteOptions,
  WriteResult,
  Placement,
  ReadOptions,
  ReadResult,
  RelPath,
  ItemResult,
  Standing,
} from '../port';
import type { Health } from '../probe';
import { AgentClient } from './agent-client';
import { BatchResults } from './batch-results';
import type { Asked } from './call';
import {
  compact,
  type BatchFile,
  type Input,
  type ListedChunk,
  type Operation,
  type OperationName,
  type Output,
  type SpawnAgent,
  type WireResults,
} from './protocol';
import { Unsettled } from './unsettled';

/** Opens a configured root: in this process, or behind a process of its own. */
export type RootOpener = (options: {
  readonly id: string;
  readonly location: string;
  /** As in `LocalRootOptions`. */
  readonly drained?: boolean;
  /** For waits that a demonstration shortens; a process of its own knows real time only. */
  readonly clock?: Clock;
}) => LocalRoot;

export interface AgentRootOptions {
  /** Stable name in ledger and logs. */
  readonly id: string;
  /** Absolute path of an existing folder; it is never created here. */
  readonly location: string;
  /** As in `LocalRootOptions`. */
  readonly drained?: boolean;
  readonly spawn: SpawnAgent;
  /** For calls that name none; default 30 s. */
  readonly deadlineMs?: number;
  /** How long after a deadline an agent's own word of it is waited for before it is killed; default 2 s. */
  readonly graceMs?: number;
  /** Waits before the agents that follow one that died by itself, in milliseconds. */
  readonly waitsMs?: readonly number[];
}

const GRACE_MS = 2_000;

/**
 * A root behind a process of its own, which is started at first use and kept. Behaves as `openLocalRoot` does, and further:
 * a call may take its deadline once in waiting for its turn and once with the agent; when the process hangs it is killed and
 * all its calls fail with SHARE_TIMEOUT; when it dies by itself, what is safe to ask twice is asked once more
 * (docs/decisions/0011-share-agents.md).
 * @throws SHARE_BAD_ROOT when the location is not an absolute path.
 */
export function openAgentRoot(options: AgentRootOptions): LocalRoot {
  checkedLocation(options.location, HOST_PLATFORM);
  return new AgentRoot(options);
}

/** What gives a true answer also when an agent that died may have done it already: these look before they do anything. */
const REPEATABLE: ReadonlySet<OperationName> = new Set<OperationName>([
  ...([
    'writeVerified',
    'writeVerifiedMany',
    'read',
    'readMany',
    'fingerprint',
    'fingerprintMany',
    'flush',
    'check',
  ] as const),
]);

interface How<Name extends OperationName> extends FileOptions {
  /** The file or folder in question. */
  readonly path?: RelPath;
  /** Size of what is sent. */
  readonly bytes?: number;
  readonly onValue?: (value: Output<Name>) => void;
  /** Told of results that come ahead of the others of a batch. */
  readonly onPart?: (results: WireResults<unknown>) => void;
}

const pickReplacing = ({ replacing }: WriteOptions): Pick<WriteOptions, 'replacing'> =>
  replacing === undefined ? {} : { replacing };

class AgentRoot implements LocalRoot {
  readonly id: string;
  readonly location: string;
  readonly #client: AgentClient;
  readonly #unsettled = new Unsettled();
  readonly #deadlineMs: number;
  #listings = 0;

  constructor({
    id,
    location,
    drained = false,
    spawn,
    deadlineMs = DEFAULT_DEADLINE_MS,
    graceMs = GRACE_MS,
    waitsMs,
  }: AgentRootOptions) {
    this.id = id;
    this.location = location;
    this.#deadlineMs = deadlineMs;
    const unsettled = (): readonly RelPath[] => this.#unsettled.folders();
    this.#client = new AgentClient({ id, location, drained, spawn, graceMs, waitsMs, unsettled });
  }

  writeVerified(path: RelPath, bytes: Uint8Array, options: WriteOptions = {}): Promise<Placement> {
    const input = { path, bytes: compact(bytes), ...pickReplacing(options) };
    return this.#ask('writeVerified', () => input, {
      ...options,
      path,
      bytes: bytes.byteLength,
      onValue: (placement) => {
        this.#placed(path, placement);
      },
    });
  }

  writeVerifiedMany(
    files: readonly FileToWrite[],
    { concurrency, ...options }: BatchOptions = {},
  ): Promise<readonly WriteResult[]> {
    const results = new BatchResults<FileToWrite, Placement>(files, ({ path }, placement) => {
      this.#placed(path, placement);
    });
    const rest = (): BatchFile[] => results.rest().map((file) => ({ ...file, bytes: compact(file.bytes) }));
    const bytes = files.reduce((sum, file) => sum + file.bytes.byteLength, 0);
    return this.#askMany('writeVerifiedMany', () => ({ files: rest(), concurrency }), results, { ...options, bytes });
  }

  read(path: RelPath, { part, ...options }: ReadOptions = {}): Promise<Uint8Array | null> {
    return this.#ask('read', () => ({ path, ...(part === undefined ? {} : { part }) }), { ...options, path });
  }

  readMany(paths: readonly RelPath[], { concurrency, ...options }: BatchOptions = {}): Promise<readonly ReadResult[]> {
    const results = new BatchResults<{ readonly path: RelPath }, Uint8Array | null>(paths.map((path) => ({ path })));
    return this.#askMany('readMany', () => ({ paths: results.rest(), concurrency }), results, options);
  }

  fingerprint(path: RelPath, { wantedSize, ...options }: FingerprintOptions = {}): Promise<Standing | null> {
    const wanted = wantedSize === undefined ? {} : { wantedSize };
    return this.#ask('fingerprint', () => ({ path, ...wanted }), { ...options, path });
  }

  fingerprintMany(
    paths: readonly RelPath[],
    { concurrency, ...options }: BatchOptions = {},
  ): Promise<readonly FingerprintResult[]> {
    const results = new BatchResults<{ readonly path: RelPath }, Fingerprint | null>(paths.map((path) => ({ path })));
    return this.#askMany('fingerprintMany', () => ({ paths: results.rest(), concurrency }), results, options);
  }

  async flush(options: FileOptions = {}): Promise<void> {
    const onValue = this.#unsettled.flushing();
    await this.#ask('flush', () => null, { ...options, onValue });
  }

  async *list(folder: RelPath, options: ListOptions = {}): AsyncGenerator<ListedFile> {
    for await (const chunk of this.listChunks(folder, options)) yield* chunk;
  }

  listChunks(folder: RelPath, options: ListOptions = {}): AsyncGenerator<readonly ListedFile[]> {
    return this.#chunks<ListedFile>('list', folder, options);
  }

  async *folders(folder: RelPath, options: ListOptions = {}): AsyncGenerator<FolderDigest> {
    for await (const chunk of this.folderChunks(folder, options)) yield* chunk;
  }

  folderChunks(folder: RelPath, options: ListOptions = {}): AsyncGenerator<readonly FolderDigest[]> {
    return this.#chunks<FolderDigest>('folders', folder, options);
  }

  /** What items an operation tells is known to its caller. */
  async *#chunks<Item>(
    op: 'list' | 'folders',
    folder: RelPath,
    { names = [], ...options }: ListOptions,
  ): AsyncGenerator<readonly Item[]> {
    const cursor = (this.#listings += 1);
    const how = { ...options, path: folder };
    let isDone = false;
    try {
      let chunk = (await this.#ask(op, () => ({ cursor, folder, names }), how)) as ListedChunk<Item>;
      while (!chunk.done) {
        const next = this.#ask('more', () => ({ cursor }), how);
        // met when the reader comes back, if it does
        next.catch(() => undefined);
        yield chunk.items;
        chunk = (await next) as ListedChunk<Item>;
      }
      yield chunk.items;
      isDone = true;
    } finally {
      if (!isDone) this.#client.tell({ op: 'endList', input: { cursor } }, this.#deadlineMs);
    }
  }

  move(from: RelPath, to: RelPath, options: FileOptions = {}): Promise<boolean> {
    return this.#ask('move', () => ({ from, to }), {
      ...options,
      path: from,
      onValue: () => {
        this.#unsettled.touch(from);
        this.#unsettled.touch(to);
      },
    });
  }

  remove(path: RelPath, options: FileOptions = {}): Promise<boolean> {
    return this.#ask('remove', () => ({ path }), {
      ...options,
      path,
      onValue: () => {
        this.#unsettled.touch(path);
      },
    });
  }

  check(options: FileOptions = {}): Promise<Health> {
    return this.#ask('check', () => null, options);
  }

  sweepTemporaries(folder: RelPath, olderThanMs: number, options: FileOptions = {}): Promise<number> {
    return this.#ask('sweepTemporaries', () => ({ folder, olderThanMs }), { ...options, path: folder });
  }

  close(): Promise<void> {
    return this.#client.close();
  }

  #placed(path: RelPath, { outcome }: Placement): void {
    if (outcome !== 'conflict') this.#unsettled.touch(path);
  }

  async #askMany<Name extends 'writeVerifiedMany' | 'readMany' | 'fingerprintMany', Item, Value>(
    op: Name,
    input: () => Input<Name>,
    results: BatchResults<Item, Value>,
    how: How<Name>,
  ): Promise<readonly ItemResult<Value>[]> {
    const onPart = (told: WireResults<unknown>): void => {
      results.take(told);
    };
    try {
      await this.#ask(op, input, { ...how, onPart, onValue: onPart });
      return results.all(null, this.location);
    } catch (error) {
      return results.all(error, this.location);
    }
  }

  /** Which input and which value belong to an operation is known here: the client carries them as they are. */
  async #ask<Name extends OperationName>(op: Name, input: () => Input<Name>, how: How<Name>): Promise<Output<Name>> {
    const { path = [], bytes = 0, deadlineMs = this.#deadlineMs, signal, onValue, onPart } = how;
    const asked: Asked = {
      bytes,
      deadlineMs,
      shown: toStored(path) || this.location,
      repeatable: REPEATABLE.has(op),
      isBatch: op === 'writeVerifiedMany' || op === 'readMany' || op === 'fingerprintMany',
      operation: () => ({ op, input: input() }) as Operation,
      onValue: (value) => onValue?.(value as Output<Name>),
      onPart: (told) => onPart?.(told),
    };
    return (await this.#client.ask(asked, signal)) as Output<Name>;
  }
}

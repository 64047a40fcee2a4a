import type { ErrorEnvelope } from '../../../shared/errors';
import type { Sha256 } from '../../domain';
import type { RootMemory } from '../local-root';
import type {
  FilePart,
  Fingerprint,
  FolderDigest,
  FolderNames,
  ListedFile,
  Placement,
  RelPath,
  Standing,
} from '../port';
import type { Health } from '../probe';
import type { Volume } from '../root-guard';

/**
 * What a root's client and its agent say to each other. Everything is a value that the structured clone algorithm copies:
 * bytes as Uint8Array, errors as envelopes. The two are one program in one version, so that types stand for a schema here.
 */

/** A file of a batch; `at` is its place in the caller's batch, of which a repeated request holds only the rest. */
export interface BatchFile {
  readonly at: number;
  readonly path: RelPath;
  readonly bytes: Uint8Array;
  readonly replacing?: Sha256;
}

export interface BatchPath {
  readonly at: number;
  readonly path: RelPath;
}

/** Some files, or folders, of a listing. An empty one that is not `done` says only that the walk goes on. */
export interface ListedChunk<Item = ListedFile | FolderDigest> {
  readonly items: readonly Item[];
  readonly done: boolean;
}

export interface ListInput {
  /** The caller's choice: under this number the listing goes on. */
  readonly cursor: number;
  readonly folder: RelPath;
  readonly names?: FolderNames;
}

export type WireResult<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly error: ErrorEnvelope; readonly begun: boolean };

/** Results of a batch that were not told before. */
export type WireResults<Value> = readonly (readonly [at: number, result: WireResult<Value>])[];

/** What an agent can be asked, and what it answers. */
export interface Operations {
  writeVerified: {
    input: { readonly path: RelPath; readonly bytes: Uint8Array; readonly replacing?: Sha256 };
    output: Placement;
  };
  writeVerifiedMany: {
    input: { readonly files: readonly BatchFile[]; readonly concurrency: number | undefined };
    output: WireResults<Placement>;
  };
  read: { input: { readonly path: RelPath; readonly part?: FilePart }; output: Uint8Array | null };
  readMany: {
    input: { readonly paths: readonly BatchPath[]; readonly concurrency: number | undefined };
    output: WireResults<Uint8Array | null>;
  };
  fingerprint: { input: { readonly path: RelPath; readonly wantedSize?: number }; output: Standing | null };
  fingerprintMany: {
    input: { readonly paths: readonly BatchPath[]; readonly concurrency: number | undefined };
    output: WireResults<Fingerprint | null>;
  };
  flush: { input: null; output: null };
  /** The first files of a listing. */
  list: { input: ListInput; output: ListedChunk };
  /** The first folders of a listing. */
  folders: { input: ListInput; output: ListedChunk };
  /** The next files, or folders. */
  more: { input: { readonly cursor: number }; output: ListedChunk };
  /** Nobody reads on. */
  endList: { input: { readonly cursor: number }; output: null };
  move: { input: { readonly from: RelPath; readonly to: RelPath }; output: boolean };
  remove: { input: { readonly path: RelPath }; output: boolean };
  check: { input: null; output: Health };
  sweepTemporaries: { input: { readonly folder: RelPath; readonly olderThanMs: number }; output: number };
  /** Resolves when nothing is half-done any more. */
  close: { input: null; output: null };
}

export type OperationName = keyof Operations;
export type Input<Name extends OperationName> = Operations[Name]['input'];
export type Output<Name extends OperationName> = Operations[Name]['output'];

/** One operation with its input. */
export type Operation = {
  readonly [Name in OperationName]: { readonly op: Name; readonly input: Input<Name> };
}[OperationName];

export interface OpenRequest {
  readonly type: 'open';
  readonly id: string;
  readonly location: string;
  readonly drained: boolean;
  readonly memory: RootMemory;
}

export type Request =
  /** The first message, once. */
  | OpenRequest
  | { readonly type: 'call'; readonly call: number; readonly operation: Operation; readonly deadlineMs: number }
  /** The caller has given up; an answer comes all the same. */
  | { readonly type: 'cancel'; readonly call: number };

export type Reply =
  | { readonly type: 'volume'; readonly volume: Volume }
  /** A long operation is alive, and these are results of a batch, ahead of its answer. */
  | { readonly type: 'part'; readonly call: number; readonly results: WireResults<unknown> }
  | { readonly type: 'answer'; readonly call: number; readonly ok: true; readonly value: unknown }
  | { readonly type: 'answer'; readonly call: number; readonly ok: false; readonly error: ErrorEnvelope };

/** The agent's end of the channel to its client. */
export interface Wire {
  post(reply: Reply): void;
  /** Calls `listener` with every message from now on, those that waited included. */
  onMessage(listener: (message: unknown) => void): void;
  /** Calls `listener` when the client is gone. */
  onClose(listener: () => void): void;
}

/** A process that serves one root, as its client holds it. */
export interface AgentProcess {
  post(message: Request): void;
  onMessage(listener: (message: unknown) => void): void;
  /** Once, when the process is gone, or could not be started. */
  onExit(listener: (reason: string) => void): void;
  /** Ends it at once and for good, whatever it is in the middle of (SIGKILL); not waited for. */
  kill(): void;
}

/** Starts an agent's process; `name` is for logs and process lists. */
export type SpawnAgent = (name: string) => AgentProcess;

const isMessage = (message: unknown): boolean => typeof message === 'object' && message !== null && 'type' in message;

/** What arrived at the agent; null for what is no message at all. */
export function asRequest(message: unknown): Request | null {
  return isMessage(message) ? (message as Request) : null;
}

/** What arrived at the client; null for what is no message at all. */
export function asReply(message: unknown): Reply | null {
  return isMessage(message) ? (message as Reply) : null;
}

/** A copy of its own when the bytes are a window of a larger buffer, which some channels would send whole. */
export function compact(bytes: Uint8Array): Uint8Array {
  return bytes.byteLength === bytes.buffer.byteLength ? bytes : new Uint8Array(bytes);
}

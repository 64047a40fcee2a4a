import { hash } from 'node:crypto';
import { MaloteError } from '../../shared/errors';
import type { Clock } from '../base';
import { TOO_LARGE } from '../files';
import { orAbsent, type FileFacts, type FsPort } from './fs-port';
import { below, type Platform } from './paths';
import type { FilePart, Fingerprint, RelPath, Standing } from './port';
import type { RootGuard } from './root-guard';

/** Folders for files that are not finished. */
export interface StagingFolders {
  /** Told how long each new file took to come into being, in milliseconds. */
  took(ms: number): void;
  /** The folder for the next temporary file of `folder`. */
  folderFor(context: RootContext, folder: RelPath, lease: AbortSignal): Promise<RelPath>;
  /** Takes the folders away again, as far as they are empty. */
  clear(context: RootContext): Promise<void>;
}

/** What the operations on one local root share. */
export interface RootContext {
  readonly fs: FsPort;
  readonly clock: Clock;
  readonly platform: Platform;
  /** As `normalisePath` gives it. */
  readonly location: string;
  /** Whether another program takes files away from here as they come. */
  readonly drained: boolean;
  readonly guard: RootGuard;
  /** Folders known to exist, by their names as they are spelled there, joined by `/`; forgotten when the system says otherwise. */
  readonly knownFolders: Set<string>;
  /** Absolute folders whose entries changed since the last `settle`. */
  readonly touchedFolders: Set<string>;
  readonly staging: StagingFolders;
  /** How long one file may be read for, in milliseconds: less than its call may take. */
  readonly readWithinMs: number;
  /** Whether `link` is still worth a try on this root. */
  canLink: boolean;
  /** Whether the last file that was placed found its name free: the next one probably does too. */
  expectsNew: boolean;
}

export function locate(context: RootContext, path: RelPath): string {
  return below(context.location, path, context.platform);
}

export function fingerprintOf(bytes: Uint8Array): Fingerprint {
  return { size: bytes.length, sha256: hash('sha256', bytes, 'hex') };
}

export function sameContent(one: Standing, other: Fingerprint): boolean {
  return one.size === other.size && one.sha256 === other.sha256;
}

/** The file's bytes, or some of them, or null when it is not there while the root itself demonstrably is. */
export async function readIfThere(context: RootContext, path: string, part?: FilePart): Promise<Uint8Array | null> {
  const { fs } = context;
  const bytes = await orAbsent(part === undefined ? fs.readFile(path) : fs.readPart(path, part.from, part.bytes));
  if (bytes === null) await context.guard.ensure();
  return bytes;
}

/** A document is smaller; of a stranger no more than a piece is held. */
const HASH_WHOLE = 16 * 1024 ** 2;
/** A stranger that is no larger is read at no cost worth speaking of, so that people can be told which content it is. */
const READ_OF_STRANGERS = 1024 ** 2;

export interface Wanted {
  /** Bytes of the content that is looked for. */
  readonly size: number;
  /** Whether another content may be wanted too, of a size that nobody knows. */
  readonly orOther?: boolean;
}

async function wholeOr<Found>(
  context: RootContext,
  path: string,
  most: number,
  ofLarge: () => Promise<Found>,
): Promise<Fingerprint | Found | null> {
  const found = await orAbsent(
    context.fs.readFile(path, most).then(fingerprintOf, (error: unknown) => {
      if ((error as { readonly code?: unknown }).code !== TOO_LARGE) throw error;
      return ofLarge();
    }),
  );
  if (found === null) await context.guard.ensure();
  return found;
}

/**
 * Size and hash of what stands there; null: nothing does.
 * @param withinMs what still comes by then is TOO_LARGE: that file's affair, where what does not come at all is the root's
 */
export function fingerprintIfThere(
  context: RootContext,
  path: string,
  withinMs = context.readWithinMs,
): Promise<Fingerprint | null> {
  return wholeOr(context, path, HASH_WHOLE, () => context.fs.digest(path, AbortSignal.timeout(withinMs)));
}

/** As `fingerprintIfThere`; the hash is null where the file is large and its size alone says that it is not what is wanted. */
export function standingIfThere(
  context: RootContext,
  path: string,
  { size, orOther = false }: Wanted,
  withinMs = context.readWithinMs,
): Promise<Standing | null> {
  const most = orOther ? HASH_WHOLE : Math.min(HASH_WHOLE, Math.max(size, READ_OF_STRANGERS));
  return wholeOr<Standing>(context, path, most, async () => {
    const facts = await context.fs.stat(path);
    if (facts !== null && facts.size !== size) return { size: facts.size, sha256: null };
    return context.fs.digest(path, AbortSignal.timeout(withinMs));
  });
}

export async function statIfThere(context: RootContext, path: string): Promise<FileFacts | null> {
  const facts = await context.fs.stat(path);
  if (facts === null) await context.guard.ensure();
  return facts;
}

/** For tidying up only: a file that stays behind is swept later. */
export async function removeQuietly(context: RootContext, path: string): Promise<void> {
  await context.fs.unlink(path).catch(() => undefined);
}

/** A folder that is not empty stays. Whoever still works in it makes it again. */
export async function removeEmpty(context: RootContext, folder: string): Promise<void> {
  await context.fs.rmdir(folder).catch(() => undefined);
}

export function vanished(context: RootContext, path: RelPath): MaloteError {
  return new MaloteError('SHARE_VANISHED', { location: context.location, path: path.join('/') });
}

export function verifyFailed(context: RootContext, path: RelPath): MaloteError {
  return new MaloteError('SHARE_VERIFY_FAILED', { location: context.location, path: path.join('/') });
}

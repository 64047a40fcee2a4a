import { MaloteError } from '../../shared/errors';
import { monotonicMs } from '../base';
import type { Sha256 } from '../domain';
import { inFolder } from './folders';
import type { FileFacts, OpenFile } from './fs-port';
import type { Fingerprint, Placement, RelPath, Standing } from './port';
import { isHeldOpen, patiently, renameNew, tryLink, unlessOpen } from './publish';
import {
  fingerprintOf,
  locate,
  readIfThere,
  removeQuietly,
  sameContent,
  standingIfThere,
  statIfThere,
  vanished,
  verifyFailed,
} from './root-context';
import type { RootContext } from './root-context';
import { inSpelledFolder } from './spelling';
import { temporaryName } from './temporary';
import { shareCauses } from '../../shared/messages/pt-BR/share-causes';

interface Job {
  readonly path: RelPath;
  readonly target: string;
  readonly bytes: Uint8Array;
  readonly wanted: Fingerprint;
  readonly replacing: Sha256 | undefined;
  readonly lease: AbortSignal;
}

interface Written {
  readonly temporary: string;
  readonly facts: FileFacts;
}

/** What stands under the name already. That nothing does costs one call, and is proven again by whatever gives the name. */
async function present(context: RootContext, { target, wanted, replacing, lease }: Job): Promise<Standing | null> {
  if ((await context.fs.stat(target)) === null) return null;
  const sought = { size: wanted.size, orOther: replacing !== undefined };
  return patiently(context, lease, () => standingIfThere(context, target, sought));
}

/** Null: the name is free (or held by the content that is to be replaced). */
function classify(found: Standing | null, { wanted, replacing }: Job): Placement | null {
  if (found === null) return null;
  if (sameContent(found, wanted)) return { outcome: 'same', found: wanted };
  return found.sha256 === replacing ? null : { outcome: 'conflict', found };
}

async function writeAll(file: OpenFile, bytes: Uint8Array, lease: AbortSignal): Promise<void> {
  let offset = 0;
  while (offset < bytes.length) {
    lease.throwIfAborted();
    const taken = await file.write(bytes, offset);
    if (taken <= 0) throw Object.assign(new Error('write took no byte'), { code: 'EIO' });
    offset += taken;
  }
}

/** A full share says so only at fsync or close, so both belong to the writing. */
async function fill(file: OpenFile, bytes: Uint8Array, lease: AbortSignal): Promise<FileFacts> {
  let facts: FileFacts;
  try {
    await writeAll(file, bytes, lease);
    lease.throwIfAborted();
    await file.sync();
    facts = await file.stat();
  } catch (error) {
    await file.close().catch(() => undefined);
    throw error;
  }
  await file.close();
  return facts;
}

async function create(context: RootContext, temporary: string): Promise<OpenFile> {
  const since = monotonicMs();
  const file = await context.fs.open(temporary, 'wx');
  context.staging.took(monotonicMs() - since);
  return file;
}

async function writeTemporary(context: RootContext, { path, bytes, lease }: Job): Promise<Written> {
  const folder = await context.staging.folderFor(context, path.slice(0, -1), lease);
  const temporary = locate(context, [...folder, temporaryName()]);
  const file = await inFolder(context, folder, lease, () => {
    lease.throwIfAborted();
    return create(context, temporary);
  });
  try {
    return { temporary, facts: await fill(file, bytes, lease) };
  } catch (error) {
    await removeQuietly(context, temporary);
    throw error;
  }
}

const PUBLISH_ATTEMPTS = 3;

/** Gives the temporary file its name. @returns how, or what stands there instead. */
async function publish(context: RootContext, job: Job, temporary: string): Promise<'linked' | 'renamed' | Placement> {
  for (let attempt = 0; attempt < PUBLISH_ATTEMPTS; attempt += 1) {
    job.lease.throwIfAborted();
    const linked =
      job.replacing === undefined ? await tryLink(context, temporary, job.target, job.lease) : 'unsupported';
    if (linked === 'done') return 'linked';
    const rival = classify(await present(context, job), job);
    if (rival !== null) return rival;
    if (linked === 'taken') continue;
    await renameNew(context, temporary, job.target, job.lease);
    // no other program has it open: it was the root that refused
    if (linked === 'refused') context.canLink = false;
    return 'renamed';
  }
  const details = { location: context.location, path: job.path.join('/'), cause: shareCauses.rival };
  throw new MaloteError('SHARE_BUSY', details);
}

const sameBytes = (one: Uint8Array, other: Uint8Array): boolean => Buffer.compare(one, other) === 0;

/** Whether what was found under a name is demonstrably the file that was written here. Some systems give no numbers: not there. */
function isOwn(there: FileFacts | null, written: FileFacts): boolean {
  return there !== null && written.inode !== 0n && there.inode === written.inode && there.device === written.device;
}

/** What can be told without opening the file: that it is the very file that was read back, whole. */
async function isOwnThere(context: RootContext, job: Job, written: Written): Promise<boolean> {
  const there = await statIfThere(context, job.target);
  if (there === null) return mayBeGone(context, job);
  return isOwn(there, written.facts) && there.size === job.wanted.size;
}

/** @throws SHARE_VANISHED on a root whose files stay: somebody (a virus scanner, say) took it away, and it is not there. */
function mayBeGone(context: RootContext, { path }: Job): true {
  if (context.drained) return true;
  throw vanished(context, path);
}

/** A bad file is removed only when it is demonstrably the one written here: somebody else's is not ours to delete. */
async function removeOwn(context: RootContext, target: string, written: FileFacts): Promise<void> {
  const there = await context.fs.stat(target).catch(() => null);
  if (isOwn(there, written)) await removeQuietly(context, target);
}

/**
 * Proves the published file under its name: by its number, where it got the name as a second one for the very file that was read
 * back under the temporary one, else by reading it once more. When it is already gone from a drained folder, its reader took it: its
 * content was verified a moment before, and sending it again would make a duplicate. Anywhere else it was lost. So would it while that reader, or a virus
 * scanner, still holds it open: then the number must do.
 */
async function confirm(
  context: RootContext,
  job: Job,
  written: Written,
  how: 'linked' | 'renamed',
): Promise<Placement> {
  const placed: Placement = { outcome: 'placed', found: job.wanted };
  if (how === 'linked' && (await isOwnThere(context, job, written))) return placed;
  let found: Standing | null;
  try {
    found = await patiently(context, job.lease, () => standingIfThere(context, job.target, job.wanted));
  } catch (error) {
    if (isHeldOpen(error) && (await isOwnThere(context, job, written))) return placed;
    throw error;
  }
  if (found === null) mayBeGone(context, job);
  if (found === null || sameContent(found, job.wanted)) return placed;
  await removeOwn(context, job.target, written.facts);
  throw verifyFailed(context, job.path);
}

async function deliver(context: RootContext, job: Job, written: Written): Promise<Placement> {
  const readBack = await readIfThere(context, written.temporary);
  if (readBack === null || !sameBytes(readBack, job.bytes)) throw verifyFailed(context, job.path);
  // a mount that went away after the first look has left its empty mount point, which takes files too
  await context.guard.ensureHolds(written.facts);
  job.lease.throwIfAborted();
  const how = await publish(context, job, written.temporary);
  if (typeof how !== 'string') return how;
  context.touchedFolders.add(locate(context, job.path.slice(0, -1)));
  return confirm(context, job, written, how);
}

/**
 * The one way in which a file comes onto a root: temporary name → write → fsync → close → read back → name it without
 * overwriting → prove it under its name. The reading keeps a corrupted file from ever being seen under the final name, where
 * another program may take it at once.
 * Whether the name is free is asked beforehand only where the last file found its name taken: while all are new, whatever
 * gives the name says so too, and a call is saved.
 * Reading goes through a fresh handle after fsync; a client's page cache may still answer it, which no portable call prevents, so
 * the audit reads again later.
 */
export async function placeFile(
  context: RootContext,
  wanted: RelPath,
  bytes: Uint8Array,
  replacing: Sha256 | undefined,
  lease: AbortSignal,
): Promise<Placement> {
  const path = await inSpelledFolder(context, wanted);
  const job: Job = { path, target: locate(context, path), bytes, wanted: fingerprintOf(bytes), replacing, lease };
  const before = context.expectsNew
    ? null
    : classify(await unlessOpen(context, job.target, () => present(context, job)), job);
  const placement = before ?? (await bring(context, job));
  context.expectsNew = placement.outcome === 'placed';
  // An earlier process may have died before it flushed the folder: the name deserves the next `settle` too.
  if (placement.outcome === 'same') context.touchedFolders.add(locate(context, path.slice(0, -1)));
  return placement;
}

async function bring(context: RootContext, job: Job): Promise<Placement> {
  const written = await writeTemporary(context, job);
  try {
    // the folder took a file a moment ago
    return await unlessOpen(context, job.target, () => deliver(context, job, written));
  } finally {
    await removeQuietly(context, written.temporary);
  }
}

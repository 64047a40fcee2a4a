import { MaloteError } from '../../shared/errors';
import type { Sha256 } from '../domain';
import { inFolder } from './folders';
import type { FileFacts, OpenFile } from './fs-port';
import type { Fingerprint, Placement, RelPath } from './port';
import { renamePatiently, tryLink } from './publish';
import { fingerprintIfThere, fingerprintOf, locate, removeQuietly, sameContent, verifyFailed } from './root-context';
import type { RootContext } from './root-context';
import { temporaryName } from './temporary';

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

/** Null: the name is free (or held by the content that is to be replaced). */
function judge(present: Fingerprint | null, { wanted, replacing }: Job): Placement | null {
  if (present === null) return null;
  if (sameContent(present, wanted)) return { outcome: 'same', found: present };
  return present.sha256 === replacing ? null : { outcome: 'conflict', found: present };
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

async function writeTemporary(context: RootContext, { path, bytes, lease }: Job): Promise<Written> {
  const folder = path.slice(0, -1);
  const temporary = locate(context, [...folder, temporaryName()]);
  const file = await inFolder(context, folder, lease, () => context.fs.open(temporary, 'wx'));
  try {
    return { temporary, facts: await fill(file, bytes, lease) };
  } catch (error) {
    await removeQuietly(context, temporary);
    throw error;
  }
}

const PUBLISH_ATTEMPTS = 3;

/** Gives the temporary file its name. Null when that succeeded; else what stands there instead. */
async function publish(context: RootContext, job: Job, temporary: string): Promise<Placement | null> {
  for (let attempt = 0; attempt < PUBLISH_ATTEMPTS; attempt += 1) {
    job.lease.throwIfAborted();
    const linked = job.replacing === undefined ? await tryLink(context, temporary, job.target) : 'unsupported';
    if (linked === 'done') return null;
    const rival = judge(await fingerprintIfThere(context, job.target), job);
    if (rival !== null) return rival;
    if (linked === 'taken') continue;
    await renamePatiently(context, temporary, job.target, job.lease);
    return null;
  }
  const cause = 'outro programa cria e apaga o arquivo ao mesmo tempo';
  throw new MaloteError('SHARE_BUSY', { location: context.location, path: job.path.join('/'), cause });
}

/** A bad file is removed only when it is demonstrably the one written here: somebody else's is not ours to delete. */
async function removeOwn(context: RootContext, target: string, written: FileFacts): Promise<void> {
  const there = await context.fs.stat(target).catch(() => null);
  const isOwn =
    there !== null && written.inode !== 0n && there.inode === written.inode && there.device === written.device;
  if (isOwn) await removeQuietly(context, target);
}

/**
 * Reads the published file through its name. When it is already gone, the reader of the folder took it: its content was
 * verified under the temporary name a moment before, and sending it again would make a duplicate.
 */
async function confirm(context: RootContext, job: Job, written: Written): Promise<Placement> {
  const found = await fingerprintIfThere(context, job.target);
  if (found === null || sameContent(found, job.wanted)) return { outcome: 'placed', found: job.wanted };
  await removeOwn(context, job.target, written.facts);
  throw verifyFailed(context, job.path);
}

async function deliver(context: RootContext, job: Job, written: Written): Promise<Placement> {
  // a mount that went away after the first look has left its empty mount point, which takes files too
  await context.guard.ensure();
  const readBack = await fingerprintIfThere(context, written.temporary);
  if (readBack === null || !sameContent(readBack, job.wanted)) throw verifyFailed(context, job.path);
  const rival = await publish(context, job, written.temporary);
  if (rival !== null) return rival;
  context.touchedFolders.add(locate(context, job.path.slice(0, -1)));
  return confirm(context, job, written);
}

/**
 * The one way in which a file comes onto a root: temporary name in the same folder → write → fsync → close → read back →
 * name it without overwriting → read back through its name. The first reading keeps a corrupted file from ever being seen
 * under the final name, where another program may take it at once; the second proves the name.
 * Both readings go through fresh handles after fsync; a client's page cache may still answer them, which no portable call
 * prevents, so the audit reads again later.
 */
export async function placeFile(
  context: RootContext,
  path: RelPath,
  bytes: Uint8Array,
  replacing: Sha256 | undefined,
  lease: AbortSignal,
): Promise<Placement> {
  const job: Job = { path, target: locate(context, path), bytes, wanted: fingerprintOf(bytes), replacing, lease };
  const before = judge(await fingerprintIfThere(context, job.target), job);
  if (before !== null) {
    // An earlier process may have died before it flushed the folder: the name deserves the next `settle` too.
    if (before.outcome === 'same') context.touchedFolders.add(locate(context, path.slice(0, -1)));
    return before;
  }
  const written = await writeTemporary(context, job);
  try {
    return await deliver(context, job, written);
  } finally {
    await removeQuietly(context, written.temporary);
  }
}

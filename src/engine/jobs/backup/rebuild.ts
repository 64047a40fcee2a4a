import { createHash } from 'node:crypto';
import { mkdir, statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import { isMaloteError, MaloteError } from '../../../shared/errors';
import { fileReason, writeNewFile } from '../../files';
import { absolute, foundPath, HOST_PLATFORM, type RelPath } from '../../shares';
import { isOwn } from './contents';
import { ahead } from './in-flight';
import type { BackedUpFile, Manifest } from './manifest';
import type { BackupStore } from './store';

export interface RebuildOptions {
  readonly store: BackupStore;
  readonly manifest: Manifest;
  /** Empty. */
  readonly folder: string;
  /** Whether it has to survive a power cut. */
  readonly durable: boolean;
  readonly signal: AbortSignal;
  /** In bytes. */
  readonly tell?: (done: number, total: number) => void;
}

/** Slices asked for ahead of the one that is being written. */
const AHEAD = 4;

export const sizeOf = ({ files }: Manifest): number => files.reduce((sum, { size }) => sum + size, 0);

/**
 * Builds all files of a copy in a folder, each slice and each file held against its hash.
 * @throws MaloteError BACKUP_TRUNCATED, BACKUP_ALTERED, BACKUP_CANNOT_WRITE, SHARE_*, CANCELLED
 */
export async function rebuild(options: RebuildOptions): Promise<void> {
  const { manifest, folder, tell } = options;
  const total = sizeOf(manifest);
  await wantRoom(folder, total);
  let done = 0;
  for (const file of manifest.files) {
    await rebuildFile(options, file, placeIn(manifest, file), (bytes) => {
      done += bytes;
      tell?.(done, total);
    });
  }
}

/** A name that leads out of the workspace, or to what is none of its own, was not written by this program. */
function placeIn({ id }: Manifest, { path }: BackedUpFile): RelPath {
  const names = path.split('/');
  if (!isOwn(names[0] ?? '')) throw new MaloteError('BACKUP_ALTERED', { id, part: path });
  return foundPath(...names);
}

/** A system that does not say how much is free is believed to have it. */
async function wantRoom(folder: string, bytes: number): Promise<void> {
  const facts = await statfs(folder).catch(() => null);
  if (facts === null || facts.bavail * facts.bsize >= bytes) return;
  throw new MaloteError('BACKUP_CANNOT_WRITE', { place: folder, reason: fileReason({ code: 'ENOSPC' }) });
}

async function rebuildFile(
  { store, manifest: { id }, folder, durable, signal }: RebuildOptions,
  file: BackedUpFile,
  path: RelPath,
  tell: (bytes: number) => void,
): Promise<void> {
  const place = absolute(folder, path, HOST_PLATFORM);
  const whole = createHash('sha256');
  let size = 0;
  async function* pieces(): AsyncGenerator<Uint8Array> {
    for await (const bytes of ahead(file.slices, AHEAD, (sha256) => store.get(id, sha256, signal))) {
      signal.throwIfAborted();
      whole.update(bytes);
      size += bytes.length;
      yield bytes;
      tell(bytes.length);
    }
  }
  try {
    await mkdir(dirname(place), { recursive: true });
    await writeNewFile(place, pieces(), { durable });
  } catch (error) {
    if (isMaloteError(error) || typeof (error as { code?: unknown }).code !== 'string') throw error;
    throw new MaloteError('BACKUP_CANNOT_WRITE', { place, reason: fileReason(error) }, { cause: error });
  }
  if (size !== file.size || whole.digest('hex') !== file.sha256)
    throw new MaloteError(size < file.size ? 'BACKUP_TRUNCATED' : 'BACKUP_ALTERED', { id, part: file.path });
}

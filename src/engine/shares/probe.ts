import { randomBytes } from 'node:crypto';
import { fingerprintIfThere, fingerprintOf, locate, removeQuietly, sameContent, verifyFailed } from './root-context';
import type { RootContext } from './root-context';
import { temporaryName } from './temporary';

export interface Health {
  /** Real milliseconds from the first call to the verified read. */
  readonly latencyMs: number;
  readonly freeBytes: number | null;
}

/** The size of a document. NTFS keeps files of a few hundred bytes in its own table and takes them on a disk that is full. */
const PROBE_BYTES = 8_192;

async function writeProbe(context: RootContext, path: string, bytes: Uint8Array): Promise<void> {
  const file = await context.fs.open(path, 'wx');
  try {
    await file.write(bytes, 0);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Proves that the root takes, keeps and gives back a file now. A volume that hides its free space gives null for it. */
export async function probeRoot(context: RootContext, lease: AbortSignal): Promise<Health> {
  const start = context.clock.now();
  const name = temporaryName('probe-');
  const path = locate(context, [name]);
  const bytes = randomBytes(PROBE_BYTES);
  lease.throwIfAborted();
  try {
    await writeProbe(context, path, bytes);
    const found = await fingerprintIfThere(context, path);
    if (found === null || !sameContent(found, fingerprintOf(bytes))) throw verifyFailed(context, [name]);
  } finally {
    await removeQuietly(context, path);
  }
  const latencyMs = context.clock.now() - start;
  const freeBytes = await context.fs.freeBytes(locate(context, [])).catch(() => null);
  return { latencyMs, freeBytes };
}

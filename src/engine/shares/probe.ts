import { randomBytes } from 'node:crypto';
import { fingerprintIfThere, fingerprintOf, locate, removeQuietly, sameContent, verifyFailed } from './root-context';
import type { RootContext } from './root-context';
import { isTemporaryName, temporaryName } from './temporary';

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

const PROBE = 'probe-';
/** What a killed process left is nobody's any more; a younger one may be under way in another program on the same folder. */
const LEFT_BEHIND_MS = 10 * 60_000;

/** Lists the root, and removes what earlier probes left when their process was killed. */
async function tidyProbes(context: RootContext): Promise<void> {
  const entries = await context.fs.readdir(locate(context, []));
  for (const { name } of entries.filter((entry) => isTemporaryName(entry.name) && entry.name.includes(PROBE))) {
    const facts = await context.fs.stat(locate(context, [name]));
    if (facts === null || context.clock.now() - facts.modifiedMs < LEFT_BEHIND_MS) continue;
    await removeQuietly(context, locate(context, [name]));
  }
}

/** Proves that the root can be listed, and takes, keeps and gives back a file now. A volume that hides its free space gives null for it. */
export async function probeRoot(context: RootContext, lease: AbortSignal): Promise<Health> {
  const start = context.clock.now();
  const name = temporaryName(PROBE);
  const path = locate(context, [name]);
  const bytes = randomBytes(PROBE_BYTES);
  lease.throwIfAborted();
  await tidyProbes(context);
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

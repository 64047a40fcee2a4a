import { keptBackups, type RetentionRule } from './retention';
import type { BackupStore } from './store';

export interface Pruned {
  readonly backups: readonly string[];
  readonly slices: number;
}

/** What somebody may be about to name in a manifest is younger. */
const GRACE_MS = 24 * 3_600_000;

/**
 * Takes away the copies that retention does not keep, and then what none of the others is made of. While a manifest cannot be read, nobody
 * knows what it names, and no slice goes.
 * @param now milliseconds since 1970
 */
export async function prune(
  store: BackupStore,
  rule: RetentionRule,
  now: number,
  signal: AbortSignal,
): Promise<Pruned> {
  const { whole, broken } = await store.manifests(signal);
  const proofs = await store.proofs(signal);
  const proven = new Set([...proofs].filter(([, { ok }]) => ok).map(([id]) => id));
  const kept = keptBackups(
    whole.map(({ manifest }) => manifest),
    rule,
    proven,
  );
  const gone = whole.filter(({ manifest }) => !kept.has(manifest.id)).map(({ manifest }) => manifest.id);
  for (const id of gone) await store.removeManifest(id, signal);
  // a slice goes only once nothing that names it can come back after a power cut
  await store.flush(signal);
  if (broken.length > 0) return { backups: gone, slices: 0 };
  const named = whole.filter(({ manifest }) => kept.has(manifest.id)).flatMap(({ manifest }) => manifest.files);
  const needed = new Set(named.flatMap(({ slices }) => slices));
  return { backups: gone, slices: await removeOthers(store, needed, now, signal) };
}

async function removeOthers(
  store: BackupStore,
  needed: ReadonlySet<string>,
  now: number,
  signal: AbortSignal,
): Promise<number> {
  const others: string[] = [];
  for await (const { sha256, modifiedMs } of store.slices(signal))
    if (!needed.has(sha256) && now - modifiedMs > GRACE_MS) others.push(sha256);
  for (const sha256 of others) await store.removeSlice(sha256, signal);
  return others.length;
}

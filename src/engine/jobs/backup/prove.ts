import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { isMaloteError, MaloteError } from '../../../shared/errors';
import { LEDGER_VERSION } from '../../ledger';
import { LEDGER_FILE, provingFolder } from './contents';
import { wholeLedger, type InspectCopy } from './inspect';
import { emptied } from './make-backup';
import { checkChain, type Manifest, type SealedManifest } from './manifest';
import { rebuild, sizeOf } from './rebuild';
import type { BackupStore } from './store';

export interface ProvingOptions {
  readonly store: BackupStore;
  readonly workspace: string;
  readonly inspect: InspectCopy;
  readonly now: number;
  readonly signal: AbortSignal;
  /** In bytes. */
  readonly tell?: (done: number, total: number) => void;
}

export interface BackupProof {
  readonly id: string;
  /** ISO 8601. */
  readonly at: string;
  readonly files: number;
  readonly bytes: number;
  /** Rows of the ledger in it, by table. */
  readonly counts: Readonly<Record<string, number>>;
}

/** @throws MaloteError BACKUP_NEWER, BACKUP_TRUNCATED */
export function checkUsable({ id, ledger, files }: Manifest): void {
  if (ledger.version > LEDGER_VERSION)
    throw new MaloteError('BACKUP_NEWER', { id, found: ledger.version, known: LEDGER_VERSION });
  if (!files.some(({ path }) => path === LEDGER_FILE))
    throw new MaloteError('BACKUP_TRUNCATED', { id, part: LEDGER_FILE });
}

/**
 * Proves a copy by putting all of it together in a scratch folder, which goes away again, and looking through its ledger. What came of it
 * is noted beside the copy.
 * @throws MaloteError BACKUP_* where it is none that could be put back; SHARE_*, CANCELLED, BACKUP_CANNOT_WRITE, which say nothing of it
 */
export async function proveBackup(sealed: SealedManifest, options: ProvingOptions): Promise<BackupProof> {
  const { store, signal, now } = options;
  const { manifest, sha256 } = sealed;
  const at = new Date(now).toISOString();
  try {
    const proof = await putTogether(sealed, options, at);
    await store.noteProof(manifest.id, { at, ok: true, sha256 }, signal);
    return proof;
  } catch (error) {
    if (isVerdict(error)) await store.noteProof(manifest.id, { at, ok: false, sha256 }, signal);
    throw error;
  }
}

/** Whether a failure says something of the copy itself. */
export function isVerdict(error: unknown): error is MaloteError {
  return (
    isMaloteError(error) &&
    ['BACKUP_TRUNCATED', 'BACKUP_ALTERED', 'BACKUP_CHAIN_BROKEN', 'BACKUP_UNSOUND'].includes(error.code)
  );
}

async function putTogether(
  { manifest, sha256 }: SealedManifest,
  { store, workspace, inspect, signal, tell }: ProvingOptions,
  at: string,
): Promise<BackupProof> {
  const { id, files, ledger } = manifest;
  checkUsable(manifest);
  checkChain({ manifest, sha256 }, (await store.manifests(signal)).whole);
  const folder = provingFolder(workspace);
  try {
    await emptied(folder);
    await rebuild({ store, manifest, folder, durable: false, signal, ...(tell === undefined ? {} : { tell }) });
    const { counts } = await wholeLedger(inspect, {
      id,
      file: join(folder, LEDGER_FILE),
      deep: true,
      counts: ledger.counts,
    });
    return { id, at, files: files.length, bytes: sizeOf(manifest), counts };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

import { MaloteError } from '../../../shared/errors';
import type { BackupView } from '../../../shared/ipc/backups';
import type { FileRoot } from '../../shares';
import { identityOf } from './identity';
import type { InspectCopy } from './inspect';
import type { SealedManifest } from './manifest';
import { proveBackup, type BackupProof } from './prove';
import { sizeOf } from './rebuild';
import { BackupStore, workspacesOn, type BrokenManifest, type ProofRecord } from './store';

export interface ReaderOptions {
  readonly root: FileRoot;
  readonly workspace: string;
  readonly signal: AbortSignal;
  /** Whose copies; default: this workspace's, or of who alone has some there. */
  readonly of?: string;
}

/** Reads copies without an engine: for who has lost the workspace, or looks at those of another. */
export interface BackupReader {
  readonly store: BackupStore;
  list(): Promise<readonly BackupView[]>;
  /** @throws MaloteError BACKUP_UNKNOWN, BACKUP_NONE, and what stands against the one that is asked for */
  find(id: string | null): Promise<SealedManifest>;
  /** @throws MaloteError as `proveBackup` */
  prove(id: string | null, inspect: InspectCopy, now: number): Promise<BackupProof>;
}

/** @throws MaloteError BACKUP_NONE, BACKUP_SEVERAL_WORKSPACES, SHARE_* */
export async function backupReader(options: ReaderOptions): Promise<BackupReader> {
  const { root, workspace, signal } = options;
  const store = new BackupStore(root, options.of ?? (await ownerOn(options)));
  const find = async (id: string | null): Promise<SealedManifest> => {
    const { location } = root;
    if (id !== null) {
      const named = isName(id) ? await store.manifest(id, signal) : null;
      if (named === null) throw new MaloteError('BACKUP_UNKNOWN', { id, location });
      return named;
    }
    const { whole, broken } = await store.manifests(signal);
    const [newest] = whole;
    if (newest !== undefined) return newest;
    throw broken[0]?.error ?? new MaloteError('BACKUP_NONE', { location });
  };
  return {
    store,
    list: () => listBackups(store, signal),
    find,
    prove: async (id, inspect, now) => proveBackup(await find(id), { store, workspace, inspect, now, signal }),
  };
}

/** Of no name that a person types a path is made. */
const isName = (id: string): boolean => /^[\dTZ-]{10,40}$/.test(id);

async function ownerOn({ root, workspace, signal }: ReaderOptions): Promise<string> {
  const own = await identityOf(workspace);
  const there = await workspacesOn(root, signal);
  const { location } = root;
  const [first] = there;
  if (own !== null && there.includes(own)) return own;
  if (first === undefined) throw new MaloteError('BACKUP_NONE', { location });
  if (there.length > 1) throw new MaloteError('BACKUP_SEVERAL_WORKSPACES', { location, workspaces: there.join(', ') });
  return first;
}

/** Newest first; those that cannot be read come last. */
export async function listBackups(store: BackupStore, signal: AbortSignal): Promise<readonly BackupView[]> {
  const { whole, broken } = await store.manifests(signal);
  const proofs = await store.proofs(signal);
  return [...whole.map((sealed) => viewOf(sealed, proofs.get(sealed.manifest.id))), ...broken.map(brokenView)];
}

function viewOf({ manifest, sha256 }: SealedManifest, proof: ProofRecord | undefined): BackupView {
  const { id, createdAt, files, ledger, program } = manifest;
  // a note of another manifest of that name says nothing of this one
  const own = proof?.sha256 === sha256 ? proof : undefined;
  return {
    id,
    createdAt,
    program,
    files: files.length,
    bytes: sizeOf(manifest),
    documents: ledger.counts['documents'] ?? 0,
    proof: own === undefined ? null : { at: own.at, ok: own.ok },
    error: null,
  };
}

function brokenView({ id, error }: BrokenManifest): BackupView {
  const proof = null;
  return {
    id,
    createdAt: null,
    program: null,
    files: null,
    bytes: null,
    documents: null,
    proof,
    error: error.toEnvelope(),
  };
}

import { hash } from 'node:crypto';
import { z } from 'zod';
import { isMaloteError, MaloteError } from '../../../shared/errors';
import type { FileRoot } from '../../shares';
import { inOrder, openManifest, sealManifest, type Manifest, type SealedManifest } from './manifest';
import { pack, unpack, type Slice } from './slices';
import {
  homePath,
  manifestPath,
  manifestsPath,
  nameOf,
  proofPath,
  proofsPath,
  slicePath,
  slicesPath,
  workspaceOf,
} from './store-layout';

/** A manifest that cannot be used, and why. */
export interface BrokenManifest {
  readonly id: string;
  readonly error: MaloteError;
}

export interface FoundManifests {
  /** Newest first. */
  readonly whole: readonly SealedManifest[];
  readonly broken: readonly BrokenManifest[];
}

const proofSchema = z.object({
  at: z.string(),
  ok: z.boolean(),
  /** Of the manifest that was proven. */
  sha256: z.string(),
});
/** What came of looking through a copy. */
export type ProofRecord = z.output<typeof proofSchema>;

export interface StoredSlice {
  readonly sha256: string;
  readonly modifiedMs: number;
}

/** The copies of one workspace on a root. */
export class BackupStore {
  constructor(
    private readonly root: FileRoot,
    readonly workspace: string,
  ) {}

  get location(): string {
    return this.root.location;
  }

  async *slices(signal: AbortSignal): AsyncGenerator<StoredSlice> {
    for await (const { path, modifiedMs } of this.root.list(slicesPath(this.workspace), { signal })) {
      const sha256 = nameOf(path, '.gz');
      if (sha256 !== null) yield { sha256, modifiedMs };
    }
  }

  /** Puts a slice where it is not yet, and in the place of one that is not what its name says. @returns the bytes written */
  async put({ sha256, bytes }: Slice, signal: AbortSignal): Promise<number> {
    const path = slicePath(this.workspace, sha256);
    const packed = await pack(bytes);
    const { outcome } = await this.root.writeVerified(path, packed, { signal });
    if (outcome === 'same') return 0;
    if (outcome === 'placed') return packed.length;
    // of another release of zlib, or spoilt
    const there = await this.root.read(path, { signal });
    if (await holds(sha256, there)) return 0;
    const replacing = there === null ? {} : { replacing: hash('sha256', there, 'hex') };
    const again = await this.root.writeVerified(path, packed, { signal, ...replacing });
    if (again.outcome === 'conflict') throw new MaloteError('SHARE_EXISTS', { location: this.location, path: sha256 });
    return packed.length;
  }

  /** @throws MaloteError BACKUP_TRUNCATED, BACKUP_ALTERED, SHARE_* */
  async get(id: string, sha256: string, signal: AbortSignal): Promise<Buffer> {
    return unpack(id, sha256, await this.root.read(slicePath(this.workspace, sha256), { signal }));
  }

  removeSlice(sha256: string, signal: AbortSignal): Promise<boolean> {
    return this.root.remove(slicePath(this.workspace, sha256), { signal });
  }

  async manifests(signal: AbortSignal): Promise<FoundManifests> {
    const whole: SealedManifest[] = [];
    const broken: BrokenManifest[] = [];
    for (const id of await this.#names(manifestsPath(this.workspace), signal)) {
      const found = await this.manifest(id, signal).catch((error: unknown) => brokenBy(id, error));
      if (found === null) continue;
      if ('error' in found) broken.push(found);
      else whole.push(found);
    }
    return { whole: inOrder(whole), broken };
  }

  /** Null: there is none. @throws MaloteError as `openManifest`, SHARE_* */
  async manifest(id: string, signal: AbortSignal): Promise<SealedManifest | null> {
    const bytes = await this.root.read(manifestPath(this.workspace, id), { signal });
    return bytes === null ? null : openManifest(id, bytes);
  }

  /** Last of all: from here on there is such a copy. What it is made of has its names for good before. */
  async conclude(manifest: Manifest, signal: AbortSignal): Promise<SealedManifest> {
    await this.root.flush({ signal });
    const { bytes, sealed } = sealManifest(manifest);
    const { outcome } = await this.root.writeVerified(manifestPath(this.workspace, manifest.id), bytes, { signal });
    if (outcome === 'conflict') throw new MaloteError('SHARE_EXISTS', { location: this.location, path: manifest.id });
    await this.root.flush({ signal });
    return sealed;
  }

  /** With what was found out about it. */
  async removeManifest(id: string, signal: AbortSignal): Promise<void> {
    await this.root.remove(manifestPath(this.workspace, id), { signal });
    await this.root.remove(proofPath(this.workspace, id), { signal });
  }

  async proofs(signal: AbortSignal): Promise<ReadonlyMap<string, ProofRecord>> {
    const found = new Map<string, ProofRecord>();
    for (const id of await this.#names(proofsPath(this.workspace), signal)) {
      const bytes = await this.root.read(proofPath(this.workspace, id), { signal });
      const record = bytes === null ? null : proofOf(bytes);
      if (record !== null) found.set(id, record);
    }
    return found;
  }

  async noteProof(id: string, record: ProofRecord, signal: AbortSignal): Promise<void> {
    const path = proofPath(this.workspace, id);
    const before = await this.root.read(path, { signal });
    const replacing = before === null ? {} : { replacing: hash('sha256', before, 'hex') };
    await this.root.writeVerified(path, Buffer.from(`${JSON.stringify(record)}\n`), { signal, ...replacing });
    await this.root.flush({ signal });
  }

  flush(signal: AbortSignal): Promise<void> {
    return this.root.flush({ signal });
  }

  async #names(folder: ReturnType<typeof manifestsPath>, signal: AbortSignal): Promise<string[]> {
    const names: string[] = [];
    for await (const { path } of this.root.list(folder, { signal })) {
      const name = nameOf(path, '.json');
      if (name !== null) names.push(name);
    }
    return names;
  }
}

/** What is not read because the root is away is not broken. */
function brokenBy(id: string, error: unknown): BrokenManifest {
  if (isMaloteError(error) && error.code.startsWith('BACKUP_')) return { id, error };
  throw error;
}

function proofOf(bytes: Uint8Array): ProofRecord | null {
  try {
    return proofSchema.parse(JSON.parse(Buffer.from(bytes).toString('utf8')));
  } catch {
    // a note that cannot be read proves nothing
    return null;
  }
}

async function holds(sha256: string, packed: Uint8Array | null): Promise<boolean> {
  try {
    await unpack('', sha256, packed);
    return true;
  } catch (error) {
    if (isMaloteError(error)) return false;
    throw error;
  }
}

/** Whose copies lie on a root. */
export async function workspacesOn(root: FileRoot, signal: AbortSignal): Promise<string[]> {
  const found = new Set<string>();
  const names = [null, ['copias']] as const;
  for await (const { path } of root.list(homePath(), { signal, names })) {
    const workspace = workspaceOf(path);
    if (workspace !== null) found.add(workspace);
  }
  return [...found].sort();
}

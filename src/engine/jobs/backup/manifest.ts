import { hash } from 'node:crypto';
import { z } from 'zod';
import { MaloteError } from '../../../shared/errors';

const sha256 = z.string().regex(/^[\da-f]{64}$/);
const count = z.int().min(0);

/** A file of a copy, in the order of its slices. */
const fileSchema = z.object({
  /** Below the workspace, its names separated by `/`. */
  path: z.string().min(1),
  size: count,
  sha256,
  slices: z.array(sha256),
});

const manifestSchema = z.object({
  format: z.literal(1),
  /** Of the program that wrote it. */
  program: z.string(),
  workspace: z.string().min(1),
  id: z.string().min(1),
  /** Its place in the chain, whatever clocks say. */
  sequence: z.int().min(1),
  createdAt: z.string(),
  /** The one before it, as it was then; null: it is the first. */
  previous: z.object({ id: z.string(), sha256 }).nullable(),
  ledger: z.object({ version: count, counts: z.record(z.string(), count) }),
  files: z.array(fileSchema),
});

export type BackedUpFile = z.output<typeof fileSchema>;
export type Manifest = z.output<typeof manifestSchema>;

/** A manifest with the hash that seals it. */
export interface SealedManifest {
  readonly manifest: Manifest;
  /** Of the manifest's own text. */
  readonly sha256: string;
}

export const MANIFEST_FORMAT = 1;

const hashOf = (text: string): string => hash('sha256', text, 'hex');

/** The text of a sealed manifest: its hash is that of `JSON.stringify` of it, which reading and writing again does not change. */
export function sealManifest(manifest: Manifest): { readonly bytes: Uint8Array; readonly sealed: SealedManifest } {
  const sealed = { manifest, sha256: hashOf(JSON.stringify(manifest)) };
  return { sealed, bytes: Buffer.from(`${JSON.stringify(sealed)}\n`) };
}

const envelopeSchema = z.object({ manifest: z.looseObject({ format: z.int().min(1) }), sha256 });

function parsed(id: string, bytes: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(bytes).toString('utf8'));
  } catch {
    // a file that ends before its end is no JSON; another byte mostly is
    throw new MaloteError(isCutShort(bytes) ? 'BACKUP_TRUNCATED' : 'BACKUP_ALTERED', { id, part: `${id}.json` });
  }
}

const isCutShort = (bytes: Uint8Array): boolean => !Buffer.from(bytes).toString('latin1').trimEnd().endsWith('}');

/**
 * Reads a manifest as it lies in the store.
 * @throws MaloteError BACKUP_TRUNCATED, BACKUP_ALTERED; BACKUP_NEWER of a format that this program does not know
 */
export function openManifest(id: string, bytes: Uint8Array): SealedManifest {
  const altered = new MaloteError('BACKUP_ALTERED', { id, part: `${id}.json` });
  const envelope = envelopeSchema.safeParse(parsed(id, bytes));
  if (!envelope.success) throw altered;
  const { manifest, sha256: seal } = envelope.data;
  if (hashOf(JSON.stringify(manifest)) !== seal) throw altered;
  if (manifest.format > MANIFEST_FORMAT)
    throw new MaloteError('BACKUP_NEWER', { id, found: manifest.format, known: MANIFEST_FORMAT });
  const known = manifestSchema.safeParse(manifest);
  if (!known.success || known.data.id !== id) throw altered;
  return { manifest: known.data, sha256: seal };
}

/**
 * Whether a copy follows the one that it says it follows. One that retention has taken away since proves nothing.
 * @throws MaloteError BACKUP_CHAIN_BROKEN
 */
export function checkChain({ manifest }: SealedManifest, others: readonly SealedManifest[]): void {
  const { id, previous } = manifest;
  const before = others.find((other) => other.manifest.id === previous?.id);
  if (previous === null || before === undefined || before.sha256 === previous.sha256) return;
  throw new MaloteError('BACKUP_CHAIN_BROKEN', { id, previous: previous.id });
}

/** Newest first. */
export function inOrder(manifests: readonly SealedManifest[]): SealedManifest[] {
  return [...manifests].sort(
    ({ manifest: one }, { manifest: other }) =>
      other.sequence - one.sequence || (one.createdAt < other.createdAt ? 1 : -1),
  );
}

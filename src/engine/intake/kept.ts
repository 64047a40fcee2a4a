import type { Sha256 } from '../domain';
import { relPath, type RelPath } from '../shares';
import { alarmOf, type Contradiction } from './contradiction';

/** Bytes that are kept without being a live document. */
export interface KeptFile {
  readonly category: 'refused' | 'summary' | 'voided' | 'variant' | 'original';
  readonly code: string | null;
  readonly reason: string;
  readonly identity: string | null;
  readonly situation: string | null;
  readonly bytes: Uint8Array;
  readonly sha256: Sha256;
  /** Of a variant: in what it contradicts the document that is held. */
  readonly contradicts?: readonly Contradiction[];
}

/** Where it lies in the workspace's folder of kept files. */
export function keptPath(file: Pick<KeptFile, 'category' | 'sha256'>): RelPath {
  return relPath(file.category, `${file.sha256}.xml`);
}

/** Other bytes of a document or event that is filed, and in what they contradict the ones that are held. */
export interface Variant {
  readonly identity: string;
  readonly bytes: Uint8Array;
  readonly sha256: Sha256;
  readonly contradicts: readonly Contradiction[];
}

const SAME_DOCUMENT = 'Mesmo documento com outros bytes.';
export const REPLACED = 'Substituído por uma forma mais completa (com protocolo).';

export function keptVariant(variant: Variant, reason = SAME_DOCUMENT): KeptFile {
  const { identity, bytes, sha256, contradicts } = variant;
  const alarm = alarmOf(contradicts);
  return {
    ...{ category: 'variant', situation: null, identity, bytes, sha256 },
    code: alarm?.code ?? null,
    reason: alarm?.reason ?? reason,
    contradicts,
  };
}

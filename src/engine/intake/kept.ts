import type { Sha256 } from '../domain';
import { relPath, type RelPath } from '../shares';
import { alarmOf, type Contradiction } from './contradiction';
import { intakeMessages } from '../../shared/messages/pt-BR/intake';

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
  /** In what a copy of a municipal note contradicts the one that is filed, in words. */
  readonly noteContradicts?: readonly string[];
}

export function keptVariant(variant: Variant, reason: string = intakeMessages.sameDocument): KeptFile {
  const { identity, bytes, sha256, contradicts, noteContradicts = [] } = variant;
  const base = { category: 'variant', situation: null, identity, bytes, sha256 } as const;
  // copies of a municipal note have no common signature, and each may leave something unsaid: they are set against each other apart
  if (noteContradicts.length > 0)
    return { ...base, code: 'NFSE_CONTRADICTS', reason: intakeMessages.otherNote(noteContradicts) };
  const alarm = alarmOf(contradicts);
  return { ...base, code: alarm?.code ?? null, reason: alarm?.reason ?? reason, contradicts };
}

import type { Sha256 } from '../domain';
import { relPath, type RelPath } from '../shares';

/** Bytes that are kept without being a live document. */
export interface KeptFile {
  readonly category: 'refused' | 'summary' | 'voided' | 'variant' | 'original';
  readonly code: string | null;
  readonly reason: string;
  readonly identity: string | null;
  readonly situation: string | null;
  readonly bytes: Uint8Array;
  readonly sha256: Sha256;
}

/** Where it lies in the workspace's folder of kept files. */
export function keptPath(file: Pick<KeptFile, 'category' | 'sha256'>): RelPath {
  return relPath(file.category, `${file.sha256}.xml`);
}

/** Other bytes of a document or event that is filed. `alarming`: what was signed differs. */
export interface Variant {
  readonly identity: string;
  readonly bytes: Uint8Array;
  readonly sha256: Sha256;
  readonly alarming: boolean;
  /** In what a copy of a municipal note contradicts the one that is filed, in words. */
  readonly contradicts?: readonly string[];
}

const SAME_DOCUMENT = 'Mesmo documento com outros bytes.';
const DIGEST_DIFFERS = 'Mesma chave com outro conteúdo assinado: possível adulteração.';
export const REPLACED = 'Substituído por uma forma mais completa (com protocolo).';

function contradiction(names: readonly string[]): string {
  return `Mesma nota (município, prestador e número) com outro conteúdo em: ${names.join(', ')}. Confira na prefeitura qual cópia vale.`;
}

export function keptVariant(variant: Variant, reason = SAME_DOCUMENT): KeptFile {
  const { identity, bytes, sha256, alarming, contradicts = [] } = variant;
  const base = { category: 'variant', situation: null, identity, bytes, sha256 } as const;
  if (contradicts.length > 0) return { ...base, code: 'NFSE_CONTRADICTS', reason: contradiction(contradicts) };
  return { ...base, code: alarming ? 'DIGEST_DIFFERS' : null, reason: alarming ? DIGEST_DIFFERS : reason };
}

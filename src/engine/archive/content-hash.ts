import { hash } from 'node:crypto';
import type { Sha256 } from '../domain';

/** The hash by which a content is known in the ledger, in the archive and at the targets. */
export function sha256Of(bytes: Uint8Array): Sha256 {
  return hash('sha256', bytes, 'hex');
}

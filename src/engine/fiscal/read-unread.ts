import { createHash } from 'node:crypto';
import type { FiscalDocument } from './types';

/** A municipal NFS-e whose layout is known to exist and is not read: kept whole, identified by its bytes. */
export function unreadNfse(bytes: Uint8Array): FiscalDocument {
  return {
    type: 'document',
    identity: `RAW:${createHash('sha256').update(bytes).digest('hex')}`,
    accessKey: null,
    kind: 'NFSe',
    model: 'NFSe',
    form: 'unread',
    number: null,
    series: null,
    issuedAt: null,
    issueDay: null,
    month: null,
    operation: null,
    purpose: null,
    parties: [],
    takerPointer: null,
    totalCents: null,
    totalText: null,
    protocol: null,
    digest: null,
    environment: null,
    replaces: null,
    findings: [],
    bytes,
  };
}

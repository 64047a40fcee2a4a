import { createHash } from 'node:crypto';
import type { FiscalDocument } from './types';

/** A municipal NFS-e of a layout that is not read: kept whole, known by its bytes alone, so that it never stands for a note. */
export function unreadNfse(bytes: Uint8Array, shape: string): FiscalDocument {
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
    shape,
    findings: [],
    bytes,
  };
}

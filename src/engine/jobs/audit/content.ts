import { auditFileMessages } from '../../../shared/messages/pt-BR/audit';
import {
  decodeAccessKey,
  directionFor,
  foldStatus,
  monthOf,
  type DocumentKind,
  type Month,
  type Party,
} from '../../domain';
import { readFiscal, type FiscalDocument, type FiscalItem, type Finding } from '../../fiscal';
import type { Belongs, Clients } from './place';

/** What a file on disk says it is, as it is remembered between audits. */
export type Content =
  | {
      readonly type: 'document';
      readonly identity: string;
      readonly kind: DocumentKind;
      readonly model: string;
      readonly month: Month | null;
      readonly operation: '0' | '1' | null;
      readonly parties: readonly Party[];
      /** Its parties are not read. */
      readonly unread: boolean;
      /** In what its key contradicts it, sentences in Portuguese. */
      readonly odd: readonly string[];
    }
  | {
      readonly type: 'event';
      readonly identity: string;
      readonly documentIdentity: string;
      readonly kind: DocumentKind;
      readonly month: Month | null;
    }
  | { readonly type: 'summary'; readonly identity: string; readonly kind: DocumentKind }
  | { readonly type: 'voided-range'; readonly kind: DocumentKind }
  | { readonly type: 'several'; readonly identities: readonly string[]; readonly kind: DocumentKind };

export interface Problem {
  readonly code: string;
  /** One sentence in Portuguese. */
  readonly reason: string;
}

export type Understood =
  { readonly content: Content; readonly problem: null } | { readonly content: null; readonly problem: Problem };

/** As many as are worth remembering of a file that holds more. */
const SEVERAL_AT_MOST = 100;
/** A wrong check digit makes a bad key, but contradicts nothing; the tax authority issues notes for others under its own CNPJ. */
const NO_CONTRADICTION = new Set(['key-check-digit', 'key-issuer']);

/** Sentences of those findings in which key and content contradict each other. */
export function keyContradictions(findings: readonly Finding[]): string[] {
  return findings
    .filter(({ code }) => code.startsWith('key-') && !NO_CONTRADICTION.has(code))
    .map(({ message }) => message);
}

function isRejected({ model, protocol }: FiscalDocument): boolean {
  return protocol !== null && foldStatus([{ type: 'protocol', model, cStat: protocol.status }]).state === 'rejected';
}

function contentOf(item: FiscalItem): Content {
  const { kind } = item;
  switch (item.type) {
    case 'document': {
      const { identity, model, month, operation, parties, form, findings } = item;
      return {
        type: 'document',
        identity,
        kind,
        model,
        month,
        operation,
        parties,
        unread: form === 'unread',
        odd: keyContradictions(findings),
      };
    }
    case 'event': {
      const { identity, documentIdentity, issuedAt } = item;
      const month = decodeAccessKey(documentIdentity)?.month ?? (issuedAt === null ? null : monthOf(issuedAt));
      return { type: 'event', identity, documentIdentity, kind, month };
    }
    case 'summary':
      return { type: 'summary', identity: item.documentIdentity, kind };
    case 'voided-range':
      return { type: 'voided-range', kind };
  }
}

/** An event that the envelope of its own document holds: the file is that document's. */
function isInside(item: FiscalItem, items: readonly FiscalItem[]): boolean {
  const [first] = items;
  if (item.type !== 'event' || first?.type !== 'document' || item.documentIdentity !== first.identity) return false;
  const [inner, outer] = [item.bytes, first.bytes];
  const start = inner.byteOffset - outer.byteOffset;
  return inner.buffer === outer.buffer && start >= 0 && start + inner.byteLength <= outer.byteLength;
}

/** What the bytes of a file are. Never throws for what a file may hold. */
export function understand(bytes: Uint8Array): Understood {
  const { items, refusals } = readFiscal(bytes);
  const [first, ...others] = items.filter((item) => !isInside(item, items));
  const [refusal] = refusals;
  if (first === undefined) {
    const reason = refusal?.message ?? auditFileMessages.noDocument;
    return { content: null, problem: { code: refusal?.code ?? 'FISCAL_EMPTY', reason } };
  }
  if (others.length > 0) {
    const identities = items.flatMap((item) => ('identity' in item ? [item.identity] : [])).slice(0, SEVERAL_AT_MOST);
    return { content: { type: 'several', identities, kind: first.kind }, problem: null };
  }
  if (first.type === 'document' && isRejected(first)) {
    const reason = auditFileMessages.rejected;
    return { content: null, problem: { code: 'REJECTED_BY_SEFAZ', reason } };
  }
  return { content: contentOf(first), problem: null };
}

/** Where a document or event may lie by its content; null where the content does not tell. */
export function belongsOf(content: Content, clients: Clients): Belongs | null {
  // whom an event concerns stands in its document, which is not here
  if (content.type === 'event') return { companies: null, month: content.month, kind: content.kind };
  if (content.type !== 'document' || content.unread) return null;
  const { kind, month } = content;
  const taxIds = new Set(content.parties.map(({ taxId }) => taxId));
  const concerned = [...taxIds].map((taxId) => clients.byTaxId(taxId)).filter((company) => company !== undefined);
  const companies = concerned.map(({ id, taxId }) => ({ companyId: id, direction: directionFor(content, taxId) }));
  return { companies: companies.length > 0 ? companies : [{ companyId: null, direction: null }], month, kind };
}

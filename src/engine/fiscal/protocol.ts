import { asciiUpper } from '../domain';
import { finding } from './findings';
import { child, children, text, type XmlNode } from './tree';
import type { Finding, Protocol } from './types';
import { fiscalMessages } from '../../shared/messages/pt-BR/fiscal';

export interface ProtocolReading {
  readonly protocol: Protocol | null;
  readonly findings: readonly Finding[];
}

/** Names of the protocol element and of its key element, by family. */
export interface ProtocolNames {
  readonly elements: readonly string[];
  readonly key: string;
}

/**
 * The protocol of exactly this key among those in the envelope. One of another key proves nothing: the document then counts as bare
 * and the finding says why.
 */
export function protocolFor(envelope: XmlNode, key: string, names: ProtocolNames): ProtocolReading {
  const answers = names.elements.flatMap((name) =>
    children(envelope, name).flatMap((node) => children(node, 'infProt')),
  );
  const own = answers.filter((answer) => asciiUpper(text(answer, names.key) ?? '') === key);
  const first = own[0];
  if (first === undefined) {
    const other = answers[0];
    return {
      protocol: null,
      findings: other ? [finding('protocol-key', text(other, names.key) ?? fiscalMessages.noKey)] : [],
    };
  }
  const status = text(first, 'cStat');
  const protocol = status && {
    status,
    number: text(first, 'nProt'),
    at: text(first, 'dhRecbto'),
    digest: text(first, 'digVal'),
  };
  return { protocol: protocol || null, findings: own.length > 1 ? [finding('protocol-repeated')] : [] };
}

/** The element of one of these names inside an envelope, or the envelope itself when it is one. */
export function innermost(root: XmlNode, rootName: string, names: readonly string[]): XmlNode | null {
  if (names.includes(rootName)) return root;
  for (const name of names) {
    const found = child(root, name);
    if (found) return found;
  }
  return null;
}

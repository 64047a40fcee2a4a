import { municipalNfseIdentity } from '../../domain';
import type { FiscalEvent } from '../types';
import { confirmationOf, partyTaxId } from './abrasf';
import { at, ancestors, childrenOf, everyElement, holds, isNamed, textAt, type MarkupElement } from './markup';
import { ibgeCode } from './place';
import { numberFrom } from './values';

/** Types of the events that municipal notes have; they have no tpEvento. */
export const MUNICIPAL_CANCELLATION = 'cancelamento';
export const MUNICIPAL_REPLACEMENT = 'substituicao';

const WHICH = 'Pedido/InfPedidoCancelamento/IdentificacaoNfse';

/** A confirmed cancellation that names its note and stands without it. */
export function isLoneCancellation(element: MarkupElement): boolean {
  if (!isNamed(element, 'Confirmacao') || !holds(element, WHICH)) return false;
  for (const ancestor of ancestors(element)) {
    if (ancestor.children.some((child) => isNamed(child, 'Nfse') || isNamed(child, 'InfNfse'))) return false;
    if (isNamed(ancestor, 'RetCancelamento') || ancestor.parent === null) break;
  }
  return true;
}

export interface LoneCancellation {
  readonly unit: MarkupElement;
  readonly event: Omit<FiscalEvent, 'bytes'>;
}

/** The event of a cancellation answer; null when it was refused, or does not say whose note it was. */
export function loneCancellation(confirmation: MarkupElement): LoneCancellation | null {
  const which = at(confirmation, WHICH);
  const holder = confirmation.parent;
  const confirmed = holder === null ? null : confirmationOf(holder);
  const number = numberFrom(textAt(which, 'Numero'));
  const issuer = which === null ? null : partyTaxId(which, 'CpfCnpj');
  if (confirmed === null || number === null || issuer === null || holder === null) return null;
  const documentIdentity = municipalNfseIdentity({
    municipality: ibgeCode(textAt(which, 'CodigoMunicipio')),
    hint: null,
    registration: textAt(which, 'InscricaoMunicipal'),
    issuer,
    number,
    verification: null,
  });
  return {
    unit: unitOf(holder),
    event: municipalEvent(documentIdentity, MUNICIPAL_CANCELLATION, confirmed.mark.at, issuer),
  };
}

function unitOf(holder: MarkupElement): MarkupElement {
  const { parent } = holder;
  const alone = parent !== null && parent.source === holder.source && childrenOf(parent, holder.name).length === 1;
  return alone && isNamed(parent, 'RetCancelamento') ? parent : holder;
}

/** An event of a municipal note, without its bytes. The file exists only once the city has registered it. */
export function municipalEvent(
  documentIdentity: string,
  eventType: string,
  issuedAt: string | null,
  author: string | null,
): Omit<FiscalEvent, 'bytes'> {
  return {
    type: 'event',
    identity: `NFSe-mun:${documentIdentity}:${eventType}:1`,
    kind: 'NFSe',
    model: 'NFSe-mun',
    documentIdentity,
    eventType,
    sequence: 1,
    status: null,
    author,
    issuedAt,
    protocolNumber: null,
    findings: [],
  };
}

/** Whether somewhere below a message says that nothing came of it. */
export function saysError(element: MarkupElement): boolean {
  for (const each of everyElement(element)) {
    if (/^(?:ListaMensagemRetorno|MensagemRetorno|Erros?|Fault)$/i.test(each.name)) return true;
    if (isNamed(each, 'Sucesso') && /^(?:false|0|n)/i.test(each.text.trim())) return true;
  }
  return false;
}

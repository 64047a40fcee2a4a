import { CFE_CANCELLATION, dayOf, hasValidCheckDigit, monthOf } from '../domain';
import { commonFindings, declaredBy, keyFindings, groupFindings, signatureDigest, total } from './consistency';
import { finding } from './findings';
import { keyFromId } from './keys';
import { partiesIn, taxIdOf } from './parties';
import { attribute, child, text, type XmlNode } from './tree';
import type { FiscalDocument, FiscalEvent } from './types';
import { requireSingleBody, type ParsedUnit } from './unit';

/** A CF-e (59) is authorised by the equipment that issues it, so it counts as processed without a protocol; a CFeCanc is its event. */
export function readCfe(unit: ParsedUnit): FiscalDocument | FiscalEvent {
  const inf = requireSingleBody(unit, child(unit.root, 'infCFe'));
  const key = keyFromId(attribute(inf, 'Id'), 'CFe');
  return unit.name === 'CFeCanc' ? cancellation(unit, inf, key) : sale(unit, inf, key);
}

function sale(unit: ParsedUnit, inf: XmlNode, key: string): FiscalDocument {
  const ide = child(inf, 'ide');
  const declared = declaredBy(ide, { number: 'nCFe', random: 'cNF' });
  const issuedAt = text(ide, 'dEmi');
  const document: Omit<FiscalDocument, 'findings'> = {
    type: 'document',
    identity: key,
    accessKey: key,
    kind: 'CFe',
    model: '59',
    form: 'processed',
    number: declared.number,
    series: declared.satSerial,
    issuedAt,
    issueDay: issuedAt && dayOf(issuedAt),
    month: issuedAt && monthOf(issuedAt),
    operation: null,
    purpose: null,
    parties: partiesIn(inf, [
      ['issuer', 'emit'],
      ['recipient', 'dest'],
    ]),
    takerPointer: null,
    ...total(text(child(inf, 'total'), 'vCFe')),
    protocol: null,
    digest: signatureDigest(unit.root),
    environment: text(ide, 'tpAmb'),
    replaces: null,
    bytes: unit.bytes,
  };
  const repeated = groupFindings(inf, ['ide', 'emit', 'dest', 'total']);
  return { ...document, findings: [...keyFindings(key, declared, document), ...commonFindings(document), ...repeated] };
}

/** A CFeCanc has a key of its own, kept as the protocol number; `chCanc` is the sale that it cancels. */
function cancellation(unit: ParsedUnit, inf: XmlNode, ownKey: string): FiscalEvent {
  const cancelled = keyFromId(attribute(inf, 'chCanc'), 'CFe');
  return {
    type: 'event',
    identity: `59:${cancelled}:${CFE_CANCELLATION}:1`,
    kind: 'CFe',
    model: '59',
    documentIdentity: cancelled,
    eventType: CFE_CANCELLATION,
    sequence: 1,
    status: null,
    author: taxIdOf(child(inf, 'emit')),
    issuedAt: text(child(inf, 'ide'), 'dEmi') ?? text(inf, 'dEmi'),
    protocolNumber: ownKey,
    findings: hasValidCheckDigit(cancelled) ? [] : [finding('key-check-digit')],
    bytes: unit.bytes,
  };
}

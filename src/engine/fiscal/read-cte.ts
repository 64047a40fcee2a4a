import { dayOf, monthOf, type Party } from '../domain';
import { commonFindings, declaredBy, keyFindings, groupFindings, signatureDigest, total } from './consistency';
import { finding } from './findings';
import { keyFromId } from './keys';
import { partiesIn } from './parties';
import { innermost, protocolFor } from './protocol';
import { takerOf, type Taker } from './taker';
import { attribute, child, text, type XmlNode } from './tree';
import type { FiscalDocument } from './types';
import { requireSingleBody, type ParsedUnit } from './unit';

const ELEMENTS = ['CTe', 'CTeOS', 'CTeSimp', 'GTVe'];

function modelOf(declared: string | null, key: string): string {
  return declared ?? key.slice(20, 22);
}

function partiesOf(inf: XmlNode, taker: Taker): Party[] {
  const parties = partiesIn(inf, [
    ['issuer', 'emit'],
    ['sender', 'rem'],
    ['shipper', 'exped'],
    ['receiver', 'receb'],
    ['recipient', 'dest'],
    ['authorised', 'autXML'],
  ]);
  return taker.taxId === null ? parties : [...parties, { role: 'taker', taxId: taker.taxId }];
}

/** CT-e (57), CT-e OS (67), CT-e simplified (57) and GTV-e (64). The total is the price of the service, not the cargo's value. */
export function readCte(unit: ParsedUnit): FiscalDocument {
  const cte = innermost(unit.root, unit.name, ELEMENTS);
  const inf = requireSingleBody(unit, child(cte, 'infCte'));
  const key = keyFromId(attribute(inf, 'Id'), 'CTe');
  const ide = child(inf, 'ide');
  const declared = declaredBy(ide, { number: 'nCT', random: 'cCT' });
  const model = modelOf(declared.model, key);
  const names = { elements: ['protCTe', 'protCTeOS', 'protGTVe'], key: 'chCTe' };
  const { protocol, findings } = protocolFor(unit.root, key, names);
  const issuedAt = text(ide, 'dhEmi');
  const taker = takerOf(inf, model);
  const document: Omit<FiscalDocument, 'findings'> = {
    type: 'document',
    identity: key,
    accessKey: key,
    kind: 'CTe',
    model,
    form: protocol ? 'processed' : 'bare',
    number: declared.number,
    series: declared.series,
    issuedAt,
    issueDay: issuedAt && dayOf(issuedAt),
    month: issuedAt && monthOf(issuedAt),
    operation: null,
    purpose: text(ide, 'tpCTe'),
    parties: partiesOf(inf, taker),
    takerPointer: taker.pointer,
    ...total(text(child(inf, 'vPrest'), 'vTPrest') ?? text(child(inf, 'total'), 'vTPrest')),
    protocol,
    digest: cte && signatureDigest(cte),
    environment: text(ide, 'tpAmb'),
    replaces: null,
    bytes: unit.bytes,
  };
  const unknownTaker = taker.taxId === null ? [finding('taker-undetermined', taker.pointer ?? 'nenhum')] : [];
  const repeated = groupFindings(inf, ['ide', 'emit', 'rem', 'dest', 'toma', 'vPrest']);
  return {
    ...document,
    findings: [
      ...findings,
      ...keyFindings(key, declared, document),
      ...commonFindings(document),
      ...unknownTaker,
      ...repeated,
    ],
  };
}

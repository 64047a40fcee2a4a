import { dayOf, monthOf } from '../domain';
import { commonFindings, declaredBy, keyFindings, groupFindings, signatureDigest, total } from './consistency';
import { keyFromId } from './keys';
import { partiesIn } from './parties';
import { innermost, protocolFor } from './protocol';
import { attribute, child, text, type XmlNode } from './tree';
import type { FiscalDocument } from './types';
import { requireSingleBody, type ParsedUnit } from './unit';

function operationOf(ide: XmlNode | null): '0' | '1' | null {
  const operation = text(ide, 'tpNF');
  return operation === '0' || operation === '1' ? operation : null;
}

/** vNF; the layouts of services only and of the tax reform have further totals, used when it is absent. */
function totalText(inf: XmlNode): string | null {
  const group = child(inf, 'total');
  return text(child(group, 'ICMSTot'), 'vNF') ?? text(group, 'vNFTot') ?? text(child(group, 'ISSQNtot'), 'vServ');
}

/** NF-e (55) and NFC-e (65), with or without protocol, layouts 1.10 to 4.00. */
export function readNfe(unit: ParsedUnit): FiscalDocument {
  const nfe = innermost(unit.root, unit.name, ['NFe']);
  const inf = requireSingleBody(unit, child(nfe, 'infNFe'));
  const key = keyFromId(attribute(inf, 'Id'), 'NFe');
  const ide = child(inf, 'ide');
  const declared = declaredBy(ide, { number: 'nNF', random: 'cNF' });
  const { protocol, findings } = protocolFor(unit.root, key, { elements: ['protNFe'], key: 'chNFe' });
  const issuedAt = text(ide, 'dhEmi') ?? text(ide, 'dEmi');
  const model = declared.model === '65' ? '65' : '55';
  const document: Omit<FiscalDocument, 'findings'> = {
    type: 'document',
    identity: key,
    accessKey: key,
    kind: model === '65' ? 'NFCe' : 'NFe',
    model,
    form: protocol ? 'processed' : 'bare',
    number: declared.number,
    series: declared.series,
    issuedAt,
    issueDay: issuedAt && dayOf(issuedAt),
    month: issuedAt && monthOf(issuedAt),
    operation: operationOf(ide),
    purpose: text(ide, 'finNFe'),
    parties: partiesIn(inf, [
      ['issuer', 'emit'],
      ['recipient', 'dest'],
      ['carrier', 'transp', 'transporta'],
      ['intermediary', 'infIntermed'],
      ['pickup', 'retirada'],
      ['deliveryPlace', 'entrega'],
      ['authorised', 'autXML'],
    ]),
    takerPointer: null,
    ...total(totalText(inf)),
    protocol,
    digest: nfe && signatureDigest(nfe),
    environment: text(ide, 'tpAmb'),
    replaces: null,
    bytes: unit.bytes,
  };
  const repeated = groupFindings(inf, ['ide', 'emit', 'dest', 'total']);
  return {
    ...document,
    findings: [...findings, ...keyFindings(key, declared, document), ...commonFindings(document), ...repeated],
  };
}

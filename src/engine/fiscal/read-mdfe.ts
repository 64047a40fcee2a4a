import { dayOf, monthOf } from '../domain';
import { commonFindings, declaredBy, keyFindings, groupFindings, signatureDigest, total } from './consistency';
import { keyFromId } from './keys';
import { partiesIn } from './parties';
import { innermost, protocolFor } from './protocol';
import { attribute, child, text } from './tree';
import type { FiscalDocument } from './types';
import { requireSingleBody, type ParsedUnit } from './unit';

/** MDF-e (58). It has no fiscal total; `totalText` is the value of the cargo, for information. */
export function readMdfe(unit: ParsedUnit): FiscalDocument {
  const mdfe = innermost(unit.root, unit.name, ['MDFe']);
  const inf = requireSingleBody(unit, child(mdfe, 'infMDFe'));
  const key = keyFromId(attribute(inf, 'Id'), 'MDFe');
  const ide = child(inf, 'ide');
  const declared = declaredBy(ide, { number: 'nMDF', random: 'cMDF' });
  const { protocol, findings } = protocolFor(unit.root, key, { elements: ['protMDFe'], key: 'chMDFe' });
  const issuedAt = text(ide, 'dhEmi');
  const document: Omit<FiscalDocument, 'findings'> = {
    type: 'document',
    identity: key,
    accessKey: key,
    kind: 'MDFe',
    model: '58',
    form: protocol ? 'processed' : 'bare',
    number: declared.number,
    series: declared.series,
    issuedAt,
    issueDay: issuedAt && dayOf(issuedAt),
    month: issuedAt && monthOf(issuedAt),
    operation: null,
    purpose: null,
    parties: partiesIn(inf, [
      ['issuer', 'emit'],
      ['contractor', 'infModal', 'rodo', 'infANTT', 'infContratante'],
      ['authorised', 'autXML'],
    ]),
    takerPointer: null,
    ...total(text(child(inf, 'tot'), 'vCarga')),
    protocol,
    digest: mdfe && signatureDigest(mdfe),
    environment: text(ide, 'tpAmb'),
    replaces: null,
    bytes: unit.bytes,
  };
  const repeated = groupFindings(inf, ['ide', 'emit', 'tot']);
  return {
    ...document,
    findings: [...findings, ...keyFindings(key, declared, document), ...commonFindings(document), ...repeated],
  };
}

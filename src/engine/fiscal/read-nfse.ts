import {
  asciiUpper,
  dayOf,
  hasValidNationalNfseCheckDigit,
  isNationalNfseKey,
  monthOf,
  nationalNfseIdentity,
  decodeNationalNfseKey,
} from '../domain';
import { MaloteError } from '../../shared/errors';
import { commonFindings, groupFindings, signatureDigest, total } from './consistency';
import { finding } from './findings';
import { partiesIn } from './parties';
import { attribute, child, text, type XmlNode } from './tree';
import type { FiscalDocument, Finding, Protocol } from './types';
import { requireSingleBody, type ParsedUnit } from './unit';
import { fiscalMessages } from '../../shared/messages/pt-BR/fiscal';

const NATIONAL = /http:\/\/www\.sped\.fazenda\.gov\.br\/nfse|\bId\s*=\s*["']NFS\d{9}[0-9A-Za-z]{12}\d{29}["']/;

/** Whether an `NFSe` element is a municipal namesake of the national layout (Infisc): told before it is parsed. */
export function isMunicipalNamesake(unit: { readonly layout: { readonly family: string } }, text: string): boolean {
  return unit.layout.family === 'nfse' && !NATIONAL.test(text);
}

function keyOf(inf: XmlNode): string {
  const key = asciiUpper(attribute(inf, 'Id') ?? '').replace(/^NFS/, '');
  if (!isNationalNfseKey(key)) throw new MaloteError('FISCAL_KEY_INVALID');
  return key;
}

/** cStat of a national NFS-e is the kind of note (101 is a replacing note, not a cancelled one); it is always an issued note. */
function protocolOf(inf: XmlNode): Protocol | null {
  const status = text(inf, 'cStat');
  return status === null ? null : { status, number: text(inf, 'nDFSe'), at: text(inf, 'dhProc'), digest: null };
}

function replacedIdentity(dps: XmlNode | null): string | null {
  const key = asciiUpper(text(child(dps, 'subst'), 'chSubstda') ?? '');
  return isNationalNfseKey(key) ? nationalNfseIdentity(key) : null;
}

function nationalKeyFindings(key: string, number: string | null): Finding[] {
  const findings = hasValidNationalNfseCheckDigit(key) ? [] : [finding('key-check-digit')];
  const inKey = decodeNationalNfseKey(key)?.number;
  if (inKey !== undefined && number !== null && inKey !== number.replace(/^0+(?=.)/, '')) {
    findings.push(finding('key-number', fiscalMessages.keyAgainstDocument(inKey, number)));
  }
  return findings;
}

/** NFS-e of the national layout. The date is that of the DPS inside it, the total that of the service. */
export function readNfse(unit: ParsedUnit): FiscalDocument {
  const inf = requireSingleBody(unit, child(unit.root, 'infNFSe'));
  const key = keyOf(inf);
  const dps = child(inf, 'DPS', 'infDPS');
  const number = text(inf, 'nNFSe');
  const issuedAt = text(dps, 'dhEmi') ?? text(inf, 'dhProc');
  const document: Omit<FiscalDocument, 'findings'> = {
    type: 'document',
    identity: nationalNfseIdentity(key),
    accessKey: null,
    kind: 'NFSe',
    model: 'NFSe-nac',
    form: 'processed',
    number,
    series: text(dps, 'serie'),
    issuedAt,
    issueDay: issuedAt && dayOf(issuedAt),
    month: issuedAt && monthOf(issuedAt),
    operation: null,
    purpose: null,
    parties: partiesIn(inf, [
      ['issuer', 'emit'],
      ['provider', 'DPS', 'infDPS', 'prest'],
      ['taker', 'DPS', 'infDPS', 'toma'],
      ['intermediary', 'DPS', 'infDPS', 'interm'],
    ]),
    takerPointer: null,
    ...total(text(child(dps, 'valores', 'vServPrest'), 'vServ')),
    protocol: protocolOf(inf),
    digest: signatureDigest(unit.root),
    environment: text(dps, 'tpAmb'),
    replaces: replacedIdentity(dps),
    bytes: unit.bytes,
  };
  const repeated = groupFindings(inf, ['emit', 'DPS', 'valores']);
  return { ...document, findings: [...nationalKeyFindings(key, number), ...commonFindings(document), ...repeated] };
}

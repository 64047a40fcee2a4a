import {
  decodeAccessKey,
  hasValidCheckDigit,
  isCnpj,
  isCpf,
  parseCents,
  type Party,
  type PartyRole,
  type TaxId,
} from '../domain';
import { finding, type FindingCode } from './findings';
import { children, count, foreignNames, text, type XmlNode } from './tree';
import type { FiscalDocument, Finding } from './types';
import { fiscalMessages } from '../../shared/messages/pt-BR/fiscal';

/** What the document says of itself, to be held against its key; null where it says nothing. */
export interface Declared {
  readonly state: string | null;
  readonly model: string | null;
  readonly series: string | null;
  readonly number: string | null;
  readonly emissionType: string | null;
  readonly random: string | null;
  readonly satSerial: string | null;
}

/** The `ide` group under the names of its family. */
export function declaredBy(ide: XmlNode | null, names: { number: string; random: string }): Declared {
  return {
    state: text(ide, 'cUF'),
    model: text(ide, 'mod'),
    series: text(ide, 'serie'),
    number: text(ide, names.number),
    emissionType: text(ide, 'tpEmis'),
    random: text(ide, names.random),
    satSerial: text(ide, 'nserieSAT'),
  };
}

function unpadded(value: string): string {
  return value.replace(/^0+(?=.)/, '');
}

/**
 * Holds an access key against the document that carries it (state, month, issuer, model, series, number, emission type, random).
 * Months are compared as written. The issuer is only a warning: the tax authority issues notes for others under its own CNPJ.
 */
export function keyFindings(
  key: string,
  declared: Declared,
  document: Pick<FiscalDocument, 'month' | 'parties'>,
): Finding[] {
  const parts = decodeAccessKey(key);
  if (parts === null) return [finding('key-undecodable')];
  const issuer = document.parties.find((party) => party.role === 'issuer')?.taxId ?? null;
  const pairs: readonly (readonly [FindingCode, string | null, string | null])[] = [
    ['key-state', parts.state, declared.state],
    ['key-month', parts.month, document.month],
    ['key-issuer', parts.issuer, issuer?.padStart(14, '0') ?? null],
    ['key-model', parts.model, declared.model],
    ['key-series', parts.series, declared.series],
    ['key-series', parts.satSerial, declared.satSerial],
    ['key-number', parts.number, declared.number],
    ['key-emission', parts.emissionType, declared.emissionType],
    ['key-random', parts.random, declared.random],
  ];
  const findings = pairs
    .filter(([, inKey, written]) => inKey !== null && written !== null && unpadded(inKey) !== unpadded(written))
    .map(([code, inKey, written]) => finding(code, fiscalMessages.keyAgainstDocument(inKey ?? '', written ?? '')));
  return hasValidCheckDigit(key) ? findings : [finding('key-check-digit'), ...findings];
}

function badTaxId(parties: readonly Party[], role: PartyRole): TaxId | undefined {
  return parties.find((party) => party.role === role && !isCnpj(party.taxId) && !isCpf(party.taxId))?.taxId;
}

/** What holds for every family: tax ids, date, total, environment, digest of the protocol. */
export function commonFindings(document: Omit<FiscalDocument, 'findings'>): Finding[] {
  const findings: Finding[] = [];
  const issuer = badTaxId(document.parties, 'issuer');
  const recipient = badTaxId(document.parties, 'recipient');
  const { totalText, protocol, digest } = document;
  if (!document.parties.some(({ role }) => role === 'issuer')) findings.push(finding('issuer-missing'));
  if (issuer !== undefined) findings.push(finding('issuer-check-digit', issuer));
  if (recipient !== undefined) findings.push(finding('recipient-check-digit', recipient));
  if (document.environment === '2') findings.push(finding('homologation'));
  if (document.issueDay === null) findings.push(finding('date-missing'));
  if (document.totalCents === null) findings.push(finding('total-missing'));
  if (totalText !== null && !/^\d+(\.\d{1,2})?$/.test(totalText)) findings.push(finding('total-format', totalText));
  if (protocol?.digest && digest !== null && protocol.digest !== digest) findings.push(finding('protocol-digest'));
  return findings;
}

/** Groups that the layout allows once and that stand more often, and groups of another layout, which say nothing here. */
export function groupFindings(node: XmlNode, names: readonly string[]): Finding[] {
  const repeated = names.filter((name) => count(node, name) > 1).map((name) => finding('group-repeated', name));
  return [...repeated, ...foreignNames(node).map((name) => finding('foreign-group', name))];
}

export interface Total {
  readonly totalText: string | null;
  readonly totalCents: bigint | null;
}

export function total(written: string | null): Total {
  return { totalText: written, totalCents: written === null ? null : parseCents(written) };
}

/** DigestValue of the signature that stands beside the signed element. */
export function signatureDigest(parent: XmlNode): string | null {
  const signature = children(parent, 'Signature')[0] ?? null;
  const info = children(signature, 'SignedInfo')[0] ?? null;
  return text(children(info, 'Reference')[0] ?? null, 'DigestValue')?.replace(/\s/g, '') ?? null;
}

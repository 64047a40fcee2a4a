import { hasValidCheckDigit, isNationalNfseKey, nationalNfseIdentity, type DocumentKind } from '../domain';
import { MaloteError } from '../../shared/errors';
import { finding } from './findings';
import { requireKey } from './keys';
import { taxIdFrom, taxIdOf } from './parties';
import { child, childNames, count, text, type XmlNode } from './tree';
import type { FiscalEvent, Finding } from './types';
import type { ParsedUnit } from './unit';

interface Target {
  readonly element: string;
  readonly kind: DocumentKind;
  readonly models: readonly [fallback: string, ...others: string[]];
}

/** The element that names the document says of what kind it is; the key only tells NF-e from NFC-e and CT-e from CT-e OS. */
const TARGETS: readonly Target[] = [
  { element: 'chNFe', kind: 'NFe', models: ['55', '65'] },
  { element: 'chCTe', kind: 'CTe', models: ['57', '67', '64'] },
  { element: 'chMDFe', kind: 'MDFe', models: ['58'] },
];
const REQUESTS = ['evento', 'eventoCTe', 'eventoMDFe'];
const ANSWERS = ['retEvento', 'retEventoCTe', 'retEventoMDFe'];

function one(unit: ParsedUnit, names: readonly string[]): XmlNode | null {
  if (names.includes(unit.name)) return unit.root;
  const present = names.filter((name) => count(unit.root, name) > 0);
  if (present.length > 1 || present.some((name) => count(unit.root, name) > 1)) {
    throw new MaloteError('FISCAL_AMBIGUOUS', { envelope: unit.name });
  }
  return present[0] === undefined ? null : child(unit.root, present[0]);
}

/** Event of NF-e, NFC-e, CT-e or MDF-e (with its answer when there is one), or of a national NFS-e. */
export function readEvent(unit: ParsedUnit): FiscalEvent {
  const request = one(unit, REQUESTS);
  const inf = child(request, 'infEvento');
  if (inf === null || count(request, 'infEvento') > 1)
    throw new MaloteError('FISCAL_AMBIGUOUS', { envelope: unit.name });
  return child(inf, 'pedRegEvento') ? nationalEvent(unit, inf) : stateEvent(unit, inf);
}

function targetOf(inf: XmlNode): Target {
  const target = TARGETS.find(({ element }) => text(inf, element) !== null);
  if (!target) throw new MaloteError('FISCAL_KEY_INVALID');
  return target;
}

/** Texts, never numbers: two keys of 44 digits that differ at the end are the same double. */
function sameText(a: string, b: string | null): boolean {
  return b !== null && a.replace(/^0+(?=.)/, '') === b.replace(/^0+(?=.)/, '');
}

/** The answer counts only when it speaks of the same event of the same key. */
function answers(inf: XmlNode, answer: XmlNode, element: string): boolean {
  return [element, 'tpEvento', 'nSeqEvento'].every((name) => {
    const written = text(answer, name);
    return written === null || sameText(written, text(inf, name));
  });
}

function stateEvent(unit: ParsedUnit, inf: XmlNode): FiscalEvent {
  const { element, kind, models } = targetOf(inf);
  const key = requireKey(text(inf, element));
  const keyModel = key.slice(20, 22);
  const model = models.includes(keyModel) ? keyModel : models[0];
  const eventType = text(inf, 'tpEvento') ?? '';
  const sequence = sequenceOf(text(inf, 'nSeqEvento'));
  const answer = child(one(unit, ANSWERS), 'infEvento');
  const answered = answer !== null && answers(inf, answer, element);
  const findings: Finding[] = [];
  if (!hasValidCheckDigit(key)) findings.push(finding('key-check-digit'));
  if (model !== keyModel) findings.push(finding('event-model', `${model} no evento, ${keyModel} na chave`));
  if (answer !== null && !answered) findings.push(finding('event-answer'));
  return {
    type: 'event',
    identity: `${model}:${key}:${eventType}:${String(sequence)}`,
    kind: model === '65' ? 'NFCe' : kind,
    model,
    documentIdentity: key,
    eventType,
    sequence,
    status: answered ? text(answer, 'cStat') : null,
    author: taxIdOf(inf),
    issuedAt: text(inf, 'dhEvento'),
    protocolNumber: answered ? text(answer, 'nProt') : null,
    findings,
    bytes: unit.bytes,
  };
}

function sequenceOf(written: string | null): number {
  return written !== null && /^\d{1,4}$/.test(written) ? Number(written) : 1;
}

/** The national file exists only once the event is registered, so it has no cStat. Its type is the name of its own group. */
function nationalEvent(unit: ParsedUnit, inf: XmlNode): FiscalEvent {
  const request = child(inf, 'pedRegEvento', 'infPedReg');
  const key = text(request, 'chNFSe')?.toUpperCase() ?? '';
  if (request === null || !isNationalNfseKey(key)) throw new MaloteError('FISCAL_KEY_INVALID');
  const eventType = childNames(request).find((name) => /^e\d{6}$/.test(name)) ?? text(request, 'tpEvento') ?? '';
  const sequence = sequenceOf(text(inf, 'nSeqEvento'));
  return {
    type: 'event',
    identity: `NFSe-nac:${key}:${eventType}:${String(sequence)}`,
    kind: 'NFSe',
    model: 'NFSe-nac',
    documentIdentity: nationalNfseIdentity(key),
    eventType,
    sequence,
    status: null,
    author: taxIdFrom(text(request, 'CNPJAutor')) ?? taxIdFrom(text(request, 'CPFAutor')),
    issuedAt: text(request, 'dhEvento') ?? text(inf, 'dhProc'),
    protocolNumber: text(inf, 'nDFSe') ?? text(inf, 'nDFe'),
    findings: [],
    bytes: unit.bytes,
  };
}

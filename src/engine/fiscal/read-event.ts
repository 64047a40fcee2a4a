import {
  asciiUpper,
  DOCUMENT_MODELS,
  hasValidCheckDigit,
  isNationalNfseKey,
  kindOfModel,
  nationalNfseIdentity,
} from '../domain';
import { MaloteError } from '../../shared/errors';
import { answers, eventBodies, type EventBody } from './event-bodies';
import { finding } from './findings';
import { requireKey } from './keys';
import { taxIdFrom, taxIdOf } from './parties';
import { child, childNames, text, type XmlNode } from './tree';
import type { FiscalEvent, Finding } from './types';
import type { ParsedUnit } from './unit';
import { fiscalMessages } from '../../shared/messages/pt-BR/fiscal';

/** What a cancellation of before the events is called since; there was never more than one of a document. */
const OLD_CANCELLATION = { type: '110111', sequence: 1 } as const;

/**
 * An event of any model with an access key, in whatever envelope, with its answer when there is one; an answer by itself, which says
 * all that matters; or an event of a national NFS-e.
 * @throws MaloteError FISCAL_AMBIGUOUS, FISCAL_KEY_INVALID, FISCAL_NOT_A_DOCUMENT
 */
export function readEvent(unit: ParsedUnit): FiscalEvent {
  const { requests, answers: given } = eventBodies(unit.root, unit.name);
  if (requests.length > 1 || given.length > 1) throw new MaloteError('FISCAL_AMBIGUOUS', { envelope: unit.name });
  const [request] = requests;
  const [answer] = given;
  if (request !== undefined) {
    return child(request.node, 'pedRegEvento') ? nationalEvent(unit, request.node) : stateEvent(unit, request, answer);
  }
  // an answer to a batch that was refused whole speaks of no document
  if (answer === undefined || keyIn(answer) === null)
    throw new MaloteError('FISCAL_NOT_A_DOCUMENT', { root: unit.name });
  return stateEvent(unit, answer, answer);
}

/** Whether one request and the answer to it stand below this element, and nothing else of the kind. */
export function isEventPair(root: XmlNode): boolean {
  const { requests, answers: given } = eventBodies(root, '');
  const [request, answer] = [requests[0], given[0]];
  if (request === undefined || answer === undefined || requests.length + given.length > 2) return false;
  return keyIn(answer) !== null && answers(request, answer);
}

interface Target {
  readonly element: string;
  readonly key: string;
}

/** The element that names the document (chNFe, chNFCom …): the project is told by its name, of an unknown one by its value alone. */
function keyIn({ node }: EventBody): Target | null {
  const element = childNames(node).find((name) => /^ch[A-Z]/.test(name) && text(node, name) !== null);
  return element === undefined ? null : { element, key: asciiUpper(text(node, element) ?? '') };
}

/** The element says of which project the document is, the key which of its models. */
function modelFor({ element, key }: Target): string {
  const inKey = key.slice(20, 22);
  const models = DOCUMENT_MODELS.filter(({ keyElement }) => keyElement === element).map(({ model }): string => model);
  return models.length === 0 || models.includes(inKey) ? inKey : (models[0] ?? inKey);
}

function stateEvent(unit: ParsedUnit, body: EventBody, answer: EventBody | undefined): FiscalEvent {
  const target = keyIn(body);
  if (target === null) throw new MaloteError('FISCAL_KEY_INVALID');
  const key = requireKey(target.key);
  const model = modelFor(target);
  const { type, sequence } = typeOf(body);
  const answered = answer !== undefined && answers(body, answer);
  // a body that was taken out of its envelope may carry the answer itself
  const proof = answered ? answer.node : answer === undefined ? body.node : null;
  const findings: Finding[] = [];
  if (!hasValidCheckDigit(key)) findings.push(finding('key-check-digit'));
  if (model !== key.slice(20, 22)) {
    findings.push(finding('event-model', fiscalMessages.keyAgainstEvent(model, key.slice(20, 22))));
  }
  if (answer !== undefined && !answered) findings.push(finding('event-answer'));
  const status = text(proof, 'cStat');
  return {
    type: 'event',
    identity: `${model}:${key}:${type}:${String(sequence)}`,
    kind: kindOfModel(model),
    model,
    documentIdentity: key,
    eventType: type,
    sequence,
    status,
    author: body === answer ? null : taxIdOf(body.node),
    issuedAt: text(body.node, 'dhEvento') ?? text(proof, 'dhRegEvento') ?? text(proof, 'dhRecbto'),
    // a request for cancellation names the protocol of the document, which is another
    protocolNumber: status === null ? null : text(proof, 'nProt'),
    findings,
    bytes: unit.bytes,
  };
}

function typeOf({ name, node }: EventBody): { readonly type: string; readonly sequence: number } {
  if (name === 'infCanc') return OLD_CANCELLATION;
  return { type: text(node, 'tpEvento') ?? '', sequence: sequenceOf(text(node, 'nSeqEvento')) };
}

function sequenceOf(written: string | null): number {
  return written !== null && /^\d{1,4}$/.test(written) ? Number(written) : 1;
}

/** The national file exists only once the event is registered, so it has no cStat. Its type is the name of its own group. */
function nationalEvent(unit: ParsedUnit, inf: XmlNode): FiscalEvent {
  const request = child(inf, 'pedRegEvento', 'infPedReg');
  const key = asciiUpper(text(request, 'chNFSe') ?? '');
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

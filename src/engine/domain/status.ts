import { eventMeaning, isEffective } from './events';

/**
 * One piece of evidence about a document, in whatever order it arrived.
 * - `protocol`: the document itself; cStat of its infProt, null for a bare document.
 * - `event`: a file of event; cStat of its retEvento, null for a mere request. A resEvento is an event with cStat "135".
 * - `summary`: resNFe or resCTe; cSitNFe.
 * - `replacement`: another document says that it replaces this one.
 */
export type StatusFact =
  | { readonly type: 'protocol'; readonly model: string; readonly cStat: string | null }
  | {
      readonly type: 'event';
      readonly model: string;
      readonly eventType: string;
      readonly sequence: number;
      readonly cStat: string | null;
      /** Date as written. */
      readonly at: string | null;
    }
  | { readonly type: 'summary'; readonly situation: string | null }
  | { readonly type: 'replacement'; readonly by: string };

export type DocumentState = 'authorised' | 'cancelled' | 'denied' | 'rejected' | 'unproven';

export interface Manifestation {
  readonly eventType: string;
  readonly sequence: number;
  readonly at: string | null;
  /** A mere acknowledgement (ciência) gives way to any conclusive manifestation, whatever their dates. */
  readonly conclusive: boolean;
}

export interface DocumentStatus {
  readonly state: DocumentState;
  readonly corrected: boolean;
  /** Highest nSeqEvento of the effective corrections, which is the one in force; 0 when there is none. */
  readonly correction: number;
  /** Encerramento of an MDF-e. */
  readonly closed: boolean;
  /** Identity of the document that replaces this one. */
  readonly replacedBy: string | null;
  readonly manifestation: Manifestation | null;
}

/** What is known of a document before any fact: the neutral element of `joinStatus`. */
export const UNPROVEN: DocumentStatus = {
  state: 'unproven',
  corrected: false,
  correction: 0,
  closed: false,
  replacedBy: null,
  manifestation: null,
};

/** Stronger evidence has the higher rank: an old copy never undoes a cancellation. */
const RANK: Readonly<Record<DocumentState, number>> = {
  unproven: 0,
  rejected: 1,
  authorised: 2,
  denied: 3,
  cancelled: 4,
};

const AUTHORISED = new Set(['100', '150']);
const CANCELLED = new Set(['101', '151', '155', '218']);
const DENIED = new Set(['110', '205', '301', '302', '303']);
/** Batch answers, EPEC, "not found": they say nothing final of the document. */
const INCONCLUSIVE = new Set(['103', '104', '105', '124', '217']);
/** Their file exists only once issued; cStat of a national NFS-e is the kind of note, not its status. */
const ISSUED_WITHOUT_PROTOCOL = new Set(['59', 'NFSe-nac', 'NFSe-mun']);

function protocolState(model: string, cStat: string | null): DocumentState {
  if (ISSUED_WITHOUT_PROTOCOL.has(model)) return 'authorised';
  if (cStat === null || INCONCLUSIVE.has(cStat)) return 'unproven';
  if (AUTHORISED.has(cStat)) return 'authorised';
  if (CANCELLED.has(cStat)) return 'cancelled';
  return DENIED.has(cStat) ? 'denied' : 'rejected';
}

function summaryState(situation: string | null): DocumentState {
  if (situation === '1') return 'authorised';
  if (situation === '2') return 'denied';
  return situation === '3' ? 'cancelled' : 'unproven';
}

type EventFact = Extract<StatusFact, { type: 'event' }>;

const ACKNOWLEDGEMENT = '210210';

function eventStatus(fact: EventFact): DocumentStatus {
  if (!isEffective(fact.model, fact.cStat)) return UNPROVEN;
  const { eventType, sequence, at } = fact;
  switch (eventMeaning(fact.model, eventType).effect) {
    case 'cancels':
      return { ...UNPROVEN, state: 'cancelled' };
    case 'corrects':
      return { ...UNPROVEN, corrected: true, correction: sequence };
    case 'closes':
      return { ...UNPROVEN, closed: true };
    case 'manifests':
      return { ...UNPROVEN, manifestation: { eventType, sequence, at, conclusive: eventType !== ACKNOWLEDGEMENT } };
    default:
      return UNPROVEN;
  }
}

function statusOf(fact: StatusFact): DocumentStatus {
  switch (fact.type) {
    case 'protocol':
      return { ...UNPROVEN, state: protocolState(fact.model, fact.cStat) };
    case 'summary':
      return { ...UNPROVEN, state: summaryState(fact.situation) };
    case 'replacement':
      return { ...UNPROVEN, replacedBy: fact.by };
    case 'event':
      return eventStatus(fact);
  }
}

function compare(a: string | number, b: string | number): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function instant(at: string | null): number {
  const time = at === null ? Number.NaN : Date.parse(at);
  return Number.isNaN(time) ? -1 : time;
}

/** A total order, so that the last manifestation does not depend on the order of arrival. */
function compareManifestations(a: Manifestation, b: Manifestation): number {
  return (
    compare(Number(a.conclusive), Number(b.conclusive)) ||
    compare(instant(a.at), instant(b.at)) ||
    compare(a.sequence, b.sequence) ||
    compare(a.eventType, b.eventType) ||
    compare(a.at ?? '', b.at ?? '')
  );
}

function lastManifestation(a: Manifestation | null, b: Manifestation | null): Manifestation | null {
  if (a === null || b === null) return a ?? b;
  return compareManifestations(a, b) >= 0 ? a : b;
}

function greaterText(a: string | null, b: string | null): string | null {
  if (a === null || b === null) return a ?? b;
  return a >= b ? a : b;
}

/** Puts two statuses of one document together: commutative, associative, idempotent, with `UNPROVEN` as neutral element. */
export function joinStatus(a: DocumentStatus, b: DocumentStatus): DocumentStatus {
  return {
    state: RANK[a.state] >= RANK[b.state] ? a.state : b.state,
    corrected: a.corrected || b.corrected,
    correction: Math.max(a.correction, b.correction),
    closed: a.closed || b.closed,
    replacedBy: greaterText(a.replacedBy, b.replacedBy),
    manifestation: lastManifestation(a.manifestation, b.manifestation),
  };
}

/** The status of a document from all that is known of it; the order and the repetition of facts do not matter. */
export function foldStatus(facts: Iterable<StatusFact>): DocumentStatus {
  let status = UNPROVEN;
  for (const fact of facts) status = joinStatus(status, statusOf(fact));
  return status;
}

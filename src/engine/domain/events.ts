import { eventMessages } from '../../shared/messages/pt-BR/events';
import { modelNamed, type ModelEvents } from './kinds';

export type EventEffect = 'cancels' | 'corrects' | 'manifests' | 'closes' | 'informs' | 'unknown';

export interface EventMeaning {
  /** Name in Brazilian Portuguese. */
  readonly name: string;
  readonly effect: EventEffect;
}

const { names } = eventMessages;

type Table = Readonly<Record<string, readonly [name: string, effect: EventEffect]>>;

/** Event type given to a CFeCanc, which is a document of its own and has no tpEvento. */
export const CFE_CANCELLATION = 'CFeCanc';

const NFE: Table = {
  '110001': [names.cancellationOfEvent, 'informs'],
  '110110': [names.correctionLetter, 'corrects'],
  '110111': [names.cancellation, 'cancels'],
  '110112': [names.cancellationByReplacement, 'cancels'],
  '110130': [names.proofOfDelivery, 'informs'],
  '110131': [names.proofOfDeliveryCancelled, 'informs'],
  '110140': [names.priorIssue, 'informs'],
  '110150': [names.interestedParty, 'informs'],
  '110192': [names.failedDelivery, 'informs'],
  '110193': [names.failedDeliveryCancelled, 'informs'],
  '110750': [names.financialReconciliation, 'informs'],
  '110751': [names.financialReconciliationCancelled, 'informs'],
  '210200': [names.operationConfirmed, 'manifests'],
  '210210': [names.operationKnown, 'manifests'],
  '210220': [names.operationUnknown, 'manifests'],
  '210240': [names.operationNotDone, 'manifests'],
  '610500': [names.passage, 'informs'],
  '610501': [names.passageCancelled, 'informs'],
  '610600': [names.cteOfNote, 'informs'],
  '610601': [names.cteOfNoteCancelled, 'informs'],
  '610610': [names.mdfeOfNote, 'informs'],
  '610611': [names.mdfeOfNoteCancelled, 'informs'],
};

const CTE: Table = {
  '110110': [names.correctionLetter, 'corrects'],
  '110111': [names.cancellation, 'cancels'],
  '110113': [names.priorIssue, 'informs'],
  '110160': [names.multimodal, 'informs'],
  '110170': [names.valuablesWaybill, 'informs'],
  '110180': [names.proofOfDelivery, 'informs'],
  '110181': [names.proofOfDeliveryCancelled, 'informs'],
  '110190': [names.failedDelivery, 'informs'],
  '110191': [names.failedDeliveryCancelled, 'informs'],
  '110300': [names.paymentLinked, 'informs'],
  '110301': [names.paymentLinkCancelled, 'informs'],
  '310610': [names.mdfeOfCte, 'informs'],
  '310611': [names.mdfeOfCteCancelled, 'informs'],
  '610110': [names.serviceDisputed, 'manifests'],
  '610111': [names.serviceDisputeCancelled, 'manifests'],
};

const MDFE: Table = {
  '110111': [names.cancellation, 'cancels'],
  '110112': [names.closing, 'closes'],
  '110114': [names.driverAdded, 'informs'],
  '110115': [names.documentAdded, 'informs'],
  '110116': [names.transportPaid, 'informs'],
};

/** What every project of the tax authorities has; all that is known of a model that is not known by name. */
const COMMON: Table = { '110111': [names.cancellation, 'cancels'] };

const NFCOM: Table = {
  ...COMMON,
  '240140': [names.replacingNfcom, 'informs'],
  '240150': [names.adjustingNfcom, 'informs'],
  '240160': [names.adjustingNfcomCancelled, 'informs'],
  '240170': [names.cancellationTermLifted, 'informs'],
};

const BPE: Table = {
  ...COMMON,
  '110115': [names.noBoarding, 'informs'],
  '110116': [names.seatChanged, 'informs'],
  '110117': [names.excessBaggage, 'informs'],
  '240140': [names.replacingBpe, 'informs'],
};

const NATIONAL_NFSE: Table = {
  e101101: [names.cancellation, 'cancels'],
  e101103: [names.cancellationRequested, 'informs'],
  e105102: [names.cancellationByReplacement, 'cancels'],
  e105104: [names.cancellationGranted, 'cancels'],
  e105105: [names.cancellationRefused, 'informs'],
  e305101: [names.cancellationByOffice, 'cancels'],
  e305102: [names.blockedByOffice, 'informs'],
  e305103: [names.unblockedByOffice, 'informs'],
};

/** A municipal note has no tpEvento: its own file, or the answer to a cancellation, says it in words. */
const MUNICIPAL_NFSE: Table = {
  cancelamento: [names.cancellation, 'cancels'],
  substituicao: [names.cancellationByReplacement, 'cancels'],
};

const CFE: Table = { [CFE_CANCELLATION]: [names.cancellation, 'cancels'] };

const TABLES = {
  NFe: NFE,
  CTe: CTE,
  MDFe: MDFE,
  CFe: CFE,
  NFSe: NATIONAL_NFSE,
  MunicipalNFSe: MUNICIPAL_NFSE,
  NFCom: NFCOM,
  BPe: BPE,
  common: COMMON,
} as const satisfies Readonly<Record<ModelEvents | 'NFSe' | 'MunicipalNFSe', Table>>;

/** Codes of a model: an NFS-e has no two digits, a model not known by name the common ones. */
function familyOf(model: string): keyof typeof TABLES | null {
  if (model === 'NFSe-nac') return 'NFSe';
  if (model === 'NFSe-mun') return 'MunicipalNFSe';
  return modelNamed(model)?.events ?? (/^\d{2}$/.test(model) ? 'common' : null);
}

/** The families of events of the tax reform (IBS/CBS) and of the taxpayers' manifestations, known by their first digits. */
function familyMeaning(model: string, eventType: string): EventMeaning | null {
  if (familyOf(model) === 'NFe' && /^(1121|2111|2121|4121)\d\d$/.test(eventType)) {
    return { name: eventMessages.ofReform(eventType), effect: 'informs' };
  }
  if (model === 'NFSe-nac' && /^e2\d{5}$/.test(eventType)) {
    return { name: eventMessages.manifestation(eventType), effect: 'manifests' };
  }
  return null;
}

/**
 * What an event does to its document. The same code means different things by model (110112 cancels an NFC-e and closes an MDF-e),
 * so both are needed: two digits of `DOCUMENT_MODELS` or any other, "NFSe-nac" or "NFSe-mun"; a national code with or without its "e".
 * An unknown code never changes a status.
 */
export function eventMeaning(model: string, eventType: string): EventMeaning {
  const code = model === 'NFSe-nac' && /^\d{6}$/.test(eventType) ? `e${eventType}` : eventType;
  const family = familyOf(model);
  const table: Table = family === null ? {} : TABLES[family];
  const known = Object.hasOwn(table, code) ? table[code] : undefined;
  if (known) return { name: known[0], effect: known[1] };
  return familyMeaning(model, code) ?? { name: eventMessages.unknown(eventType), effect: 'unknown' };
}

const REGISTERED: ReadonlySet<string> = new Set(['135', '136', '155']);
/** What the service of cancellations of before 2013 answered in `retCancNFe` and `retCancCTe`; no event is answered so. */
const HOMOLOGATED: ReadonlySet<string> = new Set(['101', '151']);
const REGISTERED_WITH_ALERT = '134';

/** Whether the tax authority registered the event: cStat of its answer, null when the file is only a request. */
export function isEffective(model: string, cStat: string | null): boolean {
  const family = familyOf(model);
  // their event files exist only once registered and carry no cStat
  if (family === 'CFe' || family === 'NFSe' || family === 'MunicipalNFSe') return true;
  if (cStat === null) return false;
  if (REGISTERED.has(cStat) || HOMOLOGATED.has(cStat)) return true;
  return cStat === REGISTERED_WITH_ALERT && family !== null && family !== 'NFe';
}

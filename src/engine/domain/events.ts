import { modelNamed, type ModelEvents } from './kinds';

export type EventEffect = 'cancels' | 'corrects' | 'manifests' | 'closes' | 'informs' | 'unknown';

export interface EventMeaning {
  /** Name in Brazilian Portuguese. */
  readonly name: string;
  readonly effect: EventEffect;
}

type Table = Readonly<Record<string, readonly [name: string, effect: EventEffect]>>;

/** Event type given to a CFeCanc, which is a document of its own and has no tpEvento. */
export const CFE_CANCELLATION = 'CFeCanc';

const NFE: Table = {
  '110001': ['Cancelamento de evento', 'informs'],
  '110110': ['Carta de correção', 'corrects'],
  '110111': ['Cancelamento', 'cancels'],
  '110112': ['Cancelamento por substituição', 'cancels'],
  '110130': ['Comprovante de entrega', 'informs'],
  '110131': ['Cancelamento do comprovante de entrega', 'informs'],
  '110140': ['Emissão prévia em contingência (EPEC)', 'informs'],
  '110150': ['Ator interessado', 'informs'],
  '110192': ['Insucesso na entrega', 'informs'],
  '110193': ['Cancelamento do insucesso na entrega', 'informs'],
  '110750': ['Conciliação financeira', 'informs'],
  '110751': ['Cancelamento da conciliação financeira', 'informs'],
  '210200': ['Confirmação da operação', 'manifests'],
  '210210': ['Ciência da operação', 'manifests'],
  '210220': ['Desconhecimento da operação', 'manifests'],
  '210240': ['Operação não realizada', 'manifests'],
  '610500': ['Registro de passagem', 'informs'],
  '610501': ['Cancelamento do registro de passagem', 'informs'],
  '610600': ['CT-e autorizado para a nota', 'informs'],
  '610601': ['CT-e da nota cancelado', 'informs'],
  '610610': ['MDF-e autorizado para a nota', 'informs'],
  '610611': ['MDF-e da nota cancelado', 'informs'],
};

const CTE: Table = {
  '110110': ['Carta de correção', 'corrects'],
  '110111': ['Cancelamento', 'cancels'],
  '110113': ['Emissão prévia em contingência (EPEC)', 'informs'],
  '110160': ['Registro multimodal', 'informs'],
  '110170': ['Guia de transporte de valores', 'informs'],
  '110180': ['Comprovante de entrega', 'informs'],
  '110181': ['Cancelamento do comprovante de entrega', 'informs'],
  '110190': ['Insucesso na entrega', 'informs'],
  '110191': ['Cancelamento do insucesso na entrega', 'informs'],
  '110300': ['Vinculação de pagamento', 'informs'],
  '110301': ['Cancelamento da vinculação de pagamento', 'informs'],
  '310610': ['MDF-e autorizado para o CT-e', 'informs'],
  '310611': ['MDF-e do CT-e cancelado', 'informs'],
  '610110': ['Prestação em desacordo', 'manifests'],
  '610111': ['Cancelamento da prestação em desacordo', 'manifests'],
};

const MDFE: Table = {
  '110111': ['Cancelamento', 'cancels'],
  '110112': ['Encerramento', 'closes'],
  '110114': ['Inclusão de condutor', 'informs'],
  '110115': ['Inclusão de documento fiscal', 'informs'],
  '110116': ['Pagamento da operação de transporte', 'informs'],
};

/** What every project of the tax authorities has; all that is known of a model that is not known by name. */
const COMMON: Table = { '110111': ['Cancelamento', 'cancels'] };

const NFCOM: Table = {
  ...COMMON,
  '240140': ['NFCom de substituição autorizada', 'informs'],
  '240150': ['NFCom de ajuste autorizada', 'informs'],
  '240160': ['NFCom de ajuste cancelada', 'informs'],
  '240170': ['Liberação do prazo de cancelamento', 'informs'],
};

const BPE: Table = {
  ...COMMON,
  '110115': ['Não embarque', 'informs'],
  '110116': ['Alteração de poltrona', 'informs'],
  '110117': ['Excesso de bagagem', 'informs'],
  '240140': ['BP-e de substituição autorizado', 'informs'],
};

const NATIONAL_NFSE: Table = {
  e101101: ['Cancelamento', 'cancels'],
  e101103: ['Pedido de análise fiscal para cancelamento', 'informs'],
  e105102: ['Cancelamento por substituição', 'cancels'],
  e105104: ['Cancelamento deferido por análise fiscal', 'cancels'],
  e105105: ['Cancelamento indeferido por análise fiscal', 'informs'],
  e305101: ['Cancelamento por ofício', 'cancels'],
  e305102: ['Bloqueio por ofício', 'informs'],
  e305103: ['Desbloqueio por ofício', 'informs'],
};

/** A municipal note has no tpEvento: its own file, or the answer to a cancellation, says it in words. */
const MUNICIPAL_NFSE: Table = {
  cancelamento: ['Cancelamento', 'cancels'],
  substituicao: ['Cancelamento por substituição', 'cancels'],
};

const CFE: Table = { [CFE_CANCELLATION]: ['Cancelamento', 'cancels'] };

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
    return { name: `Evento de IBS/CBS ${eventType}`, effect: 'informs' };
  }
  if (model === 'NFSe-nac' && /^e2\d{5}$/.test(eventType)) {
    return { name: `Manifestação ${eventType}`, effect: 'manifests' };
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
  return familyMeaning(model, code) ?? { name: `Evento desconhecido ${eventType}`, effect: 'unknown' };
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

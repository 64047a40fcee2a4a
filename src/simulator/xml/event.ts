import type { Random, SimDocument, SimEvent } from '../office';
import { DECLARATION, later, protocolNumber, seal, taxIdTag, xmlRandom } from './parts';

const NAMES: Readonly<Record<string, string>> = {
  '110110': 'Carta de Correcao',
  '110111': 'Cancelamento',
  '210210': 'Ciencia da Operacao',
  '610601': 'CT-e Cancelado',
};
const REASONS: Readonly<Record<string, string>> = {
  '135': 'Evento registrado e vinculado a documento',
  '155': 'Cancelamento homologado fora de prazo',
  '573': 'Rejeicao: Duplicidade de evento',
};

interface Dialect {
  readonly namespace: string;
  readonly version: string;
  readonly envelope: string;
  readonly request: string;
  readonly answer: string;
  readonly keyTag: string;
  readonly sequenceDigits: number;
  /** What stands around the details of a cancellation; nothing in an NF-e. */
  readonly detailTag: string | null;
}

const NFE: Dialect = {
  namespace: 'http://www.portalfiscal.inf.br/nfe',
  version: '1.00',
  envelope: 'procEventoNFe',
  request: 'evento',
  answer: 'retEvento',
  keyTag: 'chNFe',
  sequenceDigits: 2,
  detailTag: null,
};
const CTE: Dialect = {
  namespace: 'http://www.portalfiscal.inf.br/cte',
  version: '4.00',
  envelope: 'procEventoCTe',
  request: 'eventoCTe',
  answer: 'retEventoCTe',
  keyTag: 'chCTe',
  sequenceDigits: 3,
  detailTag: 'evCancCTe',
};

/** Of NFCom and NF3e. */
function billDialect(name: 'NF3e' | 'NFCom'): Dialect {
  return {
    namespace: `http://www.portalfiscal.inf.br/${name.toLowerCase()}`,
    version: '1.00',
    envelope: `procEvento${name}`,
    request: `evento${name}`,
    answer: `retEvento${name}`,
    keyTag: `ch${name}`,
    sequenceDigits: 3,
    detailTag: `evCanc${name}`,
  };
}
const NFCOM = billDialect('NFCom');
const NF3E = billDialect('NF3e');

function dialectOf(document: SimDocument): Dialect {
  if (document.model === '62') return NFCOM;
  if (document.model === '66') return NF3E;
  return document.kind === 'CTe' ? CTE : NFE;
}

function detail(event: SimEvent, dialect: Dialect): string {
  const name = NAMES[event.eventType] ?? 'Evento';
  const body =
    event.eventType === '110111'
      ? `<nProt>${protocolNumber(event.document)}</nProt><xJust>Documento de demonstração emitido com erro</xJust>`
      : event.eventType === '110110'
        ? '<xCorrecao>Onde se le amostra leia-se exemplo</xCorrecao>'
        : '';
  const inner = `<descEvento>${name}</descEvento>${body}`;
  const { detailTag } = dialect;
  const wrapped = detailTag !== null && event.eventType === '110111' ? `<${detailTag}>${inner}</${detailTag}>` : inner;
  return `<detEvento ${detailTag === null ? 'versao' : 'versaoEvento'}="${dialect.version}">${wrapped}</detEvento>`;
}

function answer(event: SimEvent, dialect: Dialect, random: Random): string {
  const status = event.status ?? '135';
  const accepted = status !== '573';
  const registered = accepted
    ? `<dhRegEvento>${later(event.issuedAt, 3)}</dhRegEvento><nProt>135${random.digits(12)}</nProt>`
    : '';
  return (
    `<${dialect.answer} versao="${dialect.version}"><infEvento><tpAmb>1</tpAmb><verAplic>SIM_1</verAplic><cOrgao>${event.document.key.slice(0, 2)}</cOrgao>` +
    `<cStat>${status}</cStat><xMotivo>${REASONS[status] ?? ''}</xMotivo><${dialect.keyTag}>${event.document.key}</${dialect.keyTag}>` +
    `<tpEvento>${event.eventType}</tpEvento><nSeqEvento>${String(event.sequence)}</nSeqEvento>${registered}</infEvento></${dialect.answer}>`
  );
}

function renderWithAnswer(event: SimEvent, dialect: Dialect): string {
  const random = xmlRandom(event.seed);
  const { key } = event.document;
  const id = `ID${event.eventType}${key}${String(event.sequence).padStart(dialect.sequenceDigits, '0')}`;
  const organ = event.eventType === '610601' || event.eventType === '210210' ? '91' : key.slice(0, 2);
  const signature = seal(id, random);
  return (
    `${DECLARATION}<${dialect.envelope} xmlns="${dialect.namespace}" versao="${dialect.version}"><${dialect.request} versao="${dialect.version}">` +
    `<infEvento Id="${id}"><cOrgao>${organ}</cOrgao><tpAmb>1</tpAmb>${taxIdTag(event.author)}<${dialect.keyTag}>${key}</${dialect.keyTag}>` +
    `<dhEvento>${event.issuedAt}</dhEvento><tpEvento>${event.eventType}</tpEvento><nSeqEvento>${String(event.sequence)}</nSeqEvento>` +
    `<verEvento>${dialect.version}</verEvento>${detail(event, dialect)}</infEvento>${signature.xml}</${dialect.request}>` +
    `${answer(event, dialect, random)}</${dialect.envelope}>`
  );
}

/** Event of a national NFS-e: it has no answer of its own, being registered is its effect. */
function renderNational(event: SimEvent): string {
  const { key } = event.document;
  const type = event.eventType.slice(1);
  const sequence = String(event.sequence);
  const requestId = `PRE${key}${type}${sequence.padStart(3, '0')}`;
  const id = `EVT${key}${type}${sequence.padStart(3, '0')}`;
  return (
    `${DECLARATION}<evento xmlns="http://www.sped.fazenda.gov.br/nfse" versao="1.00"><infEvento Id="${id}"><verAplic>SefinNacional_1</verAplic>` +
    `<ambGer>2</ambGer><nSeqEvento>${sequence}</nSeqEvento><dhProc>${later(event.issuedAt, 2)}</dhProc><nDFe>${event.document.number}</nDFe>` +
    `<pedRegEvento versao="1.00"><infPedReg Id="${requestId}"><tpAmb>1</tpAmb><verAplic>Demonstracao</verAplic><dhEvento>${event.issuedAt}</dhEvento>` +
    `<CNPJAutor>${event.author}</CNPJAutor><chNFSe>${key}</chNFSe><nPedRegEvento>${sequence}</nPedRegEvento><e${type}>` +
    '<xDesc>Cancelamento de NFS-e</xDesc><cMotivo>1</cMotivo><xMotivo>Erro na emissão da demonstração</xMotivo>' +
    `</e${type}></infPedReg></pedRegEvento></infEvento>${seal(id, xmlRandom(event.seed), 'sha256').xml}</evento>`
  );
}

/** The file of an event, with the answer that makes it effective (or not). */
export function renderEvent(event: SimEvent): string {
  return event.document.kind === 'NFSe' ? renderNational(event) : renderWithAnswer(event, dialectOf(event.document));
}

import { placeOf, type SimDocument } from '../office';
import {
  DECLARATION,
  later,
  money,
  partyGroup,
  partyIn,
  percentOf,
  protocolNumber,
  seal,
  xmlRandom,
  type RenderContext,
} from './parts';
import type { Random } from '../office';

const NAMESPACE = 'http://www.portalfiscal.inf.br/cte';
const GROUPS = [
  ['rem', 'enderReme', 'sender'],
  ['exped', 'enderExped', 'shipper'],
  ['receb', 'enderReceb', 'receiver'],
  ['dest', 'enderDest', 'recipient'],
] as const;

function takerXml(document: SimDocument, context: RenderContext): string {
  const pointer = document.takerPointer ?? '0';
  if (pointer !== '4') return `<toma3><toma>${pointer}</toma></toma3>`;
  const group = partyGroup('toma4', 'enderToma', partyIn(document, 'taker') ?? '', context);
  return group.replace('<toma4>', '<toma4><toma>4</toma>');
}

function identification(document: SimDocument, issuer: string, context: RenderContext): string {
  const from = placeOf(issuer);
  const to = placeOf(partyIn(document, 'recipient') ?? issuer);
  return (
    `<ide><cUF>${from.state}</cUF><cCT>${document.key.slice(35, 43)}</cCT><CFOP>5353</CFOP><natOp>PRESTACAO DE SERVICO DE TRANSPORTE</natOp>` +
    `<mod>57</mod><serie>${document.series}</serie><nCT>${document.number}</nCT><dhEmi>${document.issuedAt}</dhEmi><tpImp>1</tpImp>` +
    `<tpEmis>1</tpEmis><cDV>${document.key.slice(43)}</cDV><tpAmb>1</tpAmb><tpCTe>0</tpCTe><procEmi>0</procEmi><verProc>Demonstracao 1.0</verProc>` +
    `<cMunEnv>${from.city}</cMunEnv><xMunEnv>${from.cityName}</xMunEnv><UFEnv>${from.uf}</UFEnv><modal>01</modal><tpServ>0</tpServ>` +
    `<cMunIni>${from.city}</cMunIni><xMunIni>${from.cityName}</xMunIni><UFIni>${from.uf}</UFIni><cMunFim>${to.city}</cMunFim>` +
    `<xMunFim>${to.cityName}</xMunFim><UFFim>${to.uf}</UFFim><retira>1</retira><indIEToma>1</indIEToma>${takerXml(document, context)}</ide>`
  );
}

function cargo(document: SimDocument, random: Random): string {
  const goods = money(document.totalCents * 12);
  return (
    `<infCTeNorm><infCarga><vCarga>${goods}</vCarga><proPred>MERCADORIAS DIVERSAS</proPred><infQ><cUnid>01</cUnid><tpMed>PESO BRUTO</tpMed>` +
    `<qCarga>${String(random.integer(10, 24_000))}.0000</qCarga></infQ></infCarga><infDoc><infOutros><tpDoc>99</tpDoc>` +
    `<descOutros>ROMANEIO DE DEMONSTRACAO</descOutros><nDoc>${random.digits(8)}</nDoc></infOutros></infDoc>` +
    `<infModal versaoModal="4.00"><rodo><RNTRC>${random.digits(8)}</RNTRC></rodo></infModal></infCTeNorm>`
  );
}

/** CT-e (57), layout 4.00, with its protocol and every form of taker. */
export function renderCte(document: SimDocument, context: RenderContext): string {
  const random = xmlRandom(document.seed);
  const issuer = partyIn(document, 'issuer') ?? '';
  const id = `CTe${document.key}`;
  const value = money(document.totalCents);
  const groups = GROUPS.map(([tag, addressTag, role]) => {
    const taxId = partyIn(document, role);
    return taxId === null ? '' : partyGroup(tag, addressTag, taxId, context);
  });
  const load = cargo(document, random);
  const signature = seal(id, random);
  return (
    `${DECLARATION}<cteProc xmlns="${NAMESPACE}" versao="4.00"><CTe xmlns="${NAMESPACE}"><infCte Id="${id}" versao="4.00">` +
    identification(document, issuer, context) +
    '<compl><xObs>Documento de demonstração, sem valor fiscal.</xObs></compl>' +
    partyGroup('emit', 'enderEmit', issuer, context) +
    groups.join('') +
    `<vPrest><vTPrest>${value}</vTPrest><vRec>${value}</vRec><Comp><xNome>FRETE PESO</xNome><vComp>${value}</vComp></Comp></vPrest>` +
    `<imp><ICMS><ICMS00><CST>00</CST><vBC>${value}</vBC><pICMS>12.00</pICMS><vICMS>${percentOf(document.totalCents, 12)}</vICMS></ICMS00></ICMS></imp>` +
    `${load}</infCte>${signature.xml}</CTe><protCTe versao="4.00"><infProt><tpAmb>1</tpAmb><verAplic>SIM_1</verAplic><chCTe>${document.key}</chCTe>` +
    `<dhRecbto>${later(document.issuedAt, 5)}</dhRecbto><nProt>${protocolNumber(document)}</nProt><digVal>${signature.digest}</digVal>` +
    '<cStat>100</cStat><xMotivo>Autorizado o uso do CT-e</xMotivo></infProt></protCTe></cteProc>'
  );
}

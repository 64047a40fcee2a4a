import { hash32, placeOf, type Random, type SimDocument } from '../office';
import { itemsFor, type Item } from './items';
import {
  DECLARATION,
  escapeXml,
  later,
  money,
  partyGroup,
  partyIn,
  percentOf,
  protocolNumber,
  seal,
  taxIdTag,
  xmlRandom,
  type RenderContext,
} from './parts';

const NAMESPACE = 'http://www.portalfiscal.inf.br/nfe';

function identification(document: SimDocument, issuer: string, recipient: string | null): string {
  const place = placeOf(issuer);
  const consumer = document.model === '65';
  const sameState = recipient === null || placeOf(recipient).uf === place.uf;
  return (
    `<ide><cUF>${place.state}</cUF><cNF>${document.key.slice(35, 43)}</cNF><natOp>VENDA DE MERCADORIA</natOp><mod>${document.model}</mod>` +
    `<serie>${document.series}</serie><nNF>${document.number}</nNF><dhEmi>${document.issuedAt}</dhEmi><tpNF>${document.operation ?? '1'}</tpNF>` +
    `<idDest>${sameState ? '1' : '2'}</idDest><cMunFG>${place.city}</cMunFG><tpImp>${consumer ? '4' : '1'}</tpImp><tpEmis>1</tpEmis>` +
    `<cDV>${document.key.slice(43)}</cDV><tpAmb>1</tpAmb><finNFe>1</finNFe><indFinal>${consumer ? '1' : '0'}</indFinal>` +
    `<indPres>${consumer ? '1' : '9'}</indPres><procEmi>0</procEmi><verProc>Demonstracao 1.0</verProc></ide>`
  );
}

function itemXml(item: Item): string {
  const value = money(item.cents);
  return (
    `<det nItem="${item.number}"><prod><cProd>${item.code}</cProd><cEAN>SEM GTIN</cEAN><xProd>${escapeXml(item.description)}</xProd>` +
    `<NCM>${item.ncm}</NCM><CFOP>5102</CFOP><uCom>UN</uCom><qCom>${item.quantity}</qCom><vUnCom>${value}</vUnCom><vProd>${value}</vProd>` +
    `<cEANTrib>SEM GTIN</cEANTrib><uTrib>UN</uTrib><qTrib>${item.quantity}</qTrib><vUnTrib>${value}</vUnTrib><indTot>1</indTot></prod>` +
    `<imposto><ICMS><ICMS00><orig>0</orig><CST>00</CST><modBC>3</modBC><vBC>${value}</vBC><pICMS>18.00</pICMS>` +
    `<vICMS>${percentOf(item.cents, 18)}</vICMS></ICMS00></ICMS><PIS><PISAliq><CST>01</CST><vBC>${value}</vBC><pPIS>1.65</pPIS>` +
    `<vPIS>${percentOf(item.cents, 1.65)}</vPIS></PISAliq></PIS><COFINS><COFINSAliq><CST>01</CST><vBC>${value}</vBC><pCOFINS>7.60</pCOFINS>` +
    `<vCOFINS>${percentOf(item.cents, 7.6)}</vCOFINS></COFINSAliq></COFINS></imposto></det>`
  );
}

function totals(cents: number): string {
  const value = money(cents);
  return (
    `<total><ICMSTot><vBC>${value}</vBC><vICMS>${percentOf(cents, 18)}</vICMS><vICMSDeson>0.00</vICMSDeson><vFCP>0.00</vFCP><vBCST>0.00</vBCST>` +
    `<vST>0.00</vST><vFCPST>0.00</vFCPST><vFCPSTRet>0.00</vFCPSTRet><vProd>${value}</vProd><vFrete>0.00</vFrete><vSeg>0.00</vSeg>` +
    `<vDesc>0.00</vDesc><vII>0.00</vII><vIPI>0.00</vIPI><vIPIDevol>0.00</vIPIDevol><vPIS>${percentOf(cents, 1.65)}</vPIS>` +
    `<vCOFINS>${percentOf(cents, 7.6)}</vCOFINS><vOutro>0.00</vOutro><vNF>${value}</vNF></ICMSTot></total>`
  );
}

function transport(document: SimDocument, context: RenderContext): string {
  const carrier = partyIn(document, 'carrier');
  if (carrier === null) return '<transp><modFrete>9</modFrete></transp>';
  const name = escapeXml(context.nameOf(carrier));
  return `<transp><modFrete>0</modFrete><transporta>${taxIdTag(carrier)}<xNome>${name}</xNome><UF>${placeOf(carrier).uf}</UF></transporta></transp>`;
}

/** The consumer of an NFC-e has neither address nor registration. */
function recipientXml(document: SimDocument, recipient: string | null, context: RenderContext): string {
  if (recipient === null) return '';
  if (document.model === '55') return partyGroup('dest', 'enderDest', recipient, context);
  return `<dest>${taxIdTag(recipient)}<xNome>${escapeXml(context.nameOf(recipient))}</xNome><indIEDest>9</indIEDest></dest>`;
}

function protocol(document: SimDocument, digest: string): string {
  return (
    `<protNFe versao="4.00"><infProt><tpAmb>1</tpAmb><verAplic>SIM_1</verAplic><chNFe>${document.key}</chNFe>` +
    `<dhRecbto>${later(document.issuedAt, 4)}</dhRecbto><nProt>${protocolNumber(document)}</nProt><digVal>${digest}</digVal>` +
    `<cStat>100</cStat><xMotivo>Autorizado o uso da NF-e</xMotivo></infProt></protNFe>`
  );
}

function supplement(document: SimDocument): string {
  if (document.model !== '65') return '';
  const url = 'https://consulta.exemplo.invalid/nfce';
  const token = String(hash32(document.seed, 'qr'));
  return `<infNFeSupl><qrCode>${url}?p=${document.key}|2|1|1|${token}</qrCode><urlChave>${url}</urlChave></infNFeSupl>`;
}

/** NF-e (55) or NFC-e (65), layout 4.00, with its protocol. */
export function renderNfe(document: SimDocument, context: RenderContext): string {
  const random: Random = xmlRandom(document.seed);
  const issuer = partyIn(document, 'issuer') ?? '';
  const recipient = partyIn(document, 'recipient');
  const id = `NFe${document.key}`;
  const items = itemsFor(random, document.totalCents).map(itemXml).join('');
  const signature = seal(id, random);
  const value = money(document.totalCents);
  return (
    `${DECLARATION}<nfeProc xmlns="${NAMESPACE}" versao="4.00"><NFe xmlns="${NAMESPACE}"><infNFe Id="${id}" versao="4.00">` +
    identification(document, issuer, recipient) +
    partyGroup('emit', 'enderEmit', issuer, context) +
    recipientXml(document, recipient, context) +
    items +
    totals(document.totalCents) +
    transport(document, context) +
    `<pag><detPag><tPag>15</tPag><vPag>${value}</vPag></detPag></pag>` +
    '<infAdic><infCpl>Documento de demonstração, sem valor fiscal.</infCpl></infAdic></infNFe>' +
    `${supplement(document)}${signature.xml}</NFe>${protocol(document, signature.digest)}</nfeProc>`
  );
}

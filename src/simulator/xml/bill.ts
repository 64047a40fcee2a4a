import type { SimDocument } from '../office';
import { itemsFor } from './items';
import {
  DECLARATION,
  escapeXml,
  later,
  money,
  partyGroup,
  partyIn,
  protocolNumber,
  seal,
  xmlRandom,
  type RenderContext,
} from './parts';

interface Dialect {
  readonly namespace: string;
  readonly envelope: string;
  readonly root: string;
  readonly body: string;
  readonly protocol: string;
  readonly keyTag: string;
  readonly product: string;
}

const NFCOM: Dialect = {
  namespace: 'http://www.portalfiscal.inf.br/nfcom',
  envelope: 'nfcomProc',
  root: 'NFCom',
  body: 'infNFCom',
  protocol: 'protNFCom',
  keyTag: 'chNFCom',
  product: 'PLANO DE DADOS DE DEMONSTRAÇÃO',
};
const NF3E: Dialect = {
  namespace: 'http://www.portalfiscal.inf.br/nf3e',
  envelope: 'nf3eProc',
  root: 'NF3e',
  body: 'infNF3e',
  protocol: 'protNF3e',
  keyTag: 'chNF3e',
  product: 'ENERGIA ELÉTRICA DE DEMONSTRAÇÃO',
};

/** NFCom (62) or NF3e (66), layout 1.00, with its protocol. The key's tail is the authorising site and seven digits. */
export function renderBill(document: SimDocument, context: RenderContext): string {
  const dialect = document.model === '62' ? NFCOM : NF3E;
  const { namespace, envelope, root, body, protocol, keyTag } = dialect;
  const random = xmlRandom(document.seed);
  const { key } = document;
  const id = `${root}${key}`;
  const value = money(document.totalCents);
  const items = itemsFor(random, document.totalCents).map(
    ({ number, code, cents }) =>
      `<det nItem="${number}"><prod><cProd>${code}</cProd><xProd>${escapeXml(dialect.product)}</xProd><cClass>0600401</cClass><uMed>4</uMed>` +
      `<qFaturada>1</qFaturada><vItem>${money(cents)}</vItem><vProd>${money(cents)}</vProd></prod></det>`,
  );
  const signature = seal(id, random);
  return (
    `${DECLARATION}<${envelope} xmlns="${namespace}" versao="1.00"><${root} xmlns="${namespace}"><${body} Id="${id}" versao="1.00">` +
    `<ide><cUF>${key.slice(0, 2)}</cUF><tpAmb>1</tpAmb><mod>${document.model}</mod><serie>${document.series}</serie><nNF>${document.number}</nNF>` +
    `<cNF>${key.slice(36, 43)}</cNF><cDV>${key.slice(43)}</cDV><dhEmi>${document.issuedAt}</dhEmi><tpEmis>1</tpEmis><nSiteAutoriz>${key.slice(35, 36)}</nSiteAutoriz>` +
    `<cMunFG>3550308</cMunFG><finNF${root === 'NF3e' ? '3e' : 'Com'}>0</finNF${root === 'NF3e' ? '3e' : 'Com'}><verProc>Demonstracao 1.0</verProc></ide>` +
    partyGroup('emit', 'enderEmit', partyIn(document, 'issuer') ?? '', context) +
    partyGroup('dest', 'enderDest', partyIn(document, 'recipient') ?? '', context) +
    `${items.join('')}<total><vProd>${value}</vProd><vNF>${value}</vNF></total></${body}>${signature.xml}</${root}>` +
    `<${protocol} versao="1.00"><infProt><tpAmb>1</tpAmb><verAplic>SIM_1</verAplic><${keyTag}>${key}</${keyTag}>` +
    `<dhRecbto>${later(document.issuedAt, 5)}</dhRecbto><nProt>${protocolNumber(document)}</nProt><digVal>${signature.digest}</digVal>` +
    `<cStat>100</cStat><xMotivo>Autorizado o uso do documento</xMotivo></infProt></${protocol}></${envelope}>`
  );
}

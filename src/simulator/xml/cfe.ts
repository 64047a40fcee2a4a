import { SAT_STATE } from '../office/names';
import type { SimDocument } from '../office';
import { itemsFor, type Item } from './items';
import {
  DECLARATION,
  address,
  escapeXml,
  money,
  partyIn,
  seal,
  taxIdTag,
  xmlRandom,
  type RenderContext,
} from './parts';

function itemXml(item: Item): string {
  const value = money(item.cents);
  return (
    `<det nItem="${item.number}"><prod><cProd>${item.code}</cProd><xProd>${escapeXml(item.description)}</xProd><NCM>${item.ncm}</NCM><CFOP>5102</CFOP>` +
    `<uCom>UN</uCom><qCom>${item.quantity}</qCom><vUnCom>${value}</vUnCom><vProd>${value}</vProd><indRegra>A</indRegra><vItem>${value}</vItem></prod>` +
    `<imposto><ICMS><ICMSSN102><Orig>0</Orig><CSOSN>102</CSOSN></ICMSSN102></ICMS><PIS><PISSN><CST>49</CST></PISSN></PIS>` +
    '<COFINS><COFINSSN><CST>49</CST></COFINSSN></COFINS></imposto></det>'
  );
}

/** CF-e SAT (59), layout 0.08: no namespace, no protocol, date and time apart. */
export function renderCfe(document: SimDocument, context: RenderContext): string {
  const random = xmlRandom(document.seed);
  const issuer = partyIn(document, 'issuer') ?? '';
  const recipient = partyIn(document, 'recipient');
  const id = `CFe${document.key}`;
  const value = money(document.totalCents);
  const items = itemsFor(random, document.totalCents).map(itemXml).join('');
  return (
    `${DECLARATION}<CFe><infCFe Id="${id}" versao="0.08" versaoDadosEnt="0.08" versaoSB="010300"><ide><cUF>${SAT_STATE}</cUF>` +
    `<cNF>${document.key.slice(37, 43)}</cNF><mod>59</mod><nserieSAT>${document.series}</nserieSAT><nCFe>${document.key.slice(31, 37)}</nCFe>` +
    `<dEmi>${document.issueDay.replaceAll('-', '')}</dEmi><hEmi>${document.issuedAt.slice(11, 19).replaceAll(':', '')}</hEmi>` +
    `<cDV>${document.key.slice(43)}</cDV><tpAmb>1</tpAmb><CNPJ>${issuer}</CNPJ><signAC>${random.base64(96)}</signAC>` +
    `<assinaturaQRCODE>${random.base64(256)}</assinaturaQRCODE><numeroCaixa>001</numeroCaixa></ide>` +
    `<emit><CNPJ>${issuer}</CNPJ><xNome>${escapeXml(context.nameOf(issuer))}</xNome>${address('enderEmit', issuer)}</emit>` +
    `${recipient === null ? '<dest/>' : `<dest>${taxIdTag(recipient)}</dest>`}${items}` +
    `<total><ICMSTot><vICMS>0.00</vICMS><vProd>${value}</vProd><vDesc>0.00</vDesc><vOutro>0.00</vOutro></ICMSTot><vCFe>${value}</vCFe></total>` +
    `<pgto><MP><cMP>01</cMP><vMP>${value}</vMP></MP><vTroco>0.00</vTroco></pgto></infCFe>${seal(id, random, 'sha256').xml}</CFe>`
  );
}

/** Invented documents, small enough to read at a glance. */

export const NFE_KEY = '35260311222333000181550010000000011123456797';
export const CTE_KEY = '35260355666777000181570010000001041123456791';
export const DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>';

export function bytesOf(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

export function nfe({ key = NFE_KEY, number = '1', extra = '', name = 'EMPRESA DE EXEMPLO' } = {}): string {
  return (
    `<NFe xmlns="http://www.portalfiscal.inf.br/nfe"><infNFe Id="NFe${key}" versao="4.00"><ide><cUF>35</cUF><cNF>12345679</cNF>` +
    `<mod>55</mod><serie>1</serie><nNF>${number}</nNF><dhEmi>2026-03-31T23:30:00-05:00</dhEmi><tpNF>1</tpNF><tpEmis>1</tpEmis>` +
    `<tpAmb>1</tpAmb><finNFe>1</finNFe></ide><emit><CNPJ>11222333000181</CNPJ><xNome>${name}</xNome></emit>` +
    `<dest><CPF>12345678909</CPF></dest><det nItem="1"><prod><vProd>10.00</vProd></prod></det>` +
    `<total><ICMSTot><vNF>1500.00</vNF></ICMSTot></total>${extra}</infNFe></NFe>`
  );
}

export function protocol(key = NFE_KEY, status = '100'): string {
  return `<protNFe><infProt><chNFe>${key}</chNFe><dhRecbto>2026-03-31T23:31:00-05:00</dhRecbto><nProt>135260000000001</nProt><cStat>${status}</cStat></infProt></protNFe>`;
}

export function nfeProc(inner = nfe(), proof = protocol()): string {
  return `<nfeProc xmlns="http://www.portalfiscal.inf.br/nfe" versao="4.00">${inner}${proof}</nfeProc>`;
}

export function cte(taker: string, groups = ''): string {
  return (
    `<cteProc xmlns="http://www.portalfiscal.inf.br/cte"><CTe><infCte Id="CTe${CTE_KEY}"><ide><cUF>35</cUF><cCT>12345679</cCT><mod>57</mod>` +
    `<serie>1</serie><nCT>104</nCT><dhEmi>2026-03-20T10:00:00-03:00</dhEmi><tpEmis>1</tpEmis><tpCTe>0</tpCTe>${taker}</ide>` +
    `<emit><CNPJ>55666777000181</CNPJ></emit>${groups}<vPrest><vTPrest>321.45</vTPrest></vPrest></infCte></CTe>` +
    `<protCTe><infProt><chCTe>${CTE_KEY}</chCTe><cStat>100</cStat></infProt></protCTe></cteProc>`
  );
}

export function event({ type = '110111', status = '135', answeredKey = NFE_KEY, element = 'chNFe' } = {}): string {
  const suffix = { chNFe: 'NFe', chCTe: 'CTe', chMDFe: 'MDFe' }[element] ?? '';
  const name = suffix === 'NFe' ? '' : suffix;
  const answer = `<retEvento${name}><infEvento><cStat>${status}</cStat><${element}>${answeredKey}</${element}><tpEvento>${type}</tpEvento><nSeqEvento>1</nSeqEvento><nProt>9</nProt></infEvento></retEvento${name}>`;
  return (
    `<procEvento${suffix}><evento${name}><infEvento><CNPJ>11222333000181</CNPJ><${element}>${NFE_KEY}</${element}>` +
    `<dhEvento>2026-03-16T08:00:00-03:00</dhEvento><tpEvento>${type}</tpEvento><nSeqEvento>1</nSeqEvento></infEvento></evento${name}>` +
    `${status === '' ? '' : answer}</procEvento${suffix}>`
  );
}

export const NFSE_KEY = '35503082211222333000181000000000000126031234567897';
const NFSE_NAMESPACE = 'http://www.sped.fazenda.gov.br/nfse';

export function nationalNfse(key: string, substituted = ''): string {
  return (
    `<NFSe xmlns="${NFSE_NAMESPACE}"><infNFSe Id="NFS${key}"><nNFSe>1</nNFSe><cStat>101</cStat><dhProc>2026-03-10T10:00:01-03:00</dhProc>` +
    `<emit><CNPJ>11222333000181</CNPJ></emit><DPS><infDPS><tpAmb>1</tpAmb><dhEmi>2026-03-10T10:00:00-03:00</dhEmi><serie>900</serie>` +
    `${substituted}<prest><CNPJ>11222333000181</CNPJ></prest><toma><CNPJ>99888777000100</CNPJ></toma>` +
    `<valores><vServPrest><vServ>230.00</vServ></vServPrest></valores></infDPS></DPS></infNFSe></NFSe>`
  );
}

export function nationalEvent(key: string): string {
  return (
    `<evento xmlns="${NFSE_NAMESPACE}"><infEvento Id="EVT${key}101101001"><nSeqEvento>001</nSeqEvento><dhProc>2026-03-11T10:00:00-03:00</dhProc>` +
    `<pedRegEvento><infPedReg><dhEvento>2026-03-11T09:59:00-03:00</dhEvento><CNPJAutor>11222333000181</CNPJAutor><chNFSe>${key}</chNFSe>` +
    `<e101101><xDesc>Cancelamento de NFS-e</xDesc></e101101></infPedReg></pedRegEvento></infEvento></evento>`
  );
}

export function cfe(key: string): string {
  return (
    `<CFe><infCFe Id="CFe${key}"><ide><cUF>35</cUF><cNF>513340</cNF><mod>59</mod><nserieSAT>900004019</nserieSAT><nCFe>000021</nCFe>` +
    `<dEmi>20260310</dEmi><hEmi>101010</hEmi><tpAmb>1</tpAmb></ide><emit><CNPJ>11222333000181</CNPJ></emit><dest><CPF/></dest>` +
    `<total><vCFe>10.50</vCFe></total></infCFe></CFe>`
  );
}

export function cfeCancellation(ownKey: string, cancelled: string): string {
  return (
    `<CFeCanc><infCFe Id="CFe${ownKey}" chCanc="CFe${cancelled}"><dEmi>20260310</dEmi><hEmi>101010</hEmi><ide><dEmi>20260311</dEmi></ide>` +
    `<emit><CNPJ>11222333000181</CNPJ></emit></infCFe></CFeCanc>`
  );
}

import { placeOf, type SimDocument } from '../office';
import {
  DECLARATION,
  escapeXml,
  later,
  money,
  partyIn,
  percentOf,
  seal,
  taxIdTag,
  xmlRandom,
  type RenderContext,
} from './parts';

const NAMESPACE = 'http://www.sped.fazenda.gov.br/nfse';

function request(document: SimDocument, provider: string, taker: string, context: RenderContext): string {
  const { city } = placeOf(provider);
  const id = `DPS${city}2${provider.padStart(14, '0')}00001${document.number.padStart(15, '0')}`;
  return (
    `<DPS xmlns="${NAMESPACE}" versao="1.00"><infDPS Id="${id}"><tpAmb>1</tpAmb><dhEmi>${document.issuedAt}</dhEmi><verAplic>Demonstracao</verAplic>` +
    `<serie>1</serie><nDPS>${document.number}</nDPS><dCompet>${document.issueDay}</dCompet><tpEmit>1</tpEmit><cLocEmi>${city}</cLocEmi>` +
    `<prest>${taxIdTag(provider)}<regTrib><opSimpNac>1</opSimpNac><regEspTrib>0</regEspTrib></regTrib></prest>` +
    `<toma>${taxIdTag(taker)}<xNome>${escapeXml(context.nameOf(taker))}</xNome></toma>` +
    `<serv><locPrest><cLocPrestacao>${city}</cLocPrestacao></locPrest><cServ><cTribNac>010701</cTribNac>` +
    '<xDescServ>Suporte técnico em informática (demonstração)</xDescServ></cServ></serv>' +
    `<valores><vServPrest><vServ>${money(document.totalCents)}</vServ></vServPrest><trib><tribMun><tribISSQN>1</tribISSQN>` +
    '<tpRetISSQN>1</tpRetISSQN></tribMun><totTrib><indTotTrib>0</indTotTrib></totTrib></trib></valores></infDPS></DPS>'
  );
}

/** National NFS-e, layout 1.00: the file root is NFSe, with the request (DPS) inside it. cStat 100 is its kind, not its status. */
export function renderNfse(document: SimDocument, context: RenderContext): string {
  const random = xmlRandom(document.seed);
  const provider = partyIn(document, 'provider') ?? '';
  const taker = partyIn(document, 'taker') ?? '';
  const place = placeOf(provider);
  const id = `NFS${document.key}`;
  const value = money(document.totalCents);
  return (
    `${DECLARATION}<NFSe xmlns="${NAMESPACE}" versao="1.00"><infNFSe Id="${id}"><xLocEmi>${place.cityName}</xLocEmi>` +
    `<xLocPrestacao>${place.cityName}</xLocPrestacao><nNFSe>${document.number}</nNFSe><cLocIncid>${place.city}</cLocIncid>` +
    `<xLocIncid>${place.cityName}</xLocIncid><xTribNac>Suporte técnico em informática.</xTribNac><verAplic>SefinNacional_1</verAplic>` +
    `<ambGer>2</ambGer><tpEmis>1</tpEmis><procEmi>1</procEmi><cStat>100</cStat><dhProc>${later(document.issuedAt, 2)}</dhProc>` +
    `<nDFSe>${document.number}</nDFSe><emit>${taxIdTag(provider)}<xNome>${escapeXml(context.nameOf(provider))}</xNome><enderNac>` +
    `<xLgr>Rua das Amostras</xLgr><nro>100</nro><xBairro>Centro</xBairro><cMun>${place.city}</cMun><UF>${place.uf}</UF><CEP>${place.city}0</CEP>` +
    `</enderNac></emit><valores><vBC>${value}</vBC><pAliqAplic>3.00</pAliqAplic><vISSQN>${percentOf(document.totalCents, 3)}</vISSQN>` +
    `<vTotalRet>0.00</vTotalRet><vLiq>${value}</vLiq></valores>${request(document, provider, taker, context)}</infNFSe>` +
    `${seal(id, random, 'sha256').xml}</NFSe>`
  );
}

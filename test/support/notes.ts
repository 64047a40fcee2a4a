import { encodeAccessKey, nationalNfseIdentity, type TaxId } from '../../src/engine/domain';

/** Invented companies with right check digits. */
export const ALFA: TaxId = '11222333000181';
export const BETA: TaxId = '99888777000100';
export const STRANGER: TaxId = '55666777000181';

const NAMESPACE = 'http://www.portalfiscal.inf.br';

export interface NoteOptions {
  readonly number?: number;
  readonly issuer?: TaxId;
  readonly recipient?: TaxId;
  readonly issuedAt?: string;
  /** tpNF as the issuer sees it. */
  readonly operation?: '0' | '1';
  readonly model?: '55' | '65';
  readonly digest?: string;
  /** cStat of the protocol; null leaves the protocol away. */
  readonly status?: string | null;
  /** Anything that makes the bytes differ without making another document. */
  readonly blank?: string;
}

function taxId(id: TaxId): string {
  return id.length === 11 ? `<CPF>${id}</CPF>` : `<CNPJ>${id}</CNPJ>`;
}

export function noteKey({ number = 1, issuer = ALFA, issuedAt, model = '55' }: NoteOptions = {}): string {
  const month = (issuedAt ?? '2026-03-10').slice(0, 7);
  return encodeAccessKey({ state: '35', month, issuer, model, series: 1, number, emissionType: 1, random: 12345678 });
}

/** An NF-e or NFC-e of one line, with its protocol unless `status` is null. */
export function note(options: NoteOptions = {}): string {
  const { number = 1, issuer = ALFA, recipient = STRANGER, operation = '1', model = '55', status = '100' } = options;
  const { issuedAt = '2026-03-10T10:00:00-03:00', digest = 'AAAA', blank = '' } = options;
  const key = noteKey(options);
  const body =
    `<NFe xmlns="${NAMESPACE}/nfe"><infNFe Id="NFe${key}" versao="4.00"><ide><cUF>35</cUF><cNF>12345678</cNF><mod>${model}</mod>` +
    `<serie>1</serie><nNF>${String(number)}</nNF><dhEmi>${issuedAt}</dhEmi><tpNF>${operation}</tpNF><tpEmis>1</tpEmis><tpAmb>1</tpAmb>` +
    `<finNFe>1</finNFe></ide><emit>${taxId(issuer)}</emit><dest>${taxId(recipient)}</dest><det nItem="1"><prod><vProd>10.00</vProd></prod></det>` +
    `<total><ICMSTot><vNF>10.00</vNF></ICMSTot></total></infNFe><Signature xmlns="http://www.w3.org/2000/09/xmldsig#"><SignedInfo>` +
    `<Reference URI="#NFe${key}"><DigestValue>${digest}</DigestValue></Reference></SignedInfo></Signature></NFe>`;
  if (status === null) return body + blank;
  return (
    `<nfeProc xmlns="${NAMESPACE}/nfe" versao="4.00">${body}<protNFe><infProt><chNFe>${key}</chNFe>` +
    `<nProt>135260000000001</nProt><digVal>${digest}</digVal><cStat>${status}</cStat></infProt></protNFe></nfeProc>${blank}`
  );
}

export interface EventOptions extends NoteOptions {
  readonly type?: string;
  readonly sequence?: number;
  readonly author?: TaxId;
  /** cStat of the answer. */
  readonly eventStatus?: string;
}

/** An event of the NF-e that `note` gives for the same options: its registered cancellation unless told otherwise. */
export function noteEvent(options: EventOptions = {}): string {
  const { type = '110111', sequence = 1, eventStatus = '135' } = options;
  const key = noteKey(options);
  const author = options.author ?? options.issuer ?? ALFA;
  const named = `<chNFe>${key}</chNFe><tpEvento>${type}</tpEvento><nSeqEvento>${String(sequence)}</nSeqEvento>`;
  return (
    `<procEventoNFe xmlns="${NAMESPACE}/nfe" versao="1.00"><evento><infEvento>${taxId(author)}<chNFe>${key}</chNFe>` +
    `<dhEvento>2026-03-16T08:00:00-03:00</dhEvento><tpEvento>${type}</tpEvento><nSeqEvento>${String(sequence)}</nSeqEvento></infEvento></evento>` +
    `<retEvento><infEvento><cStat>${eventStatus}</cStat>${named}</infEvento></retEvento></procEventoNFe>`
  );
}

export function summary(options: NoteOptions = {}): string {
  return (
    `<resNFe xmlns="${NAMESPACE}/nfe" versao="1.01"><chNFe>${noteKey(options)}</chNFe>${taxId(options.issuer ?? ALFA)}<xNome>EMPRESA</xNome>` +
    `<dhEmi>2026-03-10T10:00:00-03:00</dhEmi><tpNF>1</tpNF><vNF>10.00</vNF><cSitNFe>1</cSitNFe></resNFe>`
  );
}

export function voidedRange(): string {
  const inf = `<infInut><cUF>35</cUF><ano>26</ano>${taxId(ALFA)}<mod>55</mod><serie>1</serie><nNFIni>5</nNFIni><nNFFin>7</nNFFin></infInut>`;
  return `<procInutNFe xmlns="${NAMESPACE}/nfe"><inutNFe>${inf}</inutNFe><retInutNFe><infInut><cStat>102</cStat></infInut></retInutNFe></procInutNFe>`;
}

/** A municipal NFS-e of a layout that is not read; the tax id stands in it as given, with or without punctuation. */
export function municipalNote(mentioned: string): string {
  return (
    '<CompNfse xmlns="http://www.abrasf.org.br/nfse.xsd"><Nfse><InfNfse><Numero>77</Numero><PrestadorServico><Cnpj>' +
    `${mentioned}</Cnpj></PrestadorServico></InfNfse></Nfse></CompNfse>`
  );
}

export const SERVICE_KEY = '35503082211222333000181000000000000126031234567897';
export const SERVICE_IDENTITY = nationalNfseIdentity(SERVICE_KEY);

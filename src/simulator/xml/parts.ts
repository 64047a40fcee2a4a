import type { PartyRole, TaxId } from '../../engine/domain';
import { brasiliaText, hash32, placeOf, Random, type SimDocument } from '../office';

export const DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>';

/** What a renderer may ask beside the document itself. */
export interface RenderContext {
  nameOf(taxId: TaxId): string;
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

export function escapeXml(text: string): string {
  return text.replace(/[&<>"]/g, (character) => ENTITIES[character] ?? character);
}

/** "1234.56" */
export function money(cents: number): string {
  const text = String(cents).padStart(3, '0');
  return `${text.slice(0, -2)}.${text.slice(-2)}`;
}

/** `share` of an amount, in cents. */
export function percentOf(cents: number, percent: number): string {
  return money(Math.round((cents * percent) / 100));
}

export function partyIn(document: SimDocument, role: PartyRole): TaxId | null {
  return document.parties.find((party) => party.role === role)?.taxId ?? null;
}

/** `<CNPJ>…</CNPJ>` or `<CPF>…</CPF>`. */
export function taxIdTag(taxId: TaxId): string {
  return taxId.length === 11 ? `<CPF>${taxId}</CPF>` : `<CNPJ>${taxId}</CNPJ>`;
}

/** An invented address in the city of this tax id, inside the given tag. */
export function address(tag: string, taxId: TaxId): string {
  const place = placeOf(taxId);
  const number = String((hash32('street', taxId) % 4_000) + 1);
  return (
    `<${tag}><xLgr>Rua das Amostras</xLgr><nro>${number}</nro><xBairro>Centro</xBairro><cMun>${place.city}</cMun>` +
    `<xMun>${place.cityName}</xMun><UF>${place.uf}</UF><CEP>${place.city}0</CEP><cPais>1058</cPais><xPais>BRASIL</xPais></${tag}>`
  );
}

/** A company or person with its name and address, as NF-e and CT-e write them. */
export function partyGroup(tag: string, addressTag: string, taxId: TaxId, context: RenderContext): string {
  const registration =
    taxId.length === 11 ? '' : `<IE>${String(hash32('registration', taxId)).padStart(12, '1').slice(0, 12)}</IE>`;
  return `<${tag}>${taxIdTag(taxId)}${registration}<xNome>${escapeXml(context.nameOf(taxId))}</xNome>${address(addressTag, taxId)}</${tag}>`;
}

export interface Seal {
  readonly digest: string;
  readonly xml: string;
}

/** A Signature block whose digest, signature and certificate are invented: right in shape, of no cryptographic value. */
export function seal(id: string, random: Random, algorithm: 'sha1' | 'sha256' = 'sha1'): Seal {
  const sha1 = algorithm === 'sha1';
  const digest = random.base64(sha1 ? 20 : 32);
  const method = sha1
    ? 'http://www.w3.org/2000/09/xmldsig#rsa-sha1'
    : 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256';
  const hash = sha1 ? 'http://www.w3.org/2000/09/xmldsig#sha1' : 'http://www.w3.org/2001/04/xmlenc#sha256';
  const c14n = 'http://www.w3.org/TR/2001/REC-xml-c14n-20010315';
  const xml =
    `<Signature xmlns="http://www.w3.org/2000/09/xmldsig#"><SignedInfo><CanonicalizationMethod Algorithm="${c14n}"/>` +
    `<SignatureMethod Algorithm="${method}"/><Reference URI="#${id}"><Transforms>` +
    `<Transform Algorithm="http://www.w3.org/2000/09/xmldsig#enveloped-signature"/><Transform Algorithm="${c14n}"/></Transforms>` +
    `<DigestMethod Algorithm="${hash}"/><DigestValue>${digest}</DigestValue></Reference></SignedInfo>` +
    `<SignatureValue>${random.base64(256)}</SignatureValue>` +
    `<KeyInfo><X509Data><X509Certificate>${random.base64(240)}</X509Certificate></X509Data></KeyInfo></Signature>`;
  return { digest, xml };
}

/** The protocol number that the document was authorised under: 15 digits that begin with the state and the year. */
export function protocolNumber(document: SimDocument): string {
  return `1${document.key.slice(0, 4)}${new Random(hash32(document.seed, 'protocol')).digits(10)}`;
}

/** The moment `seconds` after the one that a document writes. */
export function later(text: string, seconds: number): string {
  return brasiliaText(Date.parse(text) + seconds * 1_000);
}

/** The source of everything in a document's XML that its metadata do not say. */
export function xmlRandom(seed: number): Random {
  return new Random(hash32(seed, 'xml'));
}

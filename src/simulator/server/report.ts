import type { PartyRole, SiegKind, TaxId } from '../../engine/domain';
import type { SimDocument } from '../office';
import { writeSheet, type SheetCell } from '../sheet';

/** Report types that each kind can be asked for; CF-e has none. */
const REPORT_TYPES: Readonly<Record<SiegKind, readonly number[]>> = {
  NFe: [1, 2, 3],
  NFCe: [1, 2, 3],
  CTe: [4],
  NFSe: [5],
  CFe: [],
};

const PARTY_COLUMNS: Readonly<Record<SiegKind, readonly (readonly [header: string, role: PartyRole])[]>> = {
  NFe: [
    ['CNPJ_CPF_CnpjEmit', 'issuer'],
    ['CNPJ_CPF_Dest', 'recipient'],
  ],
  NFCe: [
    ['CNPJ_CPF_CnpjEmit', 'issuer'],
    ['CNPJ_CPF_Dest', 'recipient'],
  ],
  CTe: [
    ['CNPJ_CPF_Emitente', 'issuer'],
    ['CNPJ_CPF_Dest', 'recipient'],
    ['CNPJ_CPF_Tomador', 'taker'],
  ],
  NFSe: [
    ['CNPJ_CPF_Prestador', 'provider'],
    ['CNPJ_CPF_Tomador', 'taker'],
  ],
  CFe: [],
};

/** How a report writes what spreadsheets write in more than one way. */
export interface ReportStyle {
  /** Tax ids as text, as a number (leading zeros lost), or as text that ends in ".0". */
  readonly taxIds: 'text' | 'number' | 'float-text';
  /** Real dates, or text `DD/MM/YYYY`. */
  readonly dates: 'date' | 'text';
}

const TAX_ID_STYLES = ['text', 'number', 'float-text'] as const;

/** The style with this number, so that a request always gets the same one. */
export function reportStyle(form: number): ReportStyle {
  return { taxIds: TAX_ID_STYLES[form % 3] ?? 'text', dates: Math.floor(form / 3) % 2 === 0 ? 'date' : 'text' };
}

export function hasReport(kind: SiegKind, type: number): boolean {
  return REPORT_TYPES[kind].includes(type);
}

function taxIdCell(taxId: TaxId | undefined, style: ReportStyle): string | number | null {
  if (taxId === undefined) return null;
  if (style.taxIds === 'text' || !/^\d+$/.test(taxId)) return taxId;
  return style.taxIds === 'number' ? Number(taxId) : `${String(Number(taxId))}.0`;
}

function dateCell(document: SimDocument, style: ReportStyle): Date | string {
  if (style.dates === 'date') return new Date(`${document.issuedAt.slice(0, 19)}Z`);
  return document.issueDay.split('-').reverse().join('/');
}

/**
 * The .xlsx of a report: one row per document, the key as text. What SIEG writes for a municipal NFS-e, which has no key, is not
 * known: here the cell is empty, and a column `Numero` is added to the sheet.
 */
export async function writeReport(
  documents: readonly SimDocument[],
  kind: SiegKind,
  style: ReportStyle,
): Promise<Buffer> {
  const columns = PARTY_COLUMNS[kind];
  const numbered = documents.some(({ municipal }) => municipal !== undefined);
  const titles = ['Chave', 'Dt_Emissao', ...columns.map(([header]) => header), ...(numbered ? ['Numero'] : [])];
  const rows = documents.map((document): SheetCell[] => {
    const parties = columns.map(([, role]) =>
      taxIdCell(document.parties.find((party) => party.role === role)?.taxId, style),
    );
    const number = numbered ? [document.number] : [];
    return [document.key === '' ? null : document.key, dateCell(document, style), ...parties, ...number];
  });
  const formats = new Map(style.dates === 'date' ? [[2, 'dd/mm/yyyy hh:mm:ss']] : []);
  return writeSheet('Relatorio', [titles, ...rows], formats);
}

import { dayOf, isDay } from '../domain';
import type { Day } from '../domain';
import { plainText } from './answer-texts';
import type { SiegRole } from './port';

/** Column numbers (from 1) of what a report tells. */
export interface ReportColumns {
  readonly key: number;
  readonly date: number | null;
  readonly parties: readonly { readonly role: SiegRole; readonly column: number }[];
}

/** Headers as seen (H: Chave, Dt_Emissao, CNPJ_CPF_CnpjEmit, CNPJ_CPF_Emitente, CNPJ_CPF_Dest, CNPJ_CPF_Tomador); others are guesses (L). */
const KEY_HEADER = /^(chave|chavedeacesso|chaveacesso|chave(nfe|cte|nfce|nfse|cfe|xml))$/;
const DATE_HEADER = /^(dt|data|dh|datade|datahora)?emissao$|^dhemi$/;
const PARTY_HEADERS: readonly (readonly [SiegRole, RegExp])[] = [
  ['issuer', /(cnpj|cpf).*(emit|prest)/],
  ['recipient', /(cnpj|cpf).*dest/],
  ['taker', /(cnpj|cpf).*toma/],
  ['sender', /(cnpj|cpf).*rem/],
];

/** The columns by their headers, ignoring case, accents and punctuation; null when the row is not the header row. */
export function findColumns(headers: readonly string[]): ReportColumns | null {
  const names = headers.map((header) => plainText(header).replace(/[^a-z0-9]/g, ''));
  const columnOf = (pattern: RegExp): number => names.findIndex((name) => pattern.test(name)) + 1;
  const key = columnOf(KEY_HEADER);
  if (key === 0) return null;
  const parties = PARTY_HEADERS.map(([role, pattern]) => ({ role, column: columnOf(pattern) })).filter(
    ({ column }) => column > 0,
  );
  return { key, date: columnOf(DATE_HEADER) || null, parties };
}

const FIRST_SERIAL = 36_526;
const LAST_SERIAL = 73_050;
const UNIX_EPOCH_SERIAL = 25_569;

/** The day of a date cell: a real date is its serial number (2000–2099), which has no zone; or a text. */
export function dayOfCell(value: unknown): Day | null {
  if (typeof value === 'number') return dayOfSerial(value);
  if (typeof value !== 'string') return null;
  const serial = /^\d{5}(\.\d+)?$/.test(value.trim()) ? dayOfSerial(Number(value)) : null;
  return serial ?? dayOf(value);
}

function dayOfSerial(serial: number): Day | null {
  if (serial < FIRST_SERIAL || serial > LAST_SERIAL) return null;
  const day = new Date((Math.floor(serial) - UNIX_EPOCH_SERIAL) * 86_400_000).toISOString().slice(0, 10);
  return isDay(day) ? day : null;
}

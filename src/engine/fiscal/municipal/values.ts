import { asciiUpper, dayOf, isMonth, type Day, type Month, type TaxId } from '../../domain';

/** How municipalities write dates, amounts, numbers and tax ids. Nothing is derived: what is not stated is null. */

const TAX_ID = /^(?:[0-9A-Z]{12}\d{2}|\d{11})$/;

/** CNPJ or CPF without its mask; the length decides, whatever the tag says. All zeros is nobody. */
export function taxIdFrom(written: string | null): TaxId | null {
  const id = written?.replace(/[\s./-]/g, '') ?? '';
  if (!/^[0-9A-Za-z]*$/.test(id)) return null;
  const upper = asciiUpper(id);
  return TAX_ID.test(upper) && !/^0+$/.test(upper) ? upper : null;
}

/** A note's number: digits without leading zeros. With the year in front it is one whole number. */
export function numberFrom(written: string | null): string | null {
  const digits = written?.replace(/[\s./-]/g, '') ?? '';
  const number = /^\d{1,20}$/.test(digits) ? digits.replace(/^0+/, '') : '';
  return number === '' ? null : number;
}

/** A number that stands for another note, where zeros mean none. */
export const otherNumberFrom = numberFrom;

const AMOUNT = /^(-?)(\d*)(?:\.(\d+))?$/;

/** With a comma, the later of comma and dot is the decimal mark; without, one dot is, and several are thousands. */
function plain(written: string): string {
  const text = written.replace(/[\s\u00a0]|R\$/g, '');
  const comma = text.lastIndexOf(',');
  const dot = text.lastIndexOf('.');
  if (comma > dot)
    return text
      .replaceAll('.', '')
      .replace(/,(?=.*,)/g, '')
      .replace(',', '.');
  if (comma >= 0) return text.replaceAll(',', '');
  return text.indexOf('.') === dot ? text : text.replaceAll('.', '');
}

/** Integer cents; more than two decimals are rounded half up. Null for what is no amount. */
export function centsFrom(written: string | null): bigint | null {
  const match = written === null ? null : AMOUNT.exec(plain(written));
  if (!match) return null;
  const [, sign, integer = '', fraction = ''] = match;
  if (integer === '' && fraction === '') return null;
  const cents = BigInt(integer + fraction.slice(0, 2).padEnd(2, '0')) + ((fraction[2] ?? '0') >= '5' ? 1n : 0n);
  return sign === '-' ? -cents : cents;
}

/** Whether an amount stands there and is above zero; null when none stands there. */
export function isCharged(written: string | null): boolean | null {
  const cents = centsFrom(written);
  return cents === null ? null : cents > 0n;
}

const YES = new Set(['1', 'true', 'sim', 's']);
const NO = new Set(['2', 'false', 'nao', 'n']);

/** Letters without their accents, small. */
export function bare(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().trim();
}

/** 1/2, true/false, SIM/NÃO; null for anything else. */
export function answerFrom(written: string | null): boolean | null {
  const word = written === null ? '' : bare(written);
  if (YES.has(word)) return true;
  return NO.has(word) ? false : null;
}

export function dayFrom(written: string | null): Day | null {
  return written === null ? null : dayOf(written);
}

/** Month of a competence: a date, or "03/2024", "202403Z", "2024-03"; a meaningless "1" has none. */
export function monthFrom(written: string | null): Month | null {
  if (written === null) return null;
  const day = dayOf(written);
  if (day !== null) return day.slice(0, 7);
  const brazilian = /^(\d{2})\/(\d{4})$/.exec(written);
  const compact = /^(\d{4})-?(\d{2})Z?$/.exec(written);
  const month = brazilian
    ? `${brazilian[2] ?? ''}-${brazilian[1] ?? ''}`
    : compact
      ? `${compact[1] ?? ''}-${compact[2] ?? ''}`
      : '';
  return isMonth(month) ? month : null;
}

/** A date that is none is written in zeros. */
export function dateFrom(written: string | null): string | null {
  return written === null || /^[0\s/:.T-]*$/.test(written) ? null : written;
}

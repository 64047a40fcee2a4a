/** An amount in integer cents; `rounded` tells that the text had further non-zero decimals. */
export interface Money {
  readonly cents: bigint;
  readonly rounded: boolean;
}

const PLAIN = /^(-?)(\d*)(?:\.(\d+))?$/;
const BRAZILIAN = /^(-?)(\d+|\d{1,3}(?:\.\d{3})+)(?:,(\d+))?$/;

function parts(text: string): RegExpExecArray | null {
  const manyDots = text.indexOf('.') !== text.lastIndexOf('.');
  return text.includes(',') || manyDots ? BRAZILIAN.exec(text) : PLAIN.exec(text);
}

/**
 * Reads an amount as fiscal documents write it: plain decimals of any precision ("1500.0000", ".10") or, when there is a comma or
 * more than one dot, the Brazilian form ("1.500,00", "543,75"). So "1.500" is one and a half. More than two decimals are rounded half
 * up (half away from zero), as the layouts do. Null for anything else: exponents, currency signs, an empty text.
 */
export function parseMoney(text: string): Money | null {
  const match = parts(text.trim());
  if (!match) return null;
  const [, sign, integer = '', fraction = ''] = match;
  if (integer === '' && fraction === '') return null;
  const cents = BigInt(integer.replaceAll('.', '') + fraction.slice(0, 2).padEnd(2, '0'));
  const up = (fraction[2] ?? '0') >= '5' ? 1n : 0n;
  const magnitude = cents + up;
  return { cents: sign === '-' ? -magnitude : magnitude, rounded: /[1-9]/.test(fraction.slice(2)) };
}

/** `parseMoney` for those who only need the cents. */
export function parseCents(text: string): bigint | null {
  return parseMoney(text)?.cents ?? null;
}

/** "1.234,56": the Brazilian form without the currency sign. */
export function formatCents(cents: bigint): string {
  const digits = String(cents < 0n ? -cents : cents).padStart(3, '0');
  const reais = digits.slice(0, -2).replace(/\B(?=(\d{3})+$)/g, '.');
  return `${cents < 0n ? '-' : ''}${reais},${digits.slice(-2)}`;
}

/** A number as the office writes it. The rules of a language take some 30 ms to load: the first number asks for them, not the start. */
export function numberFormat(options: Intl.NumberFormatOptions = {}): (value: number) => string {
  let format: Intl.NumberFormat | undefined;
  return (value) => {
    format ??= new Intl.NumberFormat('pt-BR', options);
    return format.format(value);
  };
}

const whole = numberFormat();
const oneDigit = numberFormat({ maximumFractionDigits: 1 });
const MONTHS = 'janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro'.split(' ');

/** 12345 → "12.345" */
export function count(value: number): string {
  return whole(value);
}

/** A number with the right form of its noun: "1 documento", "1.200 documentos". */
export function counted(value: number, one: string, many: string): string {
  return `${count(value)} ${value === 1 ? one : many}`;
}

/** "2026-03" → "março de 2026" */
export function monthName(month: string): string {
  return `${MONTHS[Number(month.slice(5, 7)) - 1] ?? month} de ${month.slice(0, 4)}`;
}

/** "2026-03-31" → "31/03/2026" */
export function dayName(day: string): string {
  return day.split('-').reverse().join('/');
}

/** Seconds in words: "8 s", "2 min 05 s", "1 h 20 min". */
export function duration(seconds: number): string {
  const rounded = Math.round(seconds);
  if (rounded < 60) return `${String(rounded)} s`;
  const minutes = Math.floor(rounded / 60);
  if (minutes < 60) return `${String(minutes)} min ${String(rounded % 60).padStart(2, '0')} s`;
  return `${String(Math.floor(minutes / 60))} h ${String(minutes % 60).padStart(2, '0')} min`;
}

/** Seconds to wait as minutes, no more exact than can be known: 0 under a minute, whole ones under an hour, then tens. */
function roughMinutes(seconds: number): number {
  if (seconds < 60) return 0;
  const minutes = Math.round(seconds / 60);
  return minutes < 60 ? minutes : Math.round(minutes / 10) * 10;
}

/** Seconds to wait: "menos de 1 min", "cerca de 12 min", "cerca de 1 h 20 min". */
export function roughly(seconds: number): string {
  const minutes = roughMinutes(seconds);
  if (minutes === 0) return 'menos de 1 min';
  if (minutes < 60) return `cerca de ${String(minutes)} min`;
  const rest = minutes % 60;
  return `cerca de ${String(Math.floor(minutes / 60))} h${rest === 0 ? '' : ` ${String(rest)} min`}`;
}

/** The same, short enough for a column: "< 1 min", "12 min", "1 h 20". */
export function shortEta(seconds: number): string {
  const minutes = roughMinutes(seconds);
  if (minutes === 0) return '< 1 min';
  if (minutes < 60) return `${String(minutes)} min`;
  return `${String(Math.floor(minutes / 60))} h ${String(minutes % 60).padStart(2, '0')}`;
}

/** A sentence or a heading begins with it. */
export function capital(text: string): string {
  return text.charAt(0).toLocaleUpperCase('pt-BR') + text.slice(1);
}

/** "a", "a e b", "a, b e c" */
export function listed(parts: readonly string[]): string {
  return joined(parts, 'e');
}

/** "a", "a ou b", "a, b ou c": one of them is to be chosen */
export function either(parts: readonly string[]): string {
  return joined(parts, 'ou');
}

function joined(parts: readonly string[], word: 'e' | 'ou'): string {
  const last = parts.at(-1) ?? '';
  return parts.length < 2 ? last : `${parts.slice(0, -1).join(', ')} ${word} ${last}`;
}

const UNITS = ['bytes', 'KB', 'MB', 'GB', 'TB'];

/** "2 GB", "1,4 MB", "512 bytes": in powers of 1,024, one digit behind the comma at most. */
export function sizeWords(bytes: number): string {
  const power = Math.min(UNITS.length - 1, Math.floor(Math.log2(Math.max(1, bytes)) / 10));
  const size = oneDigit(bytes / 1024 ** power);
  return `${size} ${UNITS[power] ?? ''}`;
}

/** What stands where nothing can be told. */
export const UNKNOWN = '–';

/** 0.4567 → "45%"; never rounded up, so that 100% means all. */
export function percent(share: number): string {
  return `${String(Math.floor(Math.min(Math.max(share, 0), 1) * 100))}%`;
}

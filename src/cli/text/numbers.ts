const whole = new Intl.NumberFormat('pt-BR');
const short = new Intl.NumberFormat('pt-BR', { maximumFractionDigits: 1 });
const MONTHS = 'janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro'.split(' ');
const UNITS = ['bytes', 'kB', 'MB', 'GB', 'TB'];

/** 12345 → "12.345" */
export function count(value: number): string {
  return whole.format(value);
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

/** Seconds to wait, no more exact than can be known: "menos de 1 min", "cerca de 12 min", "cerca de 1 h 20 min". */
export function roughly(seconds: number): string {
  if (seconds < 60) return 'menos de 1 min';
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return `cerca de ${String(minutes)} min`;
  const rest = Math.round((minutes % 60) / 10) * 10;
  const hours = Math.floor(minutes / 60) + (rest === 60 ? 1 : 0);
  return `cerca de ${String(hours)} h${rest === 0 || rest === 60 ? '' : ` ${String(rest)} min`}`;
}

/** Bytes in decimal units: "950 bytes", "1,2 MB". */
export function size(bytes: number): string {
  let value = bytes;
  let unit = 0;
  while (value >= 1000 && unit < UNITS.length - 1) {
    value /= 1000;
    unit++;
  }
  return `${short.format(value)} ${UNITS[unit] ?? ''}`;
}

/** A moment as ISO text → "21/11/2026 14:05", by the clock of this computer. */
export function moment(iso: string): string {
  const date = new Date(iso);
  if (Number.isNaN(date.getTime())) return iso;
  const two = (value: number): string => String(value).padStart(2, '0');
  const day = `${two(date.getDate())}/${two(date.getMonth() + 1)}/${String(date.getFullYear())}`;
  return `${day} ${two(date.getHours())}:${two(date.getMinutes())}`;
}

/** "a", "a e b", "a, b e c" */
export function listed(parts: readonly string[]): string {
  const last = parts.at(-1) ?? '';
  return parts.length < 2 ? last : `${parts.slice(0, -1).join(', ')} e ${last}`;
}

export { count, counted, dayName, duration, listed, monthName, roughly } from '../../shared/messages/pt-BR/numbers';

const short = new Intl.NumberFormat('pt-BR', { maximumFractionDigits: 1 });
const UNITS = ['bytes', 'kB', 'MB', 'GB', 'TB'];

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

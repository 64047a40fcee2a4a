import { existsSync, readdirSync, rmSync } from 'node:fs';
import { dirname, join, parse } from 'node:path';
import { renameFileSync } from './replace-file';

const two = (number: number): string => String(number).padStart(2, '0');

/** "20261130-214500", by the clock of this computer. */
function stampOf(at: Date): string {
  const day = `${String(at.getFullYear())}${two(at.getMonth() + 1)}${two(at.getDate())}`;
  return `${day}-${two(at.getHours())}${two(at.getMinutes())}${two(at.getSeconds())}`;
}

/**
 * Gives a file that is written on and on a name with its moment, so that the next line begins a new one; nothing is ever overwritten.
 * @param most of such files that stay, the newest: who writes without end fills no disk
 * @throws errors with a `code`: the system's
 */
export function setAsideSync(file: string, at: Date, most: number): void {
  const { name, ext } = parse(file);
  const place = (again: number): string =>
    join(dirname(file), `${name}-${stampOf(at)}${again === 0 ? '' : `-${String(again).padStart(4, '0')}`}${ext}`);
  let again = 0;
  while (existsSync(place(again))) again += 1;
  renameFileSync(file, place(again));
  const aside = readdirSync(dirname(file)).filter((one) => one.startsWith(`${name}-`) && one.endsWith(ext));
  for (const old of aside.sort().reverse().slice(most)) rmSync(join(dirname(file), old), { force: true });
}

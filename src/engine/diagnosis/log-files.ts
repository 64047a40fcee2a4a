import { readdir, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { LOG_NAMES } from '../../shared/retention';
import { readRegular, readRegularPart } from '../files';

const unpacked = promisify(gunzip);
/** What a log of ours comes to when it is unpacked, many times over. */
const MOST_BYTES = 64 * 1024 ** 2;

/** The last bytes of a text, from the beginning of a line; null where there is no such file. */
export async function readTail(file: string, bytes: number): Promise<string | null> {
  try {
    const { size } = await stat(file);
    const from = Math.max(0, size - bytes);
    return fromLine(Buffer.from(await readRegularPart(file, from, bytes)).toString('utf8'), from > 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

/** The logs beside one, set aside and packed, newest first; the log itself is not among them. */
export async function earlierLogs(log: string): Promise<string[]> {
  const folder = dirname(log);
  const names = await readdir(folder).catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  });
  const earlier = names.filter((name) => LOG_NAMES.aside.test(name) || LOG_NAMES.packed.test(name));
  return earlier.sort((one, other) => (momentIn(one) < momentIn(other) ? 1 : -1)).map((name) => join(folder, name));
}

/** As `readTail`, of a log that may be packed. */
export async function readTailOf(file: string, bytes: number): Promise<string | null> {
  if (!LOG_NAMES.packed.test(basename(file))) return readTail(file, bytes);
  const whole = await unpacked(await readRegular(file, MOST_BYTES), { maxOutputLength: MOST_BYTES });
  return fromLine(whole.subarray(Math.max(0, whole.length - bytes)).toString('utf8'), whole.length > bytes);
}

/** The name of an earlier version says no moment: it is older than all that do. */
function momentIn(name: string): string {
  return /\d{8}-\d{6}(?:-\d+)?/.exec(name)?.[0] ?? '';
}

function fromLine(text: string, isCut: boolean): string {
  return isCut ? text.slice(text.indexOf('\n') + 1) : text;
}

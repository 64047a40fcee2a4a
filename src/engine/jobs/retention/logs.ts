import { basename, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import { LOG_NAMES, MOST_LOGS_ASIDE } from '../../../shared/retention';
import { dayHere } from '../../domain';
import { readRegular, readRegularPart, replaceFile, setAsideSync } from '../../files';
import { attempt, filesIn, removed, type FoundFile } from './folders';
import { NOTHING_GONE, type Kept, type Left } from './types';

const DAY_MS = 24 * 3_600_000;
/** A log is set aside at 5 MB; several times that is no log of ours. */
const MOST_BYTES = 64 * 1024 ** 2;
const HEAD_BYTES = 64;
const BEGINNING = /^\[(\d{4}-\d{2}-\d{2}) /;
const STAMP = /-(\d{4})(\d{2})(\d{2})-(\d{2})(\d{2})(\d{2})/;
/** An entry whose level says that something went wrong; what follows it without a head of its own belongs to it. */
const WRONG = /^\[[^\]]+\] \[(?:warn|error)\]/;

const packed = promisify(gzip);
const unpacked = promisify(gunzip);

/** For how many days the files of a log folder are kept. */
export interface LogRule {
  readonly logDays: number;
  readonly warningDays: number;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/**
 * A log of a day that is over is set aside; a day later it is packed; past its days only its warnings and errors stay, and past theirs
 * nothing. Who writes it meanwhile begins a new one with the next line.
 */
export async function keepLogs(
  folder: string,
  rule: LogRule,
  signal: AbortSignal,
): Promise<{ readonly logs: Kept; readonly warnings: Kept }> {
  const left: (Left | null)[] = [];
  const now = new Date(rule.now);
  for (const { place } of await filesIn(folder, (name) => LOG_NAMES.current.test(name)))
    if (await isOfEarlierDay(place, rule.now))
      left.push(await attempt(place, () => setAsideSync(place, now, MOST_LOGS_ASIDE)));
  for (const file of await filesIn(folder, (name) => LOG_NAMES.aside.test(name))) {
    signal.throwIfAborted();
    if (rule.now - momentOf(file) >= DAY_MS) left.push(await attempt(file.place, () => pack(file)));
  }
  const logs = await past(folder, LOG_NAMES.packed, rule.logDays, rule, async (file) => {
    if (rule.now - momentOf(file) < rule.warningDays * DAY_MS) await keepWarnings(file);
    await removed(file.place);
  });
  const warnings = await past(folder, LOG_NAMES.warnings, rule.warningDays, rule, ({ place }) => removed(place));
  return { logs: { ...logs, left: [...left.filter((one) => one !== null), ...logs.left] }, warnings };
}

async function past(
  folder: string,
  names: RegExp,
  days: number,
  { now }: LogRule,
  end: (file: FoundFile) => Promise<void>,
): Promise<Kept> {
  const files = await filesIn(folder, (name) => names.test(name));
  const due = files.filter((file) => now - momentOf(file) >= days * DAY_MS);
  if (due.length === 0) return NOTHING_GONE;
  const results: (Left | null)[] = [];
  for (const file of due) results.push(await attempt(file.place, () => end(file)));
  return { gone: results.filter((one) => one === null).length, left: results.filter((one) => one !== null) };
}

/** When it was set aside, as its name says; the name of an earlier version says nothing, and then it is when it was last written. */
export function momentOf({ name, at }: Pick<FoundFile, 'name' | 'at'>): number {
  const [, year, month, day, hour, minute, second] = STAMP.exec(name) ?? [];
  if (year === undefined) return Date.parse(at);
  return new Date(
    Number(year),
    Number(month) - 1,
    ...([day, hour, minute, second].map(Number) as [number, number, number, number]),
  ).getTime();
}

async function isOfEarlierDay(place: string, now: number): Promise<boolean> {
  const head = Buffer.from(await readRegularPart(place, 0, HEAD_BYTES)).toString('utf8');
  const [, day] = BEGINNING.exec(head) ?? [];
  return day !== undefined && day < dayHere(now);
}

async function pack(file: FoundFile): Promise<void> {
  const text = await readRegular(file.place, MOST_BYTES);
  await replaceFile(`${stampedName(file)}.gz`, await packed(text), { mode: 0o600 });
  await removed(file.place);
}

/** What an earlier version called `malote.old.log` gets the moment when it was last written. */
function stampedName({ place, name, at }: FoundFile): string {
  if (STAMP.test(name)) return place;
  const digits = new Date(Date.parse(at) - new Date(at).getTimezoneOffset() * 60_000)
    .toISOString()
    .replaceAll(/\D/g, '');
  return join(dirname(place), `${basename(name, '.old.log')}-${digits.slice(0, 8)}-${digits.slice(8, 14)}.log`);
}

async function keepWarnings({ place }: FoundFile): Promise<void> {
  const text = (await unpacked(await readRegular(place, MOST_BYTES))).toString('utf8');
  const warnings = warningsIn(text);
  if (warnings === '') return;
  await replaceFile(place.replace(/\.log\.gz$/, '.avisos.gz'), await packed(warnings), { mode: 0o600 });
}

/** The entries of a log that say that something went wrong, whole. */
export function warningsIn(text: string): string {
  let isWrong = false;
  const lines = text.split('\n').filter((line) => {
    if (line.startsWith('[')) isWrong = WRONG.test(line);
    return isWrong && line !== '';
  });
  return lines.length === 0 ? '' : `${lines.join('\n')}\n`;
}

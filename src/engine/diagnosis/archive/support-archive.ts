import { basename } from 'node:path';
import { strToU8, zipSync, type Zippable } from 'fflate';
import { isMaloteError, MaloteError } from '../../../shared/errors';
import { createRedactor } from '../../../shared/redact';
import type { DiagnosisLine } from '../../../shared/ipc/diagnosis';
import { diagnosisText, supportArchiveWords as words } from '../../../shared/messages/pt-BR/diagnosis';
import { dayAndMinute } from '../../../shared/messages/pt-BR/moments';
import { fileReason, replaceFile } from '../../files';
import type { CompanyRow } from '../../ledger';
import { lookAtSettings } from '../../settings';
import { earlierLogs, readTailOf } from '../log-files';
import type { DiagnosisPlace } from '../place';
import { Sights } from '../sights';
import { Pseudonyms } from './pseudonyms';

export interface SupportArchiveOptions {
  /** Where it is written; what lies there is replaced. */
  readonly file: string;
  /** What was found. */
  readonly lines: readonly DiagnosisLine[];
  /** Names and tax ids of companies as they are; else pseudonyms stand for them. */
  readonly withCompanies: boolean;
  /** Hides every secret that this process knows. */
  readonly redact: (text: string) => string;
}

type Hide = (text: string) => string;

/** Of each log, the last pages. */
const LOG_BYTES = 2 * 1024 ** 2;

/**
 * Writes what somebody needs who helps from afar: diagnosis, settings, log, sizes; no secret, and no company unless it is wanted.
 * @throws MaloteError CLI_CANNOT_WRITE
 */
export async function writeSupportArchive(place: DiagnosisPlace, options: SupportArchiveOptions): Promise<void> {
  const { draft, secrets } = await lookAtSettings(place.workspace);
  const records = await recordsOf(place);
  // what the settings held besides is known to no host
  const own = createRedactor(secrets, [place.workspace]);
  const secretless: Hide = (text) => own.redact(options.redact(text));
  const hide = options.withCompanies ? secretless : withPseudonyms(secretless, records.companies);
  const logs = hide === null ? [] : await logsOf(place.log, hide);
  // what is left speaks of no company by its name alone
  const hideRest = hide ?? secretless;
  const json = (value: unknown): Uint8Array => strToU8(`${JSON.stringify(hiding(value, hideRest), null, 2)}\n`);
  const at = new Date(place.clock.now()).toISOString();
  const entries: Zippable = {
    'LEIA-ME.txt': strToU8(
      words.readMe(place.version, dayAndMinute(at), { withCompanies: options.withCompanies, withLogs: hide !== null }),
    ),
    'diagnostico.txt': strToU8(hideRest(diagnosisText(words.head(place.version, dayAndMinute(at)), options.lines))),
    'diagnostico.json': json({ at, version: place.version, workspace: place.workspace, lines: options.lines }),
    'configuracoes.json': json(withoutQueries(draft)),
    'registro.json': json({
      tables: records.tables,
      locks: records.locks,
      jobs: records.jobs,
      lastRun: records.lastRun,
      why: records.why,
    }),
    ...Object.fromEntries(logs),
  };
  await write(options.file, zipSync(entries, { level: 6 }));
}

/** Null where nobody knows how the companies are called: then nothing that may name them leaves. */
function withPseudonyms(secretless: Hide, companies: readonly CompanyRow[] | null): Hide | null {
  if (companies === null) return null;
  const { hide } = new Pseudonyms(companies);
  // first the companies: what hides secrets would leave parts of a name
  return (text) => secretless(hide(text));
}

async function write(file: string, bytes: Uint8Array): Promise<void> {
  try {
    await replaceFile(file, bytes, { mode: 0o600 });
  } catch (error) {
    throw new MaloteError('CLI_CANNOT_WRITE', { place: file, reason: fileReason(error) }, { cause: error });
  }
}

interface Records {
  readonly companies: readonly CompanyRow[] | null;
  readonly tables: Readonly<Record<string, number>> | null;
  readonly locks: unknown;
  readonly jobs: unknown;
  readonly lastRun: unknown;
  /** Why nothing of it is known. */
  readonly why: string | null;
}

async function recordsOf(place: DiagnosisPlace): Promise<Records> {
  const sights = new Sights(place);
  try {
    const { locks, jobs, lastRun } = await sights.records();
    const { companies, tables } = await sights.forSupport();
    return { companies, tables, locks, jobs, lastRun, why: null };
  } catch (error) {
    if (!isMaloteError(error)) throw error;
    return { companies: null, tables: null, locks: null, jobs: null, lastRun: null, why: error.code };
  } finally {
    sights.close();
  }
}

/** The log, and the one before it: what went wrong yesterday is not in today's. */
async function logsOf(log: string, hide: Hide): Promise<[string, Uint8Array][]> {
  const files = [log, ...(await earlierLogs(log)).slice(0, 1)];
  const read = await Promise.all(files.map((file) => readTailOf(file, LOG_BYTES)));
  const lines = (text: string): string => text.split('\n').map(hide).join('\n');
  return read.flatMap((text, index) =>
    text === null ? [] : [[`logs/${basename(files[index] ?? '').replace(/\.gz$/, '')}`, strToU8(lines(text))]],
  );
}

/** The same value with every text in it hidden, those that name a field too. */
function hiding(value: unknown, hide: Hide): unknown {
  if (typeof value === 'string') return hide(value);
  if (Array.isArray(value)) return value.map((item) => hiding(item, hide));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [hide(name), hiding(inner, hide)]));
}

/** Of an address only where it leads: what stands behind the server may be a secret, as of a shared workbook or a monitor. */
function withoutQueries(value: unknown): unknown {
  if (typeof value === 'string')
    return URL.canParse(value) && /^https?:/i.test(value) ? `${new URL(value).origin}/…` : value;
  if (Array.isArray(value)) return value.map(withoutQueries);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, withoutQueries(inner)]));
}

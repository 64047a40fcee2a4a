import { isMaloteError, MaloteError, type ErrorCode } from '../../shared/errors';

/** What SQLite's own failures mean, by the beginning of their code; the particular stands before the general. */
const MEANINGS: readonly (readonly [string, ErrorCode])[] = [
  ['SQLITE_BUSY', 'LEDGER_BUSY'],
  ['SQLITE_LOCKED', 'LEDGER_BUSY'],
  ['SQLITE_FULL', 'LEDGER_DISK_FULL'],
  ['SQLITE_IOERR_SHMSIZE', 'LEDGER_DISK_FULL'],
  ['SQLITE_READONLY', 'LEDGER_READ_ONLY'],
  ['SQLITE_PERM', 'LEDGER_READ_ONLY'],
  ['SQLITE_IOERR', 'LEDGER_DISK_FAILED'],
  ['SQLITE_CORRUPT', 'LEDGER_DAMAGED'],
  ['SQLITE_NOTADB', 'LEDGER_DAMAGED'],
];

function codeOf(error: unknown): string {
  const code = (error as { code?: unknown } | null | undefined)?.code;
  return typeof code === 'string' ? code : '';
}

/** Another program has the file to itself at this moment: waiting may help. */
export function isBusy(error: unknown): boolean {
  return codeOf(error).startsWith('SQLITE_BUSY') || codeOf(error) === 'LEDGER_BUSY';
}

export function isDamage(error: unknown): boolean {
  return /^(SQLITE_CORRUPT|SQLITE_NOTADB|LEDGER_DAMAGED)/.test(codeOf(error));
}

/** The ledger itself cannot be read or written now, in words already. */
export function isLedgerFailure(error: unknown): boolean {
  return isMaloteError(error) && error.code.startsWith('LEDGER_');
}

/**
 * A failure of the disk, or of another program that has the file, in words for people; null: it is none of those (a broken rule of the
 * schema, a wrong statement), and who asked has to deal with it. @param place the file
 */
export function sqliteFailure(error: unknown, place: string): MaloteError | null {
  const code = MEANINGS.find(([prefix]) => codeOf(error).startsWith(prefix))?.[1];
  return code === undefined ? null : new MaloteError(code, { place }, { cause: error });
}

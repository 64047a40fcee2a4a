import { appendFileSync, closeSync, existsSync, readSync, statfsSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { MaloteError } from '../../shared/errors';
import { openRegularSync } from '../files';
import { systemMessages } from '../../shared/messages/pt-BR/system';

const PIECE_BYTES = 8 * 1024 * 1024;
const PARTS = ['', '-wal'] as const;

/** What the system said while it read for `copy`, as that file's affair: the same code, said of writing, is this computer's. */
function reading<Result>(copy: string, work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    const { code } = error as { code?: unknown };
    const reason = typeof code === 'string' ? code : systemMessages.unknownReason;
    throw new MaloteError('LEDGER_COPY_UNREADABLE', { place: copy, reason }, { cause: error });
  }
}

/** Not by the system's own copying: that takes over that a file may only be read, and does not say which of the two files failed. */
function fetchFile(copy: string, from: string, to: string): void {
  const source = reading(copy, () => openRegularSync(from));
  try {
    writeFileSync(to, '', { flag: 'wx' });
    const piece = Buffer.allocUnsafe(PIECE_BYTES);
    for (;;) {
      const got = reading(copy, () => readSync(source, piece));
      if (got === 0) return;
      appendFileSync(to, piece.subarray(0, got), { flush: true });
    }
  } finally {
    closeSync(source);
  }
}

/** With which every database of SQLite begins. */
const HEADER = Buffer.from('SQLite format 3\0', 'latin1');

/**
 * Looks at what costs nothing, before gigabytes are fetched.
 * @throws MaloteError LEDGER_COPY_MISSING, LEDGER_COPY_IS_FOLDER, LEDGER_COPY_UNUSABLE, LEDGER_COPY_UNREADABLE; LEDGER_DISK_FULL where
 * `target` would not take it
 */
export function lookAtCopy(copy: string, target: string): void {
  const found = reading(copy, () => statSync(copy, { throwIfNoEntry: false }));
  if (found === undefined) throw new MaloteError('LEDGER_COPY_MISSING', { place: copy === '' ? '""' : copy });
  if (found.isDirectory()) throw new MaloteError('LEDGER_COPY_IS_FOLDER', { place: copy });
  if (!found.isFile() || !reading(copy, () => beginsAsDatabase(copy)))
    throw new MaloteError('LEDGER_COPY_UNUSABLE', { place: copy });
  const bytes = PARTS.reduce((sum, suffix) => sum + (sizeOf(copy + suffix) ?? 0), 0);
  const free = freeBytes(dirname(target));
  if (free !== null && free < bytes) throw new MaloteError('LEDGER_DISK_FULL', { place: target });
}

function beginsAsDatabase(copy: string): boolean {
  const source = openRegularSync(copy);
  try {
    const first = Buffer.alloc(HEADER.length);
    return readSync(source, first) === HEADER.length && first.equals(HEADER);
  } finally {
    closeSync(source);
  }
}

function sizeOf(file: string): number | undefined {
  return reading(file, () => statSync(file, { throwIfNoEntry: false }))?.size;
}

/** Null: the system does not say. */
function freeBytes(folder: string): number | null {
  try {
    const { bavail, bsize } = statfsSync(folder);
    return bavail * bsize;
  } catch {
    return null;
  }
}

function traitsOf(copy: string): string {
  const found = PARTS.map((suffix) => statSync(copy + suffix, { throwIfNoEntry: false }));
  return found.map((facts) => `${String(facts?.size)} ${String(facts?.mtimeMs)}`).join();
}

/**
 * Brings a database file and its log beside `target`, whatever they hold.
 * @throws MaloteError LEDGER_COPY_UNREADABLE; LEDGER_BUSY where somebody wrote into it meanwhile; what the system said of `target`
 */
export function fetchCopy(copy: string, target: string): void {
  const before = reading(copy, () => traitsOf(copy));
  for (const suffix of PARTS) if (existsSync(copy + suffix)) fetchFile(copy, copy + suffix, target + suffix);
  if (reading(copy, () => traitsOf(copy)) !== before) throw new MaloteError('LEDGER_BUSY', { place: copy });
}

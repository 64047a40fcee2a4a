import { appendFileSync, closeSync, existsSync, readSync, statSync, writeFileSync } from 'node:fs';
import { MaloteError } from '../../shared/errors';
import { openRegularSync } from '../files';

const PIECE_BYTES = 8 * 1024 * 1024;
const PARTS = ['', '-wal'] as const;

/** What the system said while it read for `copy`, as that file's affair: the same code, said of writing, is this computer's. */
function reading<Result>(copy: string, work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    const { code } = error as { code?: unknown };
    const reason = typeof code === 'string' ? code : 'motivo desconhecido';
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

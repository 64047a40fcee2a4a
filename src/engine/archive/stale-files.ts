import { MaloteError } from '../../shared/errors';
import type { Ledger, StaleFileDebt } from '../ledger';
import type { LocalRoot, RelPath } from '../shares';
import { monthFolder } from './layout';

/** The roots on which runs and recoveries write. */
export interface WrittenRoots {
  readonly archive: LocalRoot;
  readonly others: readonly LocalRoot[];
}

/** A younger temporary file may still be in the hands of another program that uses the same folders. */
const OWNED_FOR_MS = 10 * 60_000;

/**
 * Removes the temporary files that nobody will finish: where a killed process was writing, and where a share went away under a copy.
 * Each such place is a debt in the ledger, looked at until it was there, whole, and long enough after for no file to be anybody's.
 * A share that is away is no reason not to run: its debt stays. @throws MaloteError CANCELLED
 */
export async function sweepStaleFiles(
  roots: WrittenRoots,
  ledger: Ledger,
  now: number,
  signal: AbortSignal,
): Promise<number> {
  const { staleFileDebts } = ledger;
  staleFileDebts.noteDeaths(roots.others.map(({ id }) => id));
  const away = new Set<string>();
  let removed = 0;
  for (const debt of staleFileDebts.open()) {
    const root = [roots.archive, ...roots.others].find(({ id }) => id === debt.root);
    if (root === undefined || away.has(debt.root)) continue;
    try {
      removed += await sweepOne(root, debt, ledger, signal);
      staleFileDebts.cleared(debt, new Date(now - OWNED_FOR_MS).toISOString());
    } catch (error) {
      if (!(error instanceof MaloteError) || !error.code.startsWith('SHARE_')) throw error;
      away.add(debt.root);
    }
  }
  if (removed > 0) ledger.journal.write('leftovers.removed', 'workspace', { files: removed });
  return removed;
}

async function sweepOne(
  root: LocalRoot,
  { month }: StaleFileDebt,
  ledger: Ledger,
  signal: AbortSignal,
): Promise<number> {
  let removed = 0;
  for (const folder of month === null ? [[]] : foldersOf(month, ledger)) {
    removed += await root.sweepTemporaries(folder, OWNED_FOR_MS, { signal });
  }
  return removed;
}

function foldersOf(month: string, ledger: Ledger): RelPath[] {
  const owners = [null, ...ledger.companies.active().map(({ folder }) => folder)];
  return owners.map((owner) => monthFolder(owner, month));
}

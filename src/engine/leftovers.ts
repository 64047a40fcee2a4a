import { MaloteError } from '../shared/errors';
import { monthFolder } from './archive';
import { previousMonth, type Month } from './domain';
import type { Ledger } from './ledger';
import type { LocalRoot, RelPath } from './shares';

/** The roots on which runs and recoveries write. */
export interface WrittenRoots {
  readonly archive: LocalRoot;
  readonly others: readonly LocalRoot[];
}

/** A younger temporary file may still be in the hands of another program that uses the same folders. */
const OWNED_FOR_MS = 10 * 60_000;
/** How long runs look for what a killed one left: the first may come before its files are old enough. */
const LOOK_FOR_MS = 48 * 3_600_000;

/**
 * Removes the temporary files that a killed process left where it was writing: in the month's folders of each company and on
 * the shares. Done only for two days after such an end, since it looks into many folders.
 * A share that is away is no reason not to run. @throws MaloteError CANCELLED
 */
export async function sweepLeftovers(
  roots: WrittenRoots,
  ledger: Ledger,
  now: number,
  signal: AbortSignal,
): Promise<number> {
  const since = new Date(now - LOOK_FOR_MS).toISOString();
  const fetched = ledger.recoveryWork.monthsInterruptedSince(since);
  const months = [...new Set([...ledger.runs.monthsInterruptedSince(since), ...(fetched ?? [])])];
  if (months.length === 0 && fetched === null) return 0;
  let removed = 0;
  try {
    for (const folder of archiveFolders(months, ledger)) {
      removed += await roots.archive.sweepTemporaries(folder, OWNED_FOR_MS, { signal });
    }
    for (const root of roots.others) removed += await root.sweepTemporaries([], OWNED_FOR_MS, { signal });
  } catch (error) {
    if (!(error instanceof MaloteError) || !error.code.startsWith('SHARE_')) throw error;
  }
  if (removed > 0) ledger.journal.write('leftovers.removed', 'workspace', { files: removed, months });
  return removed;
}

/** A run writes into its own month and, for late cancellations, into the one before. */
function archiveFolders(months: readonly Month[], ledger: Ledger): RelPath[] {
  const written = new Set(months.flatMap((month) => [month, previousMonth(month)]));
  const owners = [null, ...ledger.companies.active().map(({ folder }) => folder)];
  return [...written].flatMap((month) => owners.map((owner) => monthFolder(owner, month)));
}

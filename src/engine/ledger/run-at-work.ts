import type { Ledger } from './ledger';

/**
 * Whether somebody, in whatever process, is at work on a run that has no end. The lock alone does not say so: who files the pages that
 * wait for the archive holds it too, and has taken it after a run whose process died began.
 */
export function isRunAtWork(
  { lock }: Pick<Ledger, 'lock'>,
  { startedAt, outcome }: { readonly startedAt: string; readonly outcome: string | null },
): boolean {
  if (outcome !== null) return false;
  const holder = lock('run').holder();
  return holder !== null && holder.takenAt <= startedAt;
}

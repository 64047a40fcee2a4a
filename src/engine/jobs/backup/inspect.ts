import { isMaloteError, MaloteError } from '../../../shared/errors';
import { backupMessages } from '../../../shared/messages/pt-BR/backups';
import type { CopyFacts, LedgerCounts } from '../../ledger';

/** Looks through a copy of a ledger where it holds nobody up. @param deep also its indices */
export type InspectCopy = (file: string, deep: boolean) => Promise<CopyFacts>;

export interface InspectAsked {
  readonly id: string;
  readonly file: string;
  readonly deep: boolean;
  /** What it has to hold; default: whatever it holds. */
  readonly counts?: LedgerCounts;
}

function differing(found: LedgerCounts, wanted: LedgerCounts): string | null {
  const table = Object.keys(wanted).find((name) => found[name] !== wanted[name]);
  return table === undefined ? null : backupMessages.unsound.counts(table, found[table] ?? 0, wanted[table] ?? 0);
}

/** @throws MaloteError BACKUP_UNSOUND */
export async function wholeLedger(inspect: InspectCopy, { id, file, deep, counts }: InspectAsked): Promise<CopyFacts> {
  const unsound = (reason: string): MaloteError => new MaloteError('BACKUP_UNSOUND', { id, reason });
  const facts = await inspect(file, deep).catch((error: unknown) => {
    if (isMaloteError(error) && error.code === 'LEDGER_DAMAGED') throw unsound(backupMessages.unsound.damaged);
    throw error;
  });
  if (facts.found !== 'ok') throw unsound(backupMessages.unsound.damaged);
  const difference = counts === undefined ? null : differing(facts.counts, counts);
  if (difference !== null) throw unsound(difference);
  return facts;
}

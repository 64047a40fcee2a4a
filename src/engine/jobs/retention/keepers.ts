import { join } from 'node:path';
import type { Bound, ForgettableRows, GrowingName } from '../../../shared/retention';
import { breathe, throwIfCancelled } from '../../base';
import type { Ledger } from '../../ledger';
import { attempt, filesBelow, removed } from './folders';
import { keepLogs } from './logs';
import { isInRows } from './readings';
import type { RetentionPlace, RetentionRules } from './things';
import { NOTHING_GONE, together, type Kept, type Left } from './types';

export interface Keeping {
  readonly ledger: Ledger;
  readonly place: RetentionPlace;
  readonly rules: RetentionRules;
  /** The numbers of its bound. */
  readonly limits: readonly number[];
  /** Milliseconds since 1970. */
  readonly now: number;
  readonly signal: AbortSignal;
}

const DAY_MS = 24 * 3_600_000;
/** Rows of one transaction: others who write wait no longer than a blink. */
const ROWS_AT_ONCE = 500;

/** What is done at a bound; null: whoever fills it keeps to it, or it is a person's to decide. */
export const KEEPERS: Readonly<Record<Bound['by'], ((name: GrowingName, keeping: Keeping) => Promise<Kept>) | null>> = {
  days: keepDays,
  'fixed-days': keepDays,
  // `ledger/before-migration.ts`, with each copy
  newest: null,
  // `intake/spool.ts`, before each page
  spool: null,
  // `jobs/backup/prune.ts`, after each copy
  'backup-rule': null,
  person: null,
};

/** Zero days: for good. */
async function keepDays(name: GrowingName, keeping: Keeping): Promise<Kept> {
  const [days = 0] = keeping.limits;
  if (days === 0) return NOTHING_GONE;
  const before = new Date(keeping.now - days * DAY_MS).toISOString();
  if (name === 'logs') return keepAllLogs(keeping);
  // with the logs: of each only its warnings stay at first
  if (name === 'warnings') return NOTHING_GONE;
  if (name === 'reports') return keepFiles(join(keeping.place.workspace, 'relatorios'), before, keeping);
  if (isForgettable(name)) return forgetRows(name, before, keeping);
  throw new Error(`nobody keeps ${name} within its days`);
}

function isForgettable(name: GrowingName): name is ForgettableRows {
  return isInRows(name) && name !== 'requests' && name !== 'findings' && name !== 'journal';
}

async function keepAllLogs({ place, rules, now, signal }: Keeping): Promise<Kept> {
  const all: Kept[] = [];
  for (const folder of place.logs) {
    const { logs, warnings } = await keepLogs(folder, { ...rules.retention, now }, signal);
    all.push(logs, warnings);
  }
  return together(...all);
}

async function keepFiles(folder: string, before: string, { signal }: Keeping): Promise<Kept> {
  const left: (Left | null)[] = [];
  for await (const { place, at } of filesBelow(folder, signal))
    if (at < before) left.push(await attempt(place, () => removed(place)));
  return { gone: left.filter((one) => one === null).length, left: left.filter((one) => one !== null) };
}

async function forgetRows(name: ForgettableRows, before: string, { ledger, signal }: Keeping): Promise<Kept> {
  let gone = 0;
  for (;;) {
    throwIfCancelled(signal);
    const forgotten = ledger.growth.forget(name, before, ROWS_AT_ONCE);
    gone += forgotten;
    if (forgotten < ROWS_AT_ONCE) return { gone, left: [] };
    await breathe();
  }
}

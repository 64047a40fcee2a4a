import type { RecoverySummary, RecoveryTally } from '../../../shared/ipc/recovery';
import type { FolderTotals, ItemTotal, RecoveryItemState, SettledItem } from '../../ledger';

type Column = 'copied' | 'skipped' | 'mismatch' | 'failed';

/** In which column of robocopy's table an outcome stands; null while there is none. */
export function columnOf(state: RecoveryItemState): Column | null {
  switch (state) {
    case 'delivered':
    case 'fetched':
      return 'copied';
    case 'same':
      return 'skipped';
    case 'conflict':
      return 'mismatch';
    case 'failed':
    case 'unavailable':
      return 'failed';
    case 'planned':
    case 'waiting':
    case 'excluded':
      return null;
  }
}

const NONE: RecoveryTally = { total: 0, copied: 0, skipped: 0, mismatch: 0, failed: 0, extras: 0 };

function plus(tally: RecoveryTally, column: Column | null, amount: number): RecoveryTally {
  return column === null ? tally : { ...tally, [column]: tally[column] + amount };
}

/** How long a look back the speed is taken from, in milliseconds. */
const RECENT_MS = 30_000;
/** Fewer files than this say nothing of the speed. */
const ENOUGH = 20;

export interface AccountProgress {
  readonly files: RecoveryTally;
  readonly bytes: RecoveryTally;
  readonly fetched: number;
  readonly perSecond: number | null;
  readonly etaSeconds: number | null;
}

/** What a recovery has done and has still to do, kept up item by item. `total` counts everything that is in the plan. */
export class RecoveryAccount {
  #files: RecoveryTally = NONE;
  #bytes: RecoveryTally = NONE;
  #fetched = 0;
  /** When how many items were settled, the oldest first. */
  readonly #recent: { readonly at: number; readonly items: number }[] = [];

  /** Begins anew from what is on record. */
  restart(totals: readonly ItemTotal[]): void {
    this.#files = NONE;
    this.#bytes = NONE;
    this.#fetched = 0;
    for (const { state, items, bytes } of totals) {
      if (state === 'excluded') continue;
      this.#files = plus({ ...this.#files, total: this.#files.total + items }, columnOf(state), items);
      this.#bytes = plus({ ...this.#bytes, total: this.#bytes.total + bytes }, columnOf(state), bytes);
      if (state === 'fetched') this.#fetched += items;
    }
  }

  settled(items: readonly SettledItem[], now: number): void {
    for (const { state, size } of items) {
      this.#files = plus(this.#files, columnOf(state), 1);
      this.#bytes = plus(this.#bytes, columnOf(state), size ?? 0);
      if (state === 'fetched') this.#fetched += 1;
    }
    if (items.length > 0) this.#recent.push({ at: now, items: items.length });
    while ((this.#recent[0]?.at ?? now) < now - RECENT_MS) this.#recent.shift();
  }

  get left(): number {
    const { total, copied, skipped, mismatch, failed } = this.#files;
    return Math.max(0, total - copied - skipped - mismatch - failed);
  }

  progress(): AccountProgress {
    const perSecond = this.#perSecond();
    return {
      files: this.#files,
      bytes: this.#bytes,
      fetched: this.#fetched,
      perSecond,
      etaSeconds: perSecond === null ? null : this.left / perSecond,
    };
  }

  /** The first entry only marks where the time begins: how long its items took is not known. */
  #perSecond(): number | null {
    const [first, ...rest] = this.#recent;
    const last = rest.at(-1);
    if (first === undefined || last === undefined) return null;
    const items = rest.reduce((sum, one) => sum + one.items, 0);
    const seconds = (last.at - first.at) / 1_000;
    return items < ENOUGH || seconds <= 0 ? null : items / seconds;
  }
}

/**
 * Robocopy's summary of everything that is settled: Total = Copied + Skipped + Mismatch + FAILED, in each row. What a stop has kept from
 * being begun stands in no column. A folder counts by the worst that became of a file in it.
 */
export function summarise(
  totals: readonly ItemTotal[],
  folders: FolderTotals,
  times: { readonly startedAt: string; readonly endedAt: string; readonly seconds: number; readonly fatal: boolean },
): RecoverySummary {
  let files = NONE;
  let bytes = NONE;
  for (const { state, items, bytes: size } of totals) {
    files = plus(files, columnOf(state), items);
    bytes = plus(bytes, columnOf(state), size);
  }
  const { startedAt, endedAt, seconds, fatal } = times;
  return {
    dirs: withTotal({ ...NONE, ...folders }),
    files: withTotal(files),
    bytes: withTotal(bytes),
    startedAt,
    endedAt,
    seconds,
    bytesPerSecond: seconds > 0 ? bytes.copied / seconds : 0,
    exitCode: (files.copied > 0 ? 1 : 0) + (files.mismatch > 0 ? 4 : 0) + (files.failed > 0 ? 8 : 0) + (fatal ? 16 : 0),
  };
}

function withTotal(tally: RecoveryTally): RecoveryTally {
  return { ...tally, total: tally.copied + tally.skipped + tally.mismatch + tally.failed };
}

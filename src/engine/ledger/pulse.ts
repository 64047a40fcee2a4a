import { hostname } from 'node:os';
import type { LedgerDatabase } from './database';
import { isAlive } from './lock';

/** Who watches a workspace, and when he last said so. */
export interface PulseSight {
  readonly pid: number;
  readonly host: string;
  readonly atMs: number;
  /** Whether there is such a process; null on another computer, where nobody knows. */
  readonly alive: boolean | null;
}

const PREFIX = 'pulse ';
/** Whoever said nothing for so long, and is gone, is nobody's concern any more. */
const FORGOTTEN_MS = 7 * 24 * 3_600_000;

/** The sign of life of every engine that watches: a row of `upkeep` each, gone when it ends in order. */
export class Pulse {
  readonly #name = `${PREFIX}${String(process.pid)}@${hostname()}`;

  constructor(
    private readonly db: LedgerDatabase,
    private readonly now: () => number,
  ) {}

  /** Does not wait for who has the ledger to itself. @throws MaloteError LEDGER_* */
  beat(): void {
    const value = JSON.stringify({ pid: process.pid, host: hostname(), atMs: this.now() });
    this.db.impatiently(() => {
      this.db.run(
        'INSERT INTO upkeep (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value',
        [this.#name, value],
      );
    });
  }

  /** It ended in order. @throws MaloteError LEDGER_* */
  end(): void {
    this.db.run('DELETE FROM upkeep WHERE name = ?', [this.#name]);
  }

  /** Takes away the rows of those who have been dead for long. @throws MaloteError LEDGER_* */
  forgetOld(): void {
    const old = this.all().filter(({ alive, atMs }) => alive !== true && this.now() - atMs >= FORGOTTEN_MS);
    const names = old.map(({ pid, host }) => `${PREFIX}${String(pid)}@${host}`);
    this.db.run('DELETE FROM upkeep WHERE name IN (SELECT value FROM json_each(?))', [JSON.stringify(names)]);
  }

  /** The last one first. */
  all(): PulseSight[] {
    const rows = this.db.all<{ value: string }>("SELECT value FROM upkeep WHERE name >= 'pulse ' AND name < 'pulse!'");
    return rows.flatMap(({ value }) => readPulse(value) ?? []).sort((one, other) => other.atMs - one.atMs);
  }
}

function readPulse(text: string): PulseSight | null {
  try {
    const { pid, host, atMs } = JSON.parse(text) as Partial<Record<'pid' | 'host' | 'atMs', unknown>>;
    if (typeof pid !== 'number' || typeof host !== 'string' || typeof atMs !== 'number') return null;
    return { pid, host, atMs, alive: host === hostname() ? isAlive(pid) : null };
  } catch {
    return null;
  }
}

import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import type { LedgerDatabase } from './database';

/** A lock whose holder, on another machine, has not been heard of for this long is taken over. */
export const STALE_AFTER_MS = 30_000;
/**
 * The same for a process of this machine that is there: a program that has the ledger to itself keeps every heartbeat back, and is
 * waited for up to a minute. Only its number given to another process, or one that hangs for good, is silent for longer.
 */
export const SILENT_AFTER_MS = 300_000;

export interface LockHolder {
  readonly pid: number;
  readonly host: string;
  readonly takenAt: string;
}

interface LockRow {
  token: string;
  pid: number;
  host: string;
  taken_at: string;
  heartbeat_ms: number;
}

/** Whether there is such a process on this machine. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** One run at a time per workspace; the lock of a dead or silent process heals itself. */
export class WorkspaceLock {
  readonly #token = randomUUID();

  constructor(
    private readonly db: LedgerDatabase,
    private readonly name: string,
    private readonly nowMs: () => number,
    /** Tokens of locks that this process has let go of, and whose rows the disk would not let it remove. */
    private readonly letGo: Set<string> = new Set(),
  ) {}

  /** @returns null when the lock is ours now, else who holds it. */
  take(): LockHolder | null {
    return this.db.transaction(() => {
      const holder = this.holder();
      if (holder !== null) return holder;
      this.letGo.delete(this.#token);
      const now = this.nowMs();
      this.db.run(
        'INSERT OR REPLACE INTO locks (name, token, pid, host, taken_at, heartbeat_ms) VALUES (?, ?, ?, ?, ?, ?)',
        [this.name, this.#token, process.pid, hostname(), new Date(now).toISOString(), now],
      );
      return null;
    });
  }

  /** Who else holds the lock now; null when it could be taken, or is ours. */
  holder(): LockHolder | null {
    const row = this.db.get<LockRow>('SELECT * FROM locks WHERE name = ?', [this.name]);
    if (row === undefined || row.token === this.#token || this.letGo.has(row.token) || !this.#holds(row)) return null;
    return { pid: row.pid, host: row.host, takenAt: row.taken_at };
  }

  #holds(row: LockRow): boolean {
    const isHere = row.host === hostname();
    if (isHere && !isAlive(row.pid)) return false;
    // a heartbeat far ahead was written before this machine's clock was set back
    return Math.abs(this.nowMs() - row.heartbeat_ms) < (isHere ? SILENT_AFTER_MS : STALE_AFTER_MS);
  }

  /** Does not wait for who has the ledger to itself. @returns false when somebody else has taken the lock meanwhile. @throws MaloteError LEDGER_* */
  heartbeat(): boolean {
    const beat = 'UPDATE locks SET heartbeat_ms = ? WHERE name = ? AND token = ?';
    return this.db.impatiently(() => this.db.run(beat, [this.nowMs(), this.name, this.#token])).changes === 1;
  }

  /** Nobody in this process is kept out by it any more, even where its row cannot be removed. @throws MaloteError LEDGER_* */
  release(): void {
    this.letGo.add(this.#token);
    this.db.run('DELETE FROM locks WHERE name = ? AND token = ?', [this.name, this.#token]);
    this.letGo.delete(this.#token);
  }
}

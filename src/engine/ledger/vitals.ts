import { statSync } from 'node:fs';
import type { LedgerDatabase } from './database';
import { isAlive } from './lock';
import { MIGRATIONS } from './migrations';
import { hostname } from 'node:os';

/** A lock as its row says it, whoever may hold it. */
export interface LockSight {
  readonly name: string;
  readonly pid: number;
  readonly host: string;
  readonly takenAt: string;
  readonly heartbeatMs: number;
  /** Whether there is such a process; null on another computer, where nobody knows. */
  readonly alive: boolean | null;
}

/** How the file itself is, for who only looks. */
export class LedgerVitals {
  constructor(private readonly db: LedgerDatabase) {}

  /** Of the schema: what the file has, and what this program knows. */
  versions(): { readonly found: number; readonly known: number } {
    return { found: this.db.value<number>('PRAGMA user_version'), known: MIGRATIONS.length };
  }

  /** Bytes of the file, and of the log of changes beside it. */
  sizes(): { readonly file: number; readonly log: number } {
    const sizeOf = (path: string): number => statSync(path, { throwIfNoEntry: false })?.size ?? 0;
    const { name } = this.db.raw;
    return { file: sizeOf(name), log: sizeOf(`${name}-wal`) };
  }

  hasStatistics(): boolean {
    return this.db.value<number>("SELECT EXISTS (SELECT 1 FROM sqlite_master WHERE name = 'sqlite_stat1')") === 1;
  }

  /** The number of the last one: as many as were ever filed, without counting them. */
  documents(): number {
    return this.db.value<number | null>('SELECT max(id) FROM documents') ?? 0;
  }

  newestDocumentAt(): string | null {
    return (
      this.db.get<{ at: string }>('SELECT archived_at AS at FROM documents WHERE id = (SELECT max(id) FROM documents)')
        ?.at ?? null
    );
  }

  locks(): LockSight[] {
    const rows = this.db.all<Omit<LockSight, 'alive'>>(
      'SELECT name, pid, host, taken_at AS takenAt, heartbeat_ms AS heartbeatMs FROM locks ORDER BY name',
    );
    return rows.map((row) => ({ ...row, alive: aliveOn(row) }));
  }

  /** Rows of every table, for who wants to know what fills the file. Counts them all: for a thread of its own. */
  tableRows(): Record<string, number> {
    const names = this.db.all<{ name: string }>(
      "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name",
    );
    const counts = names.map(({ name }) => {
      const counted = this.db.raw.prepare(`SELECT count(*) FROM "${name}"`).pluck().get();
      return [name, Number(counted)] as const;
    });
    return Object.fromEntries(counts);
  }
}

/** Whether a process that a row names is there; null where nobody can know. */
function aliveOn({ pid, host }: Pick<LockSight, 'pid' | 'host'>): boolean | null {
  return host === hostname() ? isAlive(pid) : null;
}

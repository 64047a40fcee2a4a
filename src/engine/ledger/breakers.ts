import { isErrorCode, type ErrorCode, type ErrorDetails } from '../../shared/errors';
import type { BreakerState } from '../base';
import type { LedgerDatabase } from './database';

/** The breaker of SIEG as a whole; every other subject is a company's tax id. */
export const WHOLE_SIEG = 'sieg';

/** A breaker that is not closed, with the failure that it stands for. */
export interface StoredBreaker extends BreakerState {
  readonly code: ErrorCode;
  readonly details: ErrorDetails;
}

const PREFIX = 'breaker ';
/** Whom they are about. */
const SERVER = 'breakers-of';

/** Who is set aside after failures in a row, so that a restart asks no sooner. Kept in `upkeep`, one row a subject. */
export class BreakerRepository {
  constructor(private readonly db: LedgerDatabase) {}

  /** By subject. A row that cannot be read stands for a breaker that is closed. */
  all(): Map<string, StoredBreaker> {
    const rows = this.db.all<{ name: string; value: string }>(
      "SELECT name, value FROM upkeep WHERE name >= 'breaker ' AND name < 'breaker!'",
    );
    const read = rows.map(({ name, value }) => [name.slice(PREFIX.length), readBreaker(value)] as const);
    return new Map(read.filter((row): row is readonly [string, StoredBreaker] => row[1] !== null));
  }

  /** Who is asked from now on. What another server failed with, at a wrong address perhaps, says nothing of this one. */
  ofServer(address: string): void {
    const known = this.db.get<{ value: string }>('SELECT value FROM upkeep WHERE name = ?', [SERVER]);
    if (known?.value === address) return;
    this.db.run("DELETE FROM upkeep WHERE name >= 'breaker ' AND name < 'breaker!'");
    this.db.run(
      'INSERT INTO upkeep (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value',
      [SERVER, address],
    );
  }

  set(subject: string, breaker: StoredBreaker): void {
    this.db.run(
      'INSERT INTO upkeep (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value',
      [PREFIX + subject, JSON.stringify(breaker)],
    );
  }

  closed(subject: string): void {
    this.db.run('DELETE FROM upkeep WHERE name = ?', [PREFIX + subject]);
  }
}

function readBreaker(value: string): StoredBreaker | null {
  try {
    const read = JSON.parse(value) as Partial<StoredBreaker>;
    const { failures, openedAt = null, since = null, code, details = {} } = read;
    if (typeof failures !== 'number' || code === undefined || !isErrorCode(code)) return null;
    return { failures, openedAt, since, code, details };
  } catch {
    return null;
  }
}

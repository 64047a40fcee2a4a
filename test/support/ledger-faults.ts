import Database from 'better-sqlite3';
import type { LedgerDatabase } from '../../src/engine/ledger/database';

/** Fails statements of every connection of this process, as the disk below SQLite would. */
export interface LedgerFaults {
  /** From the nth statement on (0: the next one), every one that writes ends with this code, with `…_READ` every one, until it is mended. */
  strike(code: string, nth?: number): void;
  mend(): void;
  /** How many writes have met the fault. */
  readonly met: number;
  restore(): void;
}

type Verb = (this: Database.Statement, ...bindings: unknown[]) => unknown;
const VERBS = ['run', 'get', 'all'] as const;

/** What only reads, or gives up what was begun, a full or failing disk does not refuse. */
const HARMLESS = /^\s*(rollback|release|pragma|begin(?! immediate)|savepoint)/i;

export function bendLedger({ raw }: Pick<LedgerDatabase, 'raw'>): LedgerFaults {
  const prototype = Object.getPrototypeOf(raw.prepare('SELECT 1')) as Record<(typeof VERBS)[number], Verb>;
  const whole = { run: prototype.run, get: prototype.get, all: prototype.all };
  let code: string | null = null;
  let left = 0;
  let met = 0;
  VERBS.forEach((verb) => {
    prototype[verb] = function (...bindings) {
      const concerns = verb === 'run' ? !HARMLESS.test(this.source) : code?.endsWith('_READ') === true;
      if (code !== null && concerns && left-- <= 0) {
        met += 1;
        throw new Database.SqliteError(`${code}: bent`, code);
      }
      return whole[verb].apply(this, bindings);
    };
  });
  return {
    strike: (struck, nth = 0) => {
      [code, left] = [struck, nth];
    },
    mend: () => {
      code = null;
    },
    get met() {
      return met;
    },
    restore: () => {
      Object.assign(prototype, whole);
    },
  };
}

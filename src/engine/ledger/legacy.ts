import type { Month, TaxId } from '../domain';
import type { LedgerDatabase } from './database';

export type LegacySort = 'state' | 'transaction' | 'log' | 'report' | 'archive';

/** A file of the system before this one, or of the archive, as it lies now. */
export interface LegacyFile {
  readonly sort: LegacySort;
  /** Where it lies; one text, one file. */
  readonly location: string;
  readonly size: number;
  readonly modifiedMs: number;
}

export type LegacyClaimName = 'handed-over' | 'cancellation-handed-over' | 'processed';

export interface LegacyClaim {
  readonly identity: string;
  readonly claim: LegacyClaimName;
  readonly taxId: TaxId | null;
  readonly kind: string | null;
  readonly month: Month | null;
  readonly target: string | null;
  /** ISO instant. */
  readonly at: string | null;
}

/** "Iniciando download individual de N chaves faltantes". */
export interface LegacySingle {
  readonly taxId: TaxId;
  readonly kind: string | null;
  readonly month: Month | null;
  readonly documents: number;
  readonly at: string | null;
}

/** What one file said. */
export interface LegacyWord {
  readonly claims?: readonly LegacyClaim[];
  readonly singles?: readonly (LegacySingle & { readonly line: number })[];
  /** Why it could not be read, or not all of it; one sentence in Portuguese. */
  readonly problem: string | null;
}

export interface LegacyFigures {
  readonly adopted: number;
  readonly events: number;
  readonly handedOver: number;
  readonly claimed: number;
  readonly promised: number;
}

export type SupposedFact = 'document' | 'event' | 'promised' | LegacyClaimName;

/** A row of `legacy_files` costs little, a transaction of 300,000 claims holds everybody else up. */
export const CLAIMS_AT_ONCE = 5_000;

/**
 * What the files of the system before this one say, and which of them were read. A dry run supposes instead of recording: what it
 * notes lives in a temporary table of this connection, and `figures` tells both together.
 */
export class LegacyRepository {
  constructor(
    private readonly db: LedgerDatabase,
    private readonly now: () => string,
  ) {}

  /** What stood against the file when it was read with this very size and time; undefined when it is to be read. */
  unchanged(file: LegacyFile): { readonly problem: string | null } | undefined {
    return this.db.get<{ problem: string | null }>(
      'SELECT problem FROM legacy_files WHERE location = ? AND size = ? AND modified_ms = ?',
      [file.location, file.size, file.modifiedMs],
    );
  }

  /** The file has been read; to be called in the transaction that records what it said. */
  record(file: LegacyFile, { claims = [], singles = [], problem }: LegacyWord): void {
    const id = this.#note(file, problem);
    this.#addClaims(id, claims);
    this.#replaceSingles(id, singles);
  }

  /** A part of what a large file says, before the file counts as read. */
  recordPart(file: LegacyFile, claims: readonly LegacyClaim[]): void {
    const unread = { ...file, modifiedMs: -1 };
    this.#addClaims(this.#note(unread, null), claims);
  }

  #note(file: LegacyFile, problem: string | null): number {
    return this.db.value<number>(
      `INSERT INTO legacy_files (sort, location, size, modified_ms, problem, read_at) VALUES (?, ?, ?, ?, ?, ?)
       ON CONFLICT (location) DO UPDATE SET sort = excluded.sort, size = excluded.size, modified_ms = excluded.modified_ms,
         problem = excluded.problem, read_at = excluded.read_at RETURNING id`,
      [file.sort, file.location, file.size, file.modifiedMs, problem, this.now()],
    );
  }

  /** The first file to say a thing is its evidence. */
  #addClaims(fileId: number, claims: readonly LegacyClaim[]): void {
    for (const { identity, claim, taxId, kind, month, target, at } of claims) {
      this.db.run(
        `INSERT INTO legacy_claims (identity, claim, file_id, tax_id, kind, month, target, at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
         ON CONFLICT DO NOTHING`,
        [identity, claim, fileId, taxId, kind, month, target, at],
      );
    }
  }

  /** The same line stands in the log of the company, of the day and of the whole system: it counts once. */
  #replaceSingles(fileId: number, singles: NonNullable<LegacyWord['singles']>): void {
    this.db.run('DELETE FROM legacy_singles WHERE file_id = ?', [fileId]);
    for (const { taxId, kind, month, documents, at, line } of singles) {
      this.db.run(
        `INSERT INTO legacy_singles (tax_id, kind, month, documents, at, file_id, line)
         SELECT @taxId, @kind, @month, @documents, @at, @fileId, @line WHERE NOT EXISTS (SELECT 1 FROM legacy_singles
           WHERE tax_id = @taxId AND documents = @documents AND at IS @at AND kind IS @kind AND month IS @month)`,
        { taxId, kind, month, documents, at, fileId, line },
      );
    }
  }

  /** What was fetched one by one, in the order of time. */
  singles(): LegacySingle[] {
    return this.db.all<LegacySingle>(
      'SELECT tax_id AS taxId, kind, month, documents, at FROM legacy_singles ORDER BY at, tax_id, id',
    );
  }

  isEventFiledAt(path: string): boolean {
    return this.db.get('SELECT 1 AS found FROM event_filings WHERE path = ?', [path]) !== undefined;
  }

  /** Makes room for what a dry run supposes, and forgets what an earlier one did. */
  beginSupposing(): void {
    this.db.run(
      `CREATE TEMP TABLE IF NOT EXISTS supposed (fact TEXT NOT NULL, identity TEXT NOT NULL, PRIMARY KEY (fact, identity))
         STRICT, WITHOUT ROWID`,
    );
    this.db.run('DELETE FROM supposed');
  }

  suppose(fact: SupposedFact, identities: readonly string[]): void {
    this.db.transaction(() => {
      for (const identity of identities) this.db.run('INSERT OR IGNORE INTO supposed VALUES (?, ?)', [fact, identity]);
    });
  }

  /** Call `beginSupposing` before. */
  figures(): LegacyFigures {
    const value = (sql: string): number => this.db.value<number>(`SELECT count(*) FROM (${sql})`);
    const claims = (claim: LegacyClaimName): string =>
      `SELECT identity FROM legacy_claims WHERE claim = '${claim}' UNION SELECT identity FROM supposed WHERE fact = '${claim}'`;
    return {
      adopted: value(
        `SELECT identity FROM documents WHERE source = 'folder' UNION SELECT identity FROM supposed WHERE fact = 'document'`,
      ),
      events: value(
        `SELECT identity FROM events WHERE source = 'folder' UNION SELECT identity FROM supposed WHERE fact = 'event'`,
      ),
      handedOver: value(claims('handed-over')),
      claimed: value(
        `SELECT identity FROM (${claims('processed')}) EXCEPT SELECT identity FROM (${claims('handed-over')})`,
      ),
      promised: value(
        `SELECT identity FROM expectations WHERE source = 'old-report' UNION SELECT identity FROM supposed WHERE fact = 'promised'`,
      ),
    };
  }
}

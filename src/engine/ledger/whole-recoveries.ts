import type { ErrorEnvelope } from '../../shared/errors';
import type { FindingCategory } from '../../shared/ipc/audit';
import type { WholeRecovery, WholeRecoveryScope } from '../../shared/ipc/recovery';
import type { LedgerDatabase } from './database';

export type WholeRecoveryRow = WholeRecovery;

/** What was asked for. */
export type WholeRecoveryAsked = Pick<WholeRecoveryRow, 'categories' | 'scope'>;

export const EVERYTHING: WholeRecoveryScope = { companies: null, months: null, kinds: null, auditId: null };

type Stored = Omit<WholeRecoveryRow, 'categories' | 'scope' | 'error'> & {
  /** JSON: the categories alone where everything of them was asked for, else with what it was narrowed to. */
  readonly categories: string;
  readonly error: string | null;
};

const COLUMNS = `id, state, until, categories, audit_id AS auditId, recovery_id AS recoveryId, started_at AS startedAt,
  ended_at AS endedAt, error FROM whole_recoveries`;

/** What changes what an audit has found, besides the disk: entries of the journal that make a plan of it doubtful. */
const CHANGES = [
  'intake.*',
  'document.*',
  'event.*',
  'legacy.*',
  'archive.*',
  'correction*',
  'delivery.*',
  'companies.*',
];

/** The one click, from the audit that it needs to the end of its recovery. */
export class WholeRecoveryRepository {
  constructor(
    private readonly db: LedgerDatabase,
    private readonly now: () => string,
  ) {}

  begin(until: 'plan' | 'end', asked: WholeRecoveryAsked): WholeRecoveryRow {
    const { id } = this.db.run(
      "INSERT INTO whole_recoveries (state, until, categories, started_at) VALUES ('auditing', ?, ?, ?)",
      [until, written(asked), this.now()],
    );
    return this.#existing(id);
  }

  /** Goes on with one that has not come to its end. */
  reopen(id: number, until: 'plan' | 'end'): WholeRecoveryRow {
    this.db.run(
      "UPDATE whole_recoveries SET state = 'auditing', until = ?, ended_at = NULL, error = NULL WHERE id = ?",
      [until, id],
    );
    return this.#existing(id);
  }

  reached(
    id: number,
    state: 'auditing' | 'planning' | 'recovering',
    of: { auditId?: number; recoveryId?: number } = {},
  ): void {
    this.db.run(
      'UPDATE whole_recoveries SET state = ?, audit_id = coalesce(?, audit_id), recovery_id = coalesce(?, recovery_id) WHERE id = ?',
      [state, of.auditId ?? null, of.recoveryId ?? null, id],
    );
  }

  end(id: number, state: 'planned' | 'complete' | 'stopped' | 'failed', error: ErrorEnvelope | null): void {
    this.db.run('UPDATE whole_recoveries SET state = ?, ended_at = ?, error = ? WHERE id = ?', [
      ...[state, this.now(), error === null ? null : JSON.stringify(error), id],
    ]);
  }

  /** For a caller that knows that none is at work: those without an end belong to processes that died. @returns how many. */
  markInterrupted(): number {
    return this.db.run("UPDATE whole_recoveries SET state = 'interrupted', ended_at = ? WHERE ended_at IS NULL", [
      this.now(),
    ]).changes;
  }

  latest(): WholeRecoveryRow | undefined {
    const row = this.db.get<Stored>(`SELECT ${COLUMNS} ORDER BY id DESC LIMIT 1`);
    return row === undefined ? undefined : parsed(row);
  }

  /** Whether anything was put on record, since an audit ended, that it cannot know. */
  hasChangedSince(auditId: number): boolean {
    return (
      this.db.get(
        `SELECT 1 FROM journal j WHERE j.id > (SELECT coalesce(max(e.id), 0) FROM journal e WHERE e.subject = ? AND e.action = 'audit.ended')
           AND EXISTS (SELECT 1 FROM json_each(?) p WHERE j.action GLOB p.value) LIMIT 1`,
        [String(auditId), JSON.stringify(CHANGES)],
      ) !== undefined
    );
  }

  #existing(id: number): WholeRecoveryRow {
    const row = this.db.get<Stored>(`SELECT ${COLUMNS} WHERE id = ?`, [id]);
    if (row === undefined) throw new Error(`no whole recovery ${String(id)}`);
    return parsed(row);
  }
}

function parsed(row: Stored): WholeRecoveryRow {
  return {
    ...row,
    ...read(row.categories),
    error: row.error === null ? null : (JSON.parse(row.error) as ErrorEnvelope),
  };
}

function written({ categories, scope }: WholeRecoveryAsked): string {
  const isNarrowed = Object.values(scope).some((value) => value !== null);
  return JSON.stringify(isNarrowed ? { categories, scope } : categories);
}

function read(text: string): WholeRecoveryAsked {
  const stored = JSON.parse(text) as readonly FindingCategory[] | WholeRecoveryAsked;
  return 'scope' in stored ? stored : { categories: stored, scope: EVERYTHING };
}

import type { Day, Month, SiegKind } from '../domain';
import type { LedgerDatabase } from './database';
import type { PassFilter } from './requests';

/** What was asked of SIEG, as far as its answer is about a part of a month. */
export interface QuestionRef {
  /** The month whose run asked. */
  readonly month: Month;
  readonly operation: 'count' | 'page' | 'events' | 'report';
  /** Null for a count of all kinds. */
  readonly kind: SiegKind | null;
  /** `account`, `<role>:<tax id>`, or `company:<tax id>` for a report, which knows no roles. */
  readonly scope: string;
  readonly companyId: number | null;
  readonly filter: PassFilter;
  readonly eventType: string | null;
  readonly from: Day;
  readonly to: Day;
}

/** A question that SIEG kept failing on and that nothing has answered since. */
export interface OpenQuestion extends QuestionRef {
  readonly id: number;
  /** Of the company, where the question is about one. */
  readonly folder: string | null;
  /** The last run that it failed in. */
  readonly runId: number;
  readonly code: string;
  /** In Portuguese, as the error said it. */
  readonly reason: string;
  readonly at: string;
}

const QUESTION = `q.id, q.month, q.run_id AS runId, q.operation, q.kind, q.scope, q.company_id AS companyId, q.filter,
  q.event_type AS eventType, q.day_from AS "from", q.day_to AS "to", q.code, q.reason, q.at, c.folder`;

/** Open questions to which the same question, or a wider one, is the answer. */
const SAME_OR_NARROWER = `month = @month AND answered_at IS NULL AND operation = @operation AND scope = @scope AND kind IS @kind
  AND filter = @filter AND event_type IS @eventType AND day_from >= @from AND day_to <= @to`;

/** The questions that SIEG left unanswered: a row each, open until the same question (or a wider one) is answered by any run. */
export class QuestionRepository {
  constructor(
    private readonly db: LedgerDatabase,
    private readonly now: () => string,
  ) {}

  /** Patience has ended: the question stays open. Asked again in vain, it stays one row and tells of the last failure. */
  leftOpen(runId: number, ref: QuestionRef, failure: { readonly code: string; readonly reason: string }): void {
    const at = this.now();
    const known = this.db.run(
      `UPDATE questions SET run_id = @runId, code = @code, reason = @reason, at = @at
       WHERE ${SAME_OR_NARROWER} AND day_from = @from AND day_to = @to`,
      { ...ref, ...failure, runId, at },
    ).changes;
    if (known > 0) return;
    this.db.run(
      `INSERT INTO questions (month, run_id, operation, kind, scope, company_id, filter, event_type, day_from, day_to, code, reason, at)
       VALUES (@month, @runId, @operation, @kind, @scope, @companyId, @filter, @eventType, @from, @to, @code, @reason, @at)`,
      { ...ref, ...failure, runId, at },
    );
  }

  /** @returns how many open questions this answers */
  answered(runId: number, ref: QuestionRef): number {
    return this.db.run(`UPDATE questions SET answered_at = @at, answered_by = @runId WHERE ${SAME_OR_NARROWER}`, {
      ...ref,
      runId,
      at: this.now(),
    }).changes;
  }

  /**
   * What is held of the days is what SIEG counts there: pages and counts that failed on the way no longer matter.
   * @returns how many open questions this answers
   */
  settled(
    runId: number,
    window: Pick<QuestionRef, 'month' | 'scope' | 'from' | 'to'> & { readonly kind: SiegKind },
  ): number {
    return this.db.run(
      `UPDATE questions SET answered_at = @at, answered_by = @runId
       WHERE month = @month AND answered_at IS NULL AND operation IN ('count', 'page') AND scope = @scope AND kind = @kind
         AND filter = 'issue' AND day_from >= @from AND day_to <= @to`,
      { ...window, runId, at: this.now() },
    ).changes;
  }

  /** In the order of their coming; questions about a company that has left the workbook are of no concern any more. */
  open(month: Month): readonly OpenQuestion[] {
    return this.db.all<OpenQuestion>(
      `SELECT ${QUESTION} FROM questions q LEFT JOIN companies c ON c.id = q.company_id
       WHERE q.month = ? AND q.answered_at IS NULL AND coalesce(c.active, 1) = 1 ORDER BY q.id`,
      [month],
    );
  }
}

import { isMaloteError, MaloteError } from '../../../shared/errors';
import { auditCategory } from '../../../shared/audit-categories';
import { JOBS } from '../../../shared/jobs';
import type { AuditStatus, AuditScope, AuditView, FindingCategory } from '../../../shared/ipc/audit';
import type { WholeRecovery, WholeRecoveryRequest, WholeRecoveryScope } from '../../../shared/ipc/recovery';
import type { JobProgress } from '../../../shared/jobs';
import { thrownFrom } from '../../../shared/ipc/thrown';
import type { AuditApi, auditReadings } from '../audit';
import type { BegunJob, Job, JobContext, JobEntry, JobRunner } from '../runner';
import {
  EVERYTHING,
  type Answers,
  type JobEnd,
  type Ledger,
  type WholeRecoveryAsked,
  type WholeRecoveryRow,
} from '../../ledger';
import type { RecoveryApi } from './api';

export interface WholeRecoveryOptions {
  readonly ledger: Ledger;
  readonly runner: JobRunner;
  readonly readings: Pick<Answers<typeof auditReadings>, 'orphanTotals'>;
  readonly audits: AuditApi;
  readonly recovery: RecoveryApi;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** What lies on the disk is known by an audit for so long, as far as a plan is concerned. */
const KNOWS_THE_DISK_MS = 60 * 60_000;

/** The one click: audit where that is needed, plan, execute. */
export interface WholeRecoveryApi {
  /** The one at work, else the last one; null when there has been none. */
  current(): WholeRecovery | null;
  /**
   * Begins, or goes on with the last one when that was stopped, interrupted or failed and was for the same categories. Resolves when it
   * has ended, whatever its outcome. @throws MaloteError RECOVERY_IN_PROGRESS
   */
  run(request: WholeRecoveryRequest, signal?: AbortSignal): Promise<WholeRecovery>;
  stop(): void;
}

/**
 * The one click: an audit where the last one does not know what there is, a plan of it, its execution. One row, three steps, each of
 * which goes on where it stopped:
 *
 *     auditing ─► planning ─► recovering ─► complete
 *                     └─► planned (asked to end there: a person looks at the plan, and executes it)
 *     any of them ─► stopped | failed (with its reason) | interrupted (its process died)
 */
export class WholeRecoveryService implements WholeRecoveryApi {
  readonly job: Job<WholeRecoveryRequest, void> = {
    kind: 'whole-recovery',
    heal: () => {
      this.options.ledger.wholeRecoveries.markInterrupted();
      return [];
    },
    run: (request, context) => this.#steps(request, context),
  };

  constructor(private readonly options: WholeRecoveryOptions) {
    options.runner.register(this.job);
  }

  current(): WholeRecovery | null {
    this.options.runner.look();
    return this.options.ledger.wholeRecoveries.latest() ?? null;
  }

  async run(request: WholeRecoveryRequest, signal?: AbortSignal): Promise<WholeRecovery> {
    await this.options.runner.run(this.job, request, signal);
    const row = this.options.ledger.wholeRecoveries.latest();
    if (row === undefined) throw new Error('a whole recovery left no row');
    return row;
  }

  stop(): void {
    this.options.runner.stop('whole-recovery', 'now');
  }

  async #steps(request: WholeRecoveryRequest, context: JobContext): Promise<void> {
    let end: 'planned' | 'complete' = 'complete';
    const { row } = context.begin(() => this.#begin(request, () => end));
    const recoveryId = this.#planAtHand(row) ?? (await this.#plan(row, request, context));
    if (context.signal.aborted) throw new MaloteError('CANCELLED');
    if (recoveryId === null) return;
    if (request.until === 'plan') end = 'planned';
    else await this.#execute(row.id, recoveryId, request, context);
  }

  /** @param reached where it has come to, once it is whole */
  #begin(request: WholeRecoveryRequest, reached: () => 'planned' | 'complete') {
    const { row, entry } = this.#open(request);
    const end = ({ state: by, error }: JobEnd): JobEntry => {
      const state = by === 'complete' ? reached() : by;
      this.options.ledger.wholeRecoveries.end(row.id, state, error);
      const detail = { state, error: error?.code ?? null };
      return { action: 'recovery.whole-ended', subject: `whole ${String(row.id)}`, detail };
    };
    return { subject: row.id, row, entry, end } satisfies BegunJob & { readonly row: WholeRecoveryRow };
  }

  /** Goes on with the last one, when it has not come to its end and was for the same. */
  #open({ until, categories, scope = EVERYTHING }: WholeRecoveryRequest): {
    readonly row: WholeRecoveryRow;
    readonly entry: JobEntry;
  } {
    const { wholeRecoveries } = this.options.ledger;
    const last = wholeRecoveries.latest();
    const goesOn = last !== undefined && isUnfinished(last) && isSameAsked(last, { categories, scope });
    const row = goesOn ? wholeRecoveries.reopen(last.id, until) : wholeRecoveries.begin(until, { categories, scope });
    const entry: JobEntry = {
      action: goesOn ? 'recovery.whole-continued' : 'recovery.whole-started',
      subject: `whole ${String(row.id)}`,
      detail: { until, categories, ...(scope === EVERYTHING ? {} : { scope }) },
    };
    return { row, entry };
  }

  /** The plan of a whole recovery that was stopped while it was executed. */
  #planAtHand({ recoveryId }: WholeRecoveryRow): number | null {
    if (recoveryId === null) return null;
    const recovery = this.options.ledger.recoveries.get(recoveryId);
    return recovery !== undefined && recovery.startedAt !== null && recovery.state !== 'complete' ? recoveryId : null;
  }

  /** @returns null when there is nothing to recover. @throws MaloteError CANCELLED, what the audit failed by */
  async #plan(row: WholeRecoveryRow, request: WholeRecoveryRequest, context: JobContext): Promise<number | null> {
    const { ledger, recovery } = this.options;
    const { auditId: named } = row.scope;
    if (named !== null && !ledger.recoveries.auditExists(named)) throw new MaloteError('AUDIT_UNKNOWN', { id: named });
    const auditId = named ?? (await this.#audited(row, context.signal));
    ledger.wholeRecoveries.reached(row.id, 'planning', { auditId });
    context.tell(stepOf('planning'));
    const { categories, options } = request;
    const { companies, months, kinds } = row.scope;
    try {
      const plan = await recovery.plan({
        auditId,
        categories: [...categories],
        ...(companies && { companies: [...companies] }),
        ...(months && { months: [...months] }),
        ...(kinds && { kinds: [...kinds] }),
        ...(options && { options }),
      });
      ledger.wholeRecoveries.reached(row.id, 'planning', { recoveryId: plan.id });
      return plan.id;
    } catch (error) {
      if (isMaloteError(error, 'RECOVERY_NOTHING_TO_DO')) return null;
      throw error;
    }
  }

  async #audited(row: WholeRecoveryRow, signal: AbortSignal): Promise<number> {
    const audit = await this.#audit(row, signal);
    if (audit.outcome === 'stopped') throw new MaloteError('CANCELLED');
    if (audit.outcome !== 'complete') throw failureOf((await this.options.audits.overview()).error);
    return audit.id;
  }

  /** The last one where it knows enough, else a new one of the companies and months that are asked for. */
  async #audit(row: WholeRecoveryRow, signal: AbortSignal): Promise<AuditView> {
    const { audits, readings, now } = this.options;
    const [{ last }, orphans] = await Promise.all([audits.overview(), readings.orphanTotals()]);
    if (last !== null && this.#knows(last, orphans, row.categories, now())) return last;
    const scope = auditedBy(row.scope);
    const options = last !== null && isOfScope(last, scope) && canGoOn(last) ? { resume: last.id } : {};
    const audit = await audits.run(scope, options, signal);
    this.options.ledger.wholeRecoveries.reached(row.id, 'auditing', { auditId: audit.id });
    return audit;
  }

  #knows(
    audit: AuditView,
    orphans: AuditStatus['orphans'],
    categories: readonly FindingCategory[],
    nowMs: number,
  ): boolean {
    if (!knowsTheOrphans(audit, orphans)) return false;
    // found by the ledger alone: the number of orphans says whether an audit knows them all
    if (categories.every((category) => auditCategory(category).recovery === 'deliver')) return true;
    const ageMs = nowMs - Date.parse(audit.endedAt ?? audit.startedAt);
    return ageMs < KNOWS_THE_DISK_MS && !this.options.ledger.wholeRecoveries.hasChangedSince(audit.id);
  }

  async #execute(
    id: number,
    recoveryId: number,
    { options }: WholeRecoveryRequest,
    context: JobContext,
  ): Promise<void> {
    this.options.ledger.wholeRecoveries.reached(id, 'recovering', { recoveryId });
    context.tell(stepOf('recovering'));
    const { state, error } = await this.options.recovery.execute(recoveryId, options, context.signal);
    if (state !== 'complete') throw error === null ? new MaloteError('CANCELLED') : thrownFrom(error);
  }
}

const STEPS = JOBS['whole-recovery'].phases;

function stepOf(phase: (typeof STEPS)[number]): JobProgress {
  return { phase, done: STEPS.indexOf(phase), total: STEPS.length };
}

/** What a step has ended by, which it keeps itself. */
function failureOf(error: AuditStatus['error']): MaloteError {
  return error === null ? new MaloteError('INTERNAL', { reason: 'a step failed' }) : thrownFrom(error);
}

/** Whether an audit knows all orphans that the ledger knows now, so that a plan can be made of it. */
export function knowsTheOrphans(audit: AuditView | null, orphans: AuditStatus['orphans']): boolean {
  if (audit?.outcome !== 'complete') return false;
  return isOfEverything(audit) && orphans !== null && audit.counts.orphan === orphans.documents;
}

/** What an audit can be narrowed to; kinds are chosen when it is planned from. */
function auditedBy({ companies, months }: WholeRecoveryScope): AuditScope {
  return { months: months && [...months], companies: companies && [...companies] };
}

function isOfScope({ scope }: AuditView, { months, companies }: AuditScope): boolean {
  return isSameList(scope.months, months) && isSameList(scope.companies, companies);
}

function isOfEverything({ scope }: AuditView): boolean {
  return scope.months === null && scope.companies === null;
}

function canGoOn({ outcome }: AuditView): boolean {
  return outcome === 'stopped' || outcome === 'interrupted';
}

function isUnfinished({ state }: WholeRecoveryRow): boolean {
  return state === 'stopped' || state === 'interrupted' || state === 'failed';
}

function isSameAsked(one: WholeRecoveryAsked, other: WholeRecoveryAsked): boolean {
  const { companies, months, kinds, auditId } = one.scope;
  return (
    isSameList(one.categories, other.categories) &&
    isSameList(companies, other.scope.companies) &&
    isSameList(months, other.scope.months) &&
    isSameList(kinds, other.scope.kinds) &&
    auditId === other.scope.auditId
  );
}

function isSameList(one: readonly string[] | null, other: readonly string[] | null): boolean {
  if (one === null || other === null) return one === other;
  return one.length === other.length && one.every((value) => other.includes(value));
}

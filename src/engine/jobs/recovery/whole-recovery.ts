import { setMaxListeners } from 'node:events';
import { isMaloteError, MaloteError, type ErrorEnvelope } from '../../../shared/errors';
import { auditCategory } from '../../../shared/audit-categories';
import type { AuditStatus, AuditScope, AuditView, FindingCategory } from '../../../shared/ipc/audit';
import type { WholeRecovery, WholeRecoveryRequest, WholeRecoveryScope } from '../../../shared/ipc/recovery';
import type { AuditApi, auditReadings } from '../audit';
import {
  EVERYTHING,
  HeldLock,
  type Answers,
  type Ledger,
  type WholeRecoveryAsked,
  type WholeRecoveryRow,
} from '../../ledger';
import type { RecoveryApi } from './api';

export interface WholeRecoveryOptions {
  readonly ledger: Ledger;
  readonly readings: Pick<Answers<typeof auditReadings>, 'orphanTotals'>;
  readonly audits: AuditApi;
  readonly recovery: RecoveryApi;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** `current` has something new to show. */
  readonly onChange: () => void;
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
  #under: { readonly id: number; readonly abort: AbortController } | null = null;
  #ended: Promise<unknown> = Promise.resolve();

  constructor(private readonly options: WholeRecoveryOptions) {}

  current(): WholeRecovery | null {
    const { ledger } = this.options;
    const row = ledger.wholeRecoveries.latest();
    if (row === undefined) return null;
    const isDead = row.endedAt === null && this.#under === null && ledger.lock('whole-recovery').holder() === null;
    return isDead ? { ...row, state: 'interrupted' } : row;
  }

  run(request: WholeRecoveryRequest, signal?: AbortSignal): Promise<WholeRecovery> {
    const ended = this.#run(request, signal);
    this.#ended = ended.catch(() => undefined);
    return ended;
  }

  stop(): void {
    this.#under?.abort.abort(new MaloteError('CANCELLED'));
  }

  /** Stops what is at work and resolves when it has ended. */
  async close(): Promise<void> {
    this.stop();
    await this.#ended;
  }

  async #run(request: WholeRecoveryRequest, signal?: AbortSignal): Promise<WholeRecovery> {
    const { ledger, onChange } = this.options;
    const abort = new AbortController();
    setMaxListeners(0, abort.signal);
    const forward = (): void => abort.abort(new MaloteError('CANCELLED'));
    const lock = new HeldLock(ledger.lock('whole-recovery'), forward);
    lock.takeOr('RECOVERY_IN_PROGRESS');
    signal?.addEventListener('abort', forward, { once: true });
    if (signal?.aborted === true) forward();
    try {
      ledger.wholeRecoveries.markInterrupted();
      const row = this.#open(request);
      this.#under = { id: row.id, abort };
      onChange();
      await this.#steps(row, request, abort.signal);
    } finally {
      signal?.removeEventListener('abort', forward);
      this.#under = null;
      lock.release();
      onChange();
    }
    const row = ledger.wholeRecoveries.latest();
    if (row === undefined) throw new Error('a whole recovery left no row');
    return row;
  }

  /** Goes on with the last one, when it has not come to its end and was for the same. */
  #open({ until, categories, scope = EVERYTHING }: WholeRecoveryRequest): WholeRecoveryRow {
    const { wholeRecoveries, journal } = this.options.ledger;
    const last = wholeRecoveries.latest();
    const goesOn = last !== undefined && isUnfinished(last) && isSameAsked(last, { categories, scope });
    const row = goesOn ? wholeRecoveries.reopen(last.id, until) : wholeRecoveries.begin(until, { categories, scope });
    journal.write(goesOn ? 'recovery.whole-continued' : 'recovery.whole-started', `whole ${String(row.id)}`, {
      until,
      categories,
      ...(scope === EVERYTHING ? {} : { scope }),
    });
    return row;
  }

  async #steps(row: WholeRecoveryRow, request: WholeRecoveryRequest, signal: AbortSignal): Promise<void> {
    try {
      const recoveryId = this.#planAtHand(row) ?? (await this.#plan(row, request, signal));
      if (signal.aborted) this.#end(row.id, 'stopped');
      else if (recoveryId === null) this.#end(row.id, 'complete');
      else if (request.until === 'plan') this.#end(row.id, 'planned');
      else await this.#execute(row.id, recoveryId, request, signal);
    } catch (error) {
      if (signal.aborted || isMaloteError(error, 'CANCELLED')) this.#end(row.id, 'stopped');
      else {
        const reason = error instanceof Error ? error.message : String(error);
        const told = isMaloteError(error) ? error : new MaloteError('INTERNAL', { reason });
        this.#end(row.id, 'failed', error instanceof StepFailed ? error.envelope : told.toEnvelope());
        if (!isMaloteError(error) && !(error instanceof StepFailed)) throw error;
      }
    }
  }

  /** The plan of a whole recovery that was stopped while it was executed. */
  #planAtHand({ recoveryId }: WholeRecoveryRow): number | null {
    if (recoveryId === null) return null;
    const recovery = this.options.ledger.recoveries.get(recoveryId);
    return recovery !== undefined && recovery.startedAt !== null && recovery.state !== 'complete' ? recoveryId : null;
  }

  /** @returns null when there is nothing to recover. @throws MaloteError CANCELLED, what the audit failed by */
  async #plan(row: WholeRecoveryRow, request: WholeRecoveryRequest, signal: AbortSignal): Promise<number | null> {
    const { ledger, recovery } = this.options;
    const { auditId: named } = row.scope;
    if (named !== null && !ledger.recoveries.auditExists(named)) throw new MaloteError('AUDIT_UNKNOWN', { id: named });
    const auditId = named ?? (await this.#audited(row, signal));
    ledger.wholeRecoveries.reached(row.id, 'planning', { auditId });
    this.options.onChange();
    const { categories, options } = request;
    const { companies, months, kinds } = row.scope;
    try {
      const plan = await recovery.plan({
        ...{ auditId, categories: [...categories] },
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
    if (audit.outcome !== 'complete') throw new StepFailed((await this.options.audits.overview()).error);
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
    signal: AbortSignal,
  ): Promise<void> {
    this.options.ledger.wholeRecoveries.reached(id, 'recovering', { recoveryId });
    this.options.onChange();
    const view = await this.options.recovery.execute(recoveryId, options, signal);
    if (view.state === 'complete') this.#end(id, 'complete');
    else if (view.error === null) this.#end(id, 'stopped');
    else throw new StepFailed(view.error);
  }

  #end(id: number, state: 'planned' | 'complete' | 'stopped' | 'failed', error: ErrorEnvelope | null = null): void {
    const { ledger } = this.options;
    ledger.transaction(() => {
      ledger.wholeRecoveries.end(id, state, error);
      ledger.journal.write('recovery.whole-ended', `whole ${String(id)}`, { state, error: error?.code ?? null });
    });
  }
}

/** A step has ended by a failure that it keeps itself. */
class StepFailed extends Error {
  readonly envelope: ErrorEnvelope;

  constructor(error: AuditStatus['error']) {
    super('a step failed');
    this.envelope =
      (error as ErrorEnvelope | null) ?? new MaloteError('INTERNAL', { reason: this.message }).toEnvelope();
  }
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

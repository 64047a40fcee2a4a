import { join } from 'node:path';
import { isMaloteError, MaloteError, type ErrorEnvelope } from '../../../shared/errors';
import type { WrittenFile } from '../../../shared/ipc/history';
import {
  DEFAULT_RECOVERY_OPTIONS,
  type RecoveryItemPage,
  type RecoveryNarrowing,
  type RecoveryOptions,
  type RecoveryRequest,
  type RecoveryState,
  type RecoverySummary,
  type RecoveryView,
} from '../../../shared/ipc/recovery';
import { RECOVERY_STATES, summaryTable } from '../../../shared/words/recovery';
import { cancellationName, sweepStaleFiles } from '../../archive';
import { HeldLock, type RecoveryRow } from '../../ledger';
import { REPORTS_FOLDER } from '../../reports';
import { DeliverPart } from './deliver';
import type { RecoveryApi } from './api';
import { Execution } from './execution';
import { exportPlan } from './export';
import { FetchPart } from './fetch';
import { RecoveryLog } from './log-file';
import type { RecoveryServices, RecoveryServiceOptions } from './place';
import { itemView, planFigures, summaryOf, type PlanFigures } from './views';

/** Plans of which the figures are kept at hand. */
const KEPT_FIGURES = 50;
const ITEMS_AT_MOST = 1_000;

/**
 * Recoveries: planned from the findings of an audit, narrowed by a person, executed through the same outbox as every download,
 * and told in robocopy's terms. One at a time in a workspace, whichever process does it.
 */
export class RecoveryService implements RecoveryApi {
  #running: Execution | null = null;
  /** Of the recovery that is at work, or about to be. */
  #stop: AbortController | null = null;
  #ended: Promise<unknown> = Promise.resolve();
  readonly #figures = new Map<number, PlanFigures>();
  readonly #summaries = new Map<string, RecoverySummary | null>();

  /** Whether another process may have narrowed or worked on a plan whose figures are at hand. */
  readonly #writtenElsewhere: () => boolean;

  constructor(private readonly options: RecoveryServiceOptions) {
    this.#writtenElsewhere = options.ledger.writtenElsewhere();
  }

  current(): RecoveryView | null {
    const { recoveries } = this.options.ledger;
    const row = this.#running === null ? recoveries.latest() : recoveries.get(this.#running.id);
    return row === undefined ? null : this.#view(row);
  }

  list(limit: number): RecoveryView[] {
    return this.options.ledger.recoveries.list(limit).map((row) => this.#view(row));
  }

  async plan(request: RecoveryRequest): Promise<RecoveryView> {
    const { ledger, within } = this.options;
    if (!ledger.recoveries.auditExists(request.auditId))
      throw new MaloteError('AUDIT_UNKNOWN', { id: request.auditId });
    const id = await within((place) => Promise.resolve(this.#plan(request, place)));
    if (id === null)
      throw new MaloteError(
        ledger.recoveries.isMendedSince(request) ? 'RECOVERY_ALREADY_MENDED' : 'RECOVERY_NOTHING_TO_DO',
      );
    const view = this.#view(this.#row(id));
    ledger.journal.write('recovery.planned', `recovery ${String(id)}`, {
      audit: request.auditId,
      deliver: view.deliver,
      fetch: view.fetch.items,
    });
    this.options.onChange();
    return view;
  }

  #plan(request: RecoveryRequest, { roots, outbox }: RecoveryServices): number | null {
    const targets = [...new Set([roots.import, roots.cancelled])].map(({ location }) => location);
    return this.options.ledger.recoveries.plan(
      request,
      request.options ?? DEFAULT_RECOVERY_OPTIONS,
      { source: roots.archive.location, targets },
      {
        document: (kind, identity) => outbox.documentTarget(kind, identity),
        cancellation: (identity, further) => outbox.cancellationTarget(cancellationName(identity, further)),
      },
    );
  }

  narrow(narrowing: RecoveryNarrowing): RecoveryView {
    const { ledger, onChange } = this.options;
    const { recoveryId } = narrowing;
    if (this.#row(recoveryId).state !== 'planned') throw new MaloteError('RECOVERY_BEGUN', { id: recoveryId });
    ledger.transaction(() => {
      const items = ledger.recoveries.narrow(narrowing);
      const { include } = narrowing;
      if (items > 0) ledger.journal.write('recovery.narrowed', `recovery ${String(recoveryId)}`, { include, items });
    });
    this.#figures.delete(recoveryId);
    onChange();
    return this.#view(this.#row(recoveryId));
  }

  items(recoveryId: number, after: number, limit: number): RecoveryItemPage {
    const { recoveries } = this.options.ledger;
    this.#row(recoveryId);
    const rows = recoveries.items(recoveryId, after, Math.min(limit, ITEMS_AT_MOST));
    const last = rows.length < limit ? undefined : rows.at(-1);
    return { lines: rows.map(itemView), next: last?.id ?? null, total: recoveries.count(recoveryId) };
  }

  async execute(recoveryId: number, options?: RecoveryOptions, signal?: AbortSignal): Promise<RecoveryView> {
    const row = this.#row(recoveryId);
    const stop = new AbortController();
    const lock = new HeldLock(this.options.ledger.lock('recovery'), () => {
      this.#running?.lose();
    });
    lock.takeOr('RECOVERY_IN_PROGRESS');
    this.#stop = stop;
    const ended = this.#executeLocked(
      row,
      options ?? row.options,
      AbortSignal.any([stop.signal, ...listed(signal)]),
      lock,
    );
    this.#ended = ended.catch(() => undefined);
    return ended;
  }

  async #executeLocked(
    row: RecoveryRow,
    options: RecoveryOptions,
    signal: AbortSignal,
    lock: HeldLock,
  ): Promise<RecoveryView> {
    const { within, onChange } = this.options;
    try {
      await within((place) => this.#execute(row, options, place, signal));
    } finally {
      lock.release();
      this.#stop = null;
      this.#figures.delete(row.id);
      onChange();
    }
    return this.#view(this.#row(row.id));
  }

  pause(): void {
    this.#running?.pause();
  }

  resume(): void {
    this.#running?.resume();
  }

  stop(): void {
    this.#stop?.abort(new MaloteError('CANCELLED'));
  }

  /** Stops what is at work and resolves when it has ended. */
  async close(): Promise<void> {
    this.stop();
    await this.#ended;
  }

  export(recoveryId: number, format: 'powershell' | 'csv' | 'xlsx'): Promise<WrittenFile> {
    return exportPlan(this.options, this.#row(recoveryId), format);
  }

  async #execute(
    row: RecoveryRow,
    options: RecoveryOptions,
    place: RecoveryServices,
    signal: AbortSignal,
  ): Promise<void> {
    const { ledger, workspace } = this.options;
    const { id } = row;
    for (const dead of ledger.recoveryWork.markInterrupted())
      ledger.journal.write('recovery.interrupted', `recovery ${String(dead)}`);
    const log = new RecoveryLog(join(workspace, REPORTS_FOLDER, `recuperacao-${String(id)}.log`), row.logBytes);
    const execution = new Execution(id, options, log, place, this.options);
    const stop = (): void => {
      execution.stop();
    };
    signal.addEventListener('abort', stop, { once: true });
    if (signal.aborted) stop();
    this.#running = execution;
    try {
      await this.#work(row, execution);
    } finally {
      this.#running = null;
      signal.removeEventListener('abort', stop);
      log.close();
    }
  }

  async #work(row: RecoveryRow, execution: Execution): Promise<void> {
    const { ledger, onChange } = this.options;
    const { place, options, id } = execution;
    ledger.transaction(() => {
      ledger.recoveryWork.begin(id, options, execution.log.path);
      ledger.journal.write(
        row.startedAt === null ? 'recovery.started' : 'recovery.continued',
        `recovery ${String(id)}`,
        {
          ...options,
        },
      );
    });
    execution.note(headLines(row, options));
    place.health.start();
    place.dispatcher.limit(options.threads);
    onChange();
    const failure = await this.#parts(execution);
    place.dispatcher.limit(null);
    this.#end(execution, failure);
    if (failure !== null && !isMaloteError(failure)) throw failure;
  }

  /** What is on disk first, so that nothing of it waits for SIEG. @returns what ended it early. */
  async #parts(execution: Execution): Promise<Error | null> {
    const delivering = new DeliverPart(execution);
    const { ledger, clock } = this.options;
    try {
      await sweepStaleFiles(execution.place.written, ledger, clock.now(), execution.signal);
      await delivering.run();
      await new FetchPart(execution).run();
      await delivering.run();
      return null;
    } catch (error) {
      return error instanceof Error ? error : new Error(String(error));
    }
  }

  #end(execution: Execution, failure: Error | null): void {
    const { ledger } = this.options;
    const { id } = execution;
    if (execution.lost) return;
    execution.tick();
    const state: RecoveryState = failure === null ? 'complete' : 'stopped';
    const error = errorOf(failure);
    ledger.transaction(() => {
      ledger.recoveryWork.end(id, { state, error });
      const summary = summaryOf(ledger, this.#row(id));
      ledger.journal.write('recovery.ended', `recovery ${String(id)}`, { state, files: summary?.files ?? null });
    });
    const summary = summaryOf(ledger, this.#row(id));
    const { left } = execution.account;
    execution.note([
      ...(summary === null ? [] : summaryTable(summary)),
      ...(left > 0 ? [`Ainda por fazer: ${String(left)}`] : []),
      `${RECOVERY_STATES[state]}.${error === null ? '' : ` ${error.message} ${error.action}`}`,
    ]);
  }

  /** @throws MaloteError RECOVERY_UNKNOWN */
  #row(id: number): RecoveryRow {
    const row = this.options.ledger.recoveries.get(id);
    if (row === undefined) throw new MaloteError('RECOVERY_UNKNOWN', { id });
    return row;
  }

  #view(row: RecoveryRow): RecoveryView {
    const { id, auditId, createdAt, startedAt, endedAt, options, log, error } = row;
    const running = this.#running?.id === id ? this.#running : null;
    const state = running === null ? this.#stateOf(row) : row.state;
    return {
      ...{ id, auditId, state, createdAt, startedAt, endedAt, options, log, error },
      from: row.source,
      to: [...row.targets],
      ...this.#figuresOf(id),
      progress: running === null ? null : { ...running.account.progress(), waitingFor: [...running.waitingFor] },
      summary: running === null && state !== 'planned' ? this.#summaryOf(row, state) : null,
    };
  }

  /** A recovery that says it runs although no process holds the lock: its process died. */
  #stateOf({ state }: RecoveryRow): RecoveryState {
    if (state !== 'running' && state !== 'paused') return state;
    return this.options.ledger.lock('recovery').holder() === null ? 'interrupted' : state;
  }

  #figuresOf(id: number): PlanFigures {
    if (this.#writtenElsewhere()) this.#figures.clear();
    const figures = this.#figures.get(id) ?? planFigures(this.options.ledger, id);
    if (this.#figures.size >= KEPT_FIGURES) this.#figures.clear();
    this.#figures.set(id, figures);
    return figures;
  }

  #summaryOf(row: RecoveryRow, state: RecoveryState): RecoverySummary | null {
    if (state === 'running' || state === 'paused') return null;
    const key = `${String(row.id)} ${state} ${row.endedAt ?? ''} ${String(row.workedMs)}`;
    const known = this.#summaries.get(key);
    if (known !== undefined) return known;
    const summary = summaryOf(this.options.ledger, row);
    if (this.#summaries.size >= KEPT_FIGURES) this.#summaries.clear();
    this.#summaries.set(key, summary);
    return summary;
  }
}

function listed(signal: AbortSignal | undefined): AbortSignal[] {
  return signal === undefined ? [] : [signal];
}

/** A stop is no error. */
function errorOf(failure: Error | null): ErrorEnvelope | null {
  if (failure === null || isMaloteError(failure, 'CANCELLED')) return null;
  return (isMaloteError(failure) ? failure : new MaloteError('INTERNAL', { reason: failure.message })).toEnvelope();
}

function headLines(row: RecoveryRow, { threads, retries, waitSeconds }: RecoveryOptions): string[] {
  const { id, source, targets, startedAt } = row;
  return [
    '-'.repeat(78),
    `Malote: recuperação ${String(id)}${startedAt === null ? '' : ' (continuação)'}`,
    `De: ${source}`,
    ...targets.map((target) => `Para: ${target}`),
    `Opções: /MT:${String(threads)} /R:${String(retries)} /W:${String(waitSeconds)}`,
    '-'.repeat(78),
  ];
}

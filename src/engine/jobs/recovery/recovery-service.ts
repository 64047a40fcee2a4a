import { join } from 'node:path';
import { MaloteError } from '../../../shared/errors';
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
import { recoveryLogMessages, RECOVERY_STATES, summaryTable } from '../../../shared/messages/pt-BR/recovery';
import { cancellationName, sweepStaleFiles } from '../../archive';
import type { JobEnd, RecoveryRow } from '../../ledger';
import type { BegunJob, Job, JobContext, JobEntry } from '../runner';
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

interface RecoveryAsked {
  readonly recoveryId: number;
  readonly options: RecoveryOptions;
}

/**
 * Recoveries: planned from the findings of an audit, narrowed by a person, executed through the same outbox as every download,
 * and told in robocopy's terms. One at a time in a workspace, whichever process does it.
 */
export class RecoveryService implements RecoveryApi {
  #running: Execution | null = null;
  readonly #figures = new Map<number, PlanFigures>();
  readonly #summaries = new Map<string, RecoverySummary | null>();

  /** Whether another process may have narrowed or worked on a plan whose figures are at hand. */
  readonly #writtenElsewhere: () => boolean;

  readonly job: Job<RecoveryAsked, void> = {
    kind: 'recovery',
    heal: () =>
      this.options.ledger.recoveryWork
        .markInterrupted()
        .map((id) => ({ action: 'recovery.interrupted', subject: subjectOf(id) })),
    run: (asked, context) => this.options.within((place) => this.#execute(asked, place, context)),
  };

  constructor(private readonly options: RecoveryServiceOptions) {
    this.#writtenElsewhere = options.ledger.writtenElsewhere();
    options.runner.register(this.job);
  }

  current(): RecoveryView | null {
    const { recoveries } = this.options.ledger;
    this.options.runner.look();
    const row = this.#running === null ? recoveries.latest() : recoveries.get(this.#running.id);
    return row === undefined ? null : this.#view(row);
  }

  list(limit: number): RecoveryView[] {
    this.options.runner.look();
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
    ledger.journal.write('recovery.planned', subjectOf(id), {
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
      if (items > 0) ledger.journal.write('recovery.narrowed', subjectOf(recoveryId), { include, items });
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
    const asked = { recoveryId, options: options ?? this.#row(recoveryId).options };
    await this.options.runner.run(this.job, asked, signal);
    return this.#view(this.#row(recoveryId));
  }

  pause(): void {
    this.options.runner.pause('recovery');
  }

  resume(): void {
    this.options.runner.resume('recovery');
  }

  stop(): void {
    this.options.runner.stop('recovery', 'now');
  }

  export(recoveryId: number, format: 'powershell' | 'csv' | 'xlsx'): Promise<WrittenFile> {
    return exportPlan(this.options, this.#row(recoveryId), format);
  }

  async #execute({ recoveryId, options }: RecoveryAsked, place: RecoveryServices, context: JobContext): Promise<void> {
    const { ledger, clock } = this.options;
    const row = this.#row(recoveryId);
    const execution = this.#open(row, options, place, context);
    execution.note(headLines(row, options));
    const { health, dispatcher, written } = place;
    health.start();
    dispatcher.limit(options.threads);
    execution.tell();
    try {
      await sweepStaleFiles(written, ledger, clock.now(), execution.signal);
      // what is on disk first, so that nothing of it waits for SIEG
      const delivering = new DeliverPart(execution);
      await delivering.run();
      await new FetchPart(execution).run();
      await delivering.run();
    } finally {
      dispatcher.limit(null);
    }
  }

  /** @throws MaloteError CLI_CANNOT_WRITE when the disk of the workspace does not take its log */
  #open(row: RecoveryRow, options: RecoveryOptions, place: RecoveryServices, context: JobContext): Execution {
    const { id, logBytes } = row;
    const log = new RecoveryLog(
      join(this.options.workspace, REPORTS_FOLDER, `recuperacao-${String(id)}.log`),
      logBytes,
    );
    try {
      const execution = new Execution(id, options, log, place, this.options, context);
      context.begin(() => this.#begin(row, execution));
      this.#running = execution;
      return execution;
    } catch (error) {
      log.close();
      throw error;
    }
  }

  #begin(row: RecoveryRow, execution: Execution): BegunJob {
    const { id, startedAt } = row;
    const { log, options } = execution;
    this.options.ledger.recoveryWork.begin(id, options, log.path);
    return {
      subject: id,
      entry: {
        action: startedAt === null ? 'recovery.started' : 'recovery.continued',
        subject: subjectOf(id),
        detail: { ...options },
      },
      paused: (isPaused) => execution.paused(isPaused),
      end: (end) => this.#end(execution, end),
      close: (end) => {
        this.#running = null;
        this.#figures.delete(id);
        try {
          if (end !== null) execution.note(this.#lastLines(execution, end));
        } finally {
          log.close();
        }
      },
    };
  }

  #end(execution: Execution, { state, error }: JobEnd): JobEntry {
    const { ledger } = this.options;
    const { id } = execution;
    execution.tick();
    // whatever ended it early, it can be gone on with
    const ended: RecoveryState = state === 'complete' ? 'complete' : 'stopped';
    ledger.recoveryWork.end(id, { state: ended, error });
    const files = summaryOf(ledger, this.#row(id))?.files ?? null;
    return { action: 'recovery.ended', subject: subjectOf(id), detail: { state: ended, files } };
  }

  #lastLines({ id, account: { left } }: Execution, { state, error }: JobEnd): string[] {
    const summary = summaryOf(this.options.ledger, this.#row(id));
    return [
      ...(summary === null ? [] : summaryTable(summary)),
      ...(left > 0 ? [recoveryLogMessages.left(left)] : []),
      `${RECOVERY_STATES[state === 'complete' ? 'complete' : 'stopped']}.${error === null ? '' : ` ${error.message} ${error.action}`}`,
    ];
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
      id,
      auditId,
      state,
      createdAt,
      startedAt,
      endedAt,
      options,
      log,
      error,
      from: row.source,
      to: [...row.targets],
      ...this.#figuresOf(id),
      progress: running === null ? null : { ...running.account.progress(), waitingFor: [...running.waitingFor] },
      summary: running === null && state !== 'planned' ? this.#summaryOf(row, state) : null,
    };
  }

  /** One that says it runs although no recovery is at work: its process died. */
  #stateOf({ state }: RecoveryRow): RecoveryState {
    if (state !== 'running' && state !== 'paused') return state;
    return this.options.runner.isAtWork('recovery') ? state : 'interrupted';
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

function subjectOf(id: number): string {
  return `recovery ${String(id)}`;
}

function headLines(row: RecoveryRow, { threads, retries, waitSeconds }: RecoveryOptions): string[] {
  const { id, source, targets, startedAt } = row;
  return [
    '-'.repeat(78),
    recoveryLogMessages.title(id, startedAt !== null),
    recoveryLogMessages.from(source),
    ...targets.map(recoveryLogMessages.to),
    recoveryLogMessages.options(`/MT:${String(threads)} /R:${String(retries)} /W:${String(waitSeconds)}`),
    '-'.repeat(78),
  ];
}

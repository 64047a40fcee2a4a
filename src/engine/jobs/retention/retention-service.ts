import { MaloteError } from '../../../shared/errors';
import type { GrowthLine } from '../../../shared/ipc/retention';
import type { JobAsked } from '../../../shared/jobs';
import { GROWING_NAMES, GROWING_ROWS, type GrowingName } from '../../../shared/retention';
import { breathe, throwIfCancelled, type Clock } from '../../base';
import type { Answers, Ledger } from '../../ledger';
import type { Job, JobContext, JobRunner } from '../runner';
import { KEEPERS } from './keepers';
import { isInRows, type growthReadings, type RowsOfAll } from './readings';
import { FILES, limitsOf, type RetentionPlace, type RetentionRules } from './things';
import { type Left } from './types';

export interface RetentionServiceOptions {
  readonly ledger: Ledger;
  readonly readings: Answers<typeof growthReadings>;
  readonly runner: JobRunner;
  readonly clock: Clock;
  readonly place: RetentionPlace;
  /** @throws MaloteError SETTINGS_* */
  readonly settings: () => Promise<RetentionRules>;
  readonly onWarning: (warning: MaloteError) => void;
}

/** What the work has come to. */
export interface RetentionView {
  /** Files or rows that have gone, of things of which some have. */
  readonly gone: Readonly<Partial<Record<GrowingName, number>>>;
  readonly left: readonly Left[];
}

export interface RetentionApi {
  /** Takes away what is past its bound. @throws MaloteError JOB_IN_PROGRESS, LEDGER_*, SETTINGS_*, CANCELLED */
  run(signal?: AbortSignal): Promise<RetentionView>;
  /** How much there is of everything that grows. @throws MaloteError LEDGER_*, SETTINGS_* */
  look(signal?: AbortSignal): Promise<readonly GrowthLine[]>;
}

const NEVER = new AbortController().signal;

export class RetentionService implements RetentionApi {
  readonly job: Job<JobAsked<'retention'>, RetentionView> = {
    kind: 'retention',
    heal: () => [],
    run: (_, context) => this.#keep(context),
  };

  constructor(private readonly options: RetentionServiceOptions) {
    options.runner.register(this.job);
  }

  async run(signal?: AbortSignal): Promise<RetentionView> {
    const { result, failure } = await this.options.runner.run(this.job, {}, signal);
    if (result === null) throw failure;
    return result;
  }

  async look(signal: AbortSignal = NEVER): Promise<readonly GrowthLine[]> {
    const { readings, settings } = this.options;
    const [rules, rows] = await Promise.all([settings(), readings.rowsOfAll()]);
    const lines: GrowthLine[] = [];
    for (const name of GROWING_NAMES)
      lines.push({ name, ...(await this.#amountOf(name, rows, signal)), limits: limitsOf(name, rules) });
    return lines;
  }

  async #amountOf(
    name: GrowingName,
    rows: RowsOfAll,
    signal: AbortSignal,
  ): Promise<Pick<GrowthLine, 'amount' | 'bytes' | 'oldestAt'>> {
    if (name === 'backups') return { amount: null, bytes: null, oldestAt: null };
    if (isInRows(name)) return { amount: rows[name].rows, bytes: null, oldestAt: rows[name].oldestAt };
    const { files, bytes, oldestAt } = await FILES[name](this.options.place, signal);
    return { amount: files, bytes, oldestAt };
  }

  async #keep(context: JobContext): Promise<RetentionView> {
    const { ledger, clock, place, settings, onWarning } = this.options;
    const rules = await settings();
    const gone: Partial<Record<GrowingName, number>> = {};
    const left: Left[] = [];
    context.begin(() => ({
      subject: null,
      end: () => ({ action: 'retention.done', subject: place.workspace, detail: { gone, left: left.length } }),
    }));
    const names = GROWING_NAMES.filter((name) => KEEPERS[GROWING_ROWS[name].bound.by] !== null);
    for (const [index, name] of names.entries()) {
      throwIfCancelled(context.signal);
      context.tell({ phase: null, done: index, total: names.length });
      const keep = KEEPERS[GROWING_ROWS[name].bound.by];
      const kept = await keep?.(name, {
        ledger,
        place,
        now: clock.now(),
        limits: limitsOf(name, rules),
        rules,
        signal: context.signal,
      });
      if (kept !== undefined && kept.gone > 0) gone[name] = kept.gone;
      left.push(...(kept?.left ?? []));
      await breathe();
    }
    for (const one of left)
      onWarning(new MaloteError('RETENTION_FILE_STAYS', { place: one.place, reason: one.reason }));
    return { gone, left };
  }
}

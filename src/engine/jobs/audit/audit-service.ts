import { MaloteError } from '../../../shared/errors';
import type {
  AuditStatus,
  AuditComparison,
  AuditProgress,
  AuditScope,
  AuditView,
  FindingGroup,
  FindingPage,
  FindingQuery,
} from '../../../shared/ipc/audit';
import type { Answers, AuditRow, JobEnd, Ledger } from '../../ledger';
import type { BegunJob, Job, JobContext, JobEntry, JobRunner } from '../runner';
import { Execution, type AuditRoots } from './execute';
import { noFigures, type Figures } from './figures';
import type { auditReadings } from './readings';

export interface AuditServiceOptions {
  readonly ledger: Ledger;
  readonly runner: JobRunner;
  readonly readings: Answers<typeof auditReadings>;
  /** Works with the roots, which are not closed meanwhile. @throws MaloteError SETTINGS_*, SHARE_BAD_ROOT */
  readonly within: <Value>(work: (roots: AuditRoots) => Promise<Value>) => Promise<Value>;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Files that are looked up, hashed and recorded together; default 1000. */
  readonly filesAtOnce?: number;
}

const FILES_AT_ONCE = 1_000;

/** What an audit is asked. */
export interface AuditAsked {
  readonly scope: AuditScope;
  readonly full?: boolean;
  /** Goes on with one that was stopped or interrupted. */
  readonly resume?: number;
}

/** Compares the four witnesses, keeps every comparison, and reads it back. */
export interface AuditApi {
  /** How far the one at work has come; null when none is. */
  readonly running: AuditProgress | null;
  overview(): Promise<AuditStatus>;
  /**
   * Resolves when it has ended, whatever its outcome. `resume`: goes on with a stopped or interrupted audit, whose scope then holds.
   * @throws MaloteError AUDIT_IN_PROGRESS, SETTINGS_*
   */
  run(
    scope: AuditScope,
    options?: { readonly full?: boolean; readonly resume?: number },
    signal?: AbortSignal,
  ): Promise<AuditView>;
  stop(): void;
  /** Newest first. */
  list(limit: number): Promise<AuditView[]>;
  /** @throws MaloteError AUDIT_UNKNOWN */
  get(auditId: number): Promise<AuditView>;
  groups(auditId: number): Promise<FindingGroup[]>;
  /** @param after id of the last one seen; 0 for the first page. */
  findings(query: FindingQuery, after: number, limit: number): Promise<FindingPage>;
  compare(older: number, newer: number): Promise<AuditComparison>;
}

/** Runs audits one at a time, keeps each, and reads them back. */
export class AuditService implements AuditApi {
  #progress: AuditProgress | null = null;
  readonly job: Job<AuditAsked, void> = {
    kind: 'audit',
    heal: () => {
      this.options.ledger.audits.markInterrupted();
      return [];
    },
    run: (asked, context) => this.options.within((roots) => this.#execute(asked, roots, context)),
  };

  constructor(private readonly options: AuditServiceOptions) {
    options.runner.register(this.job);
  }

  get running(): AuditProgress | null {
    return this.#progress;
  }

  async overview(): Promise<AuditStatus> {
    const { readings } = this.options;
    const [orphans, last] = await Promise.all([readings.orphanTotals(), readings.lastAudit()]);
    return { orphans, running: this.running, last: last?.view ?? null, error: last?.error ?? null };
  }

  /**
   * Resolves when it has ended, whatever its outcome.
   * @throws MaloteError AUDIT_IN_PROGRESS, AUDIT_UNKNOWN, AUDIT_CANNOT_RESUME, SETTINGS_*
   */
  async run(
    scope: AuditScope,
    options: { readonly full?: boolean; readonly resume?: number } = {},
    signal?: AbortSignal,
  ): Promise<AuditView> {
    const { subject } = await this.options.runner.run(this.job, { scope, ...options }, signal);
    return this.get(subject ?? 0);
  }

  stop(): void {
    this.options.runner.stop('audit', 'now');
  }

  /** Newest first. */
  list(limit: number): Promise<AuditView[]> {
    return this.options.readings.audits(limit);
  }

  /** @throws MaloteError AUDIT_UNKNOWN */
  get(auditId: number): Promise<AuditView> {
    return this.options.readings.audit(auditId);
  }

  /** @throws MaloteError AUDIT_UNKNOWN */
  groups(auditId: number): Promise<FindingGroup[]> {
    return this.options.readings.auditGroups(auditId);
  }

  /** @throws MaloteError AUDIT_UNKNOWN */
  findings(query: FindingQuery, after: number, limit: number): Promise<FindingPage> {
    return this.options.readings.auditFindings(query, after, limit);
  }

  /** @throws MaloteError AUDIT_UNKNOWN */
  compare(older: number, newer: number): Promise<AuditComparison> {
    return this.options.readings.auditComparison(older, newer);
  }

  #open({ scope, full = false, resume }: AuditAsked): AuditRow {
    const { audits } = this.options.ledger;
    if (resume !== undefined && this.#row(resume).outcome === 'complete') {
      throw new MaloteError('AUDIT_CANNOT_RESUME', { id: resume });
    }
    return resume === undefined ? audits.begin(scope, full, noFigures()) : audits.reopen(resume);
  }

  async #execute(asked: AuditAsked, roots: AuditRoots, context: JobContext): Promise<void> {
    const { ledger, now, filesAtOnce = FILES_AT_ONCE } = this.options;
    const startedMs = now();
    const elapsedSeconds = (): number => Math.max(0, (now() - startedMs) / 1000);
    const { audit, execution } = context.begin(() => this.#begin(asked, elapsedSeconds));
    const expected = ledger.diskFiles.knowsAny() ? this.#expected(audit) : null;
    const tell = (reached: Partial<AuditProgress>): void => {
      this.#progress = { ...NO_PROGRESS, auditId: audit.id, expected, ...reached };
      const { phase, files } = this.#progress;
      context.tell({ phase, done: files, total: expected });
    };
    try {
      tell({});
      const onProgress = (reached: Partial<AuditProgress>): void =>
        tell({ ...reached, findings: ledger.audits.total(audit.id), elapsedSeconds: elapsedSeconds() });
      await execution.run({ roots, now, filesAtOnce, onProgress }, context.signal);
    } finally {
      this.#progress = null;
    }
  }

  #begin(asked: AuditAsked, elapsedSeconds: () => number) {
    const audit = this.#open(asked);
    const execution = new Execution(this.options.ledger, audit);
    const detail = { scope: audit.scope, full: audit.full, resumed: asked.resume !== undefined };
    return {
      subject: audit.id,
      audit,
      execution,
      entry: { action: 'audit.started', subject: String(audit.id), detail },
      end: (end) => {
        execution.figures.seconds = elapsedSeconds();
        return this.#end(audit.id, end, execution.figures);
      },
    } satisfies BegunJob & Record<string, unknown>;
  }

  #end(id: number, { state, error }: JobEnd, figures: Figures): JobEntry {
    const { audits, fileLooks } = this.options.ledger;
    audits.end(id, state, figures, error);
    if (state === 'complete') fileLooks.audited(id);
    const counts = Object.fromEntries(audits.counts(id));
    const detail = { outcome: state, figures, counts, error: error?.code ?? null };
    return { action: 'audit.ended', subject: String(id), detail };
  }

  #expected({ scope }: AuditRow): number {
    const { auditReads } = this.options.ledger;
    const known = new Map(auditReads.companies().map(({ taxId, id }) => [taxId, id]));
    const companies = scope.companies?.flatMap((taxId) => known.get(taxId) ?? []) ?? null;
    return auditReads.filedFiles({ months: scope.months, companies });
  }

  #row(auditId: number): AuditRow {
    const row = this.options.ledger.audits.get(auditId);
    if (row === undefined) throw new MaloteError('AUDIT_UNKNOWN', { id: auditId });
    return row;
  }
}

const NO_PROGRESS: AuditProgress = {
  auditId: 0,
  phase: 'disk',
  files: 0,
  bytes: 0,
  read: 0,
  findings: 0,
  expected: null,
  elapsedSeconds: 0,
};

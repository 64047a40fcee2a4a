import { setMaxListeners } from 'node:events';
import { isMaloteError, MaloteError } from '../../../shared/errors';
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
import { HeldLock, type Answers, type AuditOutcome, type AuditRow, type Ledger } from '../../ledger';
import { Execution, type AuditRoots } from './execute';
import { noFigures } from './figures';
import type { auditReadings } from './readings';

export interface AuditServiceOptions {
  readonly ledger: Ledger;
  readonly readings: Answers<typeof auditReadings>;
  /** Works with the roots, which are not closed meanwhile. @throws MaloteError SETTINGS_*, SHARE_BAD_ROOT */
  readonly within: <Value>(work: (roots: AuditRoots) => Promise<Value>) => Promise<Value>;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** The status has something new to show. Told often; whoever listens coalesces. */
  readonly onChange: () => void;
  /** Files that are looked up, hashed and recorded together; default 1000. */
  readonly filesAtOnce?: number;
}

const FILES_AT_ONCE = 1_000;

interface UnderWay {
  readonly abort: AbortController;
  progress: AuditProgress;
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
export class AuditService {
  #underWay: UnderWay | null = null;

  constructor(private readonly options: AuditServiceOptions) {
    const { ledger } = options;
    if (ledger.lock('audit').holder() === null) this.#healInterrupted();
  }

  get running(): AuditProgress | null {
    return this.#underWay?.progress ?? null;
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
    const { ledger } = this.options;
    const abort = new AbortController();
    const forward = (): void => abort.abort(new MaloteError('CANCELLED'));
    const lock = new HeldLock(ledger.lock('audit'), forward);
    lock.takeOr('AUDIT_IN_PROGRESS');
    signal?.addEventListener('abort', forward, { once: true });
    // every call on a root listens to it
    setMaxListeners(0, abort.signal);
    try {
      this.#healInterrupted();
      this.#underWay = { abort, progress: NO_PROGRESS };
      if (signal?.aborted === true) forward();
      return await this.options.within((roots) => this.#execute(this.#open(scope, options), roots, abort.signal));
    } finally {
      signal?.removeEventListener('abort', forward);
      this.#underWay = null;
      lock.release();
      this.options.onChange();
    }
  }

  stop(): void {
    this.#underWay?.abort.abort(new MaloteError('CANCELLED'));
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

  #open(scope: AuditScope, { full = false, resume }: { readonly full?: boolean; readonly resume?: number }): AuditRow {
    const { audits, journal } = this.options.ledger;
    if (resume !== undefined && this.#row(resume).outcome === 'complete') {
      throw new MaloteError('AUDIT_CANNOT_RESUME', { id: resume });
    }
    const audit = resume === undefined ? audits.begin(scope, full, noFigures()) : audits.reopen(resume);
    journal.write('audit.started', String(audit.id), {
      ...{ scope: audit.scope, full: audit.full, resumed: resume !== undefined },
    });
    return audit;
  }

  async #execute(audit: AuditRow, roots: AuditRoots, signal: AbortSignal): Promise<AuditView> {
    const { ledger, now } = this.options;
    const startedMs = now();
    const expected = ledger.diskFiles.knowsAny() ? this.#expected(audit) : null;
    const execution = new Execution({
      ...{ ledger, roots, audit, now, filesAtOnce: this.options.filesAtOnce ?? FILES_AT_ONCE },
      onProgress: (reached) => {
        const elapsedSeconds = (now() - startedMs) / 1000;
        const findings = ledger.audits.total(audit.id);
        this.#tell({ auditId: audit.id, ...reached, findings, expected, elapsedSeconds });
      },
    });
    this.#tell({ ...NO_PROGRESS, auditId: audit.id, expected });
    const ended = (outcome: AuditOutcome, error: MaloteError | null): Promise<AuditView> => {
      execution.figures.seconds = Math.max(0, (now() - startedMs) / 1000);
      return this.#end(audit, outcome, execution.figures, error);
    };
    try {
      await execution.run(signal);
    } catch (error) {
      if (isMaloteError(error)) return signal.aborted ? ended('stopped', null) : ended('failed', error);
      if (signal.aborted && error === signal.reason) return ended('stopped', null);
      const reason = error instanceof Error ? error.message : String(error);
      await ended('failed', new MaloteError('INTERNAL', { reason }, { cause: error }));
      throw error;
    }
    return ended('complete', null);
  }

  #end(audit: AuditRow, outcome: AuditOutcome, figures: object, error: MaloteError | null): Promise<AuditView> {
    const { ledger } = this.options;
    const envelope = error?.toEnvelope() ?? null;
    ledger.transaction(() => {
      ledger.audits.end(audit.id, outcome, figures, envelope);
      if (outcome === 'complete') ledger.fileLooks.audited(audit.id);
      const counts = Object.fromEntries(ledger.audits.counts(audit.id));
      ledger.journal.write('audit.ended', String(audit.id), { outcome, figures, counts, error: error?.code ?? null });
    });
    return this.get(audit.id);
  }

  #expected({ scope }: AuditRow): number {
    const { auditReads } = this.options.ledger;
    const known = new Map(auditReads.companies().map(({ taxId, id }) => [taxId, id]));
    const companies = scope.companies?.flatMap((taxId) => known.get(taxId) ?? []) ?? null;
    return auditReads.filedFiles({ months: scope.months, companies });
  }

  #tell(progress: AuditProgress): void {
    if (this.#underWay !== null) this.#underWay.progress = progress;
    this.options.onChange();
  }

  #row(auditId: number): AuditRow {
    const row = this.options.ledger.audits.get(auditId);
    if (row === undefined) throw new MaloteError('AUDIT_UNKNOWN', { id: auditId });
    return row;
  }

  #healInterrupted(): void {
    this.options.ledger.audits.markInterrupted();
  }
}

const NO_PROGRESS: AuditProgress = {
  ...{ auditId: 0, phase: 'disk', files: 0, bytes: 0, read: 0, findings: 0, expected: null, elapsedSeconds: 0 },
};

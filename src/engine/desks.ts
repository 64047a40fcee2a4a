import type {
  AuditBoard,
  AuditComparison,
  AuditProgress,
  AuditScope,
  AuditView,
  FindingGroup,
  FindingPage,
  FindingQuery,
} from '../shared/ipc/audit';
import type {
  CompanyMonthView,
  DocumentPage,
  DocumentQuery,
  JournalPage,
  JournalQuery,
  RunLine,
  WrittenFile,
} from '../shared/ipc/history';
import type { DocumentEvidence } from '../shared/ipc/document-evidence';
import type { LegacyImportView, LegacyProgress } from '../shared/ipc/legacy';
import type {
  Correction,
  CorrectionItemPage,
  RecoveryItemPage,
  RecoveryNarrowing,
  RecoveryOptions,
  RecoveryRequest,
  RecoveryView,
  WholeRecovery,
  WholeRecoveryRequest,
} from '../shared/ipc/recovery';
import type { ShareHistory, ShareLine, ShareRoot } from '../shared/ipc/shares';
import type { Alerts, AlertTests } from './alerts';

/** The configured roots and how they are. */
export interface ShareBoard {
  /** In the order archive, import, cancelled, workbook; empty before anything was watched. */
  lines(): readonly ShareLine[];
  /** Looks now; resolves when the look has ended. @throws MaloteError SETTINGS_* */
  check(root?: ShareRoot): Promise<void>;
  history(root: ShareRoot, hours: number): ShareHistory;
  /** What is known is old: the machine was asleep. */
  awoke(): void;
}

/** Alerts as people and programs use them; what is told comes from the engine alone. */
export type AlertDesk = Pick<Alerts, 'view' | 'markRead' | 'mute'> & AlertTests;

/** Compares the four witnesses, keeps every comparison, and reads it back. */
export interface AuditDesk {
  /** How far the one at work has come; null when none is. */
  readonly running: AuditProgress | null;
  board(): Promise<AuditBoard>;
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

/** Plan, preview, execute, report. */
export interface RecoveryDesk {
  /** The one at work, else the last one that was touched; null when there has been none. */
  current(): RecoveryView | null;
  /** Newest first. */
  list(limit: number): RecoveryView[];
  /** @throws MaloteError AUDIT_UNKNOWN, RECOVERY_NOTHING_TO_DO */
  plan(request: RecoveryRequest): Promise<RecoveryView>;
  /** @throws MaloteError RECOVERY_UNKNOWN, RECOVERY_BEGUN */
  narrow(narrowing: RecoveryNarrowing): RecoveryView;
  items(recoveryId: number, after: number, limit: number): RecoveryItemPage;
  /** Begins, or goes on with, a recovery. Resolves when it has ended, was stopped, or only waits for a share that is away and was stopped. */
  execute(recoveryId: number, options?: RecoveryOptions, signal?: AbortSignal): Promise<RecoveryView>;
  pause(): void;
  resume(): void;
  stop(): void;
  /** Writes the plan as a file for people, in the workspace's folder of reports. */
  export(recoveryId: number, format: 'powershell' | 'csv' | 'xlsx'): Promise<WrittenFile>;
}

/** The one click: audit where that is needed, plan, execute. */
export interface WholeRecoveryDesk {
  /** The one at work, else the last one; null when there has been none. */
  current(): WholeRecovery | null;
  /**
   * Begins, or goes on with the last one when that was stopped, interrupted or failed and was for the same categories. Resolves when it
   * has ended, whatever its outcome. @throws MaloteError RECOVERY_IN_PROGRESS
   */
  run(request: WholeRecoveryRequest, signal?: AbortSignal): Promise<WholeRecovery>;
  stop(): void;
}

/** Retroactive corrections: proposed with their evidence, applied by a person, undone as a batch. */
export interface CorrectionDesk {
  /** From what an audit found misfiled or stray. @throws MaloteError AUDIT_UNKNOWN, CORRECTION_NOTHING_TO_DO */
  propose(auditId: number): Promise<Correction>;
  /** Newest first. */
  list(limit: number): Correction[];
  /** @throws MaloteError CORRECTION_UNKNOWN */
  get(correctionId: number): Correction;
  /** @param after id of the last one seen; 0 for the first page. @throws MaloteError CORRECTION_UNKNOWN */
  items(correctionId: number, after: number, limit: number): CorrectionItemPage;
  /**
   * Applies a batch, or goes on with it; only the named items, if any are. What has changed since the audit is left as it is and named.
   * @throws MaloteError CORRECTION_*, RUN_IN_PROGRESS, SHARE_* when the archive is away, CANCELLED
   */
  apply(correctionId: number, items?: readonly number[], signal?: AbortSignal): Promise<Correction>;
  /** Puts everything back, the last first. @throws as `apply` */
  undo(correctionId: number, signal?: AbortSignal): Promise<Correction>;
  /** Says no to a batch of which nothing was applied. @throws MaloteError CORRECTION_* */
  drop(correctionId: number): Correction;
  stop(): void;
}

/** The system before this one. */
export interface LegacyDesk {
  readonly progress: LegacyProgress | null;
  readonly last: LegacyImportView | null;
  /**
   * Reads its folders (`estado`, `transactions/completed`, `logs` below `from`) and the archive. Idempotent; goes on where it stopped.
   * @throws MaloteError LEGACY_*, SHARE_*, RUN_IN_PROGRESS
   */
  import(options: { readonly from: string; readonly dryRun: boolean }, signal?: AbortSignal): Promise<LegacyImportView>;
  stop(): void;
}

/** What has been, for people: journal, runs, one company's month, reports. */
export interface RecordsDesk {
  /** Newest first. @param before id of the last one seen; null for the first page. */
  journal(query: JournalQuery, before: number | null, limit: number): JournalPage;
  runs(limit: number): RunLine[];
  companyMonth(taxId: string, month: string): Promise<CompanyMonthView>;
  documents(query: DocumentQuery, after: string | null, limit: number): Promise<DocumentPage>;
  /** All that is on record of one key, held or not. */
  documentEvidence(identity: string): Promise<DocumentEvidence>;
  exportJournal(query: JournalQuery, format: 'csv' | 'xlsx'): Promise<WrittenFile>;
  /** The evidence of a month: a workbook, or a page to be printed. */
  report(month: string, format: 'xlsx' | 'html', signal?: AbortSignal): Promise<WrittenFile>;
  /** Appends to each company's Resumo_Auditoria_{folder}_{YYYY}_{MM}.txt in the archive. @returns how many were written. */
  summaries(month: string, signal?: AbortSignal): Promise<number>;
}

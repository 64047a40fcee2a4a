import type { WrittenFile } from '../../../shared/ipc/history';
import type {
  Correction,
  CorrectionItemPage,
  RecoveryItemPage,
  RecoveryNarrowing,
  RecoveryOptions,
  RecoveryRequest,
  RecoveryView,
} from '../../../shared/ipc/recovery';

/** Plan, preview, execute, report. */
export interface RecoveryApi {
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

/** Retroactive corrections: proposed with their evidence, applied by a person, undone as a batch. */
export interface CorrectionApi {
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

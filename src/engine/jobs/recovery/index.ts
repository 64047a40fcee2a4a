/**
 * What an audit found undelivered or missing is planned, narrowed by a person, and executed through the same outbox as every download;
 * what it found misfiled or stray becomes a batch of corrections that a person applies, and may undo.
 * One at a time in a workspace, whichever process does it; stopped or killed, it goes on where it was. What has changed since the
 * audit is left as it is and named. Each step is a journal entry; nothing is corrected silently.
 * The one click is an audit where the last one does not know what there is, a plan of it and its execution, and no more than these.
 */
export { CorrectionService, type CorrectionServiceOptions } from './corrections';
export type { CorrectionApi, RecoveryApi } from './api';
export { RecoveryService } from './recovery-service';
export type { RecoveryServices, RecoveryServiceOptions } from './place';
export { WholeRecoveryService, type WholeRecoveryApi } from './whole-recovery';

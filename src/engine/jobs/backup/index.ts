/**
 * Copies of a workspace in another place: made while it is worked in, read back, proven, put back.
 * A copy is a manifest over slices of content, each named by its SHA-256; the manifest comes last, so that a copy is whole or is not one.
 * What is put back is built and examined beside the workspace before anything of that is touched, and nothing of it is deleted: an
 * instant of a crash is followed by the old state or the new. Everything that lies elsewhere goes through a root of `shares`.
 * No secret is in a copy: keys are held by the operating system, outside the workspace. The archive is none of its affairs.
 */
export { BackupService, type BackupApi, type BackupServiceOptions, type MadeBackupView } from './backup-service';
export { backupReader, type BackupReader } from './backup-reader';
export type { InspectCopy } from './inspect';
export type { BackupProof } from './prove';
export { finishRestore, restoreBackup, type RestoreAsked, type RestoreOptions } from './restore';

/**
 * The four witnesses compared (counts, SIEG's reports, the ledger, the disk): each disagreement by key and file, kept in the ledger.
 * One audit at a time in a workspace; stopped or killed, it goes on where it was. `verifyMonth` reads a month's files back.
 * A file has at most one finding, the gravest. Absence from the import share is no finding.
 * It changes no document and no file: corrections and recoveries are the affair of others.
 */
export { AuditService, type AuditApi, type AuditServiceOptions } from './audit-service';
export { auditReadings } from './readings';
export type { AuditRoots } from './execute';
export { verifyMonth, type VerifyRoots } from './verify';

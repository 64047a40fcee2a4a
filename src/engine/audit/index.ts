export { AuditRoom, type AuditRoomOptions } from './desk';
export type { AuditRoots } from './execute';
export { verifyMonth, type VerifyRoots } from './verify';

export { AuditRoom, type AuditDesk, type AuditRoomOptions } from './desk';
export { auditReadings } from './readings';
export type { AuditRoots } from './execute';
export { verifyMonth, type VerifyRoots } from './verify';

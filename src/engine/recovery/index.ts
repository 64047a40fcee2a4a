export { CorrectionRoom, type CorrectionRoomOptions } from './corrections';
export { RecoveryRoom } from './room';
export type { RecoveryPlace, RecoveryRoomOptions } from './place';

export { CorrectionRoom, type CorrectionRoomOptions } from './corrections';
export type { CorrectionDesk, RecoveryDesk } from './desks';
export { RecoveryRoom } from './room';
export type { RecoveryPlace, RecoveryRoomOptions } from './place';

export { RecoveryRoom } from './room';
export type { RecoveryPlace, RecoveryRoomOptions } from './place';

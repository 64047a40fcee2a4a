export type { LegacyRooms } from './context';
export { LegacyRoom, type LegacyRoomOptions } from './room';

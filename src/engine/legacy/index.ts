export type { LegacyRooms } from './context';
export { LegacyRoom, type LegacyDesk, type LegacyRoomOptions } from './room';

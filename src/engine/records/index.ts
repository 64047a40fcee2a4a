export { recordReadings } from './readings';
export { RecordsRoom, type RecordsDesk, type RecordsOptions } from './room';

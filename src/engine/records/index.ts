export { recordReadings } from './readings';
export { RecordsRoom, type RecordsOptions } from './room';

export { RecordsRoom, type RecordsOptions } from './room';

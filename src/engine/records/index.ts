/**
 * What has been, for people: the journal, runs, one company's month, one document's evidence, the reports of a month.
 * It reads the ledger, the archive where a report needs it, and writes files for people alone; nothing that it writes is read again as a
 * fact by this program.
 */
export { recordReadings } from './readings';
export { RecordsService, type RecordsApi, type RecordsOptions } from './records-service';

/**
 * The data of the system before this one, read as facts, evidence and claims: its states, transactions, logs and reports, and the archive.
 * Idempotent, and goes on where it stopped; documents enter through `intake`. A dry run reads the same and writes nothing.
 * What a state of the old system says proves nothing by itself; a completed transaction is evidence. Its files are only read.
 */
export type { LegacyServices } from './context';
export { LegacyService, type LegacyApi, type LegacyServiceOptions } from './legacy-service';

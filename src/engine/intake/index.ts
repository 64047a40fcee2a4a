/**
 * The one door through which every document enters, whatever brought it.
 * A batch is read, its files are written to the archive and verified there, and only then one transaction records documents, filings,
 * events, what was kept, and the pending deliveries; a kill between the two leaves files that the next pass recognises as its own.
 * While the archive is away pages wait in the spool, flushed and read back, and count as archived by nobody.
 * What cannot be read is kept with its bytes. No other room writes document rows.
 */
export type { AdoptResult, FoundFile, NotAdopted } from './adopt';
export { readFound, type FoundItem } from './read-found';
export { CompanyIndex } from './company-index';
export { Intake, type IntakeOptions } from './intake';
export { Reception, type PageSettlement, type ReceivedPage, type ReceptionOptions } from './reception';
export { PageSpool, type PageSpoolOptions } from './spool';
export type { IntakeBatch, IntakeRefusal, IntakeResult, SiegDays } from './types';
export { refileForNewCompanies, type RefileOptions } from './refile';
export { FilingCorrector } from './filing-corrector';
export { READER, Reread, type RereadProgress } from './reread';
export { Restorer, type RestorerOptions } from './restore';

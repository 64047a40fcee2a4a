export type { AdoptResult, FoundFile, NotAdopted } from './adopt';
export { readFound, type FoundItem } from './read-found';
export { CompanyIndex } from './company-index';
export { Intake, type IntakeOptions } from './intake';
export { Reception, type PageSettlement, type ReceivedPage, type ReceptionOptions } from './reception';
export { PageSpool, type PageSpoolOptions } from './spool';
export type { IntakeBatch, IntakeRefusal, IntakeResult, SiegDays } from './types';
export { refileForNewCompanies, type RefileOptions } from './refile';
export { isWhole, restoreFiled, type RestoreOptions } from './restore';

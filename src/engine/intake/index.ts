export { CompanyIndex } from './company-index';
export { Intake, type IntakeOptions } from './intake';
export type { IntakeBatch, IntakeRefusal, IntakeResult, SiegDays } from './types';
export { refileForNewCompanies, type RefileOptions } from './refile';

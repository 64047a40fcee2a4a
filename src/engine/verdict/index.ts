/**
 * The one verdict on a month and on each company's month: `gatherMonth` reads the facts, `judgeCompany` and `judgeMonth` (pure) say what
 * they prove. Every screen, file, exit code and message is a view of it.
 */
export { gatherMonth } from './gather';
export { announcedOf, judgeCompany, judgeMonth, namelessOf } from './verdict';
export type { AccountKind, CompanyFacts, CompanyKind, MonthFacts, RoleCount } from './facts';

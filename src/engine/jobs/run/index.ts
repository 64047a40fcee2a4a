/**
 * One month from SIEG to the import share, beginning where the last attempt ended: capture and delivery side by side, progress, pause,
 * stop, the evidence of the run.
 * One run at a time in a workspace. It ends with the verdict that `verdict` gives, and never with a better one; a ledger that fails
 * ends it at once.
 */
export { MonthlyRun, type MonthlyRunOptions } from './monthly-run';
export { budgetSeconds } from './progress';
export { monthEvidence } from './evidence';
export { runReadings } from './readings';
export { summarise } from './summary';

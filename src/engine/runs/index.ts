export { RunGate } from './gate';
export { MonthlyRun, type MonthlyRunOptions } from './monthly-run';
export { budgetSeconds } from './progress';
export { monthEvidence, summarise } from './summary';

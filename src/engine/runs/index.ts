export { RunGate } from './gate';
export { MonthlyRun, type MonthlyRunOptions } from './monthly-run';
export { budgetSeconds } from './progress';
export { monthEvidence } from './evidence';
export { runReadings } from './readings';
export { summarise } from './summary';

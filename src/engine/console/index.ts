/**
 * The engine's events and the ledger folded into one state for a screen: a snapshot, then numbered deltas, at most ten a second.
 * The last value always leaves; figures of one month appear together; while something newer is gathered, what was known last is shown.
 * It decides and writes nothing.
 */
export { LiveConsole, type ConsoleSource, type LiveConsoleOptions } from './console';
export { journalAction, journalLine, journalText } from './journal-text';
export { DeltaPublisher, EVERY_MS, type Figures } from './publisher';
export { LiveReads, type InterruptedRun } from './reads';
export { Throttle } from './throttle';
export { liveReadings } from './readings';

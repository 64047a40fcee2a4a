export { LiveConsole, type ConsoleSource, type LiveConsoleOptions } from './console';
export { journalAction, journalLine, journalText } from './journal-text';
export { DeltaPublisher, EVERY_MS, type Figures } from './publisher';
export { LiveReads, type InterruptedRun } from './reads';
export { Pace } from './pace';
export { liveReadings } from './readings';

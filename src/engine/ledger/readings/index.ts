/**
 * Long looks at the ledger, in a thread of its own. Each room exports what it asks (`Questions`, functions over a ledger); the engine's
 * `ledger-reader` puts them together and serves them; their caller has them as `Answers`, one promise a question.
 */
export type { Answers, Questions } from './questions';
export { serveReadings } from './serve';
export { ReadingThread, type ReadingThreadOptions } from './thread';

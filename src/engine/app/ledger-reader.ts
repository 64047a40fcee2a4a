import { serveReadings } from '../ledger';
import { READINGS } from './readings';

/** The thread that reads the ledger for an engine: built as ledger-reader.js, started by `ReadingThread`. */
serveReadings(READINGS);

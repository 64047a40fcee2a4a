import { inject } from 'vitest';
import './ledger-reader.setup';

/** The thread that reads ledgers, as it ships. */
export const READER = inject('ledgerReader');

/**
 * Pure rules of the trade: access keys, tax ids, kinds, NFS-e identities, the day and month of a document's own text, money in cents,
 * direction, status as a fold over events, Brazil's business days.
 * The same answer for the same question, always: no clock, no file, no network, no other room.
 */
export * from './access-key';
export * from './ascii';
export * from './business-days';
export * from './direction';
export * from './events';
export * from './kinds';
export * from './money';
export * from './nfse';
export * from './period';
export * from './quiet-hours';
export * from './search-text';
export * from './status';
export * from './tax-id';

/**
 * Bytes become fiscal documents, events, summaries and voided ranges, or refusals with their reason, the bytes, and a key seen in them.
 * It never throws for what a file may hold, is bounded in depth and size, and never alters the bytes. What was tolerated is named as a
 * repair, an inconsistency as a finding.
 * It asks nobody and keeps nothing: who may be told what of a document is decided above.
 */
export { DEFAULT_LIMITS, type FiscalLimits } from './limits';
export { MUNICIPAL_CANCELLATION, MUNICIPAL_REPLACEMENT, municipalEvent } from './municipal';
export { readFiscal, type FiscalOptions } from './read-fiscal';
export type * from './types';

export { DEFAULT_LIMITS, type FiscalLimits } from './limits';
export { MUNICIPAL_CANCELLATION, MUNICIPAL_REPLACEMENT, municipalEvent } from './municipal';
export { readFiscal, type FiscalOptions } from './read-fiscal';
export type * from './types';

export { DEFAULT_LIMITS, type FiscalLimits } from './limits';
export { readFiscal, type FiscalOptions } from './read-fiscal';
export type * from './types';

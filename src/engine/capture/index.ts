/**
 * What to ask SIEG for a month, and when there is nothing left to ask: count, sweep, compare, reports, narrower windows, single keys,
 * events. It decides by comparing witnesses with the ledger, so that asking again asks only for what could have changed; each request and
 * its outcome is recorded with the page that it brought.
 * Every document goes through `intake`. What could not be asked is named, and is never counted as nothing.
 */
export { CANCELLATION_KINDS } from './cancellations';
export { questionText } from './questions';
export { pageSettlement } from './settle-page';
export { pagesOfDay } from './missing-fetcher';
export { Refetch, type FetchAnswer, type WantedDocument } from './refetch';
export { Capture, type CaptureResult } from './capture';
export {
  DEFAULT_TUNING,
  partyRolesOf,
  companyScope,
  type CaptureContext,
  type CaptureObserver,
  type CaptureTuning,
  type FailedQuestion,
  type Gate,
} from './context';

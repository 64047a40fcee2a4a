export { CANCELLATION_KINDS } from './cancellations';
export { questionText } from './questions';
export { pageSettlement } from './settle-page';
export { pagesOfDay } from './named';
export { Refetch, type FetchAnswer, type WantedDocument } from './refetch';
export { KEPT_KINDS } from './reports';
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

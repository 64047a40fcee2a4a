export { pageSettlement } from './settle-page';
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

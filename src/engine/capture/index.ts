export { Capture, type CaptureResult } from './capture';
export {
  DEFAULT_TUNING,
  PARTY_ROLES_OF,
  companyScope,
  type CaptureContext,
  type CaptureObserver,
  type CaptureTuning,
  type FailedQuestion,
  type Gate,
} from './context';

export { Capture, type CaptureResult } from './capture';
export { DEFAULT_TUNING, type CaptureContext, type CaptureObserver, type CaptureTuning, type Gate } from './context';

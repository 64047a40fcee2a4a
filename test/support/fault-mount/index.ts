export { faultMountsPossible, type Possibility } from './driver';
export { openFailingShare, type FailingShare } from './failing-share';
export { FaultMount, type Calls, type FaultMountOptions } from './fault-mount';
export type { ErrnoName, Fault, FaultOp, Room } from './faults';
export { openFragileShare, type FragileShare } from './fragile-share';

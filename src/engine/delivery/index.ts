/**
 * The one way out: the outbox, the dispatcher that empties it by itself, the looking again later, the layout of the import share.
 * A delivery is recorded only with the size and hash read back at the target; the same content there counts as delivered, other content is
 * a conflict, kept and shown, never overwritten. A share that is down makes its own deliveries wait, and no others.
 * A cancelled document never leaves before its cancellation. No other room writes delivery rows.
 */
export { cancellationPath, deliveryPath, type ImportLayout } from './layout';
export {
  DESTINATIONS,
  Outbox,
  type Destination,
  type CancellationDelivery,
  type DocumentDelivery,
  type OutboxOptions,
} from './outbox';
export type { DeliveryRoots } from './copy-batch';
export { FIRST_IN_FLIGHT } from './adaptive-concurrency';
export { OutboxDispatcher, type OutboxDispatcherOptions } from './outbox-dispatcher';
export { Scrub } from './scrub';
export { DeliveryWorker, retryWait, type DrainResult } from './worker';

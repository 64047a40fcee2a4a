export { cancellationPath, deliveryPath, type ImportLayout } from './layout';
export {
  DESTINATIONS,
  Outbox,
  type Destination,
  type CancellationDelivery,
  type DocumentDelivery,
  type OutboxOptions,
} from './outbox';
export { AWAY, type DeliveryRoots } from './copy-batch';
export { FIRST_IN_FLIGHT } from './flight';
export { Courier, type CourierOptions } from './courier';
export { Recheck } from './recheck';
export { DeliveryWorker, retryWait, type DrainResult } from './worker';

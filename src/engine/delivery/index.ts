export { cancellationPath, deliveryPath, type ImportLayout } from './layout';
export { Outbox, type CancellationDelivery, type DocumentDelivery, type OutboxOptions } from './outbox';
export type { DeliveryRoots } from './copy-batch';
export { DeliveryWorker, retryWait, type DrainResult } from './worker';

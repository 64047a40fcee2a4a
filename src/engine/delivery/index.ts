export { cancellationPath, deliveryPath, type ImportLayout } from './layout';
export { Outbox, type CancellationDelivery, type DocumentDelivery, type OutboxOptions } from './outbox';
export { DeliveryWorker, retryWait, type DeliveryRoots, type DrainResult } from './worker';

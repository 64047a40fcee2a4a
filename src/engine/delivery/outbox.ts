import type { DocumentKind, Month, Sha256 } from '../domain';
import { DeliveryWriter, type EnqueuedDelivery } from '../ledger/writers/deliveries';
import type { Ledger } from '../ledger';
import { toStored, type RelPath } from '../shares';
import { cancellationPath, deliveryPath, type ImportLayout } from './layout';

/** Where deliveries go: documents to the BI program, cancellations to their folder. */
export const DESTINATIONS = ['import', 'cancelled'] as const;
export type Destination = (typeof DESTINATIONS)[number];

export interface OutboxOptions {
  readonly layout: ImportLayout;
  readonly importLocation: string;
  /** A root of its own for cancellations; null puts them in `Cancelados` inside the import share. */
  readonly cancelledLocation: string | null;
}

export interface DocumentDelivery {
  readonly documentId: number;
  readonly identity: string;
  readonly kind: DocumentKind;
  readonly month: Month;
  readonly sha256: Sha256;
  readonly source: RelPath;
  /** Content that an earlier form of this document was delivered with. */
  readonly replaces: Sha256 | null;
}

export interface CancellationDelivery {
  readonly eventId: number;
  readonly name: string;
  readonly month: Month;
  readonly sha256: Sha256;
  readonly source: RelPath;
}

/**
 * The one way out: what intake files is put here in the same transaction, and only the delivery worker takes it away.
 * Enqueuing the same content under the same name twice is one delivery.
 */
export class Outbox {
  readonly writer: DeliveryWriter;

  constructor(
    ledger: Ledger,
    private readonly options: OutboxOptions,
    now: () => number,
  ) {
    this.writer = new DeliveryWriter(ledger.db, () => new Date(now()).toISOString());
    const { importLocation, cancelledLocation, layout } = options;
    ledger.transaction(() => {
      for (const [name, to, form] of [
        ['import', importLocation, layout],
        ['cancelled', cancelledLocation ?? importLocation, 'cancelled'],
      ] as const) {
        const from = this.writer.declareDestination(name, to, form);
        // the row has only the present place: where earlier files went must not be forgotten
        if (from !== null) ledger.journal.write('destination.moved', name, { from, to });
      }
    });
  }

  /** Where a document goes, within the root of its destination. */
  documentTarget(kind: DocumentKind, identity: string): string {
    return toStored(deliveryPath(this.options.layout, kind, identity));
  }

  /** Where a cancellation of this name goes. */
  cancellationTarget(name: string): string {
    return toStored(cancellationPath(name, this.options.cancelledLocation !== null));
  }

  enqueueDocument(delivery: DocumentDelivery): EnqueuedDelivery {
    this.writer.supersedeUndelivered(delivery.documentId, delivery.sha256);
    return this.writer.enqueue({
      destination: 'import',
      subject: { documentId: delivery.documentId },
      sourcePath: toStored(delivery.source),
      targetPath: this.documentTarget(delivery.kind, delivery.identity),
      contentSha256: delivery.sha256,
      replaces: delivery.replaces,
      month: delivery.month,
    });
  }

  enqueueCancellation(delivery: CancellationDelivery): EnqueuedDelivery {
    return this.writer.enqueue({
      destination: 'cancelled',
      subject: { eventId: delivery.eventId },
      sourcePath: toStored(delivery.source),
      targetPath: this.cancellationTarget(delivery.name),
      contentSha256: delivery.sha256,
      replaces: null,
      month: delivery.month,
    });
  }
}

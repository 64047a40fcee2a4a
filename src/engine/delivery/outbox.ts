import type { DocumentKind, Month, Sha256 } from '../domain';
import type {
  Declared,
  DeliveryWriter,
  EnqueuedDelivery,
  Recheck,
  Undelivered,
  UnsentCancellation,
} from '../ledger/writers/deliveries';
import type { DeliveredFile, Ledger } from '../ledger';
import { fromStored, toStored, type RelPath } from '../shares';
import { cancellationName } from '../archive';
import { cancellationForm, cancellationPath, deliveryPath, type ImportLayout } from './layout';

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
 * The one way out: what intake files is put here in the same transaction, and only the delivery worker takes it away. Other rooms may
 * ask for another try and take back what is theirs; what becomes of a delivery they cannot write.
 * Enqueuing the same content under the same name twice is one delivery. A cancelled document brings its cancellation along, and does
 * not leave before it (invariant 13), by whatever path either came here.
 */
export class Outbox {
  readonly #at: () => string;

  constructor(
    private readonly ledger: Ledger,
    private readonly writer: DeliveryWriter,
    private readonly options: OutboxOptions,
    now: () => number,
  ) {
    this.#at = () => new Date(now()).toISOString();
    const { importLocation, cancelledLocation, layout } = options;
    const cancelled = {
      location: cancelledLocation ?? importLocation,
      layout: cancellationForm(cancelledLocation !== null),
    };
    ledger.transaction(() => {
      this.#declare('import', { location: importLocation, layout });
      this.#declare('cancelled', cancelled);
    });
  }

  /**
   * What was put here under other settings and has not left follows the present ones, as its root does by itself. It is looked
   * through after a change of the place alone too: the ledger once called both forms of cancellations `cancelled`.
   */
  #declare(name: Destination, to: Declared): void {
    const before = this.writer.declareDestination(name, to);
    if (before === null) {
      // a process that had older settings may have gone on enqueuing by them
      this.#redirect(name, this.writer.waiting(name));
      return;
    }
    // the row has only the present place: where earlier files went must not be forgotten
    if (before.location !== to.location) {
      this.ledger.journal.write('destination.moved', name, { from: before.location, to: to.location });
    }
    // nobody delivers: what is being copied is what a killed process has left, and goes where the rest goes
    if (this.ledger.lock('delivery').holder() === null) this.writer.healInterrupted();
    this.#redirect(name, this.writer.undelivered(name));
  }

  #redirect(name: Destination, undelivered: readonly Undelivered[]): void {
    const elsewhere = undelivered.flatMap((delivery) => {
      const target = this.#targetOf(delivery);
      return target === delivery.targetPath ? [] : [{ id: delivery.id, target }];
    });
    if (elsewhere.length === 0) return;
    const moved = elsewhere.filter(({ id, target }) => this.writer.redirect(id, target)).length;
    this.ledger.journal.write('delivery.redirected', name, {
      deliveries: elsewhere.length,
      superseded: elsewhere.length - moved,
    });
  }

  #targetOf({ document, targetPath }: Undelivered): string {
    if (document !== null) return this.documentTarget(document.kind, document.identity);
    return this.cancellationTarget(fromStored(targetPath).at(-1) ?? targetPath);
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
    this.#enqueueUnsent(this.writer.unsentCancellations({ identity: delivery.identity }));
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

  /** A delivered file was read back once more: what was found is noted, and one that was altered and is gone is handed over anew. */
  readBack({ id, targetPath, sha256 }: Pick<DeliveredFile, 'id' | 'targetPath' | 'sha256'>, found: Recheck): void {
    const { journal } = this.ledger;
    if (found === 'absent' && this.writer.renew(id)) {
      journal.write('delivery.renewed', targetPath, { delivered: sha256 });
      return;
    }
    const isNoted = this.writer.rechecked(id, found, this.#at());
    if (isNoted && found === 'altered') journal.write('delivery.altered', targetPath, { delivered: sha256 });
  }

  /** An effective cancellation has become known: it goes out when its document did, or waits to. In the caller's transaction. */
  cancellationKnown(documentIdentity: string): void {
    if (!this.writer.knowsDocument(documentIdentity)) return;
    this.#enqueueUnsent(this.writer.unsentCancellations({ identity: documentIdentity }));
  }

  /** The archived file of a document, or of an event, lies elsewhere now: what is not delivered yet is taken from there. Stored paths. */
  sourceMoved(from: string, to: string, subject: { readonly documentId: number } | { readonly eventId: number }): void {
    this.writer.sourceMoved(from, to, subject);
  }

  /** A better form of the document takes the place of what still waits, or met other content at the target. */
  supersedeUndelivered(documentId: number, keep: Sha256): void {
    this.writer.supersedeUndelivered(documentId, keep);
  }

  /** The same for an event. @returns the targets of what gave way. */
  supersedeUndeliveredEvent(eventId: number, keep: Sha256): string[] {
    return this.writer.supersedeUndeliveredEvent(eventId, keep);
  }

  /** Failed and postponed deliveries are due at once (a person asked, or a run begins), and conflicts are looked at once more. */
  retryEverything(): void {
    this.writer.retryNow();
    this.writer.lookAgainAtConflicts();
  }

  /** What met another content, or had been given up for another form, is looked at once more. */
  lookAgain(deliveryId: number): void {
    this.writer.lookAgain(deliveryId);
  }

  /** What a recovery waits for is due at once, also what failed or was put off. */
  retryRecovery(recoveryId: number): void {
    this.writer.retryRecovery(recoveryId);
  }

  /** Takes back what a recovery has put here and nobody has begun: its items are planned again. In one transaction. @returns how many. */
  withdrawRecovery(recoveryId: number): number {
    return this.writer.withdrawRecovery(recoveryId);
  }

  /** How many deliveries are not at their end. */
  pending(): number {
    return this.writer.pending();
  }

  /**
   * Earliest instant (ISO 8601) at which a failed or postponed delivery to one of these destinations (default: all) is due again; null
   * when something is due now or nothing waits.
   */
  nextDue(destinations?: readonly Destination[]): string | null {
    return this.writer.nextDue(destinations);
  }

  /** Before anything is taken out: cancellations that became known after their documents were put here. */
  completeCancellations(): void {
    this.ledger.transaction(() => {
      this.#enqueueUnsent(this.writer.unsentCancellations('waiting'));
    });
  }

  #enqueueUnsent(cancellations: readonly UnsentCancellation[]): void {
    for (const { eventId, documentIdentity, eventType, sequence, month, sha256, source, further } of cancellations) {
      const name = cancellationName(documentIdentity, further ? { eventType, sequence } : null);
      this.enqueueCancellation({ eventId, name, month, sha256, source: fromStored(source) });
    }
  }
}

import { journalLineMessages } from '../../shared/messages/pt-BR/journal';
import { eventMeaning } from '../domain';
import type { JournalEntry, Ledger } from '../ledger';

/** What entries of a whole batch know a document by, and what each of them did with it. */
export interface OwnParts {
  readonly identity: string;
  readonly documents: ReadonlyMap<number, string>;
  readonly events: ReadonlyMap<number, string>;
  readonly deliveries: ReadonlyMap<number, { readonly verified: string; readonly waits: string }>;
}

export function ownParts({ documentEvidence: reader }: Ledger, document: { id: number; identity: string }): OwnParts {
  const { id, identity } = document;
  const filings = reader.filings(id).map(({ path }) => path);
  const events = reader.events(identity);
  const deliveries = reader.deliveries(
    id,
    events.map((event) => event.id),
  );
  return {
    identity,
    documents: new Map([[id, journalLineMessages.ownDocument(identity, filings)]]),
    events: new Map(
      events.map((event) => {
        const { name } = eventMeaning(event.model, event.eventType);
        return [event.id, journalLineMessages.ownEvent(name, identity, event.path ?? '?')] as const;
      }),
    ),
    deliveries: new Map(
      deliveries.map(({ id: delivery, targetPath }) => [
        delivery,
        {
          verified: journalLineMessages.ownDelivery(targetPath),
          waits: journalLineMessages.ownWait(targetPath),
        },
      ]),
    ),
  };
}

/** What an entry about a whole batch says of this document, in sentences; null when it says nothing of its own. */
export function ownPart({ action, detail }: JournalEntry, own: OwnParts): string | null {
  const told = [
    ...idsIn(detail, 'documents').flatMap((id) => own.documents.get(id) ?? []),
    ...idsIn(detail, 'events').flatMap((id) => own.events.get(id) ?? []),
  ];
  if (action === 'intake.accepted' || action === 'legacy.adopted') return sentences(told);
  const deliveries = idsIn(detail, 'deliveries').flatMap((id) => own.deliveries.get(id) ?? []);
  if (action === 'delivery.verified') return sentences(deliveries.map(({ verified }) => verified));
  if (action === 'delivery.held-back') return sentences(deliveries.map(({ waits }) => waits));
  return null;
}

function sentences(told: readonly string[]): string | null {
  return told.length === 0 ? null : told.join(' ');
}

function idsIn(detail: unknown, of: string): number[] {
  const ids = typeof detail === 'object' && detail !== null ? (detail as Record<string, unknown>)[of] : undefined;
  return Array.isArray(ids) ? ids.filter((id) => typeof id === 'number') : [];
}

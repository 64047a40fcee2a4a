import type {
  DocumentDelivery,
  DocumentEvidence,
  DocumentEventView,
  HeldDocument,
} from '../../shared/ipc/document-evidence';
import { REPLACED } from '../../shared/messages/pt-BR/document';
import { itemProblem } from '../../shared/messages/pt-BR/recovery';
import { eventMeaning } from '../domain';
import type { EvidenceDelivery, EvidenceDocument, EvidenceEvent, FormerPlace, Ledger } from '../ledger';
import { journalText } from '../console';
import { resolveFrom } from '../shares';

const MOST_ENTRIES = 50;

interface FullPath {
  readonly path: string;
  /** The archive does not lie there any more. */
  readonly isFormer: boolean;
}

/**
 * All that is on record of one key, held or not.
 * @param archive where the archive lies; null where that is not configured, and paths then begin below it
 */
export function documentEvidence(ledger: Ledger, identity: string, archive: string | null): DocumentEvidence {
  return ledger.reading(() => readEvidence(ledger, identity, archive));
}

function readEvidence(ledger: Ledger, identity: string, archive: string | null): DocumentEvidence {
  const { documentEvidence: reader } = ledger;
  const document = reader.document(identity);
  const filings = document === undefined ? [] : reader.filings(document.id);
  const events = reader.events(identity);
  const eventIds = events.map(({ id }) => id);
  const deliveries = reader.deliveries(document?.id ?? null, eventIds);
  const former = reader.formerPlaces(['archive', ...new Set(deliveries.map(({ destination }) => destination))]);
  const inFull = (path: string, at: string): FullPath => {
    if (archive === null) return { path, isFormer: false };
    const place = placeAt('archive', at, former) ?? archive;
    return { path: resolveFrom(place, path), isFormer: place !== archive };
  };
  const named = new Map(events.map((event) => [event.id, eventMeaning(event.model, event.eventType).name]));
  const targets = deliveries.map(({ targetPath }) => targetPath);
  const subjects = [...new Set([identity, ...targets, ...filings.map(({ path }) => path)])];
  return {
    identity,
    document: document === undefined ? null : held(ledger, document),
    filings: filings.map((filing) => ({ ...filing, ...inFull(filing.path, filing.verifiedAt) })),
    deliveries: deliveries.map((delivery) => deliveryView(delivery, former, named, document?.sha256)),
    events: events.map((event) => eventView(event, inFull)),
    promises: reader.promises(identity),
    claims: reader.claims(identity),
    journal: reader
      .entries(subjects, MOST_ENTRIES)
      .map((entry) => ({ id: entry.id, at: entry.at, text: journalText(entry) })),
  };
}

function held({ documentEvidence: reader }: Ledger, document: EvidenceDocument): HeldDocument {
  const { id, requestId, runId, askedAt, ...rest } = document;
  return {
    ...rest,
    parties: reader.parties(id),
    request: requestId === null || runId === null || askedAt === null ? null : { id: requestId, run: runId, askedAt },
    recoveries: reader.recoveries(id),
  };
}

function deliveryView(
  delivery: EvidenceDelivery,
  former: readonly FormerPlace[],
  events: ReadonlyMap<number, string>,
  present: string | undefined,
): DocumentDelivery {
  const { id, eventId, destination, state, attempts, enqueuedAt, size, sha256, verifiedAt, foundSha256 } = delivery;
  const { location } = delivery;
  // what has not been verified goes to where the destination is now
  const place = (verifiedAt === null ? null : placeAt(destination, verifiedAt, former)) ?? location;
  return {
    id,
    state,
    attempts,
    enqueuedAt,
    size,
    sha256,
    verifiedAt,
    foundSha256,
    event: eventId === null ? null : (events.get(eventId) ?? ''),
    destination: destination === 'cancelled' ? 'cancelled' : 'import',
    target: resolveFrom(place, delivery.targetPath),
    isFormer: place !== location,
    isPresent: eventId !== null || delivery.contentSha256 === present,
    reason: reasonOf(delivery),
    recheck:
      delivery.recheck === null || delivery.recheckedAt === null
        ? null
        : {
            found: delivery.recheck,
            at: delivery.recheckedAt,
            target: resolveFrom(placeAt(destination, delivery.recheckedAt, former) ?? location, delivery.targetPath),
          },
  };
}

/** Where the root was at this instant; null when it is there still. */
function placeAt(root: string, at: string, former: readonly FormerPlace[]): string | null {
  return former.find((place) => place.root === root && at <= place.until)?.from ?? null;
}

function reasonOf({ state, errorCode }: EvidenceDelivery): string | null {
  if (state === 'delivered') return null;
  if (state === 'superseded') return REPLACED;
  return itemProblem(state === 'conflict' ? 'conflict' : 'failed', errorCode);
}

function eventView(event: EvidenceEvent, inFull: (path: string, at: string) => FullPath): DocumentEventView {
  const { id, model, eventType, sequence, status, effective, issuedAt, archivedAt, path, size, sha256 } = event;
  const { name, effect } = eventMeaning(model, eventType);
  return {
    id,
    name,
    type: eventType,
    sequence,
    effect,
    issuedAt,
    archivedAt,
    size,
    sha256,
    effective: effective === 1,
    protocolStatus: status,
    path: path === null ? null : inFull(path, archivedAt).path,
  };
}

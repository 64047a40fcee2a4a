import { archiveBatch, isPreviousMonthCopy, sha256Of } from '../archive';
import type { Outbox } from '../delivery';
import type { Sha256 } from '../domain';
import type { Ledger } from '../ledger';
import type { DocumentWriter } from '../ledger/writers/documents';
import type { DocumentWriters } from '../ledger/writers/documents-all';
import type { FoundPlaceWriter } from '../ledger/writers/documents-found';
import { isMaloteError, MaloteError } from '../../shared/errors';
import { fromStored, toStored, type FileRoot } from '../shares';
import { keptPath } from './kept';
import { MunicipalPlanner } from './municipal';
import { RANK } from './plan-documents';
import { readBatch, type ReadBatch } from './read-batch';
import type { IntakeBatch } from './types';
import { intakeMessages } from '../../shared/messages/pt-BR/intake';

export interface RestorerOptions {
  readonly ledger: Ledger;
  readonly writers: DocumentWriters;
  readonly archive: FileRoot;
  /** Workspace folder of bytes that are no live document. */
  readonly kept: FileRoot;
  /** Where verified copies were handed over to; they may have been taken away since. */
  readonly targets: { readonly import: FileRoot; readonly cancelled: FileRoot };
  readonly outbox: Outbox;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

type Filing = ReturnType<Ledger['auditReads']['filingsOf']>[number];

/**
 * Brings documents and events that the ledger holds back to where they are filed: absent files are written again, and what lies in
 * their place with other bytes, whatever that is, is kept aside first (invariant 12). Everything here is harmless to repeat, and is for
 * whoever holds the lock of runs. @throws MaloteError SHARE_*, CANCELLED, of every method
 */
export class Restorer {
  readonly #documents: DocumentWriter;
  readonly #places: FoundPlaceWriter;

  constructor(private readonly options: RestorerOptions) {
    this.#documents = options.writers.documents;
    this.#places = options.writers.foundPlaces;
  }

  /** Whether every filing of a document or event lies on disk with the bytes that were filed. False of what is filed nowhere. */
  async isWhole(identity: string, signal: AbortSignal): Promise<boolean> {
    const filings = this.#filingsOf(identity);
    return filings.length > 0 && (await this.#broken(filings, signal)).length === 0;
  }

  /**
   * From whichever equal copy there still is: another filing, the kept files, wherever the last audit saw the bytes, the verified copy at
   * a target. @returns `isWhole`
   */
  async fromCopies(identity: string, signal: AbortSignal): Promise<boolean> {
    const filings = this.#filingsOf(identity);
    const broken = await this.#broken(filings, signal);
    const found = new Map<Sha256, Uint8Array | null>();
    for (const { sha256 } of broken) {
      if (!found.has(sha256)) found.set(sha256, await this.#copyOf(sha256, identity, filings, signal));
    }
    const left = broken.filter(({ sha256 }) => (found.get(sha256) ?? null) === null);
    for (const filing of broken) {
      const bytes = found.get(filing.sha256) ?? null;
      if (bytes !== null) await this.#write(filing, bytes, signal);
    }
    if (left.length < broken.length) await this.options.archive.flush({ signal });
    return filings.length > 0 && left.length === 0;
  }

  /**
   * From files that have just come, where these are the filed bytes: of a municipal note for the mark of its cancellation too.
   * @param wanted which identities to look after
   */
  async fromFiles(
    batch: Pick<IntakeBatch, 'files' | 'handedOutAs'>,
    wanted: (identity: string) => boolean,
    signal: AbortSignal,
  ): Promise<void> {
    const { documents, events } = this.#read(batch);
    for (const { item, sha256 } of [...documents, ...events]) {
      if (!wanted(item.identity)) continue;
      const filings = this.#filingsOf(item.identity).filter((filing) => filing.sha256 === sha256);
      for (const filing of await this.#broken(filings, signal)) await this.#write(filing, item.bytes, signal);
    }
    await this.options.archive.flush({ signal });
  }

  /**
   * From another sound form of it that SIEG has given, for what of the filed bytes is nowhere any more: the record follows the bytes, and
   * a document is handed over anew. @returns `isWhole`
   */
  async fromOtherForm(identity: string, signal: AbortSignal): Promise<boolean> {
    const { ledger, kept, archive } = this.options;
    const filings = this.#filingsOf(identity);
    if (filings.length === 0 || (await this.#broken(filings, signal)).length < filings.length) return false;
    for (const { path, sha256 } of ledger.documents.keptForms(identity)) {
      const bytes = await kept.read(fromStored(path), { signal });
      if (bytes === null || sha256Of(bytes) !== sha256 || !this.#isSound(identity, bytes)) continue;
      for (const filing of filings) await this.#put(filing, bytes, sha256, signal);
      await archive.flush({ signal });
      this.#restate(identity, { sha256, size: bytes.byteLength });
      return true;
    }
    return false;
  }

  /** As intake names what the files hold: a municipal note by the row that it is held as, with its marks as events. */
  #read({ files, handedOutAs }: Pick<IntakeBatch, 'files' | 'handedOutAs'>): Pick<ReadBatch, 'documents' | 'events'> {
    const { documents, events } = readBatch(files, handedOutAs);
    return new MunicipalPlanner(this.options.ledger.documents).plan(documents, events);
  }

  #filingsOf(identity: string): readonly Filing[] {
    return this.options.ledger.auditReads.filingsOf(identity);
  }

  async #broken(filings: readonly Filing[], signal: AbortSignal): Promise<Filing[]> {
    const broken: Filing[] = [];
    for (const filing of filings) {
      const found = await this.options.archive.fingerprint(fromStored(filing.path), {
        signal,
        wantedSize: filing.size,
      });
      if (found?.sha256 !== filing.sha256) broken.push(filing);
    }
    return broken;
  }

  async #copyOf(
    sha256: Sha256,
    identity: string,
    filings: readonly Filing[],
    signal: AbortSignal,
  ): Promise<Uint8Array | null> {
    const { ledger, archive, kept, targets } = this.options;
    const sources: readonly (readonly [root: FileRoot, path: string])[] = [
      ...filings.filter((filing) => filing.sha256 === sha256).map(({ path }) => [archive, path] as const),
      ...ledger.documents.keptAt(sha256).map((path) => [kept, path] as const),
      ...ledger.audits.seenAt(sha256).map((path) => [archive, path] as const),
      ...ledger.documents
        .verifiedCopies(identity, sha256)
        .map(
          ({ destination, path }) => [destination === 'cancelled' ? targets.cancelled : targets.import, path] as const,
        ),
    ];
    for (const [root, path] of sources) {
      const bytes = await this.#readIfItCan(root, path, signal);
      if (bytes !== null && sha256Of(bytes) === sha256) return bytes;
    }
    return null;
  }

  /** A share that is away has no copy to give just now; the archive itself is waited for by the caller. */
  async #readIfItCan(root: FileRoot, path: string, signal: AbortSignal): Promise<Uint8Array | null> {
    try {
      return await root.read(fromStored(path), { signal });
    } catch (error) {
      if (root === this.options.archive || !isMaloteError(error) || error.code === 'CANCELLED') throw error;
      return null;
    }
  }

  /** Writes the filed bytes, and notes that they were read back. */
  async #write(filing: Filing, bytes: Uint8Array, signal: AbortSignal): Promise<void> {
    const { ledger } = this.options;
    const { path, identity, sha256 } = filing;
    const displaced = await this.#put(filing, bytes, sha256, signal);
    ledger.transaction(() => {
      this.#places.noteReadBack(path, this.#at());
      ledger.journal.write('archive.restored', path, {
        identity,
        sha256,
        ...(displaced === null ? {} : { displaced }),
      });
    });
  }

  /** @returns the hash of what lay there before, which is kept; null when nothing did. */
  async #put(
    { path, identity }: Filing,
    bytes: Uint8Array,
    sha256: Sha256,
    signal: AbortSignal,
  ): Promise<Sha256 | null> {
    const { archive } = this.options;
    const place = fromStored(path);
    const there = await archive.read(place, { signal });
    const found = there === null ? null : sha256Of(there);
    if (there !== null && found !== null && found !== sha256) await this.#keepAside(identity, there, found, signal);
    const replacing = found === null ? {} : { replacing: found };
    const { outcome } = await archive.writeVerified(place, bytes, { signal, ...replacing });
    if (outcome === 'conflict') throw new MaloteError('SHARE_EXISTS', { location: archive.location, path });
    return found === sha256 ? null : found;
  }

  async #keepAside(identity: string, bytes: Uint8Array, sha256: Sha256, signal: AbortSignal): Promise<void> {
    const path = keptPath({ category: 'variant', sha256 });
    await archiveBatch(this.options.kept, [{ path, bytes, sha256 }], signal);
    this.options.ledger.transaction(() => {
      this.#documents.insertKept({
        sha256,
        category: 'variant',
        code: 'ALTERED_ON_DISK',
        reason: intakeMessages.displaced,
        identity,
        situation: null,
        path: toStored(path),
        requestId: null,
        at: this.#at(),
      });
    });
  }

  /** The same document or event, said no less completely. */
  #isSound(identity: string, bytes: Uint8Array): boolean {
    const { documents: held } = this.options.ledger;
    const { documents, events } = this.#read({ files: [{ name: null, bytes, problem: null }] });
    const document = documents.find(({ item }) => item.identity === identity)?.item;
    const row = held.byIdentity(identity);
    if (document !== undefined && row !== undefined) {
      return (
        RANK[document.form] >= RANK[row.form] && (document.digest ?? row.digest) === (row.digest ?? document.digest)
      );
    }
    return events.some(({ item }) => item.identity === identity);
  }

  #restate(identity: string, stored: { readonly sha256: Sha256; readonly size: number }): void {
    const { ledger, outbox } = this.options;
    const document = ledger.documents.byIdentity(identity);
    const event = ledger.documents.eventByIdentity(identity);
    ledger.transaction(() => {
      if (document !== undefined) {
        this.#places.restateDocument(document.id, stored, this.#at());
        outbox.supersedeUndelivered(document.id, stored.sha256);
      } else if (event !== undefined) {
        this.#places.restateEvent(event.id, stored, this.#at());
        for (const target of outbox.supersedeUndeliveredEvent(event.id, stored.sha256)) {
          const [source] = ledger.documents
            .eventFilings(event.id)
            .filter(({ path }) => !isPreviousMonthCopy(fromStored(path)));
          const name = fromStored(target).at(-1);
          if (source === undefined || name === undefined) continue;
          const { id: eventId, month } = event;
          outbox.enqueueCancellation({ eventId, name, month, sha256: stored.sha256, source: fromStored(source.path) });
        }
      }
      const from = document?.sha256 ?? event?.sha256 ?? null;
      ledger.journal.write('archive.restated', identity, { from, to: stored.sha256 });
    });
  }

  #at(): string {
    return new Date(this.options.now()).toISOString();
  }
}

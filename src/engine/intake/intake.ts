import PQueue from 'p-queue';
import type { MaloteError } from '../../shared/errors';
import {
  archiveBatch,
  archiveEach,
  sha256Of,
  type ArchivedFile,
  type FileToArchive,
  type NotArchived,
  type VerifiedContents,
} from '../archive';
import type { Outbox } from '../delivery';
import type { Month, Sha256 } from '../domain';
import type { Ledger } from '../ledger';
import type { DocumentWriter, Provenance, StoredBytes, CountedAs } from '../ledger/writers/documents';
import type { DocumentWriters } from '../ledger/writers/documents-all';
import { fromStored, toStored, type FileRoot, type RelPath } from '../shares';
import { lateCancellationCopies, filesOf, recordLateCopy, type LateCopy } from './late-cancellations';
import { Adoption, type AdoptResult, type FoundFile } from './adopt';
import type { CompanyIndex } from './company-index';
import { contradictions, type Contradiction } from './contradiction';
import { keptPath, keptVariant, type KeptFile } from './kept';
import { countedAs, planDocuments, type DocumentPlan, type PlannedDocument } from './plan-documents';
import { EventPlanner, type PlannedEvent } from './plan-events';
import { MunicipalPlanner, type MunicipalPlan } from './municipal';
import { contentsOf, readBatch, type ReadBatch } from './read-batch';
import type { IntakeBatch, IntakeResult } from './types';
import { intakeMessages } from '../../shared/messages/pt-BR/intake';

export interface IntakeOptions {
  readonly ledger: Ledger;
  readonly writers: DocumentWriters;
  readonly archive: FileRoot;
  /** Workspace folder for bytes that are no live document (refused, summaries, variants, originals). */
  readonly kept: FileRoot;
  readonly outbox: Outbox;
  readonly companies: CompanyIndex;
  readonly previousMonthDays: number;
  readonly now: () => number;
  /** Given what goes on to be delivered, once it is verified in the archive. None: delivery reads it there. */
  readonly contents?: VerifiedContents;
}

interface Plan {
  readonly read: ReadBatch;
  readonly contents: readonly string[];
  readonly documents: DocumentPlan;
  readonly events: readonly PlannedEvent[];
  readonly previousMonthCopies: readonly LateCopy[];
  readonly cities: MunicipalPlan['cities'];
  readonly uncertain: MunicipalPlan['uncertain'];
  readonly keep: readonly KeptFile[];
}

/**
 * The one door through which every document enters, whatever brought it. A batch is read, its files are written to the archive
 * and verified there, and only then one transaction records documents, filings, events, what was kept, and the pending
 * deliveries (invariants 2 and 3). Batches are taken one at a time; killing the process between the two steps leaves files that
 * the next pass recognises as its own.
 */
export class Intake {
  readonly #writer: DocumentWriter;
  readonly #turn = new PQueue({ concurrency: 1 });

  constructor(private readonly options: IntakeOptions) {
    this.#writer = options.writers.documents;
  }

  /**
   * @param alongside runs inside the same transaction: the caller's record of the request and its cursor.
   * @param last a document whose own file cannot be archived is kept aside by name, and the others are filed; it comes again with the next run
   * @throws MaloteError SHARE_* when the archive cannot be written; nothing of the batch is then in the ledger.
   */
  accept(
    batch: IntakeBatch,
    signal: AbortSignal,
    alongside: (result: IntakeResult) => void = () => undefined,
    last = false,
  ): Promise<IntakeResult> {
    return this.#turn.add(() => this.#accept(batch, signal, alongside, last));
  }

  /**
   * Files that lie in the archive already: they become documents and events of the ledger where they lie. Nothing in the archive is
   * written, and nothing is delivered but the cancellation of what this program has handed over. To be called by whoever holds the lock of runs.
   * @param alongside runs inside the same transaction.
   * @throws MaloteError SHARE_* when this computer's own disk fails
   */
  adopt(
    files: readonly FoundFile[],
    signal: AbortSignal,
    alongside: (result: AdoptResult) => void = () => undefined,
  ): Promise<AdoptResult> {
    return this.#turn.add(() => new Adoption(this.options).adopt(files, signal, alongside));
  }

  async #accept(
    batch: IntakeBatch,
    signal: AbortSignal,
    alongside: (result: IntakeResult) => void,
    last: boolean,
  ): Promise<IntakeResult> {
    const whole = await this.#plan(batch, signal);
    const { archived, failed } = await this.#archiveBatch(whole, batch.month, signal);
    const { documents } = this.options.ledger;
    const plan = withoutFailed(whole, failed, {
      last,
      isHeld: (identity) => documents.byIdentity(identity) !== undefined,
    });
    this.#keepForDelivery(plan);
    await this.#keep(plan.keep, signal);
    const places = new Map(archived.map((file) => [toStored(file.wanted), file]));
    const archivedAt = (path: RelPath): ArchivedFile | undefined => places.get(toStored(path));
    const at = new Date(this.options.now()).toISOString();
    const provenance: Provenance = { source: batch.source, requestId: batch.requestId, at };
    const { ledger, outbox } = this.options;
    return ledger.transaction(() => {
      // a cancellation goes before its document, never after it (invariant 13)
      const events = plan.events.map((planned) => this.#recordEvent(planned, places, provenance));
      const ids = plan.documents.write.map((planned) =>
        this.#recordDocument(planned, places, {
          ...provenance,
          counted: countedAs(planned.document, batch, plan.uncertain.has(planned.document.identity)),
        }),
      );
      for (const row of plan.documents.known) {
        if (row.siegDay !== null && row.siegKind !== null) continue;
        this.#writer.noteCountedAs(row.id, countedAs(row, batch, plan.uncertain.has(row.identity)));
      }
      for (const { documentId, municipality } of plan.cities) this.#writer.addMunicipality(documentId, municipality);
      for (const copy of plan.previousMonthCopies)
        recordLateCopy(copy, archivedAt, { writer: this.#writer, outbox, at });
      this.#recordKept(plan.keep, provenance);
      this.#journalConflicts(archived);
      if (ids.length + events.length > 0) {
        ledger.journal.write('intake.accepted', batch.source, { request: batch.requestId, documents: ids, events });
      }
      const result: IntakeResult = {
        documentIds: [...ids, ...plan.documents.known.map((row) => row.id)],
        identities: [...new Set(plan.read.documents.map(({ item }) => item.identity))],
        contents: plan.contents,
        novelDocuments: plan.documents.write.filter((planned) => planned.upgrades === null).length,
        novelEvents: plan.events.filter((planned) => planned.upgrades === null).length,
        refusals: plan.read.refusals,
        companyIds: [
          ...new Set(plan.documents.write.flatMap(({ filings }) => filings.map(({ companyId }) => companyId))),
        ].filter((id) => id !== null),
      };
      alongside(result);
      return result;
    });
  }

  async #plan(batch: IntakeBatch, signal: AbortSignal): Promise<Plan> {
    const { ledger, companies, previousMonthDays } = this.options;
    companies.renew();
    const batchRead = readBatch(batch.files, batch.handedOutAs);
    const municipal = new MunicipalPlanner(ledger.documents).plan(batchRead.documents, batchRead.events);
    const read = { ...batchRead, documents: municipal.documents, events: municipal.events };
    this.#claim(municipal.claims);
    const documents = planDocuments(read.documents, batch.month, ledger.documents, { companies, previousMonthDays });
    const planner = new EventPlanner(documents.write, ledger.documents, companies, batch.month);
    const events = planner.plan(read.events);
    const variants = [...documents.variants, ...events.variants].map((variant) => keptVariant(variant));
    const replaced = await this.#replacedForms(documents, events.write, signal);
    const previousMonthCopies = await this.#previousMonthCopies(documents, signal);
    return {
      read,
      contents: contentsOf(batchRead),
      documents,
      events: events.write,
      previousMonthCopies,
      cities: municipal.cities,
      uncertain: municipal.uncertain,
      keep: [...read.keep, ...variants, ...replaced],
    };
  }

  /** What an event could not say of its note is known now; on record before its document, as events may be. */
  #claim(claims: MunicipalPlan['claims']): void {
    const { ledger } = this.options;
    if (claims.length === 0) return;
    ledger.transaction(() => {
      for (const { from, identity } of claims) {
        this.#writer.claimEvents(from, identity);
        ledger.journal.write('event.claimed', identity, { from });
      }
    });
  }

  async #previousMonthCopies(plan: DocumentPlan, signal: AbortSignal): Promise<LateCopy[]> {
    const { ledger, archive } = this.options;
    const copies: LateCopy[] = [];
    for (const { document, filings } of plan.write) {
      const places = filings.filter((filing) => !filing.extra);
      copies.push(...(await lateCancellationCopies(document.identity, places, ledger.documents, archive, signal)));
    }
    return copies;
  }

  /** The bytes that an upgrade takes the place of: no longer the document or event, still evidence. */
  async #replacedForms(
    documents: DocumentPlan,
    events: readonly PlannedEvent[],
    signal: AbortSignal,
  ): Promise<KeptFile[]> {
    const { documents: reader } = this.options.ledger;
    const kept: KeptFile[] = [];
    const keep = async (
      held: HeldForm,
      paths: readonly string[],
      contradicts: readonly Contradiction[],
    ): Promise<void> => {
      const bytes = await this.#formerBytes(held.sha256, paths[0], signal);
      if (bytes !== null) kept.push(keptVariant({ ...held, bytes, contradicts }, intakeMessages.replaced));
    };
    for (const { upgrades, document } of documents.write) {
      if (upgrades === null) continue;
      const paths = reader.filingsOf(upgrades.id).map(({ path }) => path);
      await keep(heldForm(upgrades), paths, contradictions(document, reader.contentOf(upgrades)));
    }
    for (const { upgrades } of events) {
      if (upgrades === null) continue;
      const paths = reader.eventFilings(upgrades.id).map(({ path }) => path);
      await keep(heldForm(upgrades), paths, []);
    }
    return kept;
  }

  /** From the archive; or from where an attempt that was killed before its transaction had kept them. */
  async #formerBytes(sha256: Sha256, path: string | undefined, signal: AbortSignal): Promise<Uint8Array | null> {
    const { archive, kept } = this.options;
    const archived = path === undefined ? null : await archive.read(fromStored(path), { signal });
    if (archived !== null && sha256Of(archived) === sha256) return archived;
    const before = await kept.read(keptPath({ category: 'variant', sha256 }), { signal });
    return before !== null && sha256Of(before) === sha256 ? before : null;
  }

  /** What an archive that went away meanwhile may keep of unfinished files is a debt. */
  async #archiveBatch(plan: Plan, month: Month, signal: AbortSignal): ReturnType<typeof archiveEach> {
    try {
      return await archiveEach(this.options.archive, this.#files(plan), signal);
    } catch (error) {
      this.options.ledger.staleFileDebts.note(this.options.archive.id, month);
      throw error;
    }
  }

  #keepForDelivery({ documents, events }: Plan): void {
    const { contents } = this.options;
    for (const { document, sha256 } of documents.write) contents?.keep(sha256, document.bytes);
    for (const { event, sha256, cancellation } of events) {
      if (cancellation !== null) contents?.keep(sha256, event.bytes);
    }
  }

  #files(plan: Plan): FileToArchive[] {
    const files: FileToArchive[] = [];
    for (const { document, sha256, filings, upgrades } of plan.documents.write) {
      for (const { path } of filings) {
        files.push({ path, bytes: document.bytes, sha256, ...replacing(upgrades) });
      }
    }
    for (const { event, sha256, paths, upgrades } of plan.events) {
      for (const { path } of paths) files.push({ path, bytes: event.bytes, sha256, ...replacing(upgrades) });
    }
    return [...files, ...plan.previousMonthCopies.flatMap(filesOf)];
  }

  async #keep(keep: readonly KeptFile[], signal: AbortSignal): Promise<void> {
    await archiveBatch(
      this.options.kept,
      keep.map((file) => ({ path: keptPath(file), bytes: file.bytes, sha256: file.sha256 })),
      signal,
    );
  }

  #recordDocument(
    planned: PlannedDocument,
    places: ReadonlyMap<string, ArchivedFile>,
    { counted, ...provenance }: Provenance & { readonly counted: CountedAs },
  ): number {
    const { document, sha256, month, upgrades } = planned;
    const stored: StoredBytes = { sha256, size: document.bytes.byteLength };
    const id = upgrades?.id ?? this.#writer.insertDocument(document, stored, month, counted, provenance);
    if (upgrades !== null) {
      this.#writer.upgradeDocument(id, document, stored, month, provenance);
      this.#writer.noteCountedAs(id, counted);
      this.options.ledger.journal.write('document.upgraded', document.identity, { from: upgrades.sha256, to: sha256 });
    }
    for (const { companyId, direction, path } of planned.filings) {
      this.#writer.insertFiling(id, { companyId, direction, path: placeOf(path, places) }, stored, provenance.at);
    }
    const first = planned.filings.find((filing) => filing.companyId !== null && !filing.extra);
    // nobody can say whether what is not read was cancelled: it is handed over once it is read (invariant 13)
    if (first !== undefined && document.form !== 'unread') {
      this.options.outbox.enqueueDocument({
        documentId: id,
        identity: document.identity,
        kind: document.kind,
        month,
        sha256,
        source: fromStored(placeOf(first.path, places)),
        replaces: upgrades?.sha256 ?? null,
      });
    }
    return id;
  }

  #recordEvent(planned: PlannedEvent, places: ReadonlyMap<string, ArchivedFile>, provenance: Provenance): number {
    const { event, upgrades, sha256 } = planned;
    const stored: StoredBytes = { sha256, size: event.bytes.byteLength };
    const eventId = upgrades?.id ?? this.#writer.insertEvent(event, planned, stored, provenance);
    if (upgrades !== null) {
      this.#writer.upgradeEvent(eventId, event, planned, stored, provenance);
      this.options.ledger.journal.write('event.upgraded', event.identity, { from: upgrades.sha256, to: sha256 });
    }
    for (const { companyId, path } of planned.paths) {
      this.#writer.insertEventFiling(eventId, companyId, placeOf(path, places), stored, provenance.at);
    }
    const source = planned.paths.find((place) => place.companyId !== null) ?? planned.paths[0];
    if (planned.cancellation !== null && source !== undefined) {
      this.options.outbox.enqueueCancellation({
        eventId,
        name: planned.cancellation,
        month: planned.month,
        sha256: planned.sha256,
        source: fromStored(placeOf(source.path, places)),
      });
    }
    if (planned.effect === 'cancels' && planned.effective)
      this.options.outbox.cancellationKnown(event.documentIdentity);
    return eventId;
  }

  #recordKept(keep: readonly KeptFile[], provenance: Provenance): void {
    for (const file of keep) {
      const { category, code, reason, identity, situation, sha256, contradicts = [] } = file;
      const path = toStored(keptPath(file));
      const novel = this.#writer.insertKept({
        category,
        code,
        reason,
        identity,
        situation,
        sha256,
        path,
        requestId: provenance.requestId,
        at: provenance.at,
      });
      const { journal } = this.options.ledger;
      if (novel && contradicts.length > 0)
        journal.write('document.contradicted', identity ?? sha256, { fields: contradicts, sha256 });
      if (novel && code?.startsWith('SHARE_') === true)
        journal.write('document.set-aside', identity ?? sha256, { code, keptAs: path });
    }
  }

  #journalConflicts(archived: readonly ArchivedFile[]): void {
    for (const file of archived) {
      const { conflictWith, refusedThere } = file;
      if (conflictWith === null && refusedThere === null) continue;
      this.options.ledger.journal.write('archive.conflict', toStored(file.wanted), {
        ours: file.sha256,
        found: conflictWith?.sha256 ?? null,
        bytes: conflictWith?.size ?? null,
        filedAs: toStored(file.path),
        ...(refusedThere === null ? {} : { because: refusedThere.details['cause'] ?? null }),
      });
    }
  }
}

/**
 * What is left of a plan where files could not be archived: their documents are kept aside with the reason, and with them the events of
 * documents that nobody holds, since those cannot be delivered before they come again.
 * @throws the first failure, where it is not the last time, or where the event of a document that is held would stay unknown (invariant 13)
 */
function withoutFailed(plan: Plan, failed: readonly NotArchived[], { last, isHeld }: LeavingOut): Plan {
  const [first] = failed;
  if (first === undefined) return plan;
  if (!last) throw first.error;
  const failures = new Map(failed.map(({ wanted, error }) => [toStored(wanted), error]));
  const errorOf = (places: readonly { readonly path: RelPath }[]): MaloteError | undefined =>
    places.map(({ path }) => failures.get(toStored(path))).find((error) => error !== undefined);
  const left = plan.documents.write.filter(({ filings }) => errorOf(filings) !== undefined);
  const write = plan.documents.write.filter((planned) => !left.includes(planned));
  const leftOut = new Set(left.map(({ document }) => document.identity));
  const taken = new Set(write.map(({ document }) => document.identity));
  const mayWait = (identity: string): boolean => !taken.has(identity) && (leftOut.has(identity) || !isHeld(identity));
  const leftEvents = plan.events.filter(({ paths }) => errorOf(paths) !== undefined);
  const previousMonthCopies = plan.previousMonthCopies.filter(({ event }) => !leftOut.has(event.documentIdentity));
  const unknown =
    leftEvents.some(({ event }) => !mayWait(event.documentIdentity)) ||
    previousMonthCopies.some(({ places }) => errorOf(places) !== undefined);
  if (unknown) throw first.error;
  const former = new Set(left.flatMap(({ upgrades }) => upgrades?.sha256 ?? []));
  const aside = [
    ...left.map(({ document, sha256, filings }) => keptAside(document, sha256, errorOf(filings) ?? first.error)),
    ...leftEvents.map(({ event, sha256, paths }) => keptAside(event, sha256, errorOf(paths) ?? first.error)),
  ];
  return {
    ...plan,
    documents: { ...plan.documents, write },
    events: plan.events.filter((planned) => !leftEvents.includes(planned)),
    previousMonthCopies,
    keep: [...plan.keep.filter(({ sha256 }) => !former.has(sha256)), ...aside],
  };
}

interface LeavingOut {
  readonly last: boolean;
  /** Whether the ledger holds the document. */
  readonly isHeld: (identity: string) => boolean;
}

function keptAside(
  { identity, bytes }: { readonly identity: string; readonly bytes: Uint8Array },
  sha256: Sha256,
  { code, message }: MaloteError,
): KeptFile {
  return { category: 'refused', code, reason: message, identity, situation: null, bytes, sha256 };
}

function placeOf(path: RelPath, places: ReadonlyMap<string, ArchivedFile>): string {
  return toStored(places.get(toStored(path))?.path ?? path);
}

interface HeldForm {
  readonly identity: string;
  readonly sha256: Sha256;
}

function heldForm({ identity, sha256 }: HeldForm): HeldForm {
  return { identity, sha256 };
}

function replacing(upgrades: HeldForm | null): Pick<FileToArchive, 'replacing'> {
  return upgrades === null ? {} : { replacing: upgrades.sha256 };
}

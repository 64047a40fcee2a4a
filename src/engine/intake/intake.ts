import PQueue from 'p-queue';
import { fileAway, type ArchivedFile, type FileToArchive } from '../archive';
import type { Outbox } from '../delivery';
import type { Ledger } from '../ledger';
import { DocumentWriter, type Provenance, type StoredBytes } from '../ledger/writers/documents';
import { fromStored, relPath, toStored, type FileRoot, type RelPath } from '../shares';
import type { CompanyIndex } from './company-index';
import { planDocuments, siegDayOf, type DocumentPlan, type PlannedDocument } from './plan-documents';
import { EventPlanner, type BelatedCopy, type PlannedEvent } from './plan-events';
import { readBatch, sha256Of, type ReadBatch } from './read-batch';
import type { IntakeBatch, IntakeResult } from './types';

export interface IntakeOptions {
  readonly ledger: Ledger;
  readonly archive: FileRoot;
  /** Workspace folder for bytes that are no live document (refused, summaries, variants, originals). */
  readonly kept: FileRoot;
  readonly outbox: Outbox;
  readonly companies: CompanyIndex;
  readonly previousMonthDays: number;
  readonly now: () => number;
}

interface KeptFile {
  readonly category: 'refused' | 'summary' | 'voided' | 'variant' | 'original';
  readonly code: string | null;
  readonly reason: string;
  readonly identity: string | null;
  readonly situation: string | null;
  readonly bytes: Uint8Array;
  readonly sha256: string;
}

interface Plan {
  readonly read: ReadBatch;
  readonly documents: DocumentPlan;
  readonly events: readonly PlannedEvent[];
  readonly belated: readonly BelatedCopy[];
  readonly belatedBytes: ReadonlyMap<BelatedCopy, Uint8Array>;
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
    this.#writer = new DocumentWriter(options.ledger.db);
  }

  /**
   * @param alongside runs inside the same transaction: the caller's record of the request and its cursor.
   * @throws MaloteError SHARE_* when the archive cannot be written; nothing of the batch is then in the ledger.
   */
  accept(
    batch: IntakeBatch,
    signal: AbortSignal,
    alongside: (result: IntakeResult) => void = () => undefined,
  ): Promise<IntakeResult> {
    return this.#turn.add(() => this.#accept(batch, signal, alongside));
  }

  async #accept(
    batch: IntakeBatch,
    signal: AbortSignal,
    alongside: (result: IntakeResult) => void,
  ): Promise<IntakeResult> {
    const plan = await this.#plan(batch, signal);
    const archived = await fileAway(this.options.archive, this.#files(plan), signal);
    await this.#keep(plan.keep, signal);
    const places = new Map(archived.map((file) => [toStored(file.wanted), file]));
    const at = new Date(this.options.now()).toISOString();
    const provenance: Provenance = { source: batch.source, requestId: batch.requestId, at };
    return this.options.ledger.transaction(() => {
      const ids = plan.documents.write.map((planned) => this.#recordDocument(planned, places, batch, provenance));
      for (const row of plan.documents.known) {
        const day = siegDayOf(row.issueDay, batch.siegDays);
        if (day !== null && row.siegDay === null) this.#writer.noteSiegDay(row.id, day);
      }
      for (const planned of plan.events) this.#recordEvent(planned, places, provenance);
      for (const copy of plan.belated) this.#recordBelated(copy, places, at);
      this.#recordKept(plan.keep, provenance);
      this.#journalConflicts(archived);
      const result: IntakeResult = {
        documentIds: [...ids, ...plan.documents.known.map((row) => row.id)],
        identities: [...new Set(plan.read.documents.map(({ item }) => item.identity))],
        novelDocuments: plan.documents.write.filter((planned) => planned.upgrades === null).length,
        novelEvents: plan.events.length,
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
    const read = readBatch(batch.files);
    const documents = planDocuments(read.documents, batch.month, ledger.documents, { companies, previousMonthDays });
    const planner = new EventPlanner(documents.write, ledger.documents, companies, batch.month);
    const events = planner.plan(read.events);
    const belated = planner.belated();
    const belatedBytes = new Map<BelatedCopy, Uint8Array>();
    for (const copy of belated) {
      const bytes = await this.options.archive.read(copy.source, { signal });
      if (bytes !== null) belatedBytes.set(copy, bytes);
    }
    const keep = [...read.keep, ...variantsOf(documents), ...(await this.#replacedForms(documents, signal))];
    return { read, documents, events, belated, belatedBytes, keep };
  }

  /** The bytes that an upgrade takes the place of: no longer the document, still evidence. */
  async #replacedForms(plan: DocumentPlan, signal: AbortSignal): Promise<KeptFile[]> {
    const kept: KeptFile[] = [];
    for (const { upgrades } of plan.write) {
      if (upgrades === null) continue;
      const filing = this.options.ledger.documents.filingsOf(upgrades.id)[0];
      const bytes = filing === undefined ? null : await this.options.archive.read(fromStored(filing.path), { signal });
      if (bytes === null || sha256Of(bytes) !== upgrades.sha256) continue;
      kept.push({
        ...variant(upgrades.identity, 'Substituído por uma forma mais completa (com protocolo).'),
        bytes,
        sha256: upgrades.sha256,
      });
    }
    return kept;
  }

  #files(plan: Plan): FileToArchive[] {
    const files: FileToArchive[] = [];
    for (const { document, sha256, filings, upgrades } of plan.documents.write) {
      for (const { path } of filings) {
        files.push({
          path,
          bytes: document.bytes,
          sha256,
          ...(upgrades === null ? {} : { replacing: upgrades.sha256 }),
        });
      }
    }
    for (const { event, sha256, paths } of plan.events) {
      for (const { path } of paths) files.push({ path, bytes: event.bytes, sha256 });
    }
    for (const copy of plan.belated) {
      const bytes = plan.belatedBytes.get(copy);
      if (bytes === undefined) continue;
      for (const { path } of copy.paths) files.push({ path, bytes, sha256: sha256Of(bytes) });
    }
    return files;
  }

  async #keep(keep: readonly KeptFile[], signal: AbortSignal): Promise<void> {
    await fileAway(
      this.options.kept,
      keep.map((file) => ({ path: keptPath(file), bytes: file.bytes, sha256: file.sha256 })),
      signal,
    );
  }

  #recordDocument(
    planned: PlannedDocument,
    places: ReadonlyMap<string, ArchivedFile>,
    batch: IntakeBatch,
    provenance: Provenance,
  ): number {
    const { document, sha256, month, upgrades } = planned;
    const stored: StoredBytes = { sha256, size: document.bytes.byteLength };
    const siegDay = siegDayOf(document.issueDay, batch.siegDays);
    const id = upgrades?.id ?? this.#writer.insertDocument(document, stored, month, siegDay, provenance);
    if (upgrades !== null) {
      this.#writer.upgradeDocument(id, document, stored, month, provenance);
      if (siegDay !== null) this.#writer.noteSiegDay(id, siegDay);
      this.options.ledger.journal.write('document.upgraded', document.identity, { from: upgrades.sha256, to: sha256 });
    }
    for (const { companyId, direction, path } of planned.filings) {
      this.#writer.insertFiling(id, { companyId, direction, path: placeOf(path, places) }, stored, provenance.at);
    }
    const first = planned.filings.find((filing) => filing.companyId !== null && !filing.extra);
    if (first !== undefined) {
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

  #recordEvent(planned: PlannedEvent, places: ReadonlyMap<string, ArchivedFile>, provenance: Provenance): void {
    const stored: StoredBytes = { sha256: planned.sha256, size: planned.event.bytes.byteLength };
    const eventId = this.#writer.insertEvent(planned.event, planned, stored, provenance);
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
  }

  #recordBelated(copy: BelatedCopy, places: ReadonlyMap<string, ArchivedFile>, at: string): void {
    for (const { companyId, path } of copy.paths) {
      const file = places.get(toStored(path));
      if (file !== undefined) this.#writer.insertEventFiling(copy.event.id, companyId, toStored(file.path), file, at);
    }
  }

  #recordKept(keep: readonly KeptFile[], provenance: Provenance): void {
    for (const file of keep) {
      const { category, code, reason, identity, situation, sha256 } = file;
      const path = toStored(keptPath(file));
      this.#writer.insertKept({
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
    }
  }

  #journalConflicts(archived: readonly ArchivedFile[]): void {
    for (const file of archived) {
      if (file.conflictWith === null) continue;
      this.options.ledger.journal.write('archive.conflict', toStored(file.wanted), {
        ours: file.sha256,
        found: file.conflictWith,
        filedAs: toStored(file.path),
      });
    }
  }
}

function placeOf(path: RelPath, places: ReadonlyMap<string, ArchivedFile>): string {
  return toStored(places.get(toStored(path))?.path ?? path);
}

function keptPath(file: Pick<KeptFile, 'category' | 'sha256'>): RelPath {
  return relPath(file.category, `${file.sha256}.xml`);
}

function variant(identity: string, reason: string): Omit<KeptFile, 'bytes' | 'sha256'> {
  return { category: 'variant', code: null, reason, identity, situation: null };
}

function variantsOf(plan: DocumentPlan): KeptFile[] {
  return plan.variants.map(({ document, sha256, alarming }) => ({
    ...variant(
      document.identity,
      alarming ? 'Mesma chave com outro conteúdo assinado: possível adulteração.' : 'Mesmo documento com outros bytes.',
    ),
    code: alarming ? 'DIGEST_DIFFERS' : null,
    bytes: document.bytes,
    sha256,
  }));
}

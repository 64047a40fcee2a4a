import { MaloteError } from '../../shared/errors';
import { cancellationName, archiveBatch, sha256Of } from '../archive';
import { directionFor, eventMeaning, isEffective, type Day } from '../domain';
import { readFiscal, type FiscalDocument, type FiscalEvent } from '../fiscal';
import type { FilingRow, RereadItemRow, RereadRow, UnreadDocument } from '../ledger';
import type { DocumentWriter, CountedAs } from '../ledger/writers/documents';
import type { RereadWriter, DocumentBefore } from '../ledger/writers/documents-reread';
import { fromStored, toStored, type ReadResult } from '../shares';
import type { Intake, IntakeOptions } from './intake';
import { keptPath, keptVariant, type KeptFile } from './kept';
import { marksOf, MunicipalPlanner } from './municipal';
import type { Hashed } from './read-batch';
import { intakeMessages } from '../../shared/messages/pt-BR/intake';

/** Counts up whenever the reader learns a layout: what was kept unread is then worth another look. */
export const READER = 1;

/** Documents that are read before their rows are written together. */
const BATCH = 50;

export interface RereadProgress {
  readonly looked: number;
}

interface Looked {
  readonly row: UnreadDocument;
  readonly filings: readonly FilingRow[];
  /** Null: no file of it is whole any more. */
  readonly bytes: Uint8Array | null;
  readonly notes: readonly FiscalDocument[];
  readonly events: readonly FiscalEvent[];
  readonly shape: string | null;
}

/** The day under which SIEG counts it: its own, within the days for which it was handed out. */
function siegDayOf({ windowFrom, windowTo }: UnreadDocument, issueDay: Day | null): Day | null {
  if (issueDay === null) return null;
  if (windowFrom !== null && issueDay < windowFrom) return windowFrom;
  return windowTo !== null && issueDay > windowTo ? windowTo : issueDay;
}

/** What is read again was handed out as a service note, unless it was found in a folder. */
function countedAs(row: UnreadDocument, issueDay: Day | null, isUncertain: boolean): CountedAs {
  if (row.source === 'folder') return { siegKind: null, siegDay: null };
  return { siegKind: 'NFSe', siegDay: isUncertain ? null : siegDayOf(row, issueDay) };
}

/**
 * Reads the archived bytes of unread documents again and turns their rows into those of the notes that they are. The files stay where
 * they lie. What turns out to be a note that is held already makes way for it, its bytes kept; a file of several notes is taken in anew.
 * Killed at any instant it goes on where it was; a batch can be put back. To be called by whoever holds the lock of runs.
 */
export class Reread {
  readonly #writer: RereadWriter;
  readonly #documents: DocumentWriter;

  constructor(
    private readonly options: Omit<IntakeOptions, 'previousMonthDays'> & { readonly intake: Pick<Intake, 'accept'> },
    private readonly signal: AbortSignal,
  ) {
    this.#writer = options.writers.rereads;
    this.#documents = options.writers.documents;
  }

  /** @throws MaloteError SHARE_* of the archive, CANCELLED */
  async run(onProgress: (progress: RereadProgress) => void = () => undefined): Promise<RereadRow> {
    const { rereads, journal } = this.options.ledger;
    const { id, cursor } = rereads.open(READER);
    let looked = 0;
    for (let after = cursor; ;) {
      const rows = rereads.unread(after, BATCH);
      if (rows.length === 0) break;
      after = rows.at(-1)?.id ?? after;
      await this.#batch(id, rows, after);
      looked += rows.length;
      onProgress({ looked });
    }
    rereads.end(id);
    const row = rereads.get(id) as RereadRow;
    const { read, merged, split, unread, gone } = row;
    journal.write('reread.ended', `reread ${String(id)}`, { read, merged, split, unread, gone });
    return row;
  }

  /**
   * Puts a batch back, the last first. Notes of a file that was split stay, being held by their own right, and so do cancellations and
   * what is in the outbox. @throws MaloteError CANCELLED
   */
  undo(rereadId: number): RereadRow {
    const { ledger } = this.options;
    for (let before = Number.MAX_SAFE_INTEGER; ;) {
      if (this.signal.aborted) throw new MaloteError('CANCELLED');
      const items = ledger.rereads.applied(rereadId, before, BATCH);
      if (items.length === 0) break;
      before = items.at(-1)?.id ?? 0;
      ledger.transaction(() => {
        for (const item of items) {
          const rows = JSON.parse(item.before ?? 'null') as DocumentBefore;
          this.#writer.restore(rows);
          ledger.rereads.settleUndone(item.id);
          ledger.journal.write('document.reread-undone', item.identity, { reread: rereadId });
        }
      });
    }
    ledger.rereads.setUndone(rereadId);
    ledger.journal.write('reread.undone', `reread ${String(rereadId)}`);
    return ledger.rereads.get(rereadId) as RereadRow;
  }

  async #batch(rereadId: number, rows: readonly UnreadDocument[], cursor: number): Promise<void> {
    const looked = await this.#lookAt(rows);
    // whole batches of their own, before anything refers to what they bring
    for (const one of looked) if (isSplit(one)) await this.#takeInAnew(one);
    await this.#keepBytes(looked);
    const { ledger } = this.options;
    ledger.transaction(() => {
      const planner = new MunicipalPlanner(ledger.documents);
      for (const one of looked) this.#settle(rereadId, one, planner);
      ledger.rereads.moveCursor(rereadId, cursor);
    });
  }

  /** The first file of each that is still what was filed; a batch's files are read in one go. */
  async #lookAt(rows: readonly UnreadDocument[]): Promise<Looked[]> {
    const { ledger, archive } = this.options;
    const filed = rows.map((row) => ({ row, filings: ledger.documents.filingsOf(row.id) }));
    const firsts = filed.flatMap(({ filings }) => filings.slice(0, 1).map(({ path }) => path));
    const read = await archive.readMany(firsts.map(fromStored), { signal: this.signal });
    const results = new Map(firsts.map((path, index) => [path, read[index]]));
    const looked: Looked[] = [];
    for (const { row, filings } of filed) {
      const bytes =
        this.#whole(results.get(filings[0]?.path ?? ''), row) ?? (await this.#fromOthers(row, filings.slice(1)));
      looked.push({ row, filings, ...readAgain(bytes) });
    }
    return looked;
  }

  /** @throws MaloteError what stood against reading: a file that could not be read is not one that is gone */
  #whole(result: ReadResult | undefined, { sha256 }: UnreadDocument): Uint8Array | null {
    if (result !== undefined && !result.ok) throw result.error;
    const bytes = result?.value ?? null;
    return bytes !== null && sha256Of(bytes) === sha256 ? bytes : null;
  }

  async #fromOthers({ sha256 }: UnreadDocument, filings: readonly FilingRow[]): Promise<Uint8Array | null> {
    for (const { path } of filings) {
      const bytes = await this.options.archive.read(fromStored(path), { signal: this.signal });
      if (bytes !== null && sha256Of(bytes) === sha256) return bytes;
    }
    return null;
  }

  async #takeInAnew({ row, bytes }: Looked): Promise<void> {
    const siegDays =
      row.windowFrom === null || row.windowTo === null
        ? row.source === 'folder'
          ? null
          : ({ rule: 'own' } as const)
        : ({ rule: 'within', from: row.windowFrom, to: row.windowTo } as const);
    const files = [{ name: null, bytes: bytes ?? new Uint8Array(), problem: null }];
    const batch = { files, source: 'recovery' as const, requestId: null, month: row.month, siegDays };
    await this.options.intake.accept({ ...batch, handedOutAs: 'NFSe' }, this.signal);
  }

  /** Before a row makes way its bytes lie in the workspace too. */
  async #keepBytes(looked: readonly Looked[]): Promise<void> {
    const { documents } = this.options.ledger;
    const planner = new MunicipalPlanner(documents);
    const seen = new Set<string>();
    const makesWay = ({ notes: [note] }: Looked): boolean => {
      if (note === undefined) return false;
      const { identity } = planner.document(note);
      const isHeld = seen.has(identity) || documents.byIdentity(identity) !== undefined;
      seen.add(identity);
      return isHeld;
    };
    const files = looked.flatMap((one) => {
      if (!isSplit(one) && !makesWay(one)) return [];
      const { bytes, sha256, ...kept } = keptOf(one);
      return [{ path: keptPath({ ...kept, sha256 }), bytes, sha256 }];
    });
    await archiveBatch(this.options.kept, files, this.signal);
  }

  #settle(rereadId: number, looked: Looked, planner: MunicipalPlanner): void {
    const { ledger } = this.options;
    const { row, notes, bytes } = looked;
    const before = this.#writer.before(row.id);
    const settled = (outcome: RereadItemRow['outcome'], changed: boolean): void => {
      const json = changed ? JSON.stringify(before) : null;
      ledger.rereads.addItem(rereadId, { documentId: row.id, outcome, identity: row.identity, before: json });
    };
    if (bytes === null) settled('gone', false);
    else if (isSplit(looked)) settled('split', this.#replace(looked, firstIdentity(looked)));
    else if (notes[0] === undefined) {
      if (looked.shape !== null) this.#writer.noteShape(row.id, looked.shape);
      settled('unread', false);
    } else {
      const note = planner.document(notes[0]);
      const held = ledger.documents.byIdentity(note.identity);
      if (held === undefined)
        this.#read(looked, note, {
          isInOutbox: before.deliveries.length > 0,
          isUncertain: planner.isUncertain(note.identity),
        });
      else this.#merge(looked, note, held.id);
      settled(held === undefined ? 'read' : 'merged', true);
    }
  }

  #read(
    looked: Looked,
    note: FiscalDocument,
    { isInOutbox, isUncertain }: { readonly isInOutbox: boolean; readonly isUncertain: boolean },
  ): void {
    const { ledger, outbox, companies } = this.options;
    const { row, filings } = looked;
    const month = note.month ?? row.month;
    this.#writer.read(row.id, note, month, countedAs(row, note.issueDay, isUncertain));
    for (const filing of filings) {
      const company = companies.byId(filing.companyId);
      if (company !== undefined) this.#writer.setDirection(filing.id, directionFor(note, company.taxId));
    }
    ledger.journal.write('document.reread', note.identity, { from: row.identity, sha256: row.sha256 });
    this.#mark({ item: note, sha256: row.sha256 }, looked);
    const first = filings.find(({ companyId }) => companyId !== null);
    if (first === undefined || isInOutbox) return;
    const { identity, kind } = note;
    const source = fromStored(first.path);
    outbox.enqueueDocument({ documentId: row.id, identity, kind, month, sha256: row.sha256, source, replaces: null });
  }

  #merge(looked: Looked, note: FiscalDocument, survivor: number): void {
    const { ledger } = this.options;
    const { row } = looked;
    this.#recordKept({ ...keptOf(looked), identity: note.identity });
    this.#mark({ item: note, sha256: row.sha256 }, looked);
    this.#writer.mergeInto(row.id, survivor);
    ledger.journal.write('document.merged', note.identity, { from: row.identity, sha256: row.sha256 });
  }

  /** The row of a file that held several notes, or a cancellation, makes way for what was taken in of it. */
  #replace(looked: Looked, identity: string | null): boolean {
    const { ledger } = this.options;
    const held = identity === null ? undefined : ledger.documents.byIdentity(identity);
    if (held === undefined) return false;
    this.#recordKept({ ...keptOf(looked), identity: held.identity });
    this.#writer.mergeInto(looked.row.id, held.id);
    ledger.journal.write('document.split', looked.row.identity, { notes: looked.notes.length });
    return true;
  }

  /** The archived file is what proves the cancellation: no other is written. */
  #mark(note: Hashed<FiscalDocument>, { row, filings }: Looked): void {
    const { ledger, outbox, now } = this.options;
    const stored = { sha256: note.sha256, size: note.item.bytes.byteLength };
    const provenance = { source: 'recovery' as const, requestId: null, at: new Date(now()).toISOString() };
    const month = note.item.month ?? row.month;
    for (const [index, { item: event }] of marksOf(note).entries()) {
      if (ledger.documents.eventByIdentity(event.identity) !== undefined) continue;
      const { effect } = eventMeaning(event.model, event.eventType);
      const meaning = { effect, effective: isEffective(event.model, event.status), month };
      const eventId = this.#documents.insertEvent(event, meaning, stored, provenance);
      for (const { companyId, path } of filings) {
        this.#documents.insertEventFiling(eventId, companyId, path, stored, provenance.at);
      }
      const first = filings.find(({ companyId }) => companyId !== null);
      if (first === undefined) continue;
      const name = cancellationName(note.item.identity, index === 0 ? null : event);
      const source = fromStored(first.path);
      outbox.enqueueCancellation({ eventId, name, month, sha256: note.sha256, source });
    }
  }

  #recordKept(kept: KeptFile): void {
    const { category, code, reason, identity, situation, sha256 } = kept;
    const at = new Date(this.options.now()).toISOString();
    const row = { category, code, reason, identity, situation, sha256, path: toStored(keptPath(kept)) };
    this.#documents.insertKept({ ...row, requestId: null, at });
  }
}

function readAgain(bytes: Uint8Array | null): Omit<Looked, 'row' | 'filings'> {
  const items = bytes === null ? [] : readFiscal(bytes, { handedOutAs: 'NFSe' }).items;
  const documents = items.filter((item) => item.type === 'document');
  return {
    bytes,
    notes: documents.filter(({ form }) => form !== 'unread'),
    events: items.filter((item) => item.type === 'event'),
    shape: documents.find(({ form }) => form === 'unread')?.shape ?? null,
  };
}

function isSplit({ notes, events }: Looked): boolean {
  return notes.length > 1 || (notes.length === 0 && events.length > 0);
}

function firstIdentity({ notes }: Looked): string | null {
  return notes[0]?.identity ?? null;
}

/** The bytes of a row that makes way: another copy of its note, or the file whose notes now stand for themselves. */
function keptOf(looked: Looked): KeptFile {
  const { row, bytes } = looked;
  const { identity, sha256 } = row;
  const kept = keptVariant({ identity, sha256, bytes: bytes ?? new Uint8Array(), contradicts: [] });
  return isSplit(looked) ? { ...kept, category: 'original', reason: intakeMessages.severalNotes } : kept;
}

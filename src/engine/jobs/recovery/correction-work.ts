import { isMaloteError, MaloteError, type ErrorCode } from '../../../shared/errors';
import { sha256Of } from '../../archive';
import type { FilingCorrector, Intake } from '../../intake';
import type { CorrectionTask, Ledger } from '../../ledger';
import { fromStored, isRootWide, type FileRoot } from '../../shares';

/** What a correction needs of the opened services. */
export interface CorrectionServices {
  readonly roots: { readonly archive: FileRoot };
  readonly filings: FilingCorrector;
  readonly intake: Intake;
}

/** Files that are moved before their folders are flushed and their rows written. */
const BATCH = 50;

type FiledAt = Pick<CorrectionTask, 'filingId' | 'eventFilingId' | 'sha256'>;

/** Whether what is filed somewhere is what an item was made of. */
function isSame(filed: FiledAt | null, { filingId, eventFilingId }: CorrectionTask): boolean {
  return (filed?.filingId ?? null) === filingId && (filed?.eventFilingId ?? null) === eventFilingId;
}

/** Goes to another place, and its filing with it. */
function isRefiled({ action, filingId, eventFilingId }: CorrectionTask): boolean {
  return action === 'refile' && (filingId !== null || eventFilingId !== null);
}

/** Goes to another place, and the ledger does not know it yet. */
function isUnknown({ action, filingId, eventFilingId }: CorrectionTask): boolean {
  return action === 'refile' && filingId === null && eventFilingId === null;
}

interface Moved {
  readonly item: CorrectionTask;
  /** Null: it lies at its new place now. */
  readonly code: ErrorCode | null;
}

/**
 * Carries out one batch of corrections, or puts it back. A file is moved first and its row written afterwards; killed in between, the
 * next look finds the file at the other end and writes the row. Nothing is overwritten and nothing deleted: where both ends hold a file,
 * equal or not, neither is touched.
 */
export class CorrectionWork {
  constructor(
    private readonly correctionId: number,
    private readonly ledger: Ledger,
    private readonly place: CorrectionServices,
    private readonly at: {
      readonly signal: AbortSignal;
      /** So many items have been looked at. */
      readonly tell: (done: number) => void;
    },
  ) {}

  get signal(): AbortSignal {
    return this.at.signal;
  }

  /** @throws MaloteError SHARE_* that every other file would meet too, CANCELLED */
  async apply(named: readonly number[] | null): Promise<void> {
    const { corrections } = this.ledger;
    for (let [after, done] = [0, 0]; ;) {
      const items = corrections.next(this.correctionId, ['proposed', 'failed'], after, BATCH, named);
      if (items.length === 0) return;
      done += items.length;
      after = items.at(-1)?.id ?? after;
      const moved = await this.#moveAll(items.filter(({ action }) => action !== 'adopt'));
      for (const item of items) {
        if (item.action === 'adopt' || (isUnknown(item) && moved.has(item.id))) await this.#adopt(item);
      }
      this.at.tell(done);
    }
  }

  /** The last first. @throws as `apply` */
  async undo(): Promise<void> {
    const { corrections } = this.ledger;
    for (let [before, done] = [Number.MAX_SAFE_INTEGER, 0]; ;) {
      const items = corrections.lastBefore(this.correctionId, ['applied', 'proposed', 'failed'], before, BATCH);
      if (items.length === 0) return;
      done += items.length;
      before = items.at(-1)?.id ?? before;
      for (const item of items) {
        this.#assertGoesOn();
        if (item.action === 'adopt') this.#forget(item);
        else if (this.#isLetGo(item)) await this.#moveBack(item);
      }
      this.at.tell(done);
    }
  }

  /** What was moved is put on record even when another file stops the rest. @returns the items whose file lies at its place now. */
  async #moveAll(items: readonly CorrectionTask[]): Promise<ReadonlySet<number>> {
    const moved: Moved[] = [];
    try {
      for (const item of items) {
        this.#assertGoesOn();
        const code = this.#whyNotMoved(item) ?? (await this.#carry(item, item.fromPath, item.toPath));
        moved.push({ item, code });
      }
    } finally {
      if (moved.length > 0) await this.#recordMoved(moved);
    }
    return new Set(moved.flatMap(({ item, code }) => (code === null ? [item.id] : [])));
  }

  async #recordMoved(moved: readonly Moved[]): Promise<void> {
    if (moved.some(({ code }) => code === null)) await this.place.roots.archive.flush();
    this.ledger.transaction(() => {
      for (const { item, code } of moved) {
        if (code === null && isRefiled(item)) this.place.filings.relocated(item.fromPath, item.toPath);
        // a file that nobody knew is put right once it is on record at its new place
        if (code !== null || !isUnknown(item)) this.#settle(item, code);
      }
    });
  }

  /** By what the ledger says now. */
  #whyNotMoved(item: CorrectionTask): ErrorCode | null {
    if (!isSame(this.#filedAt(item.fromPath), item)) return 'CORRECTION_FILE_CHANGED';
    const there = this.#filedAt(item.toPath);
    if (item.action === 'put-back') return there?.sha256 === item.sha256 ? null : 'CORRECTION_FILE_CHANGED';
    return there === null ? null : 'CORRECTION_TARGET_TAKEN';
  }

  /** By what the disk says now. @returns what stood against it; null when the file lies at `to`, moved now or by a killed process. */
  async #carry({ sha256 }: CorrectionTask, from: string, to: string): Promise<ErrorCode | null> {
    return this.#orItsOwnFault(async () => {
      const { archive } = this.place.roots;
      const { signal } = this;
      const [source, target] = [fromStored(from), fromStored(to)];
      const here = await archive.fingerprint(source, { signal });
      const there = await archive.fingerprint(target, { signal });
      if (here === null) return there?.sha256 === sha256 ? null : 'CORRECTION_FILE_GONE';
      if (here.sha256 !== sha256) return 'CORRECTION_FILE_CHANGED';
      if (there !== null) return 'CORRECTION_TARGET_TAKEN';
      return (await archive.move(source, target, { signal })) ? null : 'CORRECTION_FILE_GONE';
    });
  }

  async #moveBack(item: CorrectionTask): Promise<void> {
    if (item.state !== 'applied') return this.#moveStrayedBack(item);
    const { fromPath, toPath } = item;
    const there = this.#filedAt(toPath);
    const isAsLeft = item.action === 'put-back' ? there?.sha256 === item.sha256 : isSame(there, item);
    const code = isAsLeft ? await this.#carry(item, toPath, fromPath) : 'CORRECTION_FILE_CHANGED';
    if (code === null) await this.place.roots.archive.flush();
    this.ledger.transaction(() => {
      if (code === null && isRefiled(item)) this.place.filings.relocated(toPath, fromPath);
      this.#unsettle(item, code);
    });
  }

  /** What entered the ledger at its new place must leave it before its file goes back. */
  #isLetGo(item: CorrectionTask): boolean {
    if (!isUnknown(item) || item.state !== 'applied') return true;
    return this.ledger.transaction(() => {
      const isForgotten = this.place.filings.forgotten(item.identity, item.toPath);
      if (!isForgotten) this.#unsettle(item, 'CORRECTION_IN_USE');
      return isForgotten;
    });
  }

  /** Moved by a process that was killed before it wrote the row, which therefore still names the place where the file belongs now. */
  async #moveStrayedBack(item: CorrectionTask): Promise<void> {
    const { fromPath, toPath } = item;
    if (isSame(this.#filedAt(fromPath), item)) await this.#carry(item, toPath, fromPath);
    if (item.state === 'proposed') this.ledger.corrections.settle(item.id, 'undone', null);
  }

  async #adopt(item: CorrectionTask): Promise<void> {
    this.#assertGoesOn();
    const { archive } = this.place.roots;
    const { signal, ledger } = this;
    const { identity, toPath, sha256 } = item;
    const code = await this.#orItsOwnFault(async () => {
      const path = fromStored(toPath);
      const bytes = await archive.read(path, { signal });
      if (bytes === null) return 'CORRECTION_FILE_GONE';
      const { documents } = ledger;
      const held = documents.byIdentity(identity) ?? documents.eventByIdentity(identity);
      if (sha256Of(bytes) !== sha256 || held !== undefined) return 'CORRECTION_FILE_CHANGED';
      await this.place.intake.adopt([{ path, bytes }], signal, ({ filed }) => {
        this.#settle(item, filed === 1 ? null : 'CORRECTION_NOT_ADOPTED');
      });
      return null;
    });
    if (code !== null)
      ledger.transaction(() => {
        this.#settle(item, code);
      });
  }

  #forget(item: CorrectionTask): void {
    const { ledger } = this;
    if (item.state === 'proposed') ledger.corrections.settle(item.id, 'undone', null);
    if (item.state !== 'applied') return;
    ledger.transaction(() => {
      this.#unsettle(item, this.place.filings.forgotten(item.identity, item.fromPath) ? null : 'CORRECTION_IN_USE');
    });
  }

  #filedAt(path: string): FiledAt | null {
    const { documents } = this.ledger;
    const filing = documents.filingAt(path);
    if (filing !== undefined) return { filingId: filing.id, eventFilingId: null, sha256: filing.sha256 };
    const event = documents.eventFilingAt(path);
    return event === undefined ? null : { filingId: null, eventFilingId: event.id, sha256: event.sha256 };
  }

  #settle(item: CorrectionTask, code: ErrorCode | null): void {
    this.ledger.corrections.settle(item.id, code === null ? 'applied' : 'failed', code);
    if (code === null) this.#tell('correction.applied', item);
    else this.ledger.journal.write('correction.failed', item.identity, { ...this.#evidence(item), code });
  }

  /** What could not be put back stays applied, and says why. */
  #unsettle(item: CorrectionTask, code: ErrorCode | null): void {
    this.ledger.corrections.settle(item.id, code === null ? 'undone' : 'applied', code);
    if (code === null) this.#tell('correction.undone', item);
  }

  #tell(action: 'correction.applied' | 'correction.undone', item: CorrectionTask): void {
    this.ledger.journal.write(action, item.identity, this.#evidence(item));
  }

  #evidence({ action, fromPath, toPath, sha256, why }: CorrectionTask): Readonly<Record<string, unknown>> {
    return { correction: this.correctionId, action, from: fromPath, to: toPath, sha256, why };
  }

  #assertGoesOn(): void {
    if (this.signal.aborted) throw new MaloteError('CANCELLED');
  }

  /** A failure that no other file would meet stands against this one file alone. */
  async #orItsOwnFault(work: () => Promise<ErrorCode | null>): Promise<ErrorCode | null> {
    try {
      return await work();
    } catch (error) {
      if (!isMaloteError(error) || error.code === 'CANCELLED' || isRootWide(error)) throw error;
      if (!error.code.startsWith('SHARE_')) throw error;
      return error.code === 'SHARE_EXISTS' ? 'CORRECTION_TARGET_TAKEN' : error.code;
    }
  }
}

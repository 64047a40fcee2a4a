import { unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { unzipSync, zipSync } from 'fflate';
import { z } from 'zod';
import type { SpoolView } from '../../shared/ipc/shares';
import { sha256Of } from '../archive';
import { SIEG_KINDS } from '../domain';
import type { Ledger, SpoolRow } from '../ledger';
import { WakeSignal } from '../base';
import { relPath, type FileRoot } from '../shares';
import type { IntakeBatch } from './types';

export interface PageSpoolOptions {
  readonly ledger: Ledger;
  /** A folder of the workspace, on a disk of this computer. */
  readonly root: FileRoot;
  /** At first. */
  readonly limitBytes: number;
  /** As the settings have it by now; must not reject. Asked for each page, and again and again while one waits. */
  readonly limitNow: () => Promise<number>;
  readonly isArchiveUsable: () => boolean;
  /** What `view` tells has changed. */
  readonly onChange: () => void;
  /** A page has to wait because nothing more fits and the archive is away. Told once an outage of the archive. */
  readonly onFull: (pages: number) => void;
}

const fileSchema = z.object({
  name: z.string().nullable(),
  problem: z.enum(['not-base64', 'too-large', 'too-deep', 'empty', 'archive-broken']).nullable(),
});
const siegDaysSchema = z.discriminatedUnion('rule', [
  z.object({ rule: z.literal('within'), from: z.string(), to: z.string() }),
  z.object({ rule: z.literal('own') }),
]);
const rowSchema = z.object({
  source: z.enum(['page', 'events']),
  requestId: z.int().nullable(),
  month: z.string(),
  siegDays: siegDaysSchema.nullable(),
  handedOutAs: z.enum(SIEG_KINDS).optional(),
  files: z.array(fileSchema),
  note: z.unknown(),
});

/** A page out of the spool: what came, and what its caller noted of it. */
export interface SpooledPage {
  readonly id: number;
  readonly file: string;
  readonly batch: IntakeBatch;
  readonly note: unknown;
}

const entryName = (index: number): string => `${String(index + 1).padStart(4, '0')}.xml`;

/**
 * Keeps the pages that SIEG has given while the archive is away: the bytes as they came in one zip file each, flushed and read back,
 * and then one row in the ledger. Nothing in here counts as archived. Bounded; whoever comes when it is full waits.
 */
export class PageSpool {
  readonly #room = new WakeSignal();
  #limitBytes: number;
  /** Pages that wait for room. */
  #waiting = 0;
  /** In the outage of the archive that lasts. */
  #fullWasTold = false;
  /** Pages that are being written; they count, so that several at once do not pass the limit. */
  #writing = 0;

  constructor(private readonly options: PageSpoolOptions) {
    this.#limitBytes = options.limitBytes;
  }

  get isEmpty(): boolean {
    return this.options.ledger.spool.oldest() === undefined;
  }

  /** Whether somebody waits for room. */
  get isFull(): boolean {
    return this.#waiting > 0;
  }

  view(): SpoolView {
    return { ...this.options.ledger.spool.totals(), limitBytes: this.#limitBytes, full: this.isFull };
  }

  /**
   * Keeps a page, after waiting for room.
   * @param note what the caller needs to know when the page is filed; goes through JSON.
   * @param alongside runs inside the transaction that puts the page on record.
   * @param waits ends the waiting for room; default: what ends the writing too
   * @throws MaloteError SHARE_* when this computer's own disk fails, CANCELLED
   */
  async put(
    batch: IntakeBatch,
    note: unknown,
    signal: AbortSignal,
    alongside: () => void,
    waits = signal,
  ): Promise<void> {
    const { ledger, root, onChange } = this.options;
    const entries = batch.files.map(({ bytes }, index) => [entryName(index), bytes] as const);
    const zip = zipSync(Object.fromEntries(entries), { level: 1 });
    await this.#takeRoom(zip.byteLength, waits);
    try {
      const { source, requestId, month, siegDays, handedOutAs } = batch;
      const files = batch.files.map(({ name, problem }) => ({ name, problem }));
      const sha256 = sha256Of(zip);
      const file = `${month}-${String(requestId ?? 0)}-${sha256.slice(0, 12)}.zip`;
      await root.writeVerified(relPath(file), zip, { signal });
      await root.flush({ signal });
      ledger.transaction(() => {
        const row = JSON.stringify({ source, requestId, month, siegDays, handedOutAs, files, note });
        ledger.spool.add({ file, sha256, bytes: zip.byteLength, batch: row });
        alongside();
      });
    } finally {
      this.#writing -= zip.byteLength;
    }
    onChange();
  }

  /** The page that came first; null when none waits. @throws MaloteError SHARE_* when this computer's own disk fails */
  async oldest(signal: AbortSignal): Promise<SpooledPage | null> {
    for (;;) {
      const row = this.options.ledger.spool.oldest();
      if (row === undefined) return null;
      const zip = await this.options.root.read(relPath(row.file), { signal });
      if (zip !== null && sha256Of(zip) === row.sha256) return pageOf(row, zip);
      this.#giveUp(row);
    }
  }

  /** Takes a page off the record; to be called in the transaction that files its documents. */
  filed(page: SpooledPage): void {
    this.options.ledger.spool.remove(page.id);
  }

  /** Removes the file of a page that has been filed, which makes room. */
  async tidy(page: SpooledPage): Promise<void> {
    await unlink(join(this.options.root.location, page.file)).catch(() => undefined);
    if (this.options.isArchiveUsable()) this.#fullWasTold = false;
    this.#room.call();
    this.options.onChange();
  }

  /** The page is not what it was. Its documents will be missing when the month is compared, and are then asked for again. */
  #giveUp(row: SpoolRow): void {
    const { ledger, onChange } = this.options;
    ledger.transaction(() => {
      ledger.spool.remove(row.id);
      ledger.journal.write('spool.damaged', row.file, { sha256: row.sha256, bytes: row.bytes });
    });
    onChange();
  }

  /** Waits until the page fits; from then on it counts as being written. */
  async #takeRoom(bytes: number, signal: AbortSignal): Promise<void> {
    await this.#renewLimit();
    if (!this.#reserve(bytes)) await this.#waitForRoom(bytes, signal);
  }

  async #waitForRoom(bytes: number, signal: AbortSignal): Promise<void> {
    const { onChange } = this.options;
    this.#waiting += 1;
    onChange();
    try {
      do {
        this.#tellFull();
        await this.#room.within(1_000, signal);
        signal.throwIfAborted();
        await this.#renewLimit();
      } while (!this.#reserve(bytes));
    } finally {
      this.#waiting -= 1;
      onChange();
    }
  }

  async #renewLimit(): Promise<void> {
    this.#limitBytes = await this.options.limitNow();
  }

  /** While the archive is there, room is being made. */
  #tellFull(): void {
    const { isArchiveUsable, onFull, ledger } = this.options;
    if (isArchiveUsable()) this.#fullWasTold = false;
    else if (!this.#fullWasTold) {
      this.#fullWasTold = true;
      onFull(ledger.spool.totals().pages);
    }
  }

  /** One page always fits: a limit smaller than a page would wait for ever. @returns false when there is no room. */
  #reserve(bytes: number): boolean {
    const held = this.options.ledger.spool.totals().bytes + this.#writing;
    const fits = held === 0 || held + bytes <= this.#limitBytes;
    if (fits) this.#writing += bytes;
    return fits;
  }
}

function pageOf(row: SpoolRow, zip: Uint8Array): SpooledPage {
  const { source, requestId, month, siegDays, handedOutAs, files, note } = rowSchema.parse(JSON.parse(row.batch));
  const entries = unzipSync(zip);
  const batch: IntakeBatch = {
    source,
    requestId,
    month,
    siegDays,
    handedOutAs,
    files: files.map(({ name, problem }, index) => ({
      name,
      problem,
      bytes: entries[entryName(index)] ?? new Uint8Array(),
    })),
  };
  return { id: row.id, file: row.file, batch, note };
}

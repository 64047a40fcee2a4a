import { crc32 } from 'node:zlib';
import { fromBufferPromise, type Entry, type ZipFile } from 'yauzl';
import { isMaloteError, MaloteError } from '../../shared/errors';
import { broken, type Budget } from './limits';
import { spreadsheetsMessages } from '../../shared/messages/pt-BR/spreadsheets';

/** A workbook has some dozens. */
const MOST_PARTS = 10_000;

/** The parts of an .xlsx by name. Names are compared without case, as the format says, and have no `/` at their beginning. */
export class PackageParts {
  private constructor(
    private readonly zip: ZipFile,
    private readonly entries: ReadonlyMap<string, Entry>,
    private readonly budget: Budget,
    private readonly signal: AbortSignal | undefined,
  ) {}

  /** @throws SPREADSHEET_BROKEN for what is no ZIP, CANCELLED */
  static async open(bytes: Uint8Array, budget: Budget, signal?: AbortSignal): Promise<PackageParts> {
    refuseCancelled(signal);
    const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    try {
      // names are decoded here: no file is written by them, so that none has to be refused
      const zip = await fromBufferPromise(buffer, { lazyEntries: true, decodeStrings: false });
      if (zip.entryCount > MOST_PARTS) throw broken(spreadsheetsMessages.tooManyParts);
      const entries = new Map<string, Entry>();
      for await (const entry of zip.eachEntry()) {
        const name = keyOf((entry.fileName as unknown as Buffer).toString('utf8'));
        if (entries.has(name)) throw broken(spreadsheetsMessages.samePartTwice);
        entries.set(name, entry);
      }
      return new PackageParts(zip, entries, budget, signal);
    } catch (error) {
      throw isMaloteError(error) ? error : broken(spreadsheetsMessages.damaged, error);
    }
  }

  has(name: string): boolean {
    return this.entries.has(keyOf(name));
  }

  /**
   * A part, piece by piece. Held to the size and the CRC that the directory declares, and to the budget.
   * @throws SPREADSHEET_BROKEN, SPREADSHEET_TOO_LARGE, CANCELLED
   */
  async *read(name: string): AsyncGenerator<Uint8Array> {
    const entry = this.entries.get(keyOf(name));
    if (entry === undefined) throw broken(spreadsheetsMessages.partAbsent(name));
    let sum = 0;
    try {
      for await (const piece of await this.zip.openReadStreamPromise(entry)) {
        refuseCancelled(this.signal);
        const bytes = piece as Buffer;
        this.budget.spend('inflatedBytes', bytes.length);
        sum = crc32(bytes, sum);
        yield bytes;
      }
    } catch (error) {
      throw isMaloteError(error) ? error : broken(spreadsheetsMessages.damaged, error);
    }
    if (sum !== entry.crc32) throw broken(spreadsheetsMessages.damaged);
  }
}

function keyOf(name: string): string {
  return name.replaceAll('\\', '/').replace(/^\/+/, '').toLowerCase();
}

function refuseCancelled(signal: AbortSignal | undefined): void {
  if (signal?.aborted === true) throw new MaloteError('CANCELLED');
}

import { breathe } from '../../base';
import { CLAIMS_AT_ONCE, type LegacyClaim, type LegacyWord } from '../../ledger';
import { isRootWide, relPath, shareError, type ListedFile } from '../../shares';
import type { ImportContext } from './context';
import { locationOf, readBatchOf, unreadBatches, type Bounds, type FoundOnDisk } from './found-files';
import { eachLine } from './lines';
import { LogReader } from './log-file';
import { readState } from './state-file';
import { monthNamed } from './texts';
import { readTransaction } from './transaction-file';

const MEGABYTE = 1024 * 1024;
/** A text of JavaScript cannot be longer. */
const LARGEST_STATE = 512 * MEGABYTE - 64;
const STATES: Bounds = { files: 1, bytes: LARGEST_STATE, largest: LARGEST_STATE };
const TRANSACTIONS: Bounds = { files: 200, bytes: 16 * MEGABYTE, largest: 64 * MEGABYTE };
/** Logs are streamed: their size does not matter. */
const LOGS: Bounds = { files: 1, bytes: Number.MAX_SAFE_INTEGER, largest: Number.MAX_SAFE_INTEGER };

export const STATE_FOLDER = relPath('estado');
export const TRANSACTION_FOLDER = relPath('transactions', 'completed');
export const LOG_FOLDER = relPath('logs');

async function* named(
  files: AsyncIterable<ListedFile>,
  isWanted: (name: string) => boolean,
): AsyncGenerator<ListedFile> {
  for await (const file of files) if (isWanted(file.path.at(-1) ?? '')) yield file;
}

/** What a file said goes into the ledger together with the mark that it was read; a dry run only supposes it. */
function record({ ledger, tally, dryRun }: ImportContext, file: FoundOnDisk, word: LegacyWord): void {
  if (word.problem !== null) tally.unreadable(file.location, word.problem);
  if (!dryRun) {
    ledger.legacy.record(file, word);
    return;
  }
  tally.singles(word.singles ?? []);
  suppose(ledger, word.claims ?? []);
}

function suppose(ledger: ImportContext['ledger'], claims: readonly LegacyClaim[]): void {
  for (const name of ['handed-over', 'cancellation-handed-over', 'processed'] as const) {
    ledger.legacy.suppose(
      name,
      claims.filter(({ claim }) => claim === name).map(({ identity }) => identity),
    );
  }
}

/** `estado/{MM-YYYY|YYYY-MM}/state.json`, in both forms of the month, which are one month. */
export async function importStates(context: ImportContext): Promise<void> {
  const { old, tally, ledger, signal } = context;
  tally.enter('states');
  const files = named(old.list(STATE_FOLDER, { signal }), (name) => name.toLowerCase() === 'state.json');
  for await (const batch of unreadBatches(context, old, 'state', files, STATES)) {
    for (const { file, bytes } of await readBatchOf(context, old, batch)) {
      const { claims, problem } = readState(bytes, monthNamed(file.path.at(-2) ?? ''));
      const last = claims.length - (claims.length % CLAIMS_AT_ONCE);
      for (let start = 0; start < last; start += CLAIMS_AT_ONCE) {
        const part = claims.slice(start, start + CLAIMS_AT_ONCE);
        if (context.dryRun) suppose(ledger, part);
        else ledger.transaction(() => ledger.legacy.recordPart(file, part));
        // a state names hundreds of thousands of keys, and others want to be heard in between
        await breathe();
        signal.throwIfAborted();
      }
      ledger.transaction(() => record(context, file, { claims: claims.slice(last), problem }));
    }
  }
}

/** `transactions/completed/*.json`: one flat folder with tens of thousands of files. */
export async function importTransactions(context: ImportContext): Promise<void> {
  const { old, tally, ledger, signal } = context;
  tally.enter('transactions');
  const files: ListedFile[] = [];
  for await (const file of old.list(TRANSACTION_FOLDER, { signal })) {
    if (/\.json$/i.test(file.path.at(-1) ?? '')) files.push(file);
  }
  tally.enter('transactions', files.length);
  for await (const batch of unreadBatches(context, old, 'transaction', files, TRANSACTIONS)) {
    const read = await readBatchOf(context, old, batch);
    const words = read.map(({ file, bytes }) => ({
      file,
      word: readTransaction(bytes, file.path.at(-1) ?? '', file.modifiedMs),
    }));
    ledger.transaction(() => {
      for (const { file, word } of words) record(context, file, word);
    });
  }
}

/** `logs`, at any depth, line by line. */
export async function importLogs(context: ImportContext): Promise<void> {
  const { old, tally, ledger, signal } = context;
  tally.enter('logs');
  const files = named(old.list(LOG_FOLDER, { signal }), (name) => /\.log$/i.test(name));
  for await (const [file] of unreadBatches(context, old, 'log', files, LOGS)) {
    if (file === undefined) continue;
    const reader = new LogReader();
    try {
      if (!(await eachLine(old, file.path, (line) => reader.line(line), signal))) continue;
    } catch (error) {
      const failure = shareError(error, { location: old.location, path: locationOf(old, file.path) });
      if (signal.aborted || isRootWide(failure)) throw failure;
      tally.unreadable(file.location, failure.message);
      continue;
    }
    ledger.transaction(() => record(context, file, { singles: reader.singles, problem: null }));
  }
}

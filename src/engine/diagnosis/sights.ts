import { join } from 'node:path';
import { isMaloteError, MaloteError } from '../../shared/errors';
import { isLedgerFolder, ReadingThread, whatLiesInLedgersPlace } from '../ledger';
import { lookAtSettings, type SettingsSight } from '../settings';
import type { DiagnosisPlace } from './place';
import type { diagnosisReadings, LedgerRecords, SupportRecords } from './readings';

const LEDGER_FILE = 'malote.db';

/** What several checks of one diagnosis need, looked at once, when the first of them asks. */
export class Sights<Place extends Pick<DiagnosisPlace, 'workspace' | 'reader'> = DiagnosisPlace> {
  #settings: Promise<SettingsSight> | null = null;
  #records: Promise<LedgerRecords> | null = null;
  readonly #threads: ReadingThread<typeof diagnosisReadings>[] = [];

  constructor(readonly place: Place) {}

  settings(): Promise<SettingsSight> {
    return (this.#settings ??= lookAtSettings(this.place.workspace));
  }

  /** What the ledger says, read in a thread. @throws MaloteError LEDGER_*, DIAGNOSIS_NO_LEDGER, DIAGNOSIS_OLDER_LEDGER */
  records(): Promise<LedgerRecords> {
    return (this.#records ??= this.#readRecords());
  }

  /** Looks through the whole ledger. @returns what is wrong with it, in SQLite's words; 'ok': nothing @throws as `records` */
  async lookThrough(): Promise<string> {
    this.#wantLedger();
    return this.#thread().answers.lookThrough();
  }

  /** What an archive for the support holds of the ledger. @throws MaloteError LEDGER_* */
  forSupport(): Promise<SupportRecords> {
    return this.#thread().answers.supportRecords();
  }

  /** Waits for nobody who still reads. */
  close(): void {
    for (const thread of this.#threads) void thread.close();
  }

  async #readRecords(): Promise<LedgerRecords> {
    this.#wantLedger();
    const { answers } = this.#thread();
    const { found, known } = await answers.ledgerVersions();
    if (found > known) throw new MaloteError('LEDGER_NEWER', { found, known });
    if (found < known) throw new MaloteError('DIAGNOSIS_OLDER_LEDGER', { found, known });
    return answers.ledgerRecords();
  }

  #wantLedger(): void {
    const place = join(this.place.workspace, LEDGER_FILE);
    const lies = whatLiesInLedgersPlace(place);
    if (lies === 'absent') throw new MaloteError('DIAGNOSIS_NO_LEDGER');
    if (lies === 'gone') throw new MaloteError('LEDGER_GONE', { place });
    if (lies === 'damaged')
      throw new MaloteError(isLedgerFolder(place) ? 'LEDGER_IS_FOLDER' : 'LEDGER_DAMAGED', { place });
  }

  #thread(): ReadingThread<typeof diagnosisReadings> {
    const thread = new ReadingThread<typeof diagnosisReadings>({
      program: this.place.reader,
      file: join(this.place.workspace, LEDGER_FILE),
      onWaiting: () => undefined,
    });
    this.#threads.push(thread);
    return thread;
  }
}

/** Why there is nothing to read, as a line of another item says it: the one of the ledger tells the cause. */
export function withoutLedger(error: unknown): MaloteError | null {
  if (!isMaloteError(error)) return null;
  if (error.code === 'DIAGNOSIS_NO_LEDGER' || error.code === 'DIAGNOSIS_OLDER_LEDGER') return error;
  return error.code.startsWith('LEDGER_') ? new MaloteError('DIAGNOSIS_NEEDS_LEDGER') : null;
}

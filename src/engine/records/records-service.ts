import { hostname, userInfo } from 'node:os';
import type {
  CompanyMonthView,
  DocumentPage,
  DocumentQuery,
  JournalPage,
  JournalQuery,
  RunLine,
  WrittenFile,
} from '../../shared/ipc/history';
import type { DocumentEvidence } from '../../shared/ipc/document-evidence';
import { isMaloteError } from '../../shared/errors';
import { sheetNames } from '../../shared/messages/pt-BR/report-columns';
import { isRunAtWork, type Answers, type Ledger, type MonthSnapshot } from '../ledger';
import {
  ReportFolder,
  stamp,
  writeMonthPage,
  writeMonthWorkbook,
  writeSummaries,
  type HashedFile,
  type Issue,
} from '../reports';
import type { FileRoot } from '../shares';
import { checkedMonth } from './company-month';
import { documentEvidence } from './document-evidence';
import { boundedLimit, JOURNAL_COLUMNS, journalPage, journalRows } from './journal';
import type { recordReadings } from './readings';

export interface RecordsOptions {
  readonly ledger: Ledger;
  readonly readings: Answers<typeof recordReadings>;
  /** The workspace, in which reports are written. */
  readonly workspace: string;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Of the program, for the reports; default: they do not say. */
  readonly version?: string;
  /** Who issues reports; default: the user of the operating system, and the machine. */
  readonly issuer?: string;
  /** Works with the archive, which is not closed meanwhile. @throws MaloteError SETTINGS_* */
  readonly withArchive: <Value>(work: (archive: FileRoot) => Promise<Value>) => Promise<Value>;
}

function thisUser(): string {
  try {
    return `${userInfo().username} em ${hostname()}`;
  } catch {
    // a user whom the system has no name for
    return hostname();
  }
}

/** What has been, for people: journal, runs, one company's month, reports. */
export interface RecordsApi {
  /** Newest first. @param before id of the last one seen; null for the first page. */
  journal(query: JournalQuery, before: number | null, limit: number): JournalPage;
  runs(limit: number): RunLine[];
  companyMonth(taxId: string, month: string): Promise<CompanyMonthView>;
  documents(query: DocumentQuery, after: string | null, limit: number): Promise<DocumentPage>;
  /** All that is on record of one key, held or not. */
  documentEvidence(identity: string): Promise<DocumentEvidence>;
  exportJournal(query: JournalQuery, format: 'csv' | 'xlsx'): Promise<WrittenFile>;
  /** The evidence of a month: a workbook, or a page to be printed. */
  report(month: string, format: 'xlsx' | 'html', signal?: AbortSignal): Promise<WrittenFile>;
  /** Appends to each company's Resumo_Auditoria_{folder}_{YYYY}_{MM}.txt in the archive. @returns how many were written. */
  summaries(month: string, signal?: AbortSignal): Promise<number>;
}

/** What has been, for people: journal, runs, one company's month, reports. Reads the ledger; writes files for people alone. */
export class RecordsService implements RecordsApi {
  readonly #folder: ReportFolder;
  /** Two calls would write into one another's summaries. */
  #summarising: Promise<unknown> = Promise.resolve();

  constructor(private readonly options: RecordsOptions) {
    this.#folder = new ReportFolder(options.workspace);
  }

  journal(query: JournalQuery, before: number | null, limit: number): JournalPage {
    return journalPage(this.options.ledger, query, before, limit);
  }

  /** A run without an end at which nobody works was interrupted, also before the next one heals it. */
  runs(limit: number): RunLine[] {
    const { ledger } = this.options;
    return ledger.history
      .runs(boundedLimit(limit))
      .map((run) => (run.outcome === null && !isRunAtWork(ledger, run) ? { ...run, outcome: 'interrupted' } : run));
  }

  /** @throws MaloteError RUN_UNKNOWN_COMPANY, RUN_BAD_MONTH */
  companyMonth(taxId: string, month: string): Promise<CompanyMonthView> {
    return this.options.readings.companyMonth(taxId, month);
  }

  /** @throws MaloteError RUN_UNKNOWN_COMPANY, RUN_BAD_MONTH */
  documents(query: DocumentQuery, after: string | null, limit: number): Promise<DocumentPage> {
    return this.options.readings.companyDocuments(query, after, limit);
  }

  async documentEvidence(identity: string): Promise<DocumentEvidence> {
    return documentEvidence(this.options.ledger, identity, await this.#archiveLocation());
  }

  /** Null where the settings name none. */
  async #archiveLocation(): Promise<string | null> {
    try {
      return await this.options.withArchive(({ location }) => Promise.resolve(location));
    } catch (error) {
      if (!isMaloteError(error)) throw error;
      return null;
    }
  }

  /** @throws MaloteError SHARE_* */
  exportJournal(query: JournalQuery, format: 'csv' | 'xlsx'): Promise<WrittenFile> {
    const rows = journalRows(this.options.ledger, query);
    const sheet = { name: sheetNames.journal, columns: JOURNAL_COLUMNS, rows };
    return this.#folder.table(`Diario_${this.#stamp()}`, format, [sheet]);
  }

  /** @throws MaloteError RUN_BAD_MONTH, SHARE_*; the signal's reason */
  async report(month: string, format: 'xlsx' | 'html', signal?: AbortSignal): Promise<WrittenFile> {
    const write = format === 'xlsx' ? writeMonthWorkbook : writeMonthPage;
    const { report, list } = await this.#onSnapshot(checkedMonth(month), (snapshot) =>
      write({
        snapshot,
        signal,
        folder: this.#folder,
        issue: this.#issue(),
        stem: `Evidencia_${month}_${this.#stamp()}`,
      }),
    );
    const files = [report, ...(list === null ? [] : [list])].map(fileEvidence);
    this.options.ledger.journal.write('report.written', report.name, { month, files });
    const { name, shown, bytes } = report;
    return { name, shown, bytes };
  }

  /** @throws MaloteError RUN_BAD_MONTH, SETTINGS_*, SHARE_*; the signal's reason */
  summaries(month: string, signal?: AbortSignal): Promise<number> {
    checkedMonth(month);
    const turn = this.#summarising.then(() => this.#summaries(month, signal));
    this.#summarising = turn.catch(() => undefined);
    return turn;
  }

  async #summaries(month: string, signal: AbortSignal | undefined): Promise<number> {
    signal?.throwIfAborted();
    const { at, program } = this.#issue();
    const files = await this.options.withArchive((archive) =>
      this.#onSnapshot(month, (snapshot) => writeSummaries({ snapshot, archive, at, program, signal })),
    );
    this.options.ledger.journal.write('summaries.written', month, { files });
    return files;
  }

  async #onSnapshot<Value>(month: string, work: (snapshot: MonthSnapshot) => Promise<Value>): Promise<Value> {
    const snapshot = this.options.ledger.monthSnapshot(month);
    try {
      return await work(snapshot);
    } finally {
      snapshot.close();
    }
  }

  #issue(): Issue {
    const { now, version, issuer } = this.options;
    return {
      at: new Date(now()).toISOString(),
      by: issuer ?? thisUser(),
      program: version === undefined ? 'Malote' : `Malote ${version}`,
    };
  }

  #stamp(): string {
    return stamp(new Date(this.options.now()));
  }
}

function fileEvidence({ name, bytes, sha256 }: HashedFile): { name: string; bytes: number; sha256: string } {
  return { name, bytes, sha256 };
}

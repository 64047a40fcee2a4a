import type { Day, Month, SiegKind } from '../domain';
import type { DocumentSource } from '../ledger/writers/documents';
import type { SiegFile } from '../sieg';

/**
 * `within`: SIEG handed the documents out for these issue days, so each counts there under a day of the window, whatever time
 * zone its own date is written in. `own`: they were asked for otherwise; each counts under its own issue day. What was not read, or bears
 * no date, counts under none.
 */
export type SiegDays = { readonly rule: 'within'; readonly from: Day; readonly to: Day } | { readonly rule: 'own' };

/** What came in together: one page, one single fetch, one folder's files. */
export interface IntakeBatch {
  readonly files: readonly SiegFile[];
  readonly source: DocumentSource;
  readonly requestId: number | null;
  /** The month that the files were asked for: where a document without a date of its own is filed. */
  readonly month: Month;
  /** Under which day SIEG counts the documents; null for files that did not come from SIEG. */
  readonly siegDays: SiegDays | null;
  /**
   * SIEG handed the documents out as this kind, and counts them under it whatever their model. As NFSe, what is of a layout that nobody
   * knows is an unread note, not a stray file. Absent: not said.
   */
  readonly handedOutAs?: SiegKind | undefined;
}

export interface IntakeRefusal {
  readonly code: string;
  readonly message: string;
  /** An access key seen in the broken bytes: good enough to ask SIEG for a sound copy. */
  readonly keyHint: string | null;
}

export interface IntakeResult {
  /** Ledger ids of the distinct documents in the batch, new and known. */
  readonly documentIds: readonly number[];
  readonly identities: readonly string[];
  /** Everything that the batch holds, as `contentsOf` tells it apart. */
  readonly contents: readonly string[];
  readonly novelDocuments: number;
  readonly novelEvents: number;
  readonly refusals: readonly IntakeRefusal[];
  /** Companies whose documents came, to show where work goes on. */
  readonly companyIds: readonly number[];
}

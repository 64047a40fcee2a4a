/**
 * The one SQLite file of a workspace and the only SQL: migrations, one repository a subject, the journal, the locks, the thread that reads.
 * Opening it creates, migrates and checks it, refuses one on a network or of a newer version; a damaged one is left as it is
 * until a person decides. A journal entry is never changed or removed.
 * The database does not show. The writers of documents and of deliveries have no door here: `app` hands them to `intake` and `delivery`.
 */
export type { AlertRecord, AlertRepository, PlannedSend, RememberedAlert, WaitingSend } from './alerts';
export type { AuditedCompany, ResolvedScope, AuditReader, FiledRow, NumberGap, WitnessCounts } from './audit-reads';
export type { AuditOutcome, AuditRepository, AuditRow, FindingRow, GroupRow, Mended, NewFinding } from './audits';
export { WHOLE_SIEG, type StoredBreaker } from './breakers';
export type { CompanyChanges, CompanyRow } from './companies';
export type {
  CompanyDocument,
  CompanyDocumentFilter,
  CompanyDocumentPage,
  CompanyMonthReader,
  HandedOver,
  KindWitnesses,
} from './company-months';
export type { CorrectionItemRow, CorrectionRow, CorrectionTask } from './corrections';
export type { DiskFileRepository, FileFacts, KnownFile } from './disk-files';
export type { EvidenceDelivery, EvidenceDocument, EvidenceEvent, FormerPlace } from './document-evidence';
export { factLine } from './disk-folders';
export type { CleanFolder, DiskFolderRepository } from './disk-folders';
export type {
  ArchivedRow,
  DocumentReader,
  DocumentRow,
  EventFilingRow,
  EventRow,
  FilingRow,
  HeldScope,
  MunicipalNoteRow,
  UnreadRow,
  VerifiedDelivery,
} from './documents';
export type { GrowthRepository, RowsThere } from './growth';
export { addToSums, NO_SUMS, type LiveSums } from './live-sums';
export type { DeliveryGap, LiveCompany, MonthTotals, Shortfall } from './evidence';
export type { Expectation, ExpectationSource, MissingDocument, ReportAnswer, ReportRecord } from './expectations';
export type {
  CoveringAudit,
  HistoryReader,
  JournalFilter,
  JournalSlice,
  OpenFindings,
  OpenGroup,
  RunRecord,
} from './history';
export type { JournalEntry, JournalWriter } from './journal';
export type { JobEnd, JobRow } from './jobs';
export { isInUse } from './damage';
export type { CopyFacts, CopyingOptions, LedgerCounts } from './online-copy';
export { LEDGER_VERSION } from './migrations';
export { EVERYTHING, type WholeRecoveryAsked, type WholeRecoveryRow } from './whole-recoveries';
export type { StaleFileDebt } from './stale-file-debts';
export { begunMarkOf } from './begun-mark';
export { acceptFreshLedger, restoreLedger, noteRestored, openLedger, type Ledger, type LedgerOptions } from './ledger';
export { ReadingThread, serveReadings, type Answers, type Questions, type ReadingThreadOptions } from './readings';
export { HeldLock } from './held-lock';
export { isLedgerFailure } from './sqlite-failure';
export { CLAIMS_AT_ONCE } from './legacy';
export type {
  LegacyClaim,
  LegacyClaimName,
  LegacyFile,
  LegacyRepository,
  LegacySingle,
  LegacySort,
  LegacyWord,
} from './legacy';
export { isAlive } from './lock';
export type { LockHolder, WorkspaceLock } from './lock';
export type {
  MonthDocument,
  MonthEvent,
  MonthFinding,
  MonthMissing,
  MonthSnapshot,
  SnapshotCompany,
} from './month-snapshot';
export type { EmptyOffset, Operation, PassFilter, PassQuery, PassRow, RequestOutcome } from './requests';
export type { OpenQuestion, QuestionRef, QuestionRepository } from './questions';
export type { RereadItemRow, RereadOutcome, RereadRow, UnreadDocument } from './rereads';
export type { Closing, RunOutcome, RunRow } from './runs';
export type { DueTime, NewScheduleRow, ScheduleEnd, ScheduleRow, ScheduleRunRow } from './schedules';
export type { UnseenFiles, UnseenOfMonth } from './archive-moves';
export { isRunAtWork } from './run-at-work';
export type { FileProblem, SeenFile } from './file-looks';
export type { DeliveredFile, OutboxLine } from './outbox';
export type { SpoolRow, SpoolTotals } from './spool';
export type { ShareHealthRepository } from './share-health';
export { isFolder as isLedgerFolder, whatLies as whatLiesInLedgersPlace } from './damage';
export type { PulseSight } from './pulse';
export type { LockSight } from './vitals';
export { probeSqlite, type SqliteProbe } from './probe';
export { openLimiterStore, readLongestHold, type SqliteLimiterStore } from './limiter-store';
export type { FetchDay, RecoveryCompanyRow, RecoveryItemRow, RecoveryItemState, RecoveryRow } from './recoveries';
export type { FolderTotals, ItemToDeliver, ItemToFetch, ItemTotal, SettledItem } from './recovery-work';
export type {
  CountRow,
  FiledKind,
  MissingOfMonth,
  HeldAgainstCount,
  HeldByParty,
  KindLine,
  ReportLine,
  VerdictReader,
} from './verdict-facts';

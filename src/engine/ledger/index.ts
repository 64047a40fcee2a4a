export type { AlertRecord, AlertRepository, PlannedSend, RememberedAlert, WaitingSend } from './alerts';
export type { CompanyChanges, CompanyRow } from './companies';
export type {
  ArchivedRow,
  DocumentReader,
  DocumentRow,
  EventFilingRow,
  EventRow,
  FilingRow,
  HeldScope,
  VerifiedDelivery,
} from './documents';
export type { CompanyMonth, DeliveryGap, LiveCompany, MonthTotals, Shortfall } from './evidence';
export type { Expectation, ExpectationSource, MissingDocument, ReportRecord } from './expectations';
export type { JournalEntry, JournalWriter } from './journal';
export { openLedger, type Ledger, type LedgerOptions } from './ledger';
export { HeldLock } from './held-lock';
export type { LockHolder, WorkspaceLock } from './lock';
export type { Operation, PassFilter, PassQuery, PassRow, RequestOutcome } from './requests';
export type { RunOutcome, RunRow } from './runs';
export type { DeliveredFile, OutboxLine } from './outbox';
export type { SpoolRow, SpoolTotals } from './spool';
export type { ShareHealthRepository } from './share-health';
export { probeSqlite, type SqliteProbe } from './probe';
export { openLimiterStore, type SqliteLimiterStore } from './limiter-store';

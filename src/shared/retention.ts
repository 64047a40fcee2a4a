import { growthTitles } from './messages/pt-BR/retention';

/** Days that something is kept, as the settings call them: what holds where they say nothing, and what they may say. */
export const RETENTION_DAYS = {
  logDays: { standard: 30, least: 1, most: 365 },
  warningDays: { standard: 90, least: 1, most: 3_650 },
  latencyDays: { standard: 90, least: 7, most: 90 },
  alertDays: { standard: 365, least: 30, most: 3_650 },
  jobDays: { standard: 365, least: 30, most: 3_650 },
  /** 0: for good. */
  reportDays: { standard: 730, least: 0, most: 3_650 },
} as const satisfies Readonly<Record<string, RetentionDays>>;

export interface RetentionDays {
  readonly standard: number;
  readonly least: number;
  readonly most: number;
}

export type RetentionSetting = keyof typeof RETENTION_DAYS;

/** What keeps something from growing without end. */
export type Bound =
  /** What is older goes; `setting`: by the settings' group `retention`. */
  | { readonly by: 'days'; readonly setting: RetentionSetting }
  /** The same, of what people do not know and nobody sets. */
  | { readonly by: 'fixed-days'; readonly days: number }
  /** So many, the newest. */
  | { readonly by: 'newest'; readonly keep: number }
  /** Whoever fills it stops there; by `shares.spoolMegabytes`. */
  | { readonly by: 'spool' }
  /** Days, weeks and months by the settings' group `backup`. */
  | { readonly by: 'backup-rule' }
  /** It is evidence, or a person's to decide: nothing takes it away by itself. */
  | { readonly by: 'person' };

export interface GrowingRow {
  readonly title: string;
  /** What it is counted in. */
  readonly holds: 'files' | 'rows';
  readonly bound: Bound;
}

/**
 * Everything of a workspace that grows while it is used, and what bounds it. The work `retention` of the schedule, the table in
 * Diagnóstico and `malote retention` follow from it; who measures and bounds each stands in `engine/jobs/retention` (the compiler asks).
 */
export const GROWING = {
  logs: { title: growthTitles.logs, holds: 'files', bound: { by: 'days', setting: 'logDays' } },
  warnings: { title: growthTitles.warnings, holds: 'files', bound: { by: 'days', setting: 'warningDays' } },
  failures: { title: growthTitles.failures, holds: 'rows', bound: { by: 'days', setting: 'warningDays' } },
  latency: { title: growthTitles.latency, holds: 'rows', bound: { by: 'days', setting: 'latencyDays' } },
  alerts: { title: growthTitles.alerts, holds: 'rows', bound: { by: 'days', setting: 'alertDays' } },
  jobs: { title: growthTitles.jobs, holds: 'rows', bound: { by: 'days', setting: 'jobDays' } },
  'due-times': { title: growthTitles.dueTimes, holds: 'rows', bound: { by: 'days', setting: 'jobDays' } },
  walks: { title: growthTitles.walks, holds: 'rows', bound: { by: 'fixed-days', days: 60 } },
  reports: { title: growthTitles.reports, holds: 'files', bound: { by: 'days', setting: 'reportDays' } },
  spool: { title: growthTitles.spool, holds: 'files', bound: { by: 'spool' } },
  backups: { title: growthTitles.backups, holds: 'files', bound: { by: 'backup-rule' } },
  'before-migration': { title: growthTitles.beforeMigration, holds: 'files', bound: { by: 'newest', keep: 2 } },
  'set-aside': { title: growthTitles.setAside, holds: 'files', bound: { by: 'person' } },
  kept: { title: growthTitles.kept, holds: 'files', bound: { by: 'person' } },
  requests: { title: growthTitles.requests, holds: 'rows', bound: { by: 'person' } },
  findings: { title: growthTitles.findings, holds: 'rows', bound: { by: 'person' } },
  journal: { title: growthTitles.journal, holds: 'rows', bound: { by: 'person' } },
  ledger: { title: growthTitles.ledger, holds: 'files', bound: { by: 'person' } },
} as const satisfies Readonly<Record<string, GrowingRow>>;

export type GrowingName = keyof typeof GROWING;
export const GROWING_NAMES = Object.keys(GROWING) as [GrowingName, ...GrowingName[]];

/** The same rows, each as any of them. */
export const GROWING_ROWS: Readonly<Record<GrowingName, GrowingRow>> = GROWING;

/** Rows of the ledger, which its own repository counts and forgets. */
export type GrowingRows = {
  readonly [Name in GrowingName]: (typeof GROWING)[Name]['holds'] extends 'rows' ? Name : never;
}[GrowingName];
export type ForgettableRows = Exclude<GrowingRows, 'requests' | 'findings' | 'journal'>;

/** Logs that are set aside and not packed yet, at most: who logs without end between two nights fills no disk. */
export const MOST_LOGS_ASIDE = 20;

/** Names of a log that was set aside when it was full, or its day was over; packed a day later; then its warnings alone. */
export const LOG_NAMES = {
  current: /^malote\.log$/,
  /** Also as an earlier version called it. */
  aside: /^malote(?:-\d{8}-\d{6}(?:-\d+)?|\.old)\.log$/,
  packed: /^malote-\d{8}-\d{6}(?:-\d+)?\.log\.gz$/,
  warnings: /^malote-\d{8}-\d{6}(?:-\d+)?\.avisos\.gz$/,
} as const;

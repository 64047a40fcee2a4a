import type { CompanyName, FindingCategory } from '../../shared/ipc/audit';
import type { DocumentKindName } from '../../shared/ipc/documents';
import type { DocumentQuery, JournalRecord } from '../../shared/ipc/history';
import type { RecoveryView } from '../../shared/ipc/recovery';
import type { Screen } from './ui-store';

export type OrphansTab = 'audit' | 'recovery' | 'earlier' | 'corrections' | 'legacy';

/** What the operator looks at, and has chosen, on the screen of orphans and recovery. */
export interface OrphansView {
  readonly tab: OrphansTab;
  /** Null: the last audit. */
  readonly auditId: number | null;
  /** Null: the first one that has findings. */
  readonly category: FindingCategory | null;
  readonly mode: 'companies' | 'findings';
  readonly search: string;
  /** Null: of all companies, all months. */
  readonly company: CompanyName | null;
  readonly month: string | null;
  /** Categories to be recovered; null: those that the program proposes. */
  readonly chosen: readonly FindingCategory[] | null;
  /** Companies to be recovered, by their CNPJ; empty: all of them. */
  readonly companies: ReadonlySet<string>;
  /** The earlier audit that the one in sight is compared with. */
  readonly comparedWith: number | null;
  /** The plan that is being narrowed, or the recovery that was opened, as the engine answered. */
  readonly plan: RecoveryView | null;
  /** Kinds and months that were left out of the plan as a whole. */
  readonly leftOut: ReadonlySet<string>;
  /** The correction in sight; null: the last one. */
  readonly correctionId: number | null;
  /** The correction that is being applied or undone, which goes on when one leaves the tab. */
  readonly correcting: { readonly id: number; readonly what: 'apply' | 'undo' } | null;
}

export const INITIAL_ORPHANS: OrphansView = {
  tab: 'audit',
  auditId: null,
  category: null,
  mode: 'companies',
  search: '',
  company: null,
  month: null,
  chosen: null,
  companies: new Set(),
  comparedWith: null,
  plan: null,
  leftOut: new Set(),
  correctionId: null,
  correcting: null,
};

/** Subjects of the journal, in the words of an office rather than of the program. */
export const JOURNAL_TOPICS = {
  runs: ['run', 'capture', 'page', 'window', 'report', 'month'],
  documents: ['intake', 'document', 'event', 'archive'],
  deliveries: ['delivery', 'spool'],
  audits: ['audit', 'recovery', 'correction', 'legacy'],
  shares: ['share'],
  alerts: ['alert', 'alerts'],
  program: ['companies', 'ledger', 'leftovers', 'settings', 'summaries'],
} as const;
export type JournalTopic = keyof typeof JOURNAL_TOPICS;

export interface HistoryView {
  readonly tab: 'journal' | 'runs';
  readonly search: string;
  readonly topic: JournalTopic | 'all';
  /** Days as `YYYY-MM-DD`; empty: open. */
  readonly from: string;
  readonly to: string;
  readonly entry: JournalRecord | null;
}

export const INITIAL_HISTORY: HistoryView = {
  tab: 'journal',
  search: '',
  topic: 'all',
  from: '',
  to: '',
  entry: null,
};

export interface CompanyView {
  readonly taxId: string;
  readonly folder: string;
  readonly month: string;
  /** Where "Voltar" leads. */
  readonly from: Screen;
  readonly kind: DocumentKindName | null;
  readonly state: NonNullable<DocumentQuery['state']>;
  readonly search: string;
}

export interface LegacyFolder {
  readonly id: string;
  readonly shown: string;
}

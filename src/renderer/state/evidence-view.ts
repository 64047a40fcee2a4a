import type { CompanyName, FindingCategory } from '../../shared/ipc/audit';
import type { DocumentKindName } from '../../shared/ipc/documents';
import type { JournalActionRead, JournalTopic, JournalTopicName } from '../../shared/ipc/journal-actions';
import type { DocumentQuery, JournalRecord } from '../../shared/ipc/history';
import type { RecoveryView } from '../../shared/ipc/recovery';

export type Screen =
  'panel' | 'shares' | 'orphans' | 'history' | 'company' | 'alerts' | 'diagnosis' | 'assistant' | 'settings' | 'about';

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

/** To which subject each action belongs, by what stands before its dot. */
const TOPICS: Readonly<Record<JournalTopicName, JournalTopic>> = {
  run: 'runs',
  capture: 'runs',
  count: 'runs',
  page: 'runs',
  window: 'runs',
  report: 'runs',
  month: 'runs',
  intake: 'documents',
  document: 'documents',
  event: 'documents',
  archive: 'documents',
  reread: 'documents',
  delivery: 'deliveries',
  destination: 'deliveries',
  spool: 'deliveries',
  audit: 'audits',
  recovery: 'audits',
  correction: 'audits',
  legacy: 'audits',
  share: 'shares',
  alert: 'alerts',
  alerts: 'alerts',
  companies: 'program',
  ledger: 'program',
  backup: 'program',
  retention: 'program',
  schedule: 'program',
  leftovers: 'program',
  summaries: 'program',
};

export const JOURNAL_TOPICS = [...new Set(Object.values(TOPICS))];

/** What a filter by a subject asks for. */
export function prefixesOf(topic: JournalTopic): string[] {
  return Object.entries(TOPICS).flatMap(([prefix, of]) => (of === topic ? [prefix] : []));
}

/** The subject of an action; null of one that another version wrote. */
export function topicOf(action: JournalActionRead): JournalTopic | null {
  if (action === 'unknown') return null;
  const [prefix] = action.split('.') as [JournalTopicName];
  return TOPICS[prefix];
}

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

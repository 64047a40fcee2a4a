import { create, type StoreApi, type UseBoundStore } from 'zustand';
import { DEFAULT_PREFERENCES, type Preferences } from '../../shared/ipc/shell';
import type { Toast } from '../components/Toast';
import type { SettingsPart } from '../i18n';
import { INITIAL_VIEW, type TableView } from './company-table';
import {
  INITIAL_HISTORY,
  INITIAL_ORPHANS,
  type CompanyView,
  type HistoryView,
  type LegacyFolder,
  type OrphansView,
  type Screen,
} from './evidence-view';
import { INITIAL_DIAGNOSIS, type DiagnosisView } from './diagnosis-state';
import type { SettingsWork } from './settings-state';

export type AssistantStep = 'welcome' | 'sieg' | 'archive' | 'import' | 'companies' | 'ready';

export type ShareHours = 24 | 168;

export interface UiState {
  /** Null until the first state of the engine says where to begin. */
  readonly screen: Screen | null;
  /** Null until the settings say where the assistant goes on. */
  readonly step: AssistantStep | null;
  readonly table: TableView;
  readonly panelTab: 'companies' | 'gaps';
  readonly dockTab: 'journal' | 'notices' | 'schedule';
  /** How many hours back the charts of the shares reach. */
  readonly shareHours: ShareHours;
  readonly orphans: OrphansView;
  readonly history: HistoryView;
  /** The company whose month is looked at; null before one was chosen. */
  readonly company: CompanyView | null;
  /** The key whose evidence is open over the screen. */
  readonly inspected: string | null;
  /** Where the system before this one kept its data, as the native picker gave it. */
  readonly legacyFolder: LegacyFolder | null;
  /** The folder that a look without writing was last asked of, by its id: an import rests on that look alone. */
  readonly legacyLooked: string | null;
  readonly toasts: readonly Toast[];
  /** Where each list was scrolled to; not drawn from, so it changes in place. */
  readonly scrolls: Map<string, { readonly top: number; readonly left: number }>;
  /** How lists were sorted, by their names. */
  readonly sorts: Readonly<Record<string, { readonly column: string; readonly descending: boolean }>>;
  readonly settings: SettingsWork | null;
  /** The part of the settings that is to be shown next. */
  readonly settingsPart: SettingsPart | null;
  /** What a diagnosis found, which goes on when one leaves the screen. */
  readonly diagnosis: DiagnosisView;
  readonly diagnosisTab: 'checks' | 'growth' | 'copies';
  readonly preferences: Preferences;
  /** Banners that the operator has sent away, by what they were about. */
  readonly dismissed: ReadonlySet<string>;
}

export type UiStoreHook = UseBoundStore<StoreApi<UiState>>;

/** How many messages are shown at once; older ones give way, the good ones first. */
const TOASTS_AT_ONCE = 3;

/** What the operator has chosen and typed. It outlives every screen, so that leaving one loses nothing. */
export function createUiStore(): UiStoreHook {
  return create<UiState>(() => ({
    screen: null,
    step: null,
    table: INITIAL_VIEW,
    panelTab: 'companies',
    dockTab: 'journal',
    shareHours: 24,
    orphans: INITIAL_ORPHANS,
    history: INITIAL_HISTORY,
    company: null,
    inspected: null,
    legacyFolder: null,
    legacyLooked: null,
    toasts: [],
    scrolls: new Map(),
    sorts: {},
    settings: null,
    settingsPart: null,
    diagnosis: INITIAL_DIAGNOSIS,
    diagnosisTab: 'checks',
    preferences: DEFAULT_PREFERENCES,
    dismissed: new Set(),
  }));
}

let lastToast = 0;

export function addToast(store: UiStoreHook, toast: Omit<Toast, 'id'>): void {
  lastToast += 1;
  const added = { ...toast, id: lastToast };
  // what is said again takes the place of what it was said by
  store.setState(({ toasts }) => ({
    toasts: fewest([...toasts.filter(({ title, text }) => title !== added.title || text !== added.text), added]),
  }));
}

function fewest(toasts: readonly Toast[]): readonly Toast[] {
  if (toasts.length <= TOASTS_AT_ONCE) return toasts;
  const leaves = toasts.slice(0, -1).find(({ tone }) => tone === 'good') ?? toasts[0];
  return fewest(toasts.filter((toast) => toast !== leaves));
}

export function clearToasts(store: UiStoreHook): void {
  store.setState({ toasts: [] });
}

export function closeToast(store: UiStoreHook, id: number): void {
  store.setState(({ toasts }) => ({ toasts: toasts.filter((toast) => toast.id !== id) }));
}

export function dismiss(store: UiStoreHook, what: string): void {
  store.setState(({ dismissed }) => ({ dismissed: new Set([...dismissed, what]) }));
}

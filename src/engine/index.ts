import type { RuntimeProbe } from '../shared/views';
import { probeSqlite } from './ledger';

export { systemClock, type Clock } from './clock';
export { channelSettingsIn } from './alerts';
export type { AlertChannel, AlertSecrets } from './alerts';
export type { AlertDesk, AuditDesk, ShareBoard } from './desks';
export type { Engine, EngineChoice, EngineOptions } from './engine';
export type { RunOptions } from './run-options';
export { openEngine } from './engine';
export { beginFreshLedger, ledgerFile, restoreLedgerFrom, tellDamageOf } from './damaged-ledger';
export { logEvents, type EventLog } from './event-log';
export { formatTaxId, isMonth, monthAt, normaliseTaxId, previousMonth } from './domain';
export {
  journalLine,
  LiveConsole,
  type ConsoleSource,
  type InterruptedRun,
  type LiveConsoleOptions,
  type LiveReads,
} from './live';
export {
  keepUnfinished,
  loadSettings,
  readDraft,
  readForm,
  saveSettings,
  realSettingsProblems,
  settingsProblems,
  settingsSchema,
  SETTINGS_FILE,
  type JsonObject,
  type LoadedSettings,
  type Settings,
  type SettingsToSave,
} from './settings';
export { createRedactor, parseBaseUrl, type Redactor, type SiegCredentials } from './sieg';
export { isAddress, shownSource } from './companies';
export { environmentProxy, type FindProxy } from './proxy';
export { trustThisComputer } from './trust';
export { SettingsTrial, type Trial, type TrialPlace } from './trial';
export { nodeAgents, openAgentRoot, resolveFrom, type AgentProcess, type RootOpener, type SpawnAgent } from './shares';
export { defaultWorkspace, resolveWorkspace, stateFolder, type Surroundings } from './workspace-place';

/** Proves what this process can do: which Node or Electron it is and that SQLite writes and reads a file. */
export function probeRuntime(): RuntimeProbe {
  const sqlite = probeSqlite();
  return {
    node: process.versions.node,
    electron: 'electron' in process.versions ? process.versions.electron : null,
    napi: process.versions['napi'] ?? '',
    sqlite: sqlite.version,
    journalMode: sqlite.journalMode,
    rows: sqlite.rows,
  };
}

/**
 * The engine's door, for the hosts: the engine itself, what is needed to open one, and the few rules that a host needs before it has one.
 * Everything that is exported here is plain Node code, without a window. No room of the engine imports it.
 */
import type { RuntimeProbe } from '../shared/views';
import { probeSqlite } from './ledger';

export { channelSettingsIn, switchedOn, tryChannel, type AlertChannel, type AlertSecrets } from './alerts';
export {
  archiveForSupport,
  beginFreshLedger,
  listCopies,
  proveCopy,
  restoreWorkspace,
  settleRestore,
  type CopiesPlace,
  defaultWorkspace,
  diagnoseWorkspace,
  healthOfWorkspace,
  ledgerFile,
  logEvents,
  openEngine,
  resolveWorkspace,
  restoreLedgerFrom,
  SettingsTester,
  stateFolder,
  tellDamageOf,
  type AlertApi,
  type DiagnosedPlace,
  type Engine,
  type EngineChoice,
  type EngineOptions,
  type EventLog,
  type JobResults,
  type RunOptions,
  type ShareApi,
  type Surroundings,
  type TestedPlace,
} from './app';
export type { AuditApi } from './jobs/audit';
export type { AskedJob, ScheduleApi, StartedJob } from './schedule';
export type { RetentionApi, RetentionView } from './jobs/retention';
export type { BackupApi, BackupProof, MadeBackupView } from './jobs/backup';
export { systemClock, type Clock } from './base';
export { isAddress, shownSource } from './companies';
export { formatTaxId, isMonth, monthAt, normaliseTaxId, previousMonth } from './domain';
export {
  journalLine,
  LiveConsole,
  type ConsoleSource,
  type InterruptedRun,
  type LiveConsoleOptions,
  type LiveReads,
} from './console';
export { environmentProxy, trustThisComputer, type FindProxy } from './network';
export {
  keepUnfinished,
  loadSettings,
  readDraft,
  readForm,
  saveSettings,
  realSettingsProblems,
  settingsProblems,
  settingsSchema,
  FIELD_LABELS,
  SETTINGS_FILE,
  type JsonObject,
  type LoadedSettings,
  type Settings,
  type SettingsToSave,
  type SettingsTest,
} from './settings';
export {
  nodeAgents,
  openAgentRoot,
  openLocalRoot,
  resolveFrom,
  type AgentProcess,
  type RootOpener,
  type SpawnAgent,
} from './shares';
export { createRedactor, parseBaseUrl, type Redactor, type SiegCredentials } from './sieg';
export { fileReason, readRegularSync, replaceFile, setAsideSync } from './files';

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

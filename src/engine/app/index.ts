export { beginFreshLedger, ledgerFile, restoreLedgerFrom, tellDamageOf } from './damaged-ledger';
export { openEngine, type Engine, type EngineChoice, type EngineOptions } from './engine';
export { logEvents, type EventLog } from './event-log';
export type { RunOptions } from './run-options';
export { SettingsTrial, type TrialPlace } from './trial';
export type { AlertDesk, ShareBoard } from './watch-desks';
export { defaultWorkspace, resolveWorkspace, stateFolder, type Surroundings } from './workspace-place';

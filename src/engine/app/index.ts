/**
 * Puts the services together behind one interface, `Engine`, opens them on the settings and opens them anew when those have changed.
 * Everything long answers a promise and takes a signal; what happens is an event; results are plain data. Two engines on two workspaces
 * know nothing of each other; two on one workspace see what the other writes.
 * It holds no rule of its own about documents: what is true of them is decided on the floors below.
 */
export { beginFreshLedger, ledgerFile, restoreLedgerFrom, tellDamageOf } from './damaged-ledger';
export { archiveForSupport, diagnoseWorkspace, healthOfWorkspace, type DiagnosedPlace } from './diagnosed-place';
export { openEngine, type Engine, type EngineChoice, type EngineOptions } from './engine';
export { logEvents, type EventLog } from './event-log';
export type { JobResults } from './job-doors';
export type { RunOptions } from './run-options';
export { SettingsTester, type TestedPlace } from './settings-tester';
export type { AlertApi, ShareApi } from './watch-services';
export { defaultWorkspace, resolveWorkspace, stateFolder, type Surroundings } from './workspace-place';
export { listCopies, proveCopy, restoreWorkspace, settleRestore, type CopiesPlace } from './copies';

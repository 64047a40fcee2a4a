/**
 * How everything is that the work depends on: settings, SIEG, key, folders, workbook, ledger, this computer; a line for each thing, with
 * its fix.
 * It works where nothing else does: without settings or with broken ones, on a damaged ledger, without a key, beside an engine at work.
 * Every check has a deadline of its own and keeps nobody waiting; one that fails is a line. What could not be looked at is unknown,
 * never in order. It changes neither settings nor ledger: of a folder that is written to, a trial file is written and taken away.
 */
export type { DiagnosisMachine, DiagnosisPlace } from './place';
export { writeSupportArchive, type SupportArchiveOptions } from './archive/support-archive';
export { diagnose } from './diagnose';
export { Heartbeat, type HeartbeatOptions } from './heartbeat';
export { healthOf, viewOf as healthView } from './health';
export { HealthPage } from './health-page';
export { diagnosisReadings } from './readings';

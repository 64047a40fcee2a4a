export { AlertCenter } from './center';
export type { AlertCenterOptions, AlertTests } from './center';
export { channelSettingsIn } from './settings';
export type { AlertSecrets, AlertSettings } from './settings';
export type { AlertChannel, Alerts, ConfiguredRoot, NewAlert, Occasion } from './types';
export { tellLedgerDamaged } from './ledger-damaged';

/**
 * Who is told what of what happened, once: the policy, the list in the window, e-mail and the like; notifications go through the host.
 * What is decided is in the ledger, with everything that is to leave of it, before anything leaves; what was sent in the instant of a
 * crash is sent again. A channel that fails is an entry of the list, and holds up neither the other channels nor the engine.
 * It decides nothing about the work itself. What nobody foresaw is told by its name alone, since its text may hold a secret.
 */
export { AlertCenter, tryChannel } from './center';
export type { AlertCenterOptions, AlertTests } from './center';
export { channelSettingsIn, switchedOn } from './settings';
export type { AlertSecrets, AlertSettings } from './settings';
export type { AlertChannel, Alerts, ConfiguredRoot, NewAlert, AlertEvent } from './types';
export { tellLedgerDamaged } from './ledger-damaged';

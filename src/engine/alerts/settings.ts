import type { SecretName } from '../../shared/ipc/contract';
import type { Settings } from '../settings';

/** What the settings say about alerts. */
export type AlertSettings = Pick<Settings, 'alerts' | 'email' | 'webhook'>;

/** Asked for a secret when a message leaves, never before; null when none is held. It is used once and kept nowhere. */
export type AlertSecrets = (name: SecretName) => Promise<string | null>;

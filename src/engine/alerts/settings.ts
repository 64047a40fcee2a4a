import type { AlertChannelName } from '../../shared/ipc/alerts';
import type { SecretName } from '../../shared/ipc/contract';
import { settingsSchema, type Settings } from '../settings';

/** What the settings say about alerts. */
export type AlertSettings = Pick<Settings, 'alerts' | 'email' | 'webhook'>;

/** What holds as long as the settings could not be read. */
export const NO_ALERT_SETTINGS: AlertSettings = {
  alerts: settingsSchema.shape.alerts.parse(undefined),
  email: settingsSchema.shape.email.parse(undefined),
  webhook: settingsSchema.shape.webhook.parse(undefined),
};

/**
 * Asked for a secret when a message is to leave, never before; null when none is held. It is used once and kept nowhere.
 * `address`: of the server that it goes to (`mailAddress`); null for the webhook's, which is an address itself.
 */
export type AlertSecrets = (name: SecretName, address: string | null) => Promise<string | null>;

/**
 * What one channel is to do by settings as somebody has typed or left them, unchecked: what is wrong with the other channel is no matter of
 * this one's. Null where its own do not say.
 */
export function channelSettingsIn(raw: unknown, name: AlertChannelName): Pick<Settings, 'email' | 'webhook'> | null {
  const own = name === 'desktop' ? {} : { [name]: (raw as Readonly<Record<string, unknown>> | null)?.[name] };
  return settingsSchema.pick({ email: true, webhook: true }).safeParse(own).data ?? null;
}

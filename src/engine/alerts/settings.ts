import {
  isSettable,
  SETTABLE_CHANNELS,
  type AlertChannelName,
  type SecretName,
  type SettableChannel,
} from '../../shared/alert-channels';
import { settingsSchema, type Settings } from '../settings';

/** What the settings say about alerts. */
export type AlertSettings = Pick<Settings, 'alerts' | SettableChannel>;

/** Of the channels alone. */
export type ChannelsSettings = Pick<Settings, SettableChannel>;

const channelsSchema = settingsSchema.pick(
  Object.fromEntries(SETTABLE_CHANNELS.map((name) => [name, true])) as Record<SettableChannel, true>,
);

/** What holds as long as the settings could not be read. */
export const NO_ALERT_SETTINGS: AlertSettings = {
  alerts: settingsSchema.shape.alerts.parse(undefined),
  ...channelsSchema.parse({}),
};

/**
 * Asked for a secret when a message is to leave, never before; null when none is held. It is used once and kept nowhere.
 * `address`: of the server that it goes to (`secretAddress`); null for one that is an address itself.
 */
export type AlertSecrets = (name: SecretName, address: string | null) => Promise<string | null>;

/**
 * What one channel is to do by settings as somebody has typed or left them, unchecked: what is wrong with another channel is no matter of
 * this one's. Null where its own do not say.
 */
export function channelSettingsIn(raw: unknown, name: AlertChannelName): ChannelsSettings | null {
  const own = isSettable(name) ? { [name]: (raw as Readonly<Record<string, unknown>> | null)?.[name] } : {};
  return channelsSchema.safeParse(own).data ?? null;
}

/** The channels that these settings have switched on. */
export function switchedOn(settings: ChannelsSettings): SettableChannel[] {
  return SETTABLE_CHANNELS.filter((name) => settings[name].enabled);
}

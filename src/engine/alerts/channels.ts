import {
  isSettable,
  type AlertChannelName,
  type ChannelSettings,
  type SettableChannel,
} from '../../shared/alert-channels';
import { MaloteError } from '../../shared/errors';
import { environmentProxy, type FindProxy } from '../network';
import { EMAIL } from './email';
import type { AlertSecrets, ChannelsSettings } from './settings';
import type { AlertChannel, ChannelSender, SenderOptions } from './types';
import { WEBHOOK } from './webhook';

/** What a channel is opened with, besides its settings and secret. */
export interface ChannelMeans {
  /** Notifications of the operating system, where there is a window. */
  readonly desktop?: AlertChannel;
  /** Certificates (PEM) that e-mail trusts instead of those that this computer knows. */
  readonly trustedCertificates?: string;
  /** Default: by the environment. */
  readonly findProxy?: FindProxy;
}

/** How each channel is spoken. */
const SENDERS: { readonly [Name in SettableChannel]: ChannelSender<Name> } = { email: EMAIL, webhook: WEBHOOK };

type AllSettings = { readonly [Name in SettableChannel]: ChannelSettings<Name> };

const NO_DESKTOP: AlertChannel = {
  name: 'desktop',
  send: () => Promise.reject(new MaloteError('ALERT_DESKTOP_UNAVAILABLE')),
};

export function openChannel(
  name: AlertChannelName,
  settings: ChannelsSettings,
  secrets: AlertSecrets,
  { desktop, trustedCertificates: trusted, findProxy = environmentProxy }: ChannelMeans,
): AlertChannel {
  if (!isSettable(name)) return desktop ?? NO_DESKTOP;
  return opened(name, settings, { secrets, findProxy, ...(trusted === undefined ? {} : { trusted }) });
}

function opened<Name extends SettableChannel>(
  name: Name,
  settings: AllSettings,
  means: Omit<SenderOptions<Name>, 'settings'>,
): AlertChannel {
  return SENDERS[name].open({ settings: settings[name], ...means });
}

/** That nothing can leave on a channel for want of its secret. */
export function secretMissing(name: SettableChannel): MaloteError {
  return SENDERS[name].secretMissing();
}

import { MaloteError } from '../../shared/errors';
import type { AlertChannelName } from '../../shared/ipc/alerts';
import { environmentProxy, type FindProxy } from '../network';
import { createEmailChannel } from './email';
import type { AlertSecrets, AlertSettings } from './settings';
import type { AlertChannel } from './types';
import { createWebhookChannel } from './webhook';

export type ChannelSettings = Pick<AlertSettings, 'email' | 'webhook'>;

/** What a channel is opened with, besides its settings and secret. */
export interface ChannelMeans {
  /** Notifications of the operating system, where there is a window. */
  readonly desktop?: AlertChannel;
  /** Certificates (PEM) that e-mail trusts instead of those that this computer knows. */
  readonly trustedCertificates?: string;
  /** Default: by the environment. */
  readonly findProxy?: FindProxy;
}

const NO_DESKTOP: AlertChannel = {
  name: 'desktop',
  send: () => Promise.reject(new MaloteError('ALERT_DESKTOP_UNAVAILABLE')),
};

export function openChannel(
  name: AlertChannelName,
  { email, webhook }: ChannelSettings,
  secrets: AlertSecrets,
  { desktop, trustedCertificates: trusted, findProxy = environmentProxy }: ChannelMeans,
): AlertChannel {
  switch (name) {
    case 'desktop':
      return desktop ?? NO_DESKTOP;
    case 'email':
      return createEmailChannel({
        ...{ settings: email, secrets, findProxy },
        ...(trusted === undefined ? {} : { trusted }),
      });
    case 'webhook':
      return createWebhookChannel({ settings: webhook, secrets, findProxy });
  }
}

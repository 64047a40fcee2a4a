import { useState } from 'react';
import type { SecretName } from '../../../shared/ipc/shell';
import { mailAddress } from '../../../shared/audience';
import { useServices } from '../../state/services';
import type { SettingsDraft } from '../../state/settings-draft';
import { keyChanged } from '../../state/settings-work';
import { forgetSettingsTest } from '../../state/settings-tests';

export interface Secret {
  readonly name: SecretName;
  readonly typed: string;
  /** Another one is to be typed although one is held. */
  readonly replacing: boolean;
  readonly isTyped: boolean;
  readonly replace: () => void;
  readonly change: (typed: string) => void;
  /** Gives up what was typed. */
  readonly clear: () => void;
  /** Lends what was typed for a trial, which leaves the vault as it is. @returns what stands for it; undefined when nothing was typed */
  readonly offer: () => Promise<string | undefined>;
  /** Hands what was typed to the system's vault and forgets it here; does nothing when nothing was typed. */
  readonly store: () => Promise<void>;
  readonly forget: () => Promise<void>;
}

const CHANNEL_OF = { 'smtp-password': 'email', 'webhook-url': 'webhook' } as const satisfies Record<SecretName, string>;

/** A secret of an alert channel on its way from the keyboard to the vault. It lives in the form alone, never in the draft. */
export function useSecret(name: SecretName, { 'email.host': host, 'email.port': port }: SettingsDraft): Secret {
  const services = useServices();
  const { main } = services.client;
  const [typed, setTyped] = useState('');
  const [replacing, setReplacing] = useState(false);
  const clear = (): void => {
    setTyped('');
    setReplacing(false);
  };
  const value = typed.trim();
  const address = name === 'smtp-password' ? mailAddress(host, port) : null;
  const edited = (): void => forgetSettingsTest(services, CHANNEL_OF[name]);
  return {
    name,
    typed,
    replacing,
    isTyped: value !== '',
    replace: () => setReplacing(true),
    change: (text) => {
      setTyped(text);
      edited();
    },
    clear: () => {
      clear();
      edited();
    },
    offer: async () => (value === '' ? undefined : (await main.offerSecret({ name, value, address })).id),
    store: async () => {
      if (value === '') return;
      const key = await main.storeSecret({ name, value, address });
      clear();
      keyChanged(services, key);
    },
    forget: async () => {
      keyChanged(services, await main.forgetSecret({ name }));
      edited();
    },
  };
}

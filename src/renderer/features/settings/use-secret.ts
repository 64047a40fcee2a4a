import { useState } from 'react';
import type { SecretName } from '../../../shared/ipc/shell';
import { useServices } from '../../state/services';
import { keyChanged } from '../../state/settings-work';

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
  /** Hands what was typed to the system's vault and forgets it here; does nothing when nothing was typed. */
  readonly store: () => Promise<void>;
  readonly forget: () => Promise<void>;
}

/** A secret of an alert channel on its way from the keyboard to the vault. It lives in the form alone, never in the draft. */
export function useSecret(name: SecretName): Secret {
  const services = useServices();
  const { main } = services.client;
  const [typed, setTyped] = useState('');
  const [replacing, setReplacing] = useState(false);
  const clear = (): void => {
    setTyped('');
    setReplacing(false);
  };
  const value = typed.trim();
  return {
    name,
    typed,
    replacing,
    isTyped: value !== '',
    replace: () => setReplacing(true),
    change: setTyped,
    clear,
    store: async () => {
      if (value === '') return;
      const key = await main.storeSecret({ name, value });
      clear();
      keyChanged(services, key);
    },
    forget: async () => keyChanged(services, await main.forgetSecret({ name })),
  };
}

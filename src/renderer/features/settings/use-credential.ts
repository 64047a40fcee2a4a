import { SIEG_GENERATIONS } from '../../../shared/sieg-generations';
import { useState } from 'react';
import { useServices } from '../../state/services';
import type { SettingsDraft } from '../../state/settings-draft';
import { keyChanged } from '../../state/settings-work';
import { forgetSettingsTest } from '../../state/settings-tests';

export interface TypedCredential {
  readonly apiKey: string;
  readonly clientId: string;
  readonly clientSecret: string;
}

const EMPTY: TypedCredential = { apiKey: '', clientId: '', clientSecret: '' };

export interface Credential {
  readonly typed: TypedCredential;
  /** Another one is to be typed although one is held. */
  readonly replacing: boolean;
  readonly replace: () => void;
  readonly change: (changes: Partial<TypedCredential>) => void;
  /** Gives up what was typed. */
  readonly clear: () => void;
  readonly isTyped: boolean;
  /** All that the generation needs has been typed. */
  readonly isComplete: boolean;
  /** Lends what was typed for a trial, which leaves the vault as it is. @returns what stands for it; undefined when nothing was typed */
  readonly offer: () => Promise<string | undefined>;
  /** Hands what was typed to the system's vault and forgets it here; does nothing when nothing was typed. */
  readonly store: () => Promise<void>;
}

/** The credential on its way from the keyboard to the vault. It lives in the form alone, and only until it is stored. */
export function useCredential({ 'sieg.generation': generation, 'sieg.baseUrl': address }: SettingsDraft): Credential {
  const services = useServices();
  const [typed, setTyped] = useState(EMPTY);
  const [replacing, setReplacing] = useState(false);
  const clear = (): void => {
    setTyped(EMPTY);
    setReplacing(false);
  };
  const { apiKey, clientId, clientSecret } = typed;
  const { hasClient } = SIEG_GENERATIONS[generation];
  const needed = hasClient ? [apiKey, clientId, clientSecret] : [apiKey];
  const isTyped = needed.some((part) => part.trim() !== '');
  const more = hasClient ? { clientId: clientId.trim(), clientSecret: clientSecret.trim() } : {};
  const whole = { generation, address, apiKey: apiKey.trim(), ...more };
  const edited = (): void => forgetSettingsTest(services, 'sieg');
  return {
    typed,
    replacing,
    replace: () => setReplacing(true),
    change: (changes) => {
      setTyped((before) => ({ ...before, ...changes }));
      edited();
    },
    clear: () => {
      clear();
      edited();
    },
    isTyped,
    isComplete: needed.every((part) => part.trim() !== ''),
    offer: async () => (isTyped ? (await services.client.main.offerKey(whole)).id : undefined),
    store: async () => {
      if (!isTyped) return;
      const key = await services.client.main.storeKey(whole);
      clear();
      keyChanged(services, key);
    },
  };
}

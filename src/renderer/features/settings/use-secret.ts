import { useState } from 'react';
import { channelSecret, SECRET_NAMES, type SecretName } from '../../../shared/alert-channels';
import { addressInDraft } from '../../state/held-secrets';
import { useServices, type Services } from '../../state/services';
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

interface Typed {
  readonly text: string;
  readonly replacing: boolean;
}

const NOTHING: Typed = { text: '', replacing: false };

/** The secrets of the alert channels on their way from the keyboard to the vault. They live in the form alone, never in the draft. */
export function useSecrets(draft: SettingsDraft): Readonly<Record<SecretName, Secret>> {
  const services = useServices();
  const [typed, setTyped] = useState<{ readonly [Name in SecretName]?: Typed }>({});
  const secretOf = (name: SecretName): Secret =>
    asSecret(services, name, {
      draft,
      typed: typed[name] ?? NOTHING,
      setTyped: (changes) => setTyped((all) => ({ ...all, [name]: { ...(all[name] ?? NOTHING), ...changes } })),
    });
  return Object.fromEntries(SECRET_NAMES.map((name) => [name, secretOf(name)])) as Record<SecretName, Secret>;
}

interface Typing {
  readonly draft: SettingsDraft;
  readonly typed: Typed;
  readonly setTyped: (changes: Partial<Typed>) => void;
}

function asSecret(services: Services, name: SecretName, { draft, typed, setTyped }: Typing): Secret {
  const { main } = services.client;
  const clear = (): void => setTyped(NOTHING);
  const value = typed.text.trim();
  const address = addressInDraft(name, draft);
  const edited = (): void => forgetSettingsTest(services, channelSecret(name).channel);
  return {
    name,
    typed: typed.text,
    replacing: typed.replacing,
    isTyped: value !== '',
    replace: () => setTyped({ replacing: true }),
    change: (text) => {
      setTyped({ text });
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

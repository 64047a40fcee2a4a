import type { Handlers } from '../../shared/ipc/contract';
import { keyState, type Vaults } from './key-state';

type SecretRequest = 'storeKey' | 'offerKey' | 'forgetKey' | 'storeSecret' | 'offerSecret' | 'forgetSecret';

/** What a page may ask of the vaults: secrets go in, and never out. */
export function createSecretHandlers(vaults: Vaults): Pick<Handlers<'main'>, SecretRequest> {
  const { vault, secrets } = vaults;
  return {
    storeKey: async (credential) => {
      await vault.store(credential);
      return keyState(vaults);
    },
    offerKey: (credential) => ({ id: vault.offer(credential) }),
    forgetKey: async () => {
      await vault.forget();
      return keyState(vaults);
    },
    storeSecret: async (secret) => {
      await secrets.store(secret);
      return keyState(vaults);
    },
    offerSecret: async (secret) => ({ id: await secrets.offer(secret) }),
    forgetSecret: ({ name }) => {
      secrets.forget(name);
      return keyState(vaults);
    },
  };
}

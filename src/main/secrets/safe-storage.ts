import { safeStorage } from 'electron';
import type { Encryption } from './encryption';

/** What safeStorage was before Electron had its asynchronous form: the Electron of the tests may have this one alone. */
interface EarlierSafeStorage {
  isEncryptionAvailable(): boolean;
  encryptString(text: string): Buffer;
  decryptString(encrypted: Buffer): string;
}

/** Electron's safeStorage: DPAPI, Keychain, or the key ring of a Linux desktop. Only after the application is ready. */
export function systemEncryption(): Encryption {
  const encryption = 'encryptStringAsync' in safeStorage ? asynchronous() : synchronous(safeStorage);
  return { ...encryption, available: async () => !isPretence() && (await encryption.available()) };
}

/** "basic_text" is a fixed password: worse than nothing, since it looks like encryption. */
function isPretence(): boolean {
  return process.platform === 'linux' && safeStorage.getSelectedStorageBackend() === 'basic_text';
}

function asynchronous(): Encryption {
  return {
    available: () => safeStorage.isAsyncEncryptionAvailable(),
    encrypt: (text) => safeStorage.encryptStringAsync(text),
    decrypt: async (encrypted) => {
      const { result, shouldReEncrypt } = await safeStorage.decryptStringAsync(encrypted);
      return { text: result, isStale: shouldReEncrypt };
    },
  };
}

function synchronous(storage: EarlierSafeStorage): Encryption {
  return {
    available: () => Promise.resolve(storage.isEncryptionAvailable()),
    encrypt: (text) => Promise.resolve(storage.encryptString(text)),
    decrypt: (encrypted) => Promise.resolve({ text: storage.decryptString(encrypted), isStale: false }),
  };
}

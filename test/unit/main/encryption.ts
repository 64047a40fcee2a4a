import type { Encryption } from '../../../src/main/secrets/encryption';

/** Stands in for the operating system: turns text into bytes that do not hold it, and back, for one user. */
export function encryption(user = 7, available = true): Encryption {
  const turn = (bytes: Uint8Array): Buffer => Buffer.from(bytes.map((byte) => byte ^ user));
  return {
    available: () => Promise.resolve(available),
    encrypt: (text) => Promise.resolve(turn(Buffer.from(`ok${text}`))),
    decrypt: (bytes) => {
      const text = turn(bytes).toString();
      if (!text.startsWith('ok')) return Promise.reject(new Error(`cannot decrypt ${text}`));
      return Promise.resolve({ text: text.slice(2), isStale: false });
    },
  };
}

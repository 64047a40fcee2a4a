import { createHash } from 'node:crypto';
import { MaloteError } from '../../shared/errors';
import type { SiegCredentials } from './port';
import { SIEG_GENERATIONS, type SiegGeneration } from '../../shared/sieg-generations';
import { siegMessages } from '../../shared/messages/pt-BR/sieg';

/**
 * The key as SIEG's server knows it: the portal hands it out already percent-encoded (`…%3d%3d`), so that encoding it again
 * would give a wrong key. Decoded when it holds `%XX`, else taken as it is.
 */
export function plainKey(apiKey: string): string {
  const trimmed = apiKey.trim();
  if (!/%[0-9a-f]{2}/i.test(trimmed)) return trimmed;
  try {
    return decodeURIComponent(trimmed);
  } catch {
    return trimmed;
  }
}

/** What the adapters need, checked and ready to travel. Lives only in closures; never put it into an error, an event or a setting. */
export interface PlainCredentials {
  readonly apiKey: string;
  readonly clientId: string;
  readonly clientSecret: string;
}

/**
 * @throws MaloteError SIEG_CREDENTIALS_MISSING or SIEG_CREDENTIALS_INVALID; both name the field, never its value.
 */
export function readCredentials(credentials: SiegCredentials, generation: SiegGeneration): PlainCredentials {
  const plain = {
    apiKey: plainKey(credentials.apiKey),
    clientId: credentials.clientId?.trim() ?? '',
    clientSecret: credentials.clientSecret?.trim() ?? '',
  };
  required(plain.apiKey, siegMessages.credentials.apiKey);
  if (SIEG_GENERATIONS[generation].hasClient) {
    required(plain.clientId, siegMessages.credentials.clientId);
    required(plain.clientSecret, siegMessages.credentials.clientSecret);
  }
  return plain;
}

function required(value: string, field: string): void {
  if (value === '') throw new MaloteError('SIEG_CREDENTIALS_MISSING', { missing: field });
  if (!/^[\x21-\x7e]+$/.test(value)) throw new MaloteError('SIEG_CREDENTIALS_INVALID', { field });
}

const FINGERPRINT_SALT = 'malote/sieg-key-fingerprint/1:';

/**
 * Name under which the limiter remembers a key: salted SHA-256, the same in every process that has the key,
 * whether it was pasted percent-encoded or not. A key is long and random, so that it cannot be guessed back.
 */
export function fingerprintOf(apiKey: string): string {
  return createHash('sha256').update(FINGERPRINT_SALT).update(plainKey(apiKey)).digest('hex');
}

import { join } from 'node:path';
import { z } from 'zod';
import { SIEG_ADDRESS } from '../../shared/audience';
import { MaloteError } from '../../shared/errors';
import type { KeyState } from '../../shared/ipc/settings';
import type { CredentialInput } from '../../shared/ipc/shell';
import { shellMessages } from '../../shared/messages/pt-BR/desktop/shell';
import { SmallFile } from '../files/small-file';
import { audienceGiven, refuseOthers } from './audience';
import type { Encryption } from './encryption';
import { Offered } from './offered';
import { type SiegGeneration, siegGenerationSchema } from '../../shared/sieg-generations';

const generationSchema = siegGenerationSchema;
type Generation = z.output<typeof generationSchema>;
const fileSchema = z
  .object({
    version: z.literal(1),
    generation: generationSchema,
    /** Whom it is for. Absent in files that were written before that was kept: then it was SIEG itself. */
    audience: z.string().default(SIEG_ADDRESS),
    encrypted: z.base64(),
  })
  .nullable();
const credentialSchema = z.object({
  apiKey: z.string().min(1),
  clientId: z.string().optional(),
  clientSecret: z.string().optional(),
});

export type Credential = z.output<typeof credentialSchema>;

/** What is known of the key itself, without the secrets of the alert channels. */
export type KeyHeld = Pick<KeyState, 'generation' | 'kept'> & { readonly audience: string | null };

interface Held extends Credential {
  readonly generation: SiegGeneration;
  readonly audience: string;
}

/**
 * The key of SIEG: encrypted by the operating system in a file of its own, or, where the system has no encryption to offer, in memory
 * until the program ends. It is never written in plain text, and never handed to a page.
 */
export class KeyVault {
  readonly #file: SmallFile<typeof fileSchema>;
  readonly #offered = new Offered<{
    readonly generation: Generation;
    readonly audience: string;
    readonly credential: Credential;
  }>();
  #session: Held | null = null;

  constructor(
    folder: string,
    private readonly encryption: Encryption,
    /** Told every secret before it is used. */
    private readonly hide: (secret: string) => void,
  ) {
    this.#file = new SmallFile(join(folder, 'credentials.json'), fileSchema, null);
  }

  async state(): Promise<KeyHeld> {
    const held = this.#session ?? this.#file.read();
    return {
      generation: held?.generation ?? null,
      audience: held?.audience ?? null,
      kept: (await this.encryption.available()) ? 'disk' : 'session',
    };
  }

  /** Takes the place of any key held before. @throws MaloteError SHELL_KEY_UNSAVED: it then holds for the session; SHELL_SECRET_NO_ADDRESS */
  async store({ generation, address, apiKey, clientId, clientSecret }: CredentialInput): Promise<KeyHeld> {
    const credential = trimmed({ apiKey, clientId, clientSecret });
    this.#hideAll(credential);
    const audience = audienceGiven(address);
    this.#offered.takeBack();
    this.#session = { ...credential, generation, audience };
    // whatever becomes of the new key, the old one must not come back with the next start
    this.#file.remove();
    if (await this.encryption.available()) await this.#write({ ...credential, generation, audience });
    return this.state();
  }

  /** For a trial: what is held stays as it is. @returns the id for `offered` @throws MaloteError SHELL_SECRET_NO_ADDRESS */
  offer({ generation, address, apiKey, clientId, clientSecret }: CredentialInput): string {
    const credential = trimmed({ apiKey, clientId, clientSecret });
    this.#hideAll(credential);
    return this.#offered.offer({ generation, audience: audienceGiven(address), credential });
  }

  /**
   * What was offered last, under its id and for this generation of the API; null when another key was offered, stored or forgotten since.
   * @throws MaloteError SHELL_SECRET_ELSEWHERE
   */
  offered(id: string, generation: Generation, address: string): Credential | null {
    const offered = this.#offered.read(id);
    if (offered?.generation !== generation) return null;
    refuseOthers('sieg-key', offered.audience, address);
    return offered.credential;
  }

  async forget(): Promise<KeyHeld> {
    this.#offered.takeBack();
    this.#session = null;
    this.#file.remove();
    return this.state();
  }

  /**
   * The key for a generation of the API; null when none is held.
   * @param address where it is going to be sent
   * @throws MaloteError SHELL_KEY_UNREADABLE, SHELL_SECRET_ELSEWHERE
   */
  async read(generation: SiegGeneration, address: string): Promise<Credential | null> {
    const held = this.#session ?? this.#file.read();
    if (held?.generation !== generation) return null;
    refuseOthers('sieg-key', held.audience, address);
    if (!('encrypted' in held)) return credentialOf(held);
    const { credential, isStale } = await this.#decrypt(held.encrypted);
    this.#hideAll(credential);
    this.#session = { ...credential, generation, audience: held.audience };
    if (isStale) await this.#write(this.#session).catch(() => undefined);
    return credential;
  }

  async #write({ generation, audience, ...rest }: Held): Promise<void> {
    try {
      const encrypted = (await this.encryption.encrypt(JSON.stringify(credentialOf(rest)))).toString('base64');
      this.#file.write({ version: 1, generation, audience, encrypted });
    } catch (error) {
      const reason =
        error instanceof MaloteError ? String(error.details['reason']) : shellMessages.secrets.keyNotEncrypted;
      // no cause: an error of the encryption may hold what it was given
      throw new MaloteError('SHELL_KEY_UNSAVED', { reason });
    }
  }

  async #decrypt(encrypted: string): Promise<{ readonly credential: Credential; readonly isStale: boolean }> {
    try {
      const { text, isStale } = await this.encryption.decrypt(Buffer.from(encrypted, 'base64'));
      return { credential: credentialSchema.parse(JSON.parse(text)), isStale };
    } catch {
      throw new MaloteError('SHELL_KEY_UNREADABLE');
    }
  }

  #hideAll(credential: Credential): void {
    for (const secret of Object.values(credential)) if (secret !== undefined) this.hide(secret);
  }
}

function credentialOf({ apiKey, clientId, clientSecret }: Credential): Credential {
  return trimmed({ apiKey, clientId, clientSecret });
}

function trimmed(given: Readonly<Record<keyof Credential, string | undefined>>): Credential {
  const kept = Object.entries(given).flatMap(([name, value]) => {
    const text = value?.trim() ?? '';
    return text === '' ? [] : [[name, text]];
  });
  return credentialSchema.parse(Object.fromEntries(kept));
}

import { join } from 'node:path';
import { z } from 'zod';
import { channelSecret } from '../../shared/alert-channels';
import { audienceOf } from '../../shared/audience';
import { MaloteError } from '../../shared/errors';
import { secretNameSchema, type SecretInput, type SecretName } from '../../shared/ipc/shell';
import { shellMessages } from '../../shared/messages/pt-BR/desktop/shell';
import { SmallFile } from '../files/small-file';
import { audienceGiven, refuseOthers } from './audience';
import type { Encryption } from './encryption';
import { Offered } from './offered';

const fileSchema = z.object({
  version: z.literal(1),
  encrypted: z.partialRecord(secretNameSchema, z.base64()),
  /** Whom each is for; none for what is an address itself. */
  audience: z.partialRecord(secretNameSchema, z.string()).default({}),
});
type Stored = z.output<typeof fileSchema>;

const NONE: Stored = { version: 1, encrypted: {}, audience: {} };

interface Held {
  readonly value: string;
  readonly audience: string | null;
}

/**
 * The secrets of the alert channels, under the rules of the key (KeyVault): encrypted by the operating system, or in memory until the
 * program ends; never in plain text on the disk, never handed to a page.
 */
export class SecretVault {
  readonly #file: SmallFile<typeof fileSchema>;
  readonly #session = new Map<SecretName, Held>();
  readonly #offered = new Offered<Held & { readonly name: SecretName }>();

  constructor(
    folder: string,
    private readonly encryption: Encryption,
    /** Told every secret before it is used. */
    private readonly hide: (secret: string) => void,
    /** Whether a person confirms, where no page can answer for him, that messages may go to an address of the server. */
    private readonly confirm: (server: string, address: string) => Promise<boolean>,
  ) {
    this.#file = new SmallFile(join(folder, 'secrets.json'), fileSchema, NONE);
  }

  /** Names of the secrets that are held. */
  held(): SecretName[] {
    const { encrypted } = this.#file.read();
    return secretNameSchema.options.filter((name) => this.#session.has(name) || encrypted[name] !== undefined);
  }

  /** Whom a secret is for; null where none is held, it is an address itself, or nobody said. */
  audience(name: SecretName): string | null {
    return this.#session.get(name)?.audience ?? this.#file.read().audience[name] ?? null;
  }

  /**
   * Takes the place of what was held under the name.
   * @throws MaloteError SHELL_SECRET_UNSAVED: it then holds for the session; SHELL_SECRET_NO_ADDRESS, SHELL_ADDRESS_UNCONFIRMED
   */
  async store({ name, value, address }: SecretInput): Promise<void> {
    this.hide(value);
    const audience = audienceFor(name, address);
    await this.#admit(name, value);
    this.#offered.takeBack();
    this.#session.set(name, { value, audience });
    // whatever becomes of the new secret, the old one must not come back with the next start
    this.#erase(name);
    if (await this.encryption.available()) await this.#write(name, { value, audience });
  }

  /**
   * For a trial: what is held stays as it is.
   * @returns the id for `offered`
   * @throws MaloteError SHELL_SECRET_NO_ADDRESS, SHELL_ADDRESS_UNCONFIRMED
   */
  async offer({ name, value, address }: SecretInput): Promise<string> {
    this.hide(value);
    const audience = audienceFor(name, address);
    await this.#admit(name, value);
    return this.#offered.offer({ name, value, audience });
  }

  /** What was offered last, under its id; null when another secret was offered, stored or forgotten since. @throws MaloteError SHELL_SECRET_ELSEWHERE */
  offered(id: string, address: string | null): string | null {
    const offered = this.#offered.read(id);
    if (offered === null) return null;
    refuseElsewhere(offered.name, offered.audience, address);
    return offered.value;
  }

  forget(name: SecretName): void {
    this.#offered.takeBack();
    this.#session.delete(name);
    this.#erase(name);
  }

  /**
   * Null when none is held.
   * @param address of the server that it is going to be sent to; null for what is an address itself
   * @throws MaloteError SHELL_SECRET_UNREADABLE, SHELL_SECRET_ELSEWHERE
   */
  async read(name: SecretName, address: string | null): Promise<string | null> {
    if (!this.held().includes(name)) return null;
    const audience = this.audience(name);
    refuseElsewhere(name, audience, address);
    const known = this.#session.get(name);
    if (known !== undefined) return known.value;
    const { text: value, isStale } = await this.#decrypt(name, this.#file.read().encrypted[name] ?? '');
    this.hide(value);
    this.#session.set(name, { value, audience });
    if (isStale) await this.#write(name, { value, audience }).catch(() => undefined);
    return value;
  }

  /** A secret that is an address comes in only when a person has confirmed it, unless it is the one that is held. */
  async #admit(name: SecretName, value: string): Promise<void> {
    const server = isAddressItself(name) ? audienceOf(value) : null;
    // what is no address is told when it is used, and reaches nobody
    if (server === null || value === (await this.read(name, null).catch(() => null))) return;
    if (!(await this.confirm(server, value))) throw new MaloteError('SHELL_ADDRESS_UNCONFIRMED', { server });
  }

  #erase(name: SecretName): void {
    const { encrypted, audience } = this.#file.read();
    if (encrypted[name] === undefined) return;
    const rest = { version: 1, encrypted: without(encrypted, name), audience: without(audience, name) } as const;
    if (Object.keys(rest.encrypted).length === 0) this.#file.remove();
    else this.#file.write(rest);
  }

  async #write(name: SecretName, { value, audience }: Held): Promise<void> {
    try {
      const encrypted = (await this.encryption.encrypt(value)).toString('base64');
      const before = this.#file.read();
      this.#file.write({
        version: 1,
        encrypted: { ...before.encrypted, [name]: encrypted },
        audience: audience === null ? without(before.audience, name) : { ...before.audience, [name]: audience },
      });
    } catch (error) {
      const reason =
        error instanceof MaloteError ? String(error.details['reason']) : shellMessages.secrets.notEncrypted;
      // no cause: an error of the encryption may hold what it was given
      throw new MaloteError('SHELL_SECRET_UNSAVED', { reason, secret: name });
    }
  }

  async #decrypt(name: SecretName, encrypted: string): Promise<{ readonly text: string; readonly isStale: boolean }> {
    try {
      return await this.encryption.decrypt(Buffer.from(encrypted, 'base64'));
    } catch {
      throw new MaloteError('SHELL_SECRET_UNREADABLE', { secret: name });
    }
  }
}

function isAddressItself(name: SecretName): boolean {
  return channelSecret(name).server === null;
}

/** One that is an address itself is asked for without one. @throws MaloteError SHELL_SECRET_ELSEWHERE */
function refuseElsewhere(name: SecretName, audience: string | null, address: string | null): void {
  if (!isAddressItself(name) || address !== null) refuseOthers(name, audience, address);
}

/** An address is its own; a password is for the server that it was typed for. */
function audienceFor(name: SecretName, address: string | null): string | null {
  return isAddressItself(name) ? null : audienceGiven(address ?? '');
}

function without<Value>(
  record: Readonly<Partial<Record<SecretName, Value>>>,
  name: SecretName,
): Partial<Record<SecretName, Value>> {
  const { [name]: _, ...rest } = record;
  return rest;
}

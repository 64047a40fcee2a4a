import { join } from 'node:path';
import { z } from 'zod';
import { MaloteError } from '../../shared/errors';
import { secretNameSchema, type SecretInput, type SecretName } from '../../shared/ipc/shell';
import { SmallFile } from '../files/small-file';
import type { Encryption } from './encryption';
import { Offered } from './offered';

const fileSchema = z.object({ version: z.literal(1), encrypted: z.partialRecord(secretNameSchema, z.base64()) });
type Stored = z.output<typeof fileSchema>;

const NONE: Stored = { version: 1, encrypted: {} };

/**
 * The secrets of the alert channels, under the rules of the key (KeyVault): encrypted by the operating system, or in memory until the
 * program ends; never in plain text on the disk, never handed to a page.
 */
export class SecretVault {
  readonly #file: SmallFile<typeof fileSchema>;
  readonly #session = new Map<SecretName, string>();
  readonly #offered = new Offered<string>();

  constructor(
    folder: string,
    private readonly encryption: Encryption,
    /** Told every secret before it is used. */
    private readonly hide: (secret: string) => void,
  ) {
    this.#file = new SmallFile(join(folder, 'secrets.json'), fileSchema, NONE);
  }

  /** Names of the secrets that are held. */
  held(): SecretName[] {
    const { encrypted } = this.#file.read();
    return secretNameSchema.options.filter((name) => this.#session.has(name) || encrypted[name] !== undefined);
  }

  /** Takes the place of what was held under the name. @throws MaloteError SHELL_SECRET_UNSAVED: it then holds for the session */
  async store({ name, value }: SecretInput): Promise<void> {
    this.hide(value);
    this.#offered.takeBack();
    this.#session.set(name, value);
    // whatever becomes of the new secret, the old one must not come back with the next start
    this.#erase(name);
    if (await this.encryption.available()) await this.#write(name, value);
  }

  /** For a trial: what is held stays as it is. @returns the id for `offered` */
  offer({ value }: SecretInput): string {
    this.hide(value);
    return this.#offered.offer(value);
  }

  /** What was offered last, under its id; null when another secret was offered, stored or forgotten since. */
  offered(id: string): string | null {
    return this.#offered.read(id);
  }

  forget(name: SecretName): void {
    this.#offered.takeBack();
    this.#session.delete(name);
    this.#erase(name);
  }

  /** Null when none is held. @throws MaloteError SHELL_SECRET_UNREADABLE */
  async read(name: SecretName): Promise<string | null> {
    const known = this.#session.get(name);
    if (known !== undefined) return known;
    const encrypted = this.#file.read().encrypted[name];
    if (encrypted === undefined) return null;
    const { text, isStale } = await this.#decrypt(name, encrypted);
    this.hide(text);
    this.#session.set(name, text);
    if (isStale) await this.#write(name, text).catch(() => undefined);
    return text;
  }

  #erase(name: SecretName): void {
    const { [name]: erased, ...rest } = this.#file.read().encrypted;
    if (erased === undefined) return;
    if (Object.keys(rest).length === 0) this.#file.remove();
    else this.#file.write({ version: 1, encrypted: rest });
  }

  async #write(name: SecretName, value: string): Promise<void> {
    try {
      const encrypted = (await this.encryption.encrypt(value)).toString('base64');
      this.#file.write({ version: 1, encrypted: { ...this.#file.read().encrypted, [name]: encrypted } });
    } catch (error) {
      const reason = error instanceof MaloteError ? String(error.details['reason']) : 'o sistema não o cifrou';
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

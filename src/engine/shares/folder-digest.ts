import { createHash } from 'node:crypto';

const FLUSH_AT = 8_192;

/** Makes one value of a folder's own files, which are added in order of name. */
export class FolderDigester {
  files = 0;
  bytes = 0;
  readonly #hash = createHash('sha256');
  #unhashed = '';

  add(name: string, { size, modifiedMs }: { readonly size: number; readonly modifiedMs: number }): void {
    this.files += 1;
    this.bytes += size;
    this.#unhashed += `${name}\0${String(size)}\0${String(modifiedMs)}\n`;
    if (this.#unhashed.length >= FLUSH_AT) this.#flush();
  }

  /** Hexadecimal. Once, at the end. */
  digest(): string {
    this.#flush();
    return this.#hash.digest('hex');
  }

  #flush(): void {
    this.#hash.update(this.#unhashed);
    this.#unhashed = '';
  }
}

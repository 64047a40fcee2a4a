import type { Sha256 } from '../domain';

const LIMIT_BYTES = 16 * 1024 ** 2;

/** Bytes of their own: a window would keep all of the buffer that it belongs to. */
function owned(bytes: Uint8Array): Uint8Array {
  return bytes.byteLength === bytes.buffer.byteLength ? bytes : new Uint8Array(bytes);
}

/**
 * Contents that were read back at the archive a moment ago, for the delivery that follows, which would otherwise read each of them over
 * the network once more. Found by their hash alone: whatever has become of the archive's file meanwhile, what is delivered is what the
 * ledger holds. Bounded; what was used least lately goes first, and is read from the archive again.
 */
export class VerifiedContents {
  /** The least lately used first. */
  readonly #contents = new Map<Sha256, Uint8Array>();
  #bytes = 0;

  constructor(private readonly limitBytes = LIMIT_BYTES) {}

  /** Of all that is kept. */
  get bytes(): number {
    return this.#bytes;
  }

  /** @param bytes nobody changes them any more */
  keep(sha256: Sha256, bytes: Uint8Array): void {
    this.drop(sha256);
    if (bytes.byteLength > this.limitBytes) return;
    this.#contents.set(sha256, owned(bytes));
    this.#bytes += bytes.byteLength;
    for (const oldest of this.#contents.keys()) {
      if (this.#bytes <= this.limitBytes) return;
      this.drop(oldest);
    }
  }

  get(sha256: Sha256): Uint8Array | undefined {
    const bytes = this.#contents.get(sha256);
    if (bytes === undefined) return undefined;
    this.#contents.delete(sha256);
    this.#contents.set(sha256, bytes);
    return bytes;
  }

  /** Nobody needs it any more. */
  drop(sha256: Sha256): void {
    this.#bytes -= this.#contents.get(sha256)?.byteLength ?? 0;
    this.#contents.delete(sha256);
  }
}

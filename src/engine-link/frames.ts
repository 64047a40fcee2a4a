/**
 * Messages in a stream of bytes: four bytes of length, highest first, then JSON in UTF-8. The largest answer of the contract is a page of
 * a thousand lines, which is far below a mebibyte; a frame above the bound is nobody's honest one.
 */
export const MOST_FRAME_BYTES = 16 * 1024 * 1024;
const HEAD_BYTES = 4;

/** What came is no frame of this protocol: nothing after it can be read. */
export class FrameFault extends Error {
  constructor(reason: string) {
    super(reason);
    this.name = 'FrameFault';
  }
}

/** @throws FrameFault it is larger than a frame may be */
export function frameOf(message: unknown, most = MOST_FRAME_BYTES): Buffer {
  // what JSON has no word for (undefined, a function) is said as null
  const text = JSON.stringify(message ?? null);
  const bytes = Buffer.byteLength(text);
  if (bytes > most) throw new FrameFault(`a frame of ${String(bytes)} bytes`);
  const frame = Buffer.allocUnsafe(HEAD_BYTES + bytes);
  frame.writeUInt32BE(bytes, 0);
  frame.write(text, HEAD_BYTES);
  return frame;
}

/** Puts frames together from pieces, however the stream was cut; holds no more than one unfinished frame and the piece that came last. */
export class FrameReader {
  readonly #text = new TextDecoder('utf-8', { fatal: true });
  #pieces: Buffer[] = [];
  #held = 0;
  /** Of the frame whose head was read. */
  #length: number | null = null;

  /** @param most bytes of a frame; it may be changed at any time */
  constructor(public most = MOST_FRAME_BYTES) {}

  add(piece: Buffer): void {
    this.#pieces.push(piece);
    this.#held += piece.length;
  }

  /** The next whole message, in an envelope since it may be null; null where there is none yet. @throws FrameFault */
  take(): { readonly message: unknown } | null {
    this.#length ??= this.#readLength();
    if (this.#length === null) return null;
    const bytes = this.#read(this.#length);
    if (bytes === null) return null;
    this.#length = null;
    return { message: this.#parse(bytes) };
  }

  #readLength(): number | null {
    const length = this.#read(HEAD_BYTES)?.readUInt32BE(0) ?? null;
    if (length !== null && length > this.most) throw new FrameFault(`a frame of ${String(length)} bytes is announced`);
    return length;
  }

  #read(bytes: number): Buffer | null {
    if (this.#held < bytes) return null;
    const [first = Buffer.alloc(0)] = this.#pieces;
    const all = this.#pieces.length > 1 ? Buffer.concat(this.#pieces) : first;
    this.#pieces = [all.subarray(bytes)];
    this.#held -= bytes;
    return all.subarray(0, bytes);
  }

  #parse(bytes: Buffer): unknown {
    try {
      return JSON.parse(this.#text.decode(bytes)) as unknown;
    } catch {
      throw new FrameFault('a frame that is no JSON');
    }
  }
}

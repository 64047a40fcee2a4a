import type { Socket } from 'node:net';
import { after } from '../engine/base';
import { FrameFault, frameOf, FrameReader, MOST_FRAME_BYTES } from './frames';
import type { Port } from './port';

/** What may wait to be read by the other end: one frame of the largest size, and as much again. */
export const MOST_WAITING_BYTES = 2 * MOST_FRAME_BYTES;
/** What an end is heard before it has proven who it is. */
export const MOST_UNPROVEN_BYTES = 4 * 1024;
/** For what was said last to leave, once this end has closed. */
const LAST_WORDS_MS = 2_000;

export type CutReason = 'LINK_SLOW' | 'LINK_GARBLED';

export interface SocketPortOptions {
  /** This end cuts the other off, which does not read, or sends what nobody can. */
  readonly onCut?: (reason: CutReason, detail: string) => void;
  readonly mostWaiting?: number;
}

/**
 * One end of a socket as a `Port`. Nothing is read off the socket while nobody listens, so that who sends too much waits; who does not read
 * what is posted is cut off, since nothing that the contract says may be left out: he connects anew and takes a snapshot.
 */
export class SocketPort implements Port {
  readonly #reader = new FrameReader(MOST_UNPROVEN_BYTES);
  readonly #onClose: (() => void)[] = [];
  /** Bytes heard of an end that has proven nothing; null: it has. */
  #unproven: number | null = 0;
  #listener: ((message: unknown) => void) | null = null;
  #once: { resolve: (message: unknown) => void; reject: (error: Error) => void } | null = null;
  #isClosed = false;
  #isGone = false;

  constructor(
    private readonly socket: Socket,
    private readonly options: SocketPortOptions = {},
  ) {
    socket.on('data', (piece) => {
      this.#arrived(piece);
    });
    // `close` follows
    socket.on('error', () => undefined);
    socket.once('close', () => {
      this.#gone();
    });
    socket.pause();
  }

  /** The other end has proven who it is: it is heard as far as a frame may go. */
  trust(): void {
    this.#unproven = null;
    this.#reader.most = MOST_FRAME_BYTES;
  }

  /** The next message, for a conversation in turns before `listen`. @throws Error the other end is gone, or was cut off */
  receive(): Promise<unknown> {
    return new Promise((resolve, reject) => {
      if (this.#isGone) {
        reject(new Error('closed'));
        return;
      }
      this.#once = { resolve, reject };
      this.#deliver();
    });
  }

  post(message: unknown): void {
    if (this.#isClosed) return;
    try {
      const frame = frameOf(message);
      const waiting = this.socket.writableLength + frame.length;
      if (waiting > (this.options.mostWaiting ?? MOST_WAITING_BYTES))
        this.#cut('LINK_SLOW', `${String(waiting)} bytes`);
      else this.socket.write(frame);
    } catch (error) {
      this.#failed(error);
    }
  }

  listen(listener: (message: unknown) => void): void {
    this.#listener = listener;
    // as a MessagePort does, never within the call
    setImmediate(() => {
      this.#deliver();
    });
  }

  onClose(listener: () => void): void {
    if (this.#isGone) queueMicrotask(listener);
    else this.#onClose.push(listener);
  }

  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.socket.end();
    // what the other end still says is nobody's any more, and must not keep its last word from being seen
    this.socket.resume();
    const stop = after(LAST_WORDS_MS, () => this.socket.destroy(), { keepsProcess: false });
    this.onClose(stop);
  }

  /** Ends it without a word. */
  destroy(): void {
    this.#isClosed = true;
    this.socket.destroy();
  }

  #arrived(piece: Buffer): void {
    if (this.#isClosed) return;
    if (this.#unproven !== null) this.#unproven += piece.length;
    if (this.#unproven !== null && this.#unproven > MOST_UNPROVEN_BYTES) {
      this.#cut('LINK_GARBLED', 'too much before a proof');
      return;
    }
    this.#reader.add(piece);
    this.#deliver();
  }

  /** Hands on what is whole, as long as somebody takes it; else no more is read. */
  #deliver(): void {
    for (let taken = this.#take(); taken !== null; taken = this.#take()) this.#hand(taken.message);
    if (this.#isClosed) return;
    if (this.#isHeard()) this.socket.resume();
    else this.socket.pause();
  }

  #isHeard(): boolean {
    return this.#listener !== null || this.#once !== null;
  }

  #take(): { readonly message: unknown } | null {
    if (this.#isClosed || !this.#isHeard()) return null;
    try {
      return this.#reader.take();
    } catch (error) {
      this.#failed(error);
      return null;
    }
  }

  #hand(message: unknown): void {
    const once = this.#once;
    this.#once = null;
    if (once === null) this.#listener?.(message);
    else once.resolve(message);
  }

  #failed(error: unknown): void {
    if (!(error instanceof FrameFault)) throw error;
    this.#cut('LINK_GARBLED', error.message);
  }

  #cut(reason: CutReason, detail: string): void {
    this.options.onCut?.(reason, detail);
    this.destroy();
  }

  #gone(): void {
    this.#isClosed = true;
    this.#isGone = true;
    this.#once?.reject(new Error('closed'));
    this.#once = null;
    for (const listener of this.#onClose.splice(0)) listener();
  }
}

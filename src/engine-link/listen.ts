import { createServer, type Server, type Socket } from 'node:net';
import { after, monotonicMs } from '../engine/base';
import { fileReason } from '../engine/files';
import { isMaloteError, MaloteError } from '../shared/errors';
import { linkAddress, takeAddress } from './address';
import { greetCaller, type Peer, type PeerRole } from './greeting';
import type { Port } from './port';
import { makeSecret } from './secret';
import { SocketPort } from './socket-port';

/** For a whole greeting, which takes an honest caller some milliseconds. */
export const GREETING_MS = 5_000;
/** Callers that have proven nothing yet; one more cuts off the one that has been silent for longest. */
const MOST_UNPROVEN = 8;
/** Strangers are told to the log once in so long, with how many there were. */
const TOLD_EVERY_MS = 60_000;

export interface ListenOptions {
  /** It has to be there, and to be the caller's to hold. */
  readonly workspace: string;
  readonly version: string;
  readonly role: PeerRole;
  /** A caller who has proven who he is; what he says waits until somebody listens. */
  readonly onConnection: (port: Port, peer: Peer) => void;
  readonly log: (text: string) => void;
}

export interface Listening {
  readonly address: string;
  /** Nobody is let in any more, who is in is let go; the address is free for the next. */
  close(): Promise<void>;
}

/** Listens for callers of a workspace. @returns null: somebody else does @throws MaloteError LINK_UNAVAILABLE */
export async function listenLink(options: ListenOptions): Promise<Listening | null> {
  try {
    return await Listener.open(options);
  } catch (error) {
    if (isMaloteError(error)) throw error;
    const details = { place: options.workspace, reason: fileReason(error) };
    throw new MaloteError('LINK_UNAVAILABLE', details, { cause: error });
  }
}

class Listener implements Listening {
  readonly #server: Server;
  readonly #unproven = new Set<SocketPort>();
  readonly #proven = new Set<SocketPort>();
  #strangers = 0;
  #toldAt = Number.NEGATIVE_INFINITY;

  private constructor(
    private readonly options: ListenOptions,
    readonly address: string,
    /** There once the address is this one's alone. */
    private readonly secret: Promise<string>,
  ) {
    this.#server = createServer((socket) => {
      this.#called(socket);
    });
  }

  static async open(options: ListenOptions): Promise<Listener | null> {
    let giveSecret: (secret: Promise<string>) => void = () => undefined;
    const secret = new Promise<string>((resolve) => {
      giveSecret = resolve;
    });
    const listener = new Listener(options, await linkAddress(options.workspace), secret);
    if (!(await takeAddress(listener.#server, listener.address))) return null;
    listener.#server.on('error', (error) => {
      options.log(`link: ${error.message}`);
    });
    giveSecret(makeSecret(options.workspace));
    try {
      await secret;
    } catch (error) {
      await listener.close();
      throw error;
    }
    return listener;
  }

  async close(): Promise<void> {
    const closed = new Promise<void>((resolve) => {
      this.#server.close(() => {
        resolve();
      });
    });
    for (const port of this.#unproven) port.destroy();
    for (const port of this.#proven) port.close();
    await closed;
  }

  #called(socket: Socket): void {
    const port = new SocketPort(socket, {
      onCut: (reason, detail) => {
        if (this.#proven.has(port)) this.options.log(`link: ${reason} (${detail})`);
      },
    });
    for (const oldest of [...this.#unproven].slice(0, this.#unproven.size - MOST_UNPROVEN + 1)) oldest.destroy();
    this.#unproven.add(port);
    port.onClose(() => {
      this.#unproven.delete(port);
      this.#proven.delete(port);
    });
    void this.#greet(port);
  }

  async #greet(port: SocketPort): Promise<void> {
    const stop = after(GREETING_MS, () => port.destroy(), { keepsProcess: false });
    port.onClose(stop);
    try {
      const peer = await greetCaller(port, await this.secret, this.options);
      stop();
      this.#letIn(port, peer);
    } catch (error) {
      port.destroy();
      this.#unproven.delete(port);
      if (isMaloteError(error)) this.options.log(`link: ${error.code} ${JSON.stringify(error.details)}`);
      else this.#tellStranger();
    }
  }

  #letIn(port: SocketPort, peer: Peer): void {
    this.#unproven.delete(port);
    this.#proven.add(port);
    this.options.onConnection(port, peer);
  }

  #tellStranger(): void {
    this.#strangers += 1;
    if (monotonicMs() - this.#toldAt < TOLD_EVERY_MS) return;
    this.options.log(`link: ${String(this.#strangers)} callers proved nothing and were cut off`);
    this.#toldAt = monotonicMs();
    this.#strangers = 0;
  }
}

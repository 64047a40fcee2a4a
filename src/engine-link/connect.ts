import { connect, type Socket } from 'node:net';
import { monotonicMs, sleep, within } from '../engine/base';
import { fileReason } from '../engine/files';
import { isMaloteError, MaloteError } from '../shared/errors';
import { isNobody, linkAddress, systemCode } from './address';
import { greetListener, StrangerError, type Peer, type PeerRole } from './greeting';
import { GREETING_MS } from './listen';
import type { Port } from './port';
import { readSecret } from './secret';
import { SocketPort } from './socket-port';

/** One whom strangers crowd out is let in at another try. */
const TRIES = 5;
const BETWEEN_TRIES_MS = 40;
/** The system's words for "too many at once". */
const CROWDED: ReadonlySet<string> = new Set(['EAGAIN', 'EBUSY']);

export interface ConnectOptions {
  readonly workspace: string;
  readonly version: string;
  readonly role: PeerRole;
  readonly signal?: AbortSignal;
}

export interface Connected {
  readonly port: Port;
  readonly peer: Peer;
}

/**
 * Speaks to who listens for a workspace.
 * @returns null: nobody does
 * @throws MaloteError LINK_SECRET one of the two cannot prove itself, LINK_VERSION, LINK_SILENT no answer within 5 s, LINK_UNAVAILABLE; the
 * signal's reason
 */
export async function connectLink(options: ConnectOptions): Promise<Connected | null> {
  const until = monotonicMs() + GREETING_MS;
  const address = await linkAddress(options.workspace).catch(() => null);
  if (address === null) return null;
  for (let attempt = 1; ; attempt += 1) {
    const found = await callOnce(address, options, until);
    if (found !== 'cut off') return found;
    if (attempt === TRIES) throw new MaloteError('LINK_SECRET');
    await sleep(BETWEEN_TRIES_MS * attempt * (1 + Math.random()), options.signal);
  }
}

async function callOnce(
  address: string,
  options: ConnectOptions,
  until: number,
): Promise<Connected | null | 'cut off'> {
  options.signal?.throwIfAborted();
  const socket = await opened(address);
  if (!(typeof socket === 'object') || socket === null) return socket;
  const port = new SocketPort(socket);
  const giveUp = (): void => {
    port.destroy();
  };
  options.signal?.addEventListener('abort', giveUp, { once: true });
  try {
    const peer = await within(Math.max(0, until - monotonicMs()), greeted(port, options));
    if (peer === 'late') throw new MaloteError('LINK_SILENT');
    if (peer !== 'cut off') return { port, peer };
    options.signal?.throwIfAborted();
    return 'cut off';
  } catch (error) {
    port.destroy();
    throw error;
  } finally {
    options.signal?.removeEventListener('abort', giveUp);
  }
}

async function greeted(port: SocketPort, { workspace, version, role }: ConnectOptions): Promise<Peer | 'cut off'> {
  try {
    return await greetListener(port, () => readSecret(workspace), { version, role });
  } catch (error) {
    if (isMaloteError(error)) throw error;
    if (error instanceof StrangerError) throw new MaloteError('LINK_SECRET', {}, { cause: error });
    // who knows the secret is not cut off but in a crowd; who does not is not told
    return 'cut off';
  }
}

/** @returns null: nobody is there @throws MaloteError LINK_UNAVAILABLE */
function opened(address: string): Promise<Socket | null | 'cut off'> {
  return new Promise((resolve, reject) => {
    const socket = connect(address);
    const onError = (error: Error): void => {
      if (isNobody(error)) resolve(null);
      else if (CROWDED.has(systemCode(error))) resolve('cut off');
      else reject(new MaloteError('LINK_UNAVAILABLE', { place: address, reason: fileReason(error) }, { cause: error }));
    };
    socket.once('error', onError);
    socket.once('connect', () => {
      socket.off('error', onError);
      resolve(socket);
    });
  });
}

import { lookup } from 'node:dns/promises';
import { connect } from 'node:net';
import { mountOf, readMountInfo } from '../network-path';
import { HOST_PLATFORM, normalisePath } from '../paths';
import type { Platform } from '../paths';

/** What can be learned of a file server without asking it for a file. */
export type ServerAnswer =
  /** Nobody in the network knows the name. */
  | 'no-such-name'
  /** The name is known, but nothing comes back from it. */
  | 'silent'
  /** The machine is on, its file sharing is not. */
  | 'refused'
  /** File sharing answers: what is wrong lies beyond the network. */
  | 'answers';

const SMB_PORT = 445;
/** A local network answers in milliseconds; with a little patience for a server that swaps. */
const PATIENCE_MS = 3_000;
const SMB_TYPES = new Set(['cifs', 'smb3', 'smbfs']);

/**
 * The server that a folder lies on, or null when the path does not tell: a local folder, or a drive letter of Windows.
 * @param mountInfo text of /proc/self/mountinfo
 */
export function serverOf(location: string, platform: Platform = HOST_PLATFORM, mountInfo?: string): string | null {
  const mount = platform === 'win32' ? null : mountOf(location, mountInfo ?? readMountInfo());
  if (platform !== 'win32' && !SMB_TYPES.has(mount?.type ?? '')) return null;
  const source = mount?.source.replaceAll('/', '\\') ?? normalisePath(location, 'win32');
  // \\?\ and \\.\ begin paths of this computer
  return /^\\\\(?:\?\\UNC\\)?([^\\?.][^\\]*)\\/i.exec(source)?.[1] ?? null;
}

/** Asks for the server's name, then knocks at its file sharing. Never rejects; takes 6 s at most. */
export async function askServer(server: string, port = SMB_PORT): Promise<ServerAnswer> {
  const address = await soon(lookup(server).then((found) => found.address));
  if (address instanceof Error) return 'no-such-name';
  return address === null ? 'silent' : knock(address, port);
}

/** Null when it took too long; the failure as a value. */
async function soon<T>(call: Promise<T>): Promise<T | Error | null> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<null>((resolve) => {
    timer = setTimeout(resolve, PATIENCE_MS, null);
  });
  try {
    return await Promise.race([call.catch((error: unknown) => new Error('lookup', { cause: error })), late]);
  } finally {
    clearTimeout(timer);
  }
}

function knock(address: string, port: number): Promise<ServerAnswer> {
  return new Promise((resolve) => {
    const socket = connect({ host: address, port });
    const end = (answer: ServerAnswer): void => {
      socket.destroy();
      resolve(answer);
    };
    socket.setTimeout(PATIENCE_MS, () => {
      end('silent');
    });
    socket.once('connect', () => {
      end('answers');
    });
    socket.once('error', (error) => {
      end('code' in error && error.code === 'ECONNREFUSED' ? 'refused' : 'silent');
    });
  });
}

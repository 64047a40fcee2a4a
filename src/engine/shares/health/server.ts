import { lookup } from 'node:dns/promises';
import { connect } from 'node:net';
import { patientCalls, type PatientCalls } from '../../files';
import { mountOf, readMountInfo } from '../network-path';
import { HOST_PLATFORM, normalisePath, type Platform } from '../paths';

/** What can be learned of a file server without asking it for a file. */
export type ServerAnswer =
  /** Nobody in the network knows the name. */
  | 'no-such-name'
  /** The name is known, but nothing comes back from it. */
  | 'silent'
  /** The machine is on, its file sharing is not. */
  | 'refused'
  /** File sharing answers: what is wrong lies beyond the network. */
  | 'answers'
  /** Too many other questions of this process have not come back. */
  | 'unasked';

const SMB_PORT = 445;
/** Of a knock: a local network answers in milliseconds; with a little patience for a server that swaps. */
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
export async function askServer(
  server: string,
  { port = SMB_PORT, resolve = lookup, calls = patientCalls }: ServerQuestion = {},
): Promise<ServerAnswer> {
  try {
    const found = await calls.make(`lookup ${server}`, () => resolve(server));
    if (found.came === 'back') return await knock(found.value.address, port);
    return found.came === 'late' ? 'silent' : 'unasked';
  } catch {
    return 'no-such-name';
  }
}

export interface ServerQuestion {
  readonly port?: number;
  /** Looks a name up, with a thread of Node's. */
  readonly resolve?: (name: string) => Promise<{ readonly address: string }>;
  readonly calls?: PatientCalls;
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

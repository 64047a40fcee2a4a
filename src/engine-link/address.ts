import { createHash } from 'node:crypto';
import { chmod, lstat, mkdir, realpath, rm, rmdir, stat } from 'node:fs/promises';
import { connect, type Server } from 'node:net';
import { dirname } from 'node:path';
import { monotonicMs, realNow, sleep } from '../engine/base';
import { MaloteError } from '../shared/errors';
import { linkReasons } from '../shared/messages/pt-BR/link';

/**
 * Where a workspace's link is. It follows from the workspace and the user alone: what a session's environment says (`XDG_RUNTIME_DIR`,
 * `TMPDIR`) differs between a terminal, a service and a task of the same user, who have to meet.
 */

const OWNER_ONLY = 0o700;
/** Who has the turn works for milliseconds: one that is older is nobody's any more. */
const TURN_MS = 2_000;
const NOBODY: ReadonlySet<string> = new Set(['ECONNREFUSED', 'ENOENT']);

export const systemCode = (error: unknown): string => String((error as NodeJS.ErrnoException).code);

/** The system's word for "nobody is there". */
export const isNobody = (error: unknown): boolean => NOBODY.has(systemCode(error));

/**
 * @param what besides its link
 * @throws what the system says of a workspace that is not there
 */
export async function linkAddress(workspace: string, what = ''): Promise<string> {
  const name = createHash('sha256')
    .update(await realpath(workspace))
    .update(what === '' ? '' : `\0${what}`)
    .digest('hex')
    .slice(0, 32);
  // the path of a Unix socket has some 100 bytes, whatever the workspace's
  return process.platform === 'win32'
    ? `\\\\.\\pipe\\malote-${name}`
    : `/tmp/malote-${String(process.getuid?.())}/${name}.sock`;
}

/** Makes a server listen there. @returns false: somebody else does @throws what the system said; MaloteError LINK_UNAVAILABLE */
export async function takeAddress(server: Server, address: string): Promise<boolean> {
  if (process.platform === 'win32') return await listensAt(server, address);
  await ownFolder(dirname(address));
  return await inTurn(`${address}.vez`, async () => {
    if (await isAnswered(address)) return false;
    await rm(address, { force: true });
    return await listensAt(server, address);
  });
}

/** In `/tmp` anybody may have made it before. */
async function ownFolder(folder: string): Promise<void> {
  await mkdir(folder, { mode: OWNER_ONLY }).catch((error: unknown) => {
    if (systemCode(error) !== 'EEXIST') throw error;
  });
  const facts = await lstat(folder);
  if (!facts.isDirectory() || facts.uid !== process.getuid?.())
    throw new MaloteError('LINK_UNAVAILABLE', { place: folder, reason: linkReasons.foreignFolder });
  if ((facts.mode & 0o777) !== OWNER_ONLY) await chmod(folder, OWNER_ONLY);
}

function listensAt(server: Server, address: string): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const onError = (error: Error): void => {
      if (systemCode(error) === 'EADDRINUSE') resolve(false);
      else reject(error);
    };
    server.once('error', onError);
    server.listen(address, () => {
      server.off('error', onError);
      resolve(true);
    });
  });
}

/** Whether a living program listens; the file of a dead one stays, and refuses. */
function isAnswered(address: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(address);
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    // too many at once are answered too
    socket.once('error', (error) => {
      resolve(!isNobody(error));
    });
  });
}

/** Between the look at a dead one's file and a name of one's own nobody else may do the same. */
async function inTurn<Value>(turn: string, work: () => Promise<Value>): Promise<Value> {
  await takeTurn(turn);
  try {
    return await work();
  } finally {
    await rmdir(turn).catch(() => undefined);
  }
}

async function takeTurn(turn: string): Promise<void> {
  const since = monotonicMs();
  for (;;) {
    try {
      await mkdir(turn);
      return;
    } catch (error) {
      if (systemCode(error) !== 'EEXIST' || monotonicMs() - since > 2 * TURN_MS) throw error;
    }
    const begun = await stat(turn).catch(() => null);
    if (begun !== null && Math.abs(realNow() - begun.mtimeMs) > TURN_MS) await rmdir(turn).catch(() => undefined);
    else await sleep(5);
  }
}

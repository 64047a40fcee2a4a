import { createServer } from 'node:net';
import { linkAddress, takeAddress } from './address';

/**
 * Holds what one process of this user can hold at a time: a name, which the system frees when the process ends, however that is.
 * @param folder which has to be there; with `what` it makes the name
 * @returns lets go of it; null: another process holds it
 * @throws MaloteError LINK_UNAVAILABLE; what the system said
 */
export async function holdAlone(folder: string, what: string): Promise<(() => Promise<void>) | null> {
  const server = createServer((socket) => {
    socket.on('error', () => undefined).destroy();
  });
  if (!(await takeAddress(server, await linkAddress(folder, what)))) return null;
  return () =>
    new Promise((resolve) => {
      server.close(() => {
        resolve();
      });
    });
}

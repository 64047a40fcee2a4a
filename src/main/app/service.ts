import { mkdirSync } from 'node:fs';
import { holdAlone } from '../../engine-link';

/** Given on the command line by the system that keeps the program: no window, no tray, nobody is asked anything. */
export const AS_SERVICE = '--service';

/**
 * One service for each user's files. It takes no part in the lock by which a second start of the program shows the window of the first: a
 * window opens beside it.
 * @returns whether there was none yet; it is held until the process ends
 */
export async function becomeService(userData: string): Promise<boolean> {
  mkdirSync(userData, { recursive: true });
  return (await holdAlone(userData, 'service')) !== null;
}

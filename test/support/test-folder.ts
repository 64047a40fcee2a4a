import { access, constants, statfs } from 'node:fs/promises';
import { tmpdir } from 'node:os';

const MEMORY = '/dev/shm';
/** More than all tests together write. */
const ENOUGH_BYTES = 2 * 1024 ** 3;

/**
 * Where tests put whole workspaces: a folder in memory where there is a large one, else the temporary folder. A process that is
 * killed leaves everything that it wrote to the system, so that waiting for a disk at each flush would prove nothing more here.
 */
export async function testFolder(): Promise<string> {
  // to Wine a path of the system beneath is a path of the current drive
  if (process.platform === 'win32') return tmpdir();
  try {
    await access(MEMORY, constants.W_OK);
    const { bavail, bsize } = await statfs(MEMORY);
    return bavail * bsize > ENOUGH_BYTES ? MEMORY : tmpdir();
  } catch {
    return tmpdir();
  }
}

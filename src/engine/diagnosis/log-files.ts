import { stat } from 'node:fs/promises';
import { readRegularPart } from '../files';

/** The last bytes of a text, from the beginning of a line; null where there is no such file. */
export async function readTail(file: string, bytes: number): Promise<string | null> {
  try {
    const { size } = await stat(file);
    const from = Math.max(0, size - bytes);
    const text = Buffer.from(await readRegularPart(file, from, bytes)).toString('utf8');
    return from === 0 ? text : text.slice(text.indexOf('\n') + 1);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

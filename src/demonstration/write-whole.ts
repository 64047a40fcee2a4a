import { randomBytes } from 'node:crypto';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { MaloteError } from '../shared/errors';

/** Replaces a file, or leaves the one that was there: a full disk takes nothing away. @throws MaloteError CLI_CANNOT_WRITE */
export async function writeWhole(file: string, content: string | Uint8Array): Promise<void> {
  const temporary = `${file}.${randomBytes(4).toString('hex')}.part`;
  try {
    await mkdir(dirname(file), { recursive: true });
    await writeFile(temporary, content);
    await rename(temporary, file);
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => undefined);
    throw cannotWrite(file, error);
  }
}

export function cannotWrite(place: string, error: unknown): MaloteError {
  const reason = error instanceof Error && 'code' in error ? String(error.code) : 'motivo desconhecido';
  return new MaloteError('CLI_CANNOT_WRITE', { place, reason }, { cause: error });
}

import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { replaceFile } from '../engine/files';
import { MaloteError } from '../shared/errors';
import { systemMessages } from '../shared/messages/pt-BR/system';

/** Replaces a file, or leaves the one that was there: a full disk takes nothing away. @throws MaloteError CLI_CANNOT_WRITE */
export async function writeWhole(file: string, content: string | Uint8Array): Promise<void> {
  try {
    await mkdir(dirname(file), { recursive: true });
    await replaceFile(file, content);
  } catch (error) {
    throw cannotWrite(file, error);
  }
}

export function cannotWrite(place: string, error: unknown): MaloteError {
  const reason = error instanceof Error && 'code' in error ? String(error.code) : systemMessages.unknownReason;
  return new MaloteError('CLI_CANNOT_WRITE', { place, reason }, { cause: error });
}

import { hash, createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import { MaloteError } from '../../../shared/errors';
import { regularPieces } from '../../files';

/** Small enough that a slow line carries one well within a call's time, and that a changed page of the ledger makes little new. */
export const SLICE_BYTES = 1024 * 1024;
/** The ledger shrinks to a third at this level; higher ones take twice the time for a tenth. */
const LEVEL = 4;

const packing = promisify<Buffer, { level: number }, Buffer>(gzip);
const unpacking = promisify<Uint8Array, { maxOutputLength: number }, Buffer>(gunzip);

export interface Slice {
  readonly sha256: string;
  readonly bytes: Buffer;
}

/** What has been read of a file by its end. */
export interface SlicedFile {
  readonly size: number;
  readonly sha256: string;
}

/** A file of this computer, a slice at a time. @returns what it was as a whole */
export async function* slicesOf(file: string): AsyncGenerator<Slice, SlicedFile> {
  const whole = createHash('sha256');
  let size = 0;
  for await (const bytes of regularPieces(file, SLICE_BYTES)) {
    whole.update(bytes);
    size += bytes.length;
    yield { bytes, sha256: hash('sha256', bytes, 'hex') };
  }
  return { size, sha256: whole.digest('hex') };
}

/** As it is stored. Not on this thread. */
export function pack(bytes: Buffer): Promise<Buffer> {
  return packing(bytes, { level: LEVEL });
}

/**
 * The plain content of a stored slice. @param id of the copy that it is read for
 * @throws MaloteError BACKUP_TRUNCATED, BACKUP_ALTERED
 */
export async function unpack(id: string, sha256: string, packed: Uint8Array | null): Promise<Buffer> {
  const part = `${sha256.slice(0, 12)}….gz`;
  if (packed === null) throw new MaloteError('BACKUP_TRUNCATED', { id, part });
  const bytes = await unpacking(packed, { maxOutputLength: SLICE_BYTES }).catch((error: unknown) => {
    const isCut = (error as { code?: unknown }).code === 'Z_BUF_ERROR';
    throw new MaloteError(isCut ? 'BACKUP_TRUNCATED' : 'BACKUP_ALTERED', { id, part });
  });
  if (hash('sha256', bytes, 'hex') !== sha256) throw new MaloteError('BACKUP_ALTERED', { id, part });
  return bytes;
}

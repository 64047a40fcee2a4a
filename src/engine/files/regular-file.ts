import { createHash } from 'node:crypto';
import * as fs from 'node:fs';

/**
 * Reading files that somebody else may have put there. What is asked for is known to be a file, and of what size, before a byte of it is
 * held: a pipe would never end, and what is larger than its place in the program allows would take the memory of the machine.
 */

/** Without it, opening a pipe waits for who writes into it; it means nothing to a file. Windows has no pipes among its files. */
const LOOK_FIRST = fs.constants.O_RDONLY | (process.platform === 'win32' ? 0 : fs.constants.O_NONBLOCK);
const CHUNK_BYTES = 1024 * 1024;

export const NOT_A_FILE = 'ENOTREG';
export const TOO_LARGE = 'ETOOLARGE';

function refusal(code: typeof NOT_A_FILE | typeof TOO_LARGE, path: string, size?: number): Error {
  return Object.assign(new Error(`${code}: ${path}`), { code }, size === undefined ? {} : { size });
}

function check(facts: fs.Stats, path: string, most: number): void {
  // of a folder the reading itself says so
  if (!facts.isFile() && !facts.isDirectory()) throw refusal(NOT_A_FILE, path);
  if (facts.size > most) throw refusal(TOO_LARGE, path, facts.size);
}

/** @param most bytes @throws errors with a `code`: the system's, NOT_A_FILE, TOO_LARGE (with `size`, in bytes) */
export async function readRegular(path: string, most: number): Promise<Buffer> {
  const handle = await fs.promises.open(path, LOOK_FIRST);
  try {
    check(await handle.stat(), path, most);
    return await handle.readFile();
  } finally {
    await handle.close();
  }
}

/** A descriptor to read a regular file by, piece after piece; to be closed. @throws as `readRegular` */
export function openRegularSync(path: string): number {
  const fd = fs.openSync(path, LOOK_FIRST);
  try {
    check(fs.fstatSync(fd), path, Number.POSITIVE_INFINITY);
    return fd;
  } catch (error) {
    fs.closeSync(fd);
    throw error;
  }
}

/** As `readRegular`. */
export function readRegularSync(path: string, most: number): Buffer {
  const fd = fs.openSync(path, LOOK_FIRST);
  try {
    check(fs.fstatSync(fd), path, most);
    return fs.readFileSync(fd);
  } finally {
    fs.closeSync(fd);
  }
}

/** Some bytes of a file from `from` on: fewer where it ends, none beyond. @throws as `readRegular` */
export async function readRegularPart(path: string, from: number, bytes: number): Promise<Uint8Array> {
  const handle = await fs.promises.open(path, LOOK_FIRST);
  try {
    const facts = await handle.stat();
    check(facts, path, Number.POSITIVE_INFINITY);
    const buffer = Buffer.allocUnsafe(Math.max(0, Math.min(bytes, facts.size - from)));
    let filled = 0;
    // a system may give fewer bytes than there are; none means the end
    while (filled < buffer.length) {
      const { bytesRead } = await handle.read(buffer, filled, buffer.length - filled, from + filled);
      if (bytesRead === 0) break;
      filled += bytesRead;
    }
    return buffer.subarray(0, filled);
  } finally {
    await handle.close();
  }
}

/**
 * Size and SHA-256, of which no more than a piece is ever held.
 * @param enough fires when it has been read for long enough: then it is TOO_LARGE, if pieces still come
 * @throws as `readRegular`
 */
export async function digestRegular(
  path: string,
  most: number,
  enough?: AbortSignal,
): Promise<{ readonly size: number; readonly sha256: string }> {
  const handle = await fs.promises.open(path, LOOK_FIRST);
  try {
    check(await handle.stat(), path, most);
    const hash = createHash('sha256');
    const buffer = Buffer.allocUnsafe(CHUNK_BYTES);
    let size = 0;
    for (;;) {
      const { bytesRead } = await handle.read(buffer, 0, CHUNK_BYTES, size);
      if (bytesRead === 0) return { size, sha256: hash.digest('hex') };
      hash.update(buffer.subarray(0, bytesRead));
      size += bytesRead;
      if (enough?.aborted === true) throw refusal(TOO_LARGE, path);
    }
  } finally {
    await handle.close();
  }
}

/** A file piece after piece, each a buffer of its own: all of that size but the last. @throws as `readRegular` */
export async function* regularPieces(path: string, pieceBytes: number): AsyncGenerator<Buffer> {
  const handle = await fs.promises.open(path, LOOK_FIRST);
  try {
    check(await handle.stat(), path, Number.POSITIVE_INFINITY);
    for (let from = 0; ; from += pieceBytes) {
      const piece = await filled(handle, pieceBytes, from);
      if (piece.length > 0) yield piece;
      if (piece.length < pieceBytes) return;
    }
  } finally {
    await handle.close();
  }
}

/** A system may give fewer bytes than there are; none means the end. */
async function filled(handle: fs.promises.FileHandle, bytes: number, from: number): Promise<Buffer> {
  const buffer = Buffer.allocUnsafe(bytes);
  let filledBytes = 0;
  while (filledBytes < bytes) {
    const { bytesRead } = await handle.read(buffer, filledBytes, bytes - filledBytes, from + filledBytes);
    if (bytesRead === 0) break;
    filledBytes += bytesRead;
  }
  return buffer.subarray(0, filledBytes);
}

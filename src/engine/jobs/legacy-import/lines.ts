import type { FileRoot, RelPath } from '../../shares';

const CHUNK_BYTES = 1024 * 1024;
/** A line is cut here: what is looked for stands at its beginning. */
const LONGEST_LINE = 64 * 1024;
const DEADLINE_MS = 60_000;

/**
 * The lines of a file, whose size does not matter: one chunk is held at a time. Read as Latin-1, so that no encoding can break it;
 * accents of UTF-8 come as two characters.
 * @returns false when there is no such file. @throws MaloteError SHARE_*; SHARE_TIMEOUT when a chunk takes over a minute; CANCELLED
 */
export async function eachLine(
  root: FileRoot,
  path: RelPath,
  take: (line: string) => void,
  signal: AbortSignal,
): Promise<boolean> {
  let rest = '';
  for (let from = 0; ; from += CHUNK_BYTES) {
    const chunk = await root.read(path, { part: { from, bytes: CHUNK_BYTES }, signal, deadlineMs: DEADLINE_MS });
    if (chunk === null) return false;
    const lines = `${rest}${Buffer.from(chunk).toString('latin1')}`.split('\n');
    rest = (lines.pop() ?? '').slice(0, LONGEST_LINE);
    for (const line of lines) take(line);
    if (chunk.byteLength < CHUNK_BYTES) break;
  }
  if (rest !== '') take(rest);
  return true;
}

import { createReadStream } from 'node:fs';
import type { Readable } from 'node:stream';
import { MaloteError } from '../../shared/errors';
import { withDeadline } from '../shares';

const CHUNK_BYTES = 1024 * 1024;
/** A line is cut here: what is looked for stands at its beginning. */
const LONGEST_LINE = 64 * 1024;
const DEADLINE_MS = 60_000;

/**
 * The lines of a file, whose size does not matter: one chunk is held at a time. Read as Latin-1, so that no encoding can break it;
 * accents of UTF-8 come as two characters.
 * @param path absolute
 * @throws MaloteError SHARE_TIMEOUT when one chunk takes longer than a minute, CANCELLED; whatever the system says of the file
 */
export async function eachLine(path: string, take: (line: string) => void, signal: AbortSignal): Promise<void> {
  const stream: Readable = createReadStream(path, { highWaterMark: CHUNK_BYTES, encoding: 'latin1' });
  const chunks = stream[Symbol.asyncIterator]() as AsyncIterator<string>;
  const tooLate = (): Error =>
    new MaloteError('SHARE_TIMEOUT', { location: path, path, seconds: Math.ceil(DEADLINE_MS / 1000) });
  let rest = '';
  try {
    for (;;) {
      const next = await withDeadline(() => chunks.next(), { signal, deadlineMs: DEADLINE_MS, tooLate });
      if (next.done === true) break;
      const lines = `${rest}${next.value}`.split('\n');
      rest = (lines.pop() ?? '').slice(0, LONGEST_LINE);
      for (const line of lines) take(line);
    }
    if (rest !== '') take(rest);
  } finally {
    stream.destroy();
  }
}

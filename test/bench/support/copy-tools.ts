import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** A program that copies a folder's files into another folder, and what it vouches for when it has ended. */
export interface CopyTool {
  readonly name: string;
  /** Content and name are on the disk, not only in memory. */
  readonly flushed: string;
  /** What was written has been read again and compared. */
  readonly readBack: string;
  /** A file that stands there with other content is never replaced. */
  readonly neverOverwrites: string;
  /** No reader ever sees half a file under its final name. */
  readonly wholeOrAbsent: string;
  readonly onRecord: string;
  /** @returns null when the program is here, else why not. */
  missing(): Promise<string | null>;
  copy(from: string, to: string): Promise<void>;
}

type Guarantees = Pick<CopyTool, 'flushed' | 'readBack' | 'neverOverwrites' | 'wholeOrAbsent' | 'onRecord'>;

function program(
  name: string,
  command: string,
  args: (from: string, to: string) => readonly string[],
  guarantees: Guarantees,
): CopyTool {
  return {
    name,
    ...guarantees,
    missing: async () => {
      try {
        await run(command, ['--version']);
        return null;
      } catch {
        return `${command} is not installed`;
      }
    },
    copy: async (from, to) => {
      await run(command, [...args(from, to)], { maxBuffer: 64 * 1024 ** 2 });
    },
  };
}

export const COPY_TOOLS: readonly CopyTool[] = [
  program(
    'rclone copy --transfers 16',
    'rclone',
    (from, to) => ['copy', '--config', '', '--transfers', '16', from, to],
    {
      flushed: 'no',
      readBack: 'no (size only)',
      neverOverwrites: 'no',
      wholeOrAbsent: 'no',
      onRecord: 'no',
    },
  ),
  program('rsync -a --fsync', 'rsync', (from, to) => ['-a', '--fsync', `${from}/`, `${to}/`], {
    flushed: 'content, not names',
    readBack: 'no',
    neverOverwrites: 'no',
    wholeOrAbsent: 'yes',
    onRecord: 'no',
  }),
  program('cp -r', 'cp', (from, to) => ['-r', `${from}/.`, to], {
    flushed: 'no',
    readBack: 'no',
    neverOverwrites: 'no',
    wholeOrAbsent: 'no',
    onRecord: 'no',
  }),
];

export const MALOTE: Guarantees & { readonly name: string } = {
  name: 'Malote',
  flushed: 'yes, content and names',
  readBack: 'yes, SHA-256',
  neverOverwrites: 'yes',
  wholeOrAbsent: 'yes',
  onRecord: 'yes, one row a file',
};

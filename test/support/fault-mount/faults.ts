import { constants } from 'node:os';

/** Calls of a file system as FUSE sees them: looking a name up is `getattr`, the end of a `close` is `flush`. */
export type FaultOp =
  | (
      | 'getattr'
      | 'readdir'
      | 'mkdir'
      | 'unlink'
      | 'rmdir'
      | 'rename'
      | 'link'
      | 'symlink'
      | 'readlink'
      | 'chmod'
      | 'chown'
    )
  | (
      | 'truncate'
      | 'utimens'
      | 'open'
      | 'create'
      | 'read'
      | 'write'
      | 'statfs'
      | 'flush'
      | 'release'
      | 'fsync'
      | 'fsyncdir'
    )
  | 'access';

/** What Linux knows and Node's list leaves out. */
const LINUX = { ESHUTDOWN: 108, EHOSTDOWN: 112, EREMOTEIO: 121, ENOMEDIUM: 123, EKEYREJECTED: 129 };
const ERRNO = { ...constants.errno, ...LINUX };

export type ErrnoName = keyof typeof ERRNO;

/** What happens to the calls that match; several together: first the latency, then the hang, then the error. */
export interface Fault {
  /** Default: every call. */
  readonly ops?: readonly FaultOp[];
  /** Only paths that contain this, seen from the mount (`/Import/nota.xml`). Default: all. */
  readonly name?: string;
  /** Milliseconds before each call, however many are under way. */
  readonly latencyMs?: number;
  readonly errno?: ErrnoName;
  /** With `errno`: so many matching calls go through before the first that fails; default 0. */
  readonly after?: number;
  /** With `errno`: so many calls fail, then it is over; default: all. */
  readonly times?: number;
  /** Calls stay under way until other faults are set. */
  readonly hang?: boolean;
  /** With `hang`: not even SIGKILL frees the process. A hung SMB mount can be so too. */
  readonly isStubborn?: boolean;
  /** One bit of what is written is turned. */
  readonly corrupt?: boolean;
}

/** What may still be written in all. */
export interface Room {
  readonly bytes: number;
  /** Where the lack of it shows: `write` as on a local disk, `flush` as on SMB (at fsync and close only). Default `write`. */
  readonly shows?: 'write' | 'flush';
}

const escapeName = (name: string): string => encodeURIComponent(name).replaceAll("'", '%27');

function faultLine(fault: Fault): string {
  const { ops, name = '', latencyMs = 0, errno, after = 0, times = -1 } = fault;
  const flags = [
    fault.hang === true ? 'h' : '',
    fault.isStubborn === true ? 's' : '',
    fault.corrupt === true ? 'c' : '',
  ];
  const fields = [
    ops?.join(',') ?? '*',
    name === '' ? '-' : escapeName(name),
    Math.round(latencyMs * 1000),
    errno === undefined ? 0 : ERRNO[errno],
    after,
    times,
    flags.join('') || '-',
  ];
  return `fault ${fields.join(' ')}\n`;
}

/** The driver's own words for a set of faults; see driver.c. */
export function planText(faults: readonly Fault[], room: Room | null): string {
  const roomLine = room === null ? '' : `room ${String(room.bytes)} ${room.shows === 'flush' ? '1' : '0'}\n`;
  return `${faults.map(faultLine).join('')}${roomLine}apply\n`;
}

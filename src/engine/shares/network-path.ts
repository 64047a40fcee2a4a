import { readFileSync } from 'node:fs';
import { HOST_PLATFORM, isInside, normalisePath } from './paths';
import type { Platform } from './paths';

/** One line of /proc/self/mountinfo. */
export interface Mount {
  readonly point: string;
  readonly type: string;
  readonly source: string;
}

const NETWORK_TYPES = new Set([
  ...['cifs', 'smb3', 'smbfs', 'nfs', 'nfs4', '9p', 'afs', 'ceph', 'davfs', 'glusterfs', 'lustre', 'ncpfs', 'ocfs2'],
  ...['fuse.sshfs', 'fuse.rclone', 'fuse.davfs', 'fuse.davfs2', 'fuse.smbnetfs', 'fuse.gvfsd-fuse', 'fuse.s3fs'],
  ...['fuse.glusterfs', 'fuse.ceph', 'fuse.curlftpfs'],
]);

/** mountinfo writes blanks, tabs, line ends and backslashes in octal. */
const unescapeOctal = (text: string): string =>
  text.replace(/\\([0-7]{3})/g, (_, digits: string) => String.fromCharCode(Number.parseInt(digits, 8)));

function parseMount(line: string): Mount | null {
  const [left, right] = line.split(' - ');
  const point = left?.split(' ')[4];
  const [type, source] = right?.split(' ') ?? [];
  if (point === undefined || type === undefined) return null;
  return { point: unescapeOctal(point), type, source: unescapeOctal(source ?? '') };
}

/** The mount that holds `path`: the longest mount point, and the newest of those stacked on one point. */
export function mountOf(path: string, mountInfo: string): Mount | null {
  const place = normalisePath(path, 'posix');
  let best: Mount | null = null;
  for (const line of mountInfo.split('\n')) {
    const mount = parseMount(line);
    if (mount === null || !isInside(mount.point, place, 'posix')) continue;
    if (best === null || mount.point.length >= best.point.length) best = mount;
  }
  return best;
}

/** The kernel's own list of mounts; empty where there is none (macOS, Windows). */
export function readMountInfo(): string {
  try {
    return readFileSync('/proc/self/mountinfo', 'utf8');
  } catch {
    return '';
  }
}

export interface NetworkLookup {
  /** Text of /proc/self/mountinfo; read from the system when absent. */
  readonly mountInfo?: string;
  /** Whether a Windows drive letter (`Y`) is mapped to a share: the path's text cannot tell. Default: no drive is. */
  readonly isNetworkDrive?: (letter: string) => boolean;
}

function isWindowsNetworkPath(path: string, lookup: NetworkLookup): boolean {
  const place = normalisePath(path, 'win32');
  if (place.startsWith('\\\\')) return !/^\\\\\.\\/.test(place);
  const letter = /^([a-z]):/i.exec(place)?.[1]?.toUpperCase();
  return letter !== undefined && (lookup.isNetworkDrive?.(letter) ?? false);
}

/**
 * Whether an absolute path lies on another machine, where a database must not live. Links are not followed: give a real path.
 * On Linux the mount's file system type decides; on Windows a UNC path, or a drive that `isNetworkDrive` knows.
 */
export function isNetworkPath(path: string, platform: Platform = HOST_PLATFORM, lookup: NetworkLookup = {}): boolean {
  if (platform === 'win32') return isWindowsNetworkPath(path, lookup);
  const mount = mountOf(path, lookup.mountInfo ?? readMountInfo());
  return mount !== null && NETWORK_TYPES.has(mount.type);
}

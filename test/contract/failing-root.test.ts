import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'vitest';
import { FaultMount, faultMountsPossible, openFragileShare } from '../support/fault-mount';
import type { FaultOp } from '../support/fault-mount';
import { documentsIn, failingRootContract, type Failure, type FragileFolder } from './failing-root.contract';

type Change = (mount: FaultMount) => Promise<void>;

/** Longer than anything that works takes once an agent stands, and short enough to be waited for. */
const DEADLINE_MS = 1_500;
/** No file may see its mount go, come and go again: nothing could tell it then where it lies. */
const REMOUNTED_MS = 150;
const WRITING: readonly FaultOp[] = [
  ...(['mkdir', 'unlink', 'rmdir', 'rename', 'link', 'symlink'] as const),
  ...(['truncate', 'create', 'write'] as const),
];

function onMount(strike: Change, mend: Change = (mount) => mount.heal()): Failure['open'] {
  return async (folder) => {
    const behind = join(folder, 'backing');
    await mkdir(behind);
    const mount = await FaultMount.open({ backing: behind, point: join(folder, 'share') });
    return {
      location: mount.point,
      behind,
      strike: () => strike(mount),
      mend: () => mend(mount),
      close: async () => {
        await mount.unmount();
        expect(await documentsIn(mount.point), 'on the disk beneath the mount').toEqual([]);
        await rm(mount.point, { recursive: true });
      },
    };
  };
}

/** A mount point itself cannot be renamed: it is a folder of the server, as it would be. */
async function renamed(folder: string): Promise<FragileFolder> {
  const share = await openFragileShare(join(folder, 'share'));
  return {
    location: share.location,
    get behind() {
      return share.behind;
    },
    strike: () => share.leave(),
    mend: () => share.comeBack(),
    close: () => share.close(),
  };
}

const all = (code: Failure['reading']): Pick<Failure, 'reading' | 'writing' | 'moving'> => ({
  reading: code,
  writing: code,
  moving: code,
});
const full = { reading: null, writing: 'SHARE_FULL', moving: null } as const;

const ON_MOUNTS: readonly Failure[] = [
  {
    name: 'hung',
    ...all('SHARE_TIMEOUT'),
    deadlineMs: DEADLINE_MS,
    open: onMount((mount) => mount.hang()),
  },
  {
    name: 'slow beyond any deadline',
    ...all('SHARE_TIMEOUT'),
    deadlineMs: DEADLINE_MS,
    open: onMount((mount) => mount.latency(2 * DEADLINE_MS)),
  },
  { name: 'full', ...full, open: onMount((mount) => mount.full(0)) },
  { name: 'full as SMB says it, at the flush', ...full, open: onMount((mount) => mount.full(0, 'flush')) },
  {
    name: 'read-only',
    reading: null,
    writing: 'SHARE_READ_ONLY',
    moving: 'SHARE_READ_ONLY',
    open: onMount((mount) => mount.readOnly()),
  },
  {
    name: 'without permission to write',
    reading: null,
    writing: 'SHARE_DENIED',
    moving: 'SHARE_DENIED',
    open: onMount((mount) => mount.errno(WRITING, 'EACCES')),
  },
  {
    name: 'out of reach',
    ...all('SHARE_UNREACHABLE'),
    open: onMount((mount) => mount.errno('every', 'EHOSTDOWN')),
  },
  {
    name: 'without its server',
    ...all('SHARE_UNREACHABLE'),
    flapMs: REMOUNTED_MS,
    open: onMount(
      (mount) => mount.drop(),
      (mount) => mount.reconnect(),
    ),
  },
  {
    name: 'unmounted, with an empty folder in its place',
    ...all('SHARE_UNREACHABLE'),
    flapMs: REMOUNTED_MS,
    open: onMount(
      (mount) => mount.unmount(),
      (mount) => mount.reconnect(),
    ),
  },
  { name: 'renamed', ...all('SHARE_UNREACHABLE'), open: renamed },
];

const ON_FOLDERS: readonly Failure[] = [
  { name: 'renamed (no fault mounts here)', ...all('SHARE_UNREACHABLE'), open: renamed },
];

const { possible } = await faultMountsPossible();
failingRootContract(possible ? ON_MOUNTS : ON_FOLDERS);

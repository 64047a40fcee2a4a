import { chmod, mkdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { faultMountsPossible } from './driver';
import { FaultMount } from './fault-mount';

/** A share that a suite can take away, by the strongest means of this machine. */
export interface FailingShare {
  readonly location: string;
  /** What stands behind it, in words for the test's log. */
  readonly means: string;
  /** Every call fails: EHOSTDOWN on a fault mount, ENOENT where a folder stands in. */
  disappear(): Promise<void>;
  reappear(): Promise<void>;
  /** Reading goes on, writing is refused: EROFS on a fault mount, EACCES where a folder stands in (nothing to root). */
  refuseWriting(): Promise<void>;
  acceptWriting(): Promise<void>;
  close(): Promise<void>;
}

function behindMount(mount: FaultMount): FailingShare {
  return {
    location: mount.point,
    means: 'a fault mount',
    disappear: () => mount.errno('every', 'EHOSTDOWN'),
    reappear: () => mount.heal(),
    refuseWriting: () => mount.readOnly(),
    acceptWriting: () => mount.heal(),
    close: () => mount.close(),
  };
}

function plainFolder(location: string, why: string): FailingShare {
  const away = `${location}.fora`;
  return {
    location,
    means: `a folder that is renamed and loses its permissions, for ${why}`,
    disappear: () => rename(location, away),
    reappear: () => rename(away, location),
    refuseWriting: () => chmod(location, 0o555),
    acceptWriting: () => chmod(location, 0o755),
    close: () => rm(location, { recursive: true, force: true }),
  };
}

/** Below `folder`: on a fault mount where this machine can, else on a plain folder, which fails in fewer ways but as really. */
export async function openFailingShare(folder: string): Promise<FailingShare> {
  const location = join(folder, 'share');
  const answer = await faultMountsPossible();
  if (!answer.possible) {
    await mkdir(location, { recursive: true });
    return plainFolder(location, answer.why);
  }
  const backing = join(folder, 'backing');
  await mkdir(backing, { recursive: true });
  return behindMount(await FaultMount.open({ backing, point: location }));
}

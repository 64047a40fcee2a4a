import { mkdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { faultMountsPossible } from './driver';
import { FaultMount } from './fault-mount';

/** A folder of a server, of which a suite sees both sides. */
export interface FragileShare {
  /** As this computer sees it. Whoever looks there himself meets the faults too. */
  readonly location: string;
  /** As the server sees it, wherever it is now. */
  readonly behind: string;
  /** Null where this machine can have no fault mount: then both sides are one folder. */
  readonly mount: FaultMount | null;
  /** The server's folder gets another name. Nothing when it has it already. */
  leave(): Promise<void>;
  comeBack(): Promise<void>;
  close(): Promise<void>;
}

/** Below `folder`, which is made. */
export async function openFragileShare(folder: string): Promise<FragileShare> {
  const server = join(folder, 'server');
  const [here, away] = [join(server, 'Compartilhado'), join(server, 'Compartilhado antigo')];
  await mkdir(here, { recursive: true });
  const { possible } = await faultMountsPossible();
  const mount = possible ? await FaultMount.open({ backing: server, point: join(folder, 'share') }) : null;
  let isHere = true;
  return {
    location: mount === null ? here : join(mount.point, 'Compartilhado'),
    get behind() {
      return isHere ? here : away;
    },
    mount,
    leave: async () => {
      if (isHere) await rename(here, away);
      isHere = false;
    },
    comeBack: async () => {
      if (!isHere) await rename(away, here);
      isHere = true;
    },
    close: async () => {
      await mount?.close();
      await rm(folder, { recursive: true });
    },
  };
}

import { statfs } from 'node:fs/promises';
import os from 'node:os';
import type { Clock } from '../base';
import type { FindProxy } from '../network';
import type { Settings } from '../settings';
import type { RootOpener } from '../shares';
import type { SiegApi, SiegCredentials } from '../sieg';
import type { SiegGeneration } from '../../shared/sieg-generations';

/** What is asked of this computer; a port, so that a test may have a full disk. */
export interface DiagnosisMachine {
  /** Bytes that this user may still write where the folder lies. */
  readonly freeBytes: (folder: string) => Promise<number>;
  readonly memory: () => { readonly free: number; readonly total: number; readonly own: number };
}

/** What is looked at, and with what. */
export interface DiagnosisPlace {
  readonly workspace: string;
  /** Of the program. */
  readonly version: string;
  /** Folder of the key-wide limiter state. */
  readonly stateFolder: string;
  /** The built ledger-reader.js. */
  readonly reader: string;
  readonly openRoot: RootOpener;
  /** Opens SIEG with a key, behind the limiter that all processes with it share. */
  readonly openSieg: (
    settings: Pick<Settings, 'sieg'>,
    credentials: SiegCredentials,
  ) => { readonly api: SiegApi; close(): void };
  /** The key for an address; null where there is none. Asks nobody. */
  readonly credentials: (address: string, generation: SiegGeneration) => Promise<SiegCredentials | null>;
  readonly findProxy: FindProxy;
  readonly clock: Clock;
  /** The log of whoever asks. */
  readonly log: string;
  readonly machine?: DiagnosisMachine;
}

/** This very computer. */
export const THIS_MACHINE: DiagnosisMachine = {
  freeBytes: async (folder) => {
    const { bavail, bsize } = await statfs(folder);
    return bavail * bsize;
  },
  memory: () => ({ free: os.freemem(), total: os.totalmem(), own: process.memoryUsage.rss() }),
};

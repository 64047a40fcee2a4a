import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

interface Place {
  readonly folder: string;
  readonly dispose: () => Promise<void>;
}

async function freshIn(home: string, name: string): Promise<Place> {
  const folder = await mkdtemp(join(home, `malote-${name}-`));
  return { folder, dispose: () => rm(folder, { recursive: true, force: true, maxRetries: 5 }) };
}

/**
 * Where the tests of Windows work: on the mapped drive and the share that `MALOTE_TEST_DRIVE` and `MALOTE_TEST_SHARE` name; a machine
 * without them has its temporary folder.
 */
export const places = {
  /** An empty folder on the drive. */
  fresh: (name: string): Promise<Place> => freshIn(process.env['MALOTE_TEST_DRIVE'] ?? tmpdir(), name),
  /** An empty folder on the share. */
  freshOnShare: (name: string): Promise<Place> => freshIn(process.env['MALOTE_TEST_SHARE'] ?? tmpdir(), name),
};

/** A user of its own: what is known of a key is shared by all workspaces of a user. */
export const asUserOf = (home: string): NodeJS.ProcessEnv => ({ LOCALAPPDATA: join(home, 'dados'), HOME: home });

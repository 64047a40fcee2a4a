import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SmallFile } from '../../../src/main/files/small-file';
import { DEFAULT_PREFERENCES, preferencesSchema, storedPreferencesSchema } from '../../../src/shared/ipc/shell';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'malote-preferences-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function read(content: string): Promise<unknown> {
  const file = join(folder, 'preferences.json');
  await writeFile(file, content);
  return new SmallFile(file, storedPreferencesSchema, DEFAULT_PREFERENCES).read();
}

describe('preferences.json', () => {
  it('of an earlier version keeps what it says', async () => {
    expect(await read('{"theme":"dark","closeWhileRunning":"background"}')).toEqual({
      theme: 'dark',
      closeWhileRunning: 'background',
      closeToTray: 'ask',
      startWithSession: false,
      notifications: true,
      sound: false,
      tables: {},
    });
  });

  it('of a later version keeps what is known of it', async () => {
    expect(await read('{"theme":"sepia","sound":true,"volume":7}')).toEqual({ ...DEFAULT_PREFERENCES, sound: true });
  });

  it('never closes to the tray before it was asked', async () => {
    expect(await read('{"closeToTray":"sempre"}')).toMatchObject({ closeToTray: 'ask' });
    expect(await read('[]')).toEqual(DEFAULT_PREFERENCES);
  });

  it('is read with a value for every preference', () => {
    expect(storedPreferencesSchema.parse({})).toEqual(DEFAULT_PREFERENCES);
    expect(Object.keys(storedPreferencesSchema.shape)).toEqual(Object.keys(preferencesSchema.shape));
  });
});

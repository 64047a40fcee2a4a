import { execFileSync } from 'node:child_process';
import { expect, it, onTestFinished } from 'vitest';
import { driveSystem } from '../../src/engine/shares';
import { places } from './places';

const KEY = 'HKCU\\Network\\Q';
const SHARE = '\\\\servidor\\xml import';

it('reads what Windows has on record of a letter that is not connected, and nothing of one without a record', async () => {
  execFileSync('reg.exe', ['add', KEY, '/v', 'RemotePath', '/t', 'REG_SZ', '/d', SHARE, '/f']);
  onTestFinished(() => {
    execFileSync('reg.exe', ['delete', KEY, '/f']);
  });
  expect(await driveSystem.onRecord('Q')).toBe(SHARE);
  await expect(driveSystem.onRecord('B')).rejects.toThrow();
});

it('looks at folders: there, or not', async () => {
  const { folder, dispose } = await places.freshOnShare('olhar');
  onTestFinished(dispose);
  expect(await driveSystem.look(folder)).toBe('there');
  expect(await driveSystem.look('Q:\\')).toBe('missing');
});

it('asks a disk of this computer for its share in vain', async () => {
  expect(await driveSystem.leadsTo('C')).toBeNull();
});

import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { loadSettings } from '../../src/engine';
import { makeBackedUpWorkspace, openBackupFixture } from '../support/backup-fixture';
import { buildCli, lastJson, type BuiltCli } from '../support/built-cli';
import { removeWorkspace, type Workspace } from '../support/workspace';

let cli: BuiltCli;
let made: Workspace;
beforeAll(async () => {
  cli = await buildCli();
  made = await makeBackedUpWorkspace();
});
afterAll(async () => {
  await cli.dispose();
  await removeWorkspace(made);
});

it('malote backup copies, lists, proves and puts back, each with its exit code', async () => {
  const fixture = await openBackupFixture(made);
  const { folder } = fixture.workspace;
  const args = (...words: string[]): string[] => ['backup', ...words, '--json', '--workspace', folder];
  const first = await cli.run(args('now'));
  expect(first.code, first.stderr).toBe(0);
  const { backup } = lastJson(first.stdout) as { backup: { id: string; files: number } };
  expect(backup.files).toBeGreaterThan(1);
  writeFileSync(join(folder, 'guardados', 'depois.txt'), 'depois');
  const fresh = join(fixture.folder, '..', 'novo');
  const results = await cli.runEach([
    args('list'),
    args('verify'),
    args('verify', '2020-01-01T00-00-00Z'),
    ['backup', 'list', '--workspace', folder],
    args('restore', backup.id),
    ['backup', 'restore', 'latest', '--json', '--workspace', fresh],
    ['backup', 'restore', 'latest', '--from', fixture.folder, '--json', '--workspace', fresh],
    ['status', '--json', '--workspace', fresh],
  ]);
  expect(results.map(({ code }) => code)).toEqual([0, 0, 4, 0, 0, 4, 0, 0]);
  const [list, proof, unknown, shown, restored, nowhere] = results;
  expect(lastJson(list?.stdout ?? '')).toMatchObject({ backups: [{ id: backup.id, error: null }] });
  expect(lastJson(proof?.stdout ?? '')).toMatchObject({ proof: { id: backup.id, counts: { documents: 36 } } });
  expect(lastJson(unknown?.stdout ?? '')).toMatchObject({ error: { code: 'BACKUP_UNKNOWN' } });
  expect(shown?.stdout).toContain('passou em');
  expect(lastJson(restored?.stdout ?? '')).toMatchObject({ code: 'BACKUP_RESTORED', id: backup.id });
  expect(lastJson(nowhere?.stdout ?? '')).toMatchObject({ error: { code: 'BACKUP_NO_FOLDER' } });
  expect(() => readFileSync(join(folder, 'guardados', 'depois.txt'))).toThrow('ENOENT');
  expect((await loadSettings(fresh)).settings.backup.folder).toBe(fixture.folder);
});

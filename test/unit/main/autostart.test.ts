import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { desktopEntry, setAutostart, type AutostartOptions } from '../../../src/main/app/autostart';

let folder: string;
let items: unknown[];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'malote-autostart-'));
  items = [];
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const on = (platform: NodeJS.Platform, more: Partial<AutostartOptions> = {}): AutostartOptions => ({
  platform,
  program: '/opt/Malote/malote',
  args: [],
  autostartFolder: join(folder, 'autostart'),
  setLoginItem: (item) => items.push(item),
  ...more,
});

describe('the start with the session', () => {
  it('is an item of the login on Windows and macOS', () => {
    for (const platform of ['win32', 'darwin'] as const) {
      setAutostart(true, on(platform, { args: ['C:\\malote'] }));
      setAutostart(false, on(platform));
    }
    const program = '/opt/Malote/malote';
    const wanted = { openAtLogin: true, path: program, args: ['C:\\malote', '--background'] };
    const not = { openAtLogin: false, path: program, args: ['--background'] };
    expect(items).toEqual([wanted, not, wanted, not]);
  });

  it('is a file of the desktop on Linux, which goes again', async () => {
    setAutostart(true, on('linux', { args: ['/home/x/malote'] }));
    const file = join(folder, 'autostart', 'malote.desktop');
    expect((await readFile(file, 'utf8')).split('\n')).toContain(
      'Exec="/opt/Malote/malote" "/home/x/malote" "--background"',
    );
    setAutostart(false, on('linux'));
    setAutostart(false, on('linux'));
    expect(await readdir(join(folder, 'autostart'))).toEqual([]);
    expect(items).toEqual([]);
  });

  it('says where it could not be written', async () => {
    const autostartFolder = join(folder, 'a file');
    await writeFile(autostartFolder, '');
    expect(() => setAutostart(true, on('linux', { autostartFolder }))).toThrow(
      expect.objectContaining({ code: 'SHELL_CANNOT_SAVE' }),
    );
  });

  it('quotes what a path may hold', () => {
    const [, , , exec] = desktopEntry(['/a "b"/100%/$HOME/`x`/c\\d']).split('\n');
    expect(exec).toBe('Exec="/a \\\\"b\\\\"/100%%/\\\\$HOME/\\\\`x\\\\`/c\\\\\\\\d"');
  });
});

import { join } from 'node:path';
import { app, nativeTheme } from 'electron';
import { readRegular } from '../../engine/files';
import { MaloteError } from '../../shared/errors';
import type { Handlers } from '../../shared/ipc/contract';
import type { AppInfo, NoticeOfOthers, OpenableFolder, Preferences } from '../../shared/ipc/shell';
import { noticesFolder } from '../files/resources';
import { createSecretHandlers } from '../secrets/handlers';
import { openFolder, openOutside } from '../security/open-outside';
import { LINKS } from '../security/links';
import { setAutostart, type AutostartOptions } from './autostart';
import type { Shell } from './shell';

const MOST_NOTICES = 4 * 1024 * 1024;

/** Main's side of the contract. */
export function createMainHandlers(shell: Shell): Handlers<'main'> {
  const { preferences, picker, engine, mainWindow, log } = shell;
  return {
    pickPath: ({ what }) => picker.pick(mainWindow.window, what),
    ...createSecretHandlers(shell),
    openFolder: ({ folder }) => openFolder(folderOf(shell, folder)),
    openLink: ({ link }) => openOutside(LINKS[link]),
    appInfo: () => appInfo(preferences.read(), log.folder),
    noticesOfOthers: async () =>
      JSON.parse(
        (await readRegular(join(noticesFolder(), 'notices.json'), MOST_NOTICES)).toString('utf8'),
      ) as NoticeOfOthers[],
    savePreferences: (changes) => {
      const next = { ...preferences.read(), ...definedOf(changes) };
      // first what may fail: a preference that is kept holds
      if (changes.startWithSession !== undefined) setAutostart(changes.startWithSession, autostart());
      preferences.write(next);
      nativeTheme.themeSource = next.theme;
      return next;
    },
    restartEngine: () => {
      engine.start();
    },
  };
}

/** @throws MaloteError SHELL_PLACE_UNSET */
function folderOf({ engine, log }: Shell, folder: OpenableFolder): string {
  if (folder === 'notices') return noticesFolder();
  const path = folder === 'logs' ? log.folder : engine.places?.[folder];
  if (path === null || path === undefined) throw new MaloteError('SHELL_PLACE_UNSET', { root: folder });
  return path;
}

function definedOf(changes: {
  readonly [Key in keyof Preferences]?: Preferences[Key] | undefined;
}): Partial<Preferences> {
  return Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined));
}

function autostart(): AutostartOptions {
  return {
    platform: process.platform,
    // an AppImage is mounted anew at every start
    program: process.env['APPIMAGE'] ?? process.execPath,
    args: app.isPackaged ? [] : [app.getAppPath()],
    autostartFolder: join(app.getPath('appData'), 'autostart'),
    setLoginItem: (item) => {
      app.setLoginItemSettings(item);
    },
  };
}

function appInfo(preferences: Preferences, logs: string): AppInfo {
  const { platform, versions } = process;
  return {
    name: app.getName(),
    version: app.getVersion(),
    electron: versions.electron,
    chrome: versions.chrome,
    node: versions.node,
    platform: platform === 'win32' || platform === 'darwin' || platform === 'linux' ? platform : 'other',
    packaged: app.isPackaged,
    logs,
    preferences,
  };
}

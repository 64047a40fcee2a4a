import { execFile } from 'node:child_process';

const ANSWER_WITHIN_MS = 3_000;
const WATCHER = 'org.kde.StatusNotifierWatcher';
const GET = 'org.freedesktop.DBus.Properties.Get';
const HOST = 'IsStatusNotifierHostRegistered';

/** Programs that can ask the desktop's bus; the first that there is does. */
const ASKING: readonly (readonly [string, readonly string[]])[] = [
  [
    'gdbus',
    ['call', '--session', '--dest', WATCHER, '--object-path', '/StatusNotifierWatcher', '--method', GET, WATCHER, HOST],
  ],
  [
    'dbus-send',
    [
      '--session',
      '--print-reply',
      `--dest=${WATCHER}`,
      '/StatusNotifierWatcher',
      GET,
      `string:${WATCHER}`,
      `string:${HOST}`,
    ],
  ],
];

/**
 * Whether this desktop shows tray items now. Windows and macOS always do. On Linux it is the desktop's choice (GNOME needs an extension),
 * and Electron does not say: a window that closed to a tray that nobody shows would be lost, so the desktop itself is asked.
 */
export async function desktopHasTray(platform = process.platform): Promise<boolean> {
  if (platform !== 'linux') return true;
  for (const [command, args] of ASKING) {
    const answer = await ask(command, args);
    if (answer !== null) return /\btrue\b/.test(answer);
  }
  return false;
}

/** What the program printed, nothing when it failed; null when there is no such program. */
function ask(command: string, args: readonly string[]): Promise<string | null> {
  return new Promise((resolve) => {
    execFile(command, args, { timeout: ANSWER_WITHIN_MS }, (error, stdout) => {
      if (error === null) resolve(stdout);
      else resolve(error.code === 'ENOENT' ? null : '');
    });
  });
}

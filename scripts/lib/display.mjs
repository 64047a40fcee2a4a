import { Explained } from './explain.mjs';
import { run } from './process.mjs';

/**
 * Whether this session has a screen to open a window on. Windows and macOS always do; elsewhere X11 or Wayland says so.
 * @param {NodeJS.Platform} platform
 * @param {NodeJS.ProcessEnv} env
 */
export function hasDisplay(platform, env) {
  if (platform === 'win32' || platform === 'darwin') return true;
  return [env['DISPLAY'], env['WAYLAND_DISPLAY']].some((display) => display !== undefined && display !== '');
}

/**
 * The command that gives a program a screen in memory; none where there always is a real one, or only a real one can be had.
 * @param {number} [from] the first number that is tried for the screen: programs that begin at one moment take different ones
 * @returns {Promise<string[]>}
 * @throws {Explained}
 */
export async function screenInMemory(from = 99) {
  if (process.platform !== 'linux') return [];
  if (!(await run('xvfb-run', ['--help'])).missing) return ['xvfb-run', '-a', '-n', String(from)];
  if (hasDisplay(process.platform, process.env)) return [];
  throw new Explained('Não há tela para abrir o Electron.', 'Instale o Xvfb (pacotes xvfb e xauth) e rode de novo.');
}

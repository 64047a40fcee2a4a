import { posix, win32 } from 'node:path';
import { MaloteError } from '../../shared/errors';

/** What a process knows of the user it runs for. */
export interface Surroundings {
  readonly env: NodeJS.ProcessEnv;
  readonly platform: NodeJS.Platform;
  /** Home folder of the user; empty when there is none. */
  readonly home: string;
}

/** The per-user local data folder of the platform, below which Malote keeps its own. @returns null when the system does not say. */
function localDataFolder({ env, platform, home }: Surroundings): string | null {
  if (platform === 'win32') return env['LOCALAPPDATA'] ?? (home === '' ? null : win32.join(home, 'AppData', 'Local'));
  if (home === '') return null;
  if (platform === 'darwin') return posix.join(home, 'Library', 'Application Support');
  const configured = env['XDG_DATA_HOME'] ?? '';
  return posix.isAbsolute(configured) ? configured : posix.join(home, '.local', 'share');
}

/** Where the workspace lies when nobody says otherwise. @throws MaloteError CLI_WORKSPACE_UNKNOWN */
export function defaultWorkspace(surroundings: Surroundings): string {
  const folder = localDataFolder(surroundings);
  if (folder === null || folder === '') throw new MaloteError('CLI_WORKSPACE_UNKNOWN');
  return surroundings.platform === 'win32'
    ? win32.join(folder, 'Malote', 'workspace')
    : posix.join(folder, 'malote', 'workspace');
}

/**
 * The workspace of a process: the one asked for, else MALOTE_WORKSPACE, else the platform's place; absolute.
 * A UNC path is refused here, before a log file is opened in it; mapped drives and mounts are refused by the ledger.
 * @throws MaloteError LEDGER_ON_NETWORK, CLI_WORKSPACE_UNKNOWN
 */
export function resolveWorkspace(option: string | undefined, surroundings: Surroundings): string {
  const given = nonEmpty(option) ?? nonEmpty(surroundings.env['MALOTE_WORKSPACE']);
  const path = surroundings.platform === 'win32' ? win32 : posix;
  const place = path.resolve(given ?? defaultWorkspace(surroundings));
  if (surroundings.platform === 'win32' && /^\\\\(?![?.]\\[a-z]:)/i.test(place))
    throw new MaloteError('LEDGER_ON_NETWORK', { place });
  return place;
}

/** Where the state of the key-wide limiter lies: the same for all workspaces of this user, beside the default one. */
export function stateFolder(surroundings: Surroundings): string {
  const path = surroundings.platform === 'win32' ? win32 : posix;
  return path.join(path.dirname(defaultWorkspace(surroundings)), 'state');
}

function nonEmpty(text: string | undefined): string | undefined {
  return text === undefined || text.trim() === '' ? undefined : text;
}

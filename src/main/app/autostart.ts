import { mkdirSync, rmSync } from 'node:fs';
import { posix } from 'node:path';
import { fileReason, replaceFileSync } from '../../engine/files';
import { MaloteError } from '../../shared/errors';

/** Given on the command line by who starts with the session: no window is opened, the program is in the tray. */
export const IN_BACKGROUND = '--background';

/** How the program is started, and what the system offers to start it with the session. */
export interface AutostartOptions {
  readonly platform: NodeJS.Platform;
  /** The program's file. */
  readonly program: string;
  /** What it needs on its command line to be this program: its folder, where it runs from its sources. */
  readonly args: readonly string[];
  /** Where a desktop of Linux looks for what it starts: `autostart` below the configuration of this user. */
  readonly autostartFolder: string;
  /** Windows and macOS. */
  readonly setLoginItem: (item: { openAtLogin: boolean; path: string; args: string[] }) => void;
}

/** From the next session on the program starts with it, or does not any more. @throws MaloteError SHELL_CANNOT_SAVE */
export function setAutostart(isWanted: boolean, options: AutostartOptions): void {
  const { platform, program, setLoginItem } = options;
  const args = [...options.args, IN_BACKGROUND];
  if (platform === 'linux') setEntry(isWanted, options, [program, ...args]);
  else setLoginItem({ openAtLogin: isWanted, path: program, args });
}

function setEntry(isWanted: boolean, { autostartFolder }: AutostartOptions, command: readonly string[]): void {
  const file = posix.join(autostartFolder, 'malote.desktop');
  try {
    if (!isWanted) {
      rmSync(file, { force: true });
      return;
    }
    mkdirSync(autostartFolder, { recursive: true });
    replaceFileSync(file, desktopEntry(command), { mode: 0o644 });
  } catch (error) {
    throw new MaloteError('SHELL_CANNOT_SAVE', { file, reason: fileReason(error) }, { cause: error });
  }
}

/** As the Desktop Entry Specification 1.5 has it. */
export function desktopEntry(command: readonly string[]): string {
  return [
    '[Desktop Entry]',
    'Type=Application',
    'Name=Malote',
    `Exec=${command.map(quoted).join(' ')}`,
    'Terminal=false',
    'X-GNOME-Autostart-enabled=true',
    '',
  ].join('\n');
}

/** Quoted for Exec, and once more as a string of the file: there a backslash stands for itself only when doubled. */
function quoted(argument: string): string {
  const inQuotes = argument.replaceAll(/["`$\\]/g, '\\$&').replaceAll('%', '%%');
  return `"${inQuotes}"`.replaceAll('\\', '\\\\');
}

import { existsSync } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { posix } from 'node:path';
import { fileReason, readRegularSync, replaceFile } from '../../engine';
import { MaloteError } from '../../shared/errors';
import type { ServiceManager, ServiceState } from './manager';
import { runCommand, wantCommand } from './run-command';
import { readUnit, unitText } from './systemd-unit';

const UNIT = 'malote.service';
const MOST_BYTES = 64 * 1024;
const READABLE = 0o644;

export interface SystemdPlace {
  readonly scope: 'user' | 'system';
  /** Where units of this scope lie. */
  readonly folder: string;
  readonly user: string;
  /** Says that systemd is who began this system. */
  readonly mark: string;
  /** Names the users whose services outlive their sessions. */
  readonly lingering: string;
}

/** Where systemd is looked for: root installs for the whole system, anybody else for himself. */
export function systemdPlace(env: NodeJS.ProcessEnv, home: string, uid: number): SystemdPlace {
  const user = env['USER'] ?? env['LOGNAME'] ?? String(uid);
  const configured = env['XDG_CONFIG_HOME'] ?? '';
  const own = posix.isAbsolute(configured) ? configured : posix.join(home, '.config');
  return {
    scope: uid === 0 ? 'system' : 'user',
    folder: uid === 0 ? '/etc/systemd/system' : posix.join(own, 'systemd', 'user'),
    user,
    mark: '/run/systemd/system',
    lingering: '/var/lib/systemd/linger',
  };
}

/** systemd, through its own commands. */
export function systemdManager(place: SystemdPlace): ServiceManager {
  const file = posix.join(place.folder, UNIT);
  const scoped = (args: readonly string[]): string[] => [place.scope === 'user' ? '--user' : '--system', ...args];
  const systemctl = (...args: string[]): Promise<string> => wantCommand('systemctl', scoped(args));
  const says = async (question: string, yes: RegExp): Promise<boolean | null> => {
    try {
      const { stdout } = await runCommand('systemctl', scoped([question, UNIT]));
      const word = stdout.trim();
      return word === '' ? null : yes.test(word);
    } catch {
      return null;
    }
  };
  const version = async (): Promise<number> => {
    const { stdout } = await runCommand('systemctl', ['--version']).catch(() => ({ stdout: '' }));
    return Number(/^systemd (\d+)/.exec(stdout)?.[1] ?? 0);
  };
  return {
    kind: place.scope === 'user' ? 'systemd-user' : 'systemd-system',
    place: file,
    text: async (definition) => unitText(definition, { scope: place.scope, version: await version() }),
    async look(): Promise<ServiceState> {
      if (!existsSync(file)) return { installed: false, enabled: false, running: false, workspace: null };
      const { workspace } = readUnit(readRegularSync(file, MOST_BYTES).toString('utf8'));
      const [enabled, running] = [
        await says('is-enabled', /^enabled/),
        await says('is-active', /^(active|reloading)$/),
      ];
      return { installed: true, enabled, running, workspace };
    },
    troubles: () => {
      const isThere = existsSync(place.mark);
      const lingers = place.scope === 'system' || existsSync(posix.join(place.lingering, place.user));
      return Promise.resolve([
        ...(isThere ? [] : [new MaloteError('SERVICE_NO_MANAGER', { missing: place.mark })]),
        ...(lingers ? [] : [new MaloteError('SERVICE_NO_LINGER', { user: place.user })]),
      ]);
    },
    async install(definition) {
      await writeUnit(file, await this.text(definition));
      await systemctl('daemon-reload');
      await systemctl('enable', UNIT);
    },
    async uninstall() {
      // one that is broken, or was never begun, is removed all the same
      await systemctl('disable', '--now', UNIT).catch(() => '');
      await rm(file, { force: true });
      await systemctl('daemon-reload');
    },
    start: async () => {
      await systemctl('start', UNIT);
    },
    stop: async () => {
      await systemctl('stop', UNIT);
    },
  };
}

/** @throws MaloteError CLI_CANNOT_WRITE */
async function writeUnit(file: string, text: string): Promise<void> {
  try {
    await mkdir(posix.dirname(file), { recursive: true });
    await replaceFile(file, text, { mode: READABLE });
  } catch (error) {
    throw new MaloteError('CLI_CANNOT_WRITE', { place: file, reason: fileReason(error) }, { cause: error });
  }
}

import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MaloteError } from '../../shared/errors';
import type { ServiceManager, ServiceState } from './manager';
import { runAsking, runCommand, wantCommand } from './run-command';
import { taskFile, taskXml } from './task-xml';

const TASK = 'Malote';
/** `TaskState` of the scheduler, which is the same in every language of Windows. */
const DISABLED = 1;
const RUNNING = 4;
/** What it answers where there is no such task. */
const ABSENT = -1;

/** A task's state as a number: what `schtasks /Query` prints is in the language of the system. */
const STATE_OF_TASK = `$t = Get-ScheduledTask -TaskPath '\\' -TaskName '${TASK}' -ErrorAction SilentlyContinue; if ($t) { [int]$t.State } else { ${String(ABSENT)} }`;

/** Windows' Task Scheduler, through its own commands. */
export function taskScheduler(): ServiceManager {
  const state = async (): Promise<number> => {
    const said = await wantCommand('powershell.exe', ['-NoProfile', '-NonInteractive', '-Command', STATE_OF_TASK]);
    return Number(said.trim());
  };
  return {
    kind: 'task-scheduler',
    place: `\\${TASK}`,
    text: (definition) => Promise.resolve(taskXml(definition)),
    async look(): Promise<ServiceState> {
      const found = await state();
      const installed = found !== ABSENT;
      return { installed, enabled: installed && found !== DISABLED, running: found === RUNNING, workspace: null };
    },
    async troubles() {
      // what filters files is told to administrators alone
      const { code } = await runCommand('fltmc.exe', []).catch(() => ({ code: 1 }));
      return code === 0 ? [] : [new MaloteError('SERVICE_NEEDS_ADMINISTRATOR')];
    },
    async install(definition) {
      const folder = await mkdtemp(join(tmpdir(), 'malote-task-'));
      try {
        const file = join(folder, 'malote.xml');
        await writeFile(file, taskFile(taskXml(definition)));
        const account = definition.account ?? '';
        // it asks for the password itself, which so is on no command line and in no file
        await wantCommand(
          'schtasks.exe',
          ['/Create', '/TN', TASK, '/XML', file, '/RU', account, '/RP', '*', '/F'],
          runAsking,
        );
      } finally {
        await rm(folder, { recursive: true, force: true });
      }
    },
    async uninstall() {
      await runCommand('schtasks.exe', ['/End', '/TN', TASK]);
      await wantCommand('schtasks.exe', ['/Delete', '/TN', TASK, '/F']);
    },
    start: async () => {
      await wantCommand('schtasks.exe', ['/Run', '/TN', TASK]);
    },
    stop: async () => {
      await wantCommand('schtasks.exe', ['/End', '/TN', TASK]);
    },
  };
}

/** The shares that Windows connects for this user at logon, by letter. Empty where it does not say. */
export async function mappedDrives(): Promise<Readonly<Record<string, string>>> {
  const { stdout } = await runCommand('reg.exe', ['query', String.raw`HKCU\Network`, '/s', '/v', 'RemotePath']).catch(
    () => ({ stdout: '' }),
  );
  return readMappedDrives(stdout);
}

/** What `reg query` prints: a line with the letter's key, then its value. */
export function readMappedDrives(text: string): Readonly<Record<string, string>> {
  const found = text.matchAll(/\\Network\\([A-Za-z])\s*\r?\n\s+RemotePath\s+REG_\w+\s+(\\\\[^\r\n]+)/g);
  return Object.fromEntries([...found].map(([, letter = '', share = '']) => [letter.toUpperCase(), share.trim()]));
}

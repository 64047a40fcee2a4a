import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { programFolder } from './bundle';

const GROUP_ENDS_WITHIN_MS = 20_000;

export interface CliResult {
  /** Null when a signal ended the process. */
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** What the system around a process denies it. */
export interface Hardship {
  /** No file may grow beyond so many blocks of 512 bytes, as on a disk that is full. Not on Windows. */
  readonly fileBlocks?: number;
  /** It may write nowhere but where anybody may: as a user that owns nothing, where this one may write everywhere. Not on Windows. */
  readonly asStranger?: boolean;
  /** Started in this folder, as a scheduled task is in one of the system's; default: this process's. */
  readonly folder?: string;
}

export interface CliProcess {
  readonly ended: Promise<CliResult>;
  /** Resolves when standard output and error together match; rejects when the process ends before. */
  seen(pattern: RegExp): Promise<RegExpExecArray>;
  interrupt(): void;
  /** Its terminal closes (SIGHUP). Windows has no signal to another process: there it is killed. */
  hangUp(): void;
  /** Ends it at once, without a last word (SIGKILL; TerminateProcess on Windows). */
  kill(): void;
}

/** The command line as it ships: bundled, run by this Node in a process of its own. */
export interface BuiltCli {
  start(args: readonly string[], env?: NodeJS.ProcessEnv, hardship?: Hardship): CliProcess;
  run(args: readonly string[], env?: NodeJS.ProcessEnv, hardship?: Hardship): Promise<CliResult>;
  /**
   * Several command lines one after the other in one process, each from the program's beginning, for those whose process is not what
   * is looked at: a start costs more than most commands. @returns a result for each, in order
   */
  runEach(
    calls: readonly (readonly string[])[],
    env?: NodeJS.ProcessEnv,
    hardship?: Hardship,
  ): Promise<readonly CliResult[]>;
  /** Ends what still runs. */
  dispose(): Promise<void>;
}

const SERIES = join(import.meta.dirname, 'cli-series.mjs');

export async function buildCli(): Promise<BuiltCli> {
  const folder = await programFolder();
  const children = new Set<CliProcess>();
  const script = join(folder, 'cli.js');
  const begin = (program: string, args: readonly string[], env: NodeJS.ProcessEnv, hardship: Hardship): CliProcess => {
    const child = startProcess(program, args, env, hardship);
    children.add(child);
    void child.ended.then(() => children.delete(child));
    return child;
  };
  const start: BuiltCli['start'] = (args, env = {}, hardship = {}) => begin(script, args, env, hardship);
  return {
    start,
    run: (args, env, hardship) => start(args, env, hardship).ended,
    runEach: async (calls, env = {}, hardship = {}) => {
      const { code, stdout, stderr } = await begin(SERIES, [script, JSON.stringify(calls)], env, hardship).ended;
      const results = stdout.split('\n').flatMap((line) => (line === '' ? [] : [JSON.parse(line) as CliResult]));
      // each of them has an end of its own, and the process came to its own by itself when nothing was left to do
      if (code !== 0 || results.length !== calls.length || stderr !== '')
        throw new Error(`after ${String(results.length)} command lines it ended with ${String(code)}:\n${stderr}`);
      return results;
    },
    dispose: async () => {
      for (const child of children) child.interrupt();
      await Promise.all([...children].map(({ ended }) => ended));
    },
  };
}

/** Of the user who owns nothing. */
const NOBODY = 65_534;

function startProcess(
  script: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  { fileBlocks, asStranger = false, folder }: Hardship,
): CliProcess {
  const node = [process.execPath, script, ...args];
  const limited = ['/bin/sh', '-c', `ulimit -f ${String(fileBlocks)}; exec "$@"`, 'sh', ...node];
  const [command = '', ...rest] = fileBlocks === undefined ? node : limited;
  const mayBeAnybody = process.getuid?.() === 0;
  const child = spawn(command, rest, {
    ...(asStranger && mayBeAnybody ? { uid: NOBODY, gid: NOBODY } : {}),
    ...(folder === undefined ? {} : { cwd: folder }),
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    // a group of its own, by which its share agents are known when it has gone
    detached: process.platform !== 'win32',
  });
  let stdout = '';
  let stderr = '';
  const watchers = new Set<() => void>();
  const changed = (): void => {
    for (const watcher of [...watchers]) watcher();
  };
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
    changed();
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
    changed();
  });
  const ended = new Promise<CliResult>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => {
      changed();
      groupEnded(child.pid).then(() => {
        resolve({ code, stdout, stderr });
      }, reject);
    });
  });
  const seen: CliProcess['seen'] = (pattern) =>
    new Promise((resolve, reject) => {
      const look = (): void => {
        const found = pattern.exec(`${stdout}\n${stderr}`);
        if (found !== null) resolve(found);
        else if (child.exitCode !== null)
          reject(new Error(`the process ended without ${String(pattern)}:\n${stdout}\n${stderr}`));
        else return;
        watchers.delete(look);
      };
      watchers.add(look);
      look();
    });
  return {
    ended,
    seen,
    interrupt: () => child.kill('SIGINT'),
    hangUp: () => child.kill('SIGHUP'),
    kill: () => child.kill('SIGKILL'),
  };
}

/** Share agents outlive a killed process by the calls that they had been sent: only then does nobody touch its files any more. */
async function groupEnded(leader: number | undefined): Promise<void> {
  if (leader === undefined || process.platform === 'win32') return;
  const since = performance.now();
  while (performance.now() - since < GROUP_ENDS_WITHIN_MS) {
    try {
      process.kill(-leader, 0);
    } catch {
      return;
    }
    await sleep(5);
  }
  throw new Error(`the share agents of process ${String(leader)} do not end`);
}

/** The last line of standard output. */
export function lastJson(stdout: string): unknown {
  return JSON.parse(stdout.trimEnd().split('\n').at(-1) ?? '');
}

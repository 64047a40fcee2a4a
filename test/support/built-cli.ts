import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { copyFile, mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from 'vite';

const root = join(import.meta.dirname, '..', '..');

export interface CliResult {
  /** Null when a signal ended the process. */
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface CliProcess {
  readonly ended: Promise<CliResult>;
  /** Resolves when standard output and error together match; rejects when the process ends before. */
  seen(pattern: RegExp): Promise<RegExpExecArray>;
  interrupt(): void;
  /** Ends it at once, without a last word (SIGKILL; TerminateProcess on Windows). */
  kill(): void;
}

/** The command line as it ships: bundled, run by this Node in a process of its own. */
export interface BuiltCli {
  start(args: readonly string[], env?: NodeJS.ProcessEnv): CliProcess;
  run(args: readonly string[], env?: NodeJS.ProcessEnv): Promise<CliResult>;
  /** Ends what still runs and removes the bundle. */
  dispose(): Promise<void>;
}

/**
 * Bundles src/cli into a folder of its own below node_modules, where its packages are found and no build for people comes. The
 * bundle lies two folders below a package.json, as it does when it ships.
 */
export async function buildCli(): Promise<BuiltCli> {
  const home = join(root, 'node_modules', '.cache', 'malote-tests', randomBytes(4).toString('hex'));
  const folder = join(home, 'out', 'main');
  await mkdir(home, { recursive: true });
  await copyFile(join(root, 'package.json'), join(home, 'package.json'));
  await build({
    root,
    configFile: false,
    logLevel: 'error',
    build: {
      ssr: 'src/cli/main.ts',
      outDir: folder,
      target: 'node20.18',
      rolldownOptions: { output: { format: 'es', entryFileNames: 'cli.js' } },
    },
  });
  const children = new Set<CliProcess>();
  const start: BuiltCli['start'] = (args, env = {}) => {
    const child = startProcess(join(folder, 'cli.js'), args, env);
    children.add(child);
    void child.ended.then(() => children.delete(child));
    return child;
  };
  return {
    start,
    run: (args, env) => start(args, env).ended,
    dispose: async () => {
      for (const child of children) child.interrupt();
      await Promise.all([...children].map(({ ended }) => ended));
      await rm(home, { recursive: true, force: true });
    },
  };
}

function startProcess(script: string, args: readonly string[], env: NodeJS.ProcessEnv): CliProcess {
  const child = spawn(process.execPath, [script, ...args], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
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
      resolve({ code, stdout, stderr });
      changed();
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
  return { ended, seen, interrupt: () => child.kill('SIGINT'), kill: () => child.kill('SIGKILL') };
}

/** The last line of standard output. */
export function lastJson(stdout: string): unknown {
  return JSON.parse(stdout.trimEnd().split('\n').at(-1) ?? '');
}

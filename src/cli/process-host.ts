import { homedir } from 'node:os';
import { join } from 'node:path';
import password from '@inquirer/password';
import { nodeAgents, openAgentRoot } from '../engine';
import { MaloteError } from '../shared/errors';
import { credentialMessages } from '../shared/messages/pt-BR/terminal/usage';
import type { ServiceManager } from './service/manager';
import { systemdManager, systemdPlace } from './service/systemd';
import { mappedDrives, taskScheduler } from './service/task-scheduler';
import type { Host, StopWish, TextStream } from './host';

/** SIGHUP is the closing of the terminal, on Windows too (the console window); SIGBREAK, Ctrl+Break, is Windows' alone. */
const STOP_SIGNALS: Readonly<Partial<Record<NodeJS.Signals, StopWish>>> = {
  SIGINT: 'asked',
  SIGTERM: 'asked',
  SIGHUP: 'closing',
  ...(process.platform === 'win32' ? { SIGBREAK: 'asked' } : {}),
};

/** Built beside this program. */
const AGENT_FILE = 'share-agent.js';
const READER_FILE = 'ledger-reader.js';

/** The host that is this very process. */
export function processHost(version: string): Host {
  const spawn = nodeAgents(join(import.meta.dirname, AGENT_FILE));
  for (const stream of [process.stdout, process.stderr]) survivesClosedPipe(stream);
  return {
    env: process.env,
    platform: process.platform,
    home: homedir(),
    version,
    stdout: process.stdout,
    stderr: process.stderr,
    canAsk: process.stdin.isTTY && process.stderr.isTTY,
    reader: join(import.meta.dirname, READER_FILE),
    now: () => new Date(),
    askSecret,
    onStopSignal,
    openRoot: ({ id, location, drained = false }) => openAgentRoot({ id, location, drained, spawn }),
    services: {
      command: [process.execPath, ...process.argv.slice(1, 2)],
      manager: serviceManager(),
      mappedDrives,
    },
    exit: (code) => process.exit(code),
  };
}

/** Null on a system whose services this program does not know. */
function serviceManager(): ServiceManager | null {
  if (process.platform === 'win32') return taskScheduler();
  if (process.platform !== 'linux') return null;
  return systemdManager(systemdPlace(process.env, homedir(), process.getuid?.() ?? 0));
}

/** `malote status | head` closes the pipe early; a terminal that was closed answers EIO, a console of Windows EOF or EBADF. */
const NOBODY_READS = new Set(['EPIPE', 'EIO', 'EOF', 'EBADF']);

/** That nobody reads what is written is no error of ours: the work has still to be put away in order. */
export function survivesClosedPipe(stream: TextStream): void {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (!NOBODY_READS.has(error.code ?? '')) throw error;
  });
}

async function askSecret(question: string): Promise<string> {
  try {
    // On stderr, so that the result on stdout stays clean.
    return await password(
      {
        message: question,
        mask: false,
        toggleMask: false,
        theme: { style: { maskedText: credentialMessages.hidden, keysHelpTip: () => undefined } },
      },
      { output: process.stderr },
    );
  } catch (error) {
    if (error instanceof Error && ['ExitPromptError', 'AbortPromptError'].includes(error.name))
      throw new MaloteError('CANCELLED');
    throw error;
  }
}

function onStopSignal(listener: (wish: StopWish) => void): () => void {
  const heard = (signal: NodeJS.Signals): void => {
    listener(STOP_SIGNALS[signal] ?? 'asked');
  };
  const signals = Object.keys(STOP_SIGNALS) as NodeJS.Signals[];
  for (const signal of signals) process.on(signal, heard);
  return () => {
    for (const signal of signals) process.off(signal, heard);
  };
}

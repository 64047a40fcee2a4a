import { homedir } from 'node:os';
import { join } from 'node:path';
import password from '@inquirer/password';
import { nodeAgents, openAgentRoot } from '../engine';
import { MaloteError } from '../shared/errors';
import type { Host, TextStream } from './host';

/** SIGBREAK is Ctrl+Break and the closing of the console on Windows; elsewhere nobody sends it. */
const STOP_SIGNALS: readonly NodeJS.Signals[] =
  process.platform === 'win32' ? ['SIGINT', 'SIGTERM', 'SIGBREAK'] : ['SIGINT', 'SIGTERM', 'SIGHUP'];

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
    exit: (code) => process.exit(code),
  };
}

/** `malote status | head` closes the pipe early, which is no error of ours. */
function survivesClosedPipe(stream: TextStream): void {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
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
        theme: { style: { maskedText: '(não aparece na tela)', keysHelpTip: () => undefined } },
      },
      { output: process.stderr },
    );
  } catch (error) {
    if (error instanceof Error && ['ExitPromptError', 'AbortPromptError'].includes(error.name))
      throw new MaloteError('CANCELLED');
    throw error;
  }
}

function onStopSignal(listener: () => void): () => void {
  for (const signal of STOP_SIGNALS) process.on(signal, listener);
  return () => {
    for (const signal of STOP_SIGNALS) process.off(signal, listener);
  };
}

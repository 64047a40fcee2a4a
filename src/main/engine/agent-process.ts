import { join } from 'node:path';
import { MessageChannelMain, utilityProcess, type MessagePortMain, type UtilityProcess } from 'electron';
import { agentEnvironment } from '../../shared/agent-environment';

/** A share agent's process as main holds it; a port, so that its keeper can be tested without Electron. */
export interface AgentChild {
  /** Opens a channel to it. @returns the other end of it */
  connect(): MessagePortMain;
  /** What it wrote to its standard error. */
  onText(listener: (text: string) => void): void;
  onExit(listener: (code: number) => void): void;
  /** Ends it at once, also while it hangs in the system; not waited for. */
  kill(): void;
}

export function forkAgent(): AgentChild {
  const child = utilityProcess.fork(join(import.meta.dirname, 'share-agent.js'), [], {
    serviceName: 'Malote share agent',
    stdio: ['ignore', 'ignore', 'pipe'],
    env: agentEnvironment(process.env),
  });
  return {
    connect: () => {
      const { port1, port2 } = new MessageChannelMain();
      child.postMessage(null, [port1]);
      return port2;
    },
    onText: (listener) => {
      child.stderr?.on('data', (chunk: Buffer) => {
        listener(chunk.toString('utf8'));
      });
    },
    onExit: (listener) => {
      child.on('exit', listener);
    },
    kill: () => {
      if (child.pid === undefined) child.once('spawn', () => killNow(child));
      else killNow(child);
    },
  };
}

/** Electron asks politely on POSIX (SIGTERM), which a process with calls that hang need not heed. */
function killNow(child: UtilityProcess): void {
  try {
    if (process.platform !== 'win32' && child.pid !== undefined) process.kill(child.pid, 'SIGKILL');
  } catch {
    // it has ended by itself in this instant
  }
  child.kill();
}

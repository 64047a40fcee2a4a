import { join } from 'node:path';
import { utilityProcess, type MessagePortMain, type UtilityProcess } from 'electron';
import type { MainMessage } from '../../shared/ipc/host-link';

/** The engine's process as main holds it; a port, so that the supervisor can be tested without Electron. */
export interface EngineProcess {
  post(message: MainMessage, port?: MessagePortMain): void;
  onMessage(listener: (message: unknown) => void): void;
  /** What it wrote to its standard error: the last words of a crash. */
  onText(listener: (text: string) => void): void;
  onExit(listener: (code: number) => void): void;
  kill(): void;
}

/** Starts the engine's process, with room for calls that hang on a dead share. */
export function forkEngine(): EngineProcess {
  const child = utilityProcess.fork(join(import.meta.dirname, 'engine-host.js'), [], {
    serviceName: 'Malote engine',
    stdio: 'pipe',
    env: { UV_THREADPOOL_SIZE: '16', ...process.env },
  });
  return wrap(child);
}

function wrap(child: UtilityProcess): EngineProcess {
  return {
    post: (message, port) => {
      child.postMessage(message, port === undefined ? [] : [port]);
    },
    onMessage: (listener) => {
      child.on('message', listener);
    },
    onText: (listener) => {
      child.stderr?.on('data', (chunk: Buffer) => {
        listener(chunk.toString('utf8'));
      });
      child.stdout?.resume();
    },
    onExit: (listener) => {
      child.on('exit', listener);
    },
    kill: () => {
      child.kill();
    },
  };
}

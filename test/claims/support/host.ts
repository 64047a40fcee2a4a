import { fork, type ChildProcess } from 'node:child_process';
import { EngineConnection, type LinePort } from '../../../src/preload/engine-connection';
import type { BridgeCalls, MaloteBridge } from '../../../src/shared/ipc/bridge';
import { contractNames } from '../../../src/shared/ipc/contract';
import { createBridgeDouble, type BridgeDouble, type DoubleOptions } from '../../../src/shared/ipc/double';
import type { FromHost, HostStart, ToHost } from './host-process';

/** The real engine's process, and the way of a page to it. */
export interface HostProcess {
  /** A page's line to it, through the same code as in the window; the main process is the contract's double. */
  line(main: DoubleOptions['main']): { readonly bridge: MaloteBridge; readonly double: BridgeDouble };
  /** The native picker gave this path under this id. */
  pick(id: string, path: string): void;
  close(): Promise<void>;
}

/** Starts the engine's process on a workspace. @returns once it serves */
export async function startHost(script: string, start: HostStart): Promise<HostProcess> {
  const child = fork(script, [JSON.stringify(start)], {
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    // as a port does: what is not there stays not there
    serialization: 'advanced',
  });
  let trouble = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (trouble += text));
  let handle: (data: unknown) => void = () => undefined;
  child.on('message', (message: FromHost) => {
    if (message.type === 'page') handle(message.data);
  });
  await said(child, 'ready', () => trouble);
  const tell = (message: ToHost): void => {
    child.send(message);
  };
  return {
    line: (main) => {
      const double = createBridgeDouble({ main: main ?? {} });
      const line = new EngineConnection((event, payload) =>
        double.emit(event as 'delta', JSON.parse(payload) as never),
      );
      const port: LinePort = {
        onmessage: null,
        postMessage: (data) => tell({ type: 'page', data }),
        close: () => undefined,
      };
      handle = (data) => port.onmessage?.({ data });
      line.attach(port);
      const engine = Object.fromEntries(
        contractNames.requests.engine.map((name) => [name, (input?: unknown) => line.ask(name, input)]),
      ) as unknown as BridgeCalls<'engine'>;
      return { bridge: { ...double.bridge, engine }, double };
    },
    pick: (id, path) => tell({ type: 'picked', id, path }),
    close: async () => {
      if (child.exitCode !== null) return;
      const ended = new Promise((resolve) => child.once('exit', resolve));
      tell({ type: 'close' });
      await ended;
    },
  };
}

function said(child: ChildProcess, type: FromHost['type'], trouble: () => string): Promise<void> {
  return new Promise((resolve, reject) => {
    child.on('message', (message: FromHost) => {
      if (message.type === type) resolve();
    });
    child.once('exit', (code) => reject(new Error(`the engine's process ended with ${String(code)}: ${trouble()}`)));
  });
}

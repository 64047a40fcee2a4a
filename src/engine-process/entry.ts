import { randomUUID } from 'node:crypto';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { trustThisComputer } from '../engine';
import { isMaloteError } from '../shared/errors';
import type { MainMessage } from '../shared/ipc/host-link';
import { EngineAgents } from './agents';
import { EngineHost } from './host';
import { MainLink } from './main-link';
import type { Port } from '../engine-link';

/** The engine's process, an Electron utilityProcess: plain Node code that main starts, watches and speaks to. */
/** Built beside this program. */
const READER_FILE = 'ledger-reader.js';

trustThisComputer();
const link = new MainLink({
  post: (message) => {
    process.parentPort.postMessage(message);
  },
});
const agents = new EngineAgents(link);
let host: EngineHost | null = null;

process.parentPort.on('message', ({ data, ports }) => {
  const message = link.receive(data);
  if (message !== null) apply(message, ports[0]);
});

// a mistake that nobody caught: main is told why, and starts another process. That the disk of the ledger fails is no mistake: it is said,
// and another process would meet the same
process.on('uncaughtException', (error) => {
  if (host !== null && isMaloteError(error) && error.code.startsWith('LEDGER_')) {
    host.inBackground(Promise.reject(error));
    return;
  }
  link.tell({ type: 'log', level: 'error', text: `uncaught: ${error.stack ?? error.message}` });
  process.stderr.write(`${error.stack ?? error.message}\n`);
  process.exit(1);
});

function apply(message: Exclude<MainMessage, { type: 'answer' }>, port: Electron.MessagePortMain | undefined): void {
  switch (message.type) {
    case 'open':
      host ??= open(message);
      void host.start();
      return;
    case 'connect':
      if (port !== undefined) host?.connect(electronPort(port));
      return;
    case 'desktop-shown':
      host?.desktopShown(message.id, message.error);
      return;
    case 'command':
      host?.command(message.command);
      return;
    case 'awoke':
      host?.awoke();
      return;
    case 'agent-port':
      if (port !== undefined) agents.arrived(message.id, electronPort(port));
      return;
    case 'agent-gone':
      agents.gone(message.id, message.reason);
      return;
    case 'close':
      void Promise.resolve(host?.close()).finally(() => {
        link.tell({ type: 'closed' });
      });
  }
}

function open({ version, userData, demonstration, role }: Extract<MainMessage, { type: 'open' }>): EngineHost {
  const surroundings = { env: process.env, platform: process.platform, home: homedir() };
  return new EngineHost({
    link,
    surroundings,
    version,
    userData,
    demonstration,
    role,
    epoch: randomUUID(),
    openRoot: agents.openRoot,
    reader: join(import.meta.dirname, READER_FILE),
  });
}

function electronPort(port: Electron.MessagePortMain): Port {
  return {
    post: (message) => {
      port.postMessage(message);
    },
    listen: (listener) => {
      port.on('message', ({ data }) => {
        listener(data);
      });
      port.start();
    },
    onClose: (listener) => {
      port.on('close', listener);
    },
    close: () => {
      port.close();
    },
  };
}

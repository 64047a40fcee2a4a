import type { Wire } from './protocol';

/** The channel to the client: in the application a port that main hands over, else the channel of a forked Node process. */
export function wireToClient(): Wire {
  const { parentPort } = process as { readonly parentPort?: Electron.ParentPort };
  return parentPort === undefined ? forkedWire() : brokeredWire(parentPort);
}

function forkedWire(): Wire {
  // what a terminal or a service manager sends to the whole group is for the parent, which may still want files put away
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGBREAK'] as const) process.on(signal, () => undefined);
  return {
    post: (reply) => {
      if (process.connected) process.send?.(reply);
    },
    onMessage: (listener) => {
      process.on('message', listener);
    },
    onClose: (listener) => {
      process.on('disconnect', listener);
    },
  };
}

/** The port comes with main's first message; what is posted needs it, and nothing is posted unasked. */
function brokeredWire(parentPort: Electron.ParentPort): Wire {
  const port = new Promise<Electron.MessagePortMain>((resolve) => {
    parentPort.once('message', ({ ports: [first] }) => {
      if (first !== undefined) resolve(first);
    });
  });
  let open: Electron.MessagePortMain | null = null;
  return {
    post: (reply) => {
      open?.postMessage(reply);
    },
    onMessage: (listener) => {
      void port.then((client) => {
        open = client;
        client.on('message', ({ data }) => {
          listener(data);
        });
        client.start();
      });
    },
    onClose: (listener) => {
      void port.then((client) => client.on('close', listener));
    },
  };
}

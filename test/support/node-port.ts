import type { MessagePort } from 'node:worker_threads';
import type { Port } from '../../src/engine-link';

/** One end of a channel of Node, as the engine's process knows Electron's. */
export function nodePort(port: MessagePort): Port {
  return {
    post: (message) => {
      port.postMessage(message);
    },
    listen: (listener) => {
      port.on('message', listener);
    },
    onClose: (listener) => {
      port.on('close', listener);
    },
    close: () => {
      port.close();
    },
  };
}

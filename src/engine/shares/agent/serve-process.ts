import { wireToClient } from './host';
import { serveRoot } from './serve-root';
import type { ServeOptions } from './serve-root';

/** Makes this process a share agent. It ends with whoever started it, also in the middle of a call. */
export function serveProcess(options: ServeOptions = {}): void {
  const wire = wireToClient();
  wire.onClose(() => {
    // exit() waits for calls that hang; nothing here is worth waiting for, as every reader looks before it trusts
    process.kill(process.pid, 'SIGKILL');
  });
  serveRoot(wire, options);
}

import type { WireEvent } from '../shared/ipc/wire';
import type { Port } from '../engine-link';

/** Who listens to one console: the pages of this window, commands, and windows that are attached. */
export class Listeners {
  readonly #ports = new Set<Port>();
  readonly #windows = new Set<Port>();

  /** @param isAttachedWindow it shows the notifications of the operating system, where this process has nobody to show them to */
  add(port: Port, isAttachedWindow: boolean): void {
    this.#ports.add(port);
    if (isAttachedWindow) this.#windows.add(port);
    port.onClose(() => {
      this.#ports.delete(port);
      this.#windows.delete(port);
    });
  }

  get hasWindows(): boolean {
    return this.#windows.size > 0;
  }

  tell(event: WireEvent): void {
    for (const port of this.#ports) port.post(event);
  }

  tellWindows(event: WireEvent): void {
    for (const port of this.#windows) port.post(event);
  }

  close(): void {
    for (const port of this.#ports) port.close();
  }
}

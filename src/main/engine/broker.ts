import { MessageChannelMain, type WebContents } from 'electron';
import { channels } from '../../shared/ipc/channels';
import { tellPage } from '../ipc/serve';
import type { EngineSupervisor } from './supervisor';

/** Gives each page a channel of its own to the engine: a new one with every load of the page and every start of the engine. */
export class PortBroker {
  /** Pages that have loaded; true once they have a channel to the engine of now. */
  readonly #pages = new Map<WebContents, boolean>();

  constructor(private readonly engine: () => EngineSupervisor) {}

  /** Serves a page from its next load on. */
  add(contents: WebContents): void {
    contents.on('dom-ready', () => {
      this.#pages.set(contents, false);
      this.#connect(contents);
      tellPage(contents, 'engineStatus', this.engine().status);
    });
    contents.once('destroyed', () => {
      this.#pages.delete(contents);
    });
  }

  /** The engine's status has changed. */
  statusChanged(): void {
    const { status } = this.engine();
    for (const contents of this.#pages.keys()) {
      if (status.state === 'ready') this.#connect(contents);
      else this.#pages.set(contents, false);
      tellPage(contents, 'engineStatus', status);
    }
  }

  #connect(contents: WebContents): void {
    if (contents.isDestroyed() || this.#pages.get(contents) !== false) return;
    this.engine().connect(() => {
      const { port1, port2 } = new MessageChannelMain();
      contents.postMessage(channels.enginePort, null, [port2]);
      this.#pages.set(contents, true);
      return port1;
    });
  }
}

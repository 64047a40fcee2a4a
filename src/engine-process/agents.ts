import { openAgentRoot, type AgentProcess, type RootOpener, type SpawnAgent } from '../engine';
import type { MainLink } from './main-link';
import type { Port } from '../engine-link';

/** Share agents of this process: main starts them and hands over a port to each. */
export class EngineAgents {
  readonly #agents = new Map<string, BrokeredAgent>();
  #started = 0;

  constructor(private readonly link: Pick<MainLink, 'tell'>) {}

  readonly spawn: SpawnAgent = (name) => {
    const id = `${name}-${String((this.#started += 1))}`;
    const agent = new BrokeredAgent(() => {
      this.link.tell({ type: 'agent-kill', id });
    });
    this.#agents.set(id, agent);
    this.link.tell({ type: 'agent-start', id });
    return agent;
  };

  /** Opens a root behind an agent. */
  readonly openRoot: RootOpener = ({ id, location, drained = false }) =>
    openAgentRoot({ id, location, drained, spawn: this.spawn });

  /** Main has started it. */
  arrived(id: string, port: Port): void {
    const agent = this.#agents.get(id);
    if (agent === undefined) port.close();
    else agent.attach(port);
  }

  /** It has ended, or could not be started. */
  gone(id: string, reason: string): void {
    this.#agents.get(id)?.exited(reason);
    this.#agents.delete(id);
  }
}

/** One agent; what is said to it before its port comes waits here. */
class BrokeredAgent implements AgentProcess {
  #port: Port | null = null;
  #unsent: unknown[] = [];
  #onMessage: (message: unknown) => void = () => undefined;
  #onExit: (reason: string) => void = () => undefined;
  #isKilled = false;

  constructor(private readonly askMainToKill: () => void) {}

  post(message: unknown): void {
    if (this.#port === null) this.#unsent.push(message);
    else this.#port.post(message);
  }

  onMessage(listener: (message: unknown) => void): void {
    this.#onMessage = listener;
  }

  onExit(listener: (reason: string) => void): void {
    this.#onExit = listener;
  }

  kill(): void {
    if (this.#isKilled) return;
    this.#isKilled = true;
    this.#unsent = [];
    this.#port?.close();
    this.askMainToKill();
  }

  attach(port: Port): void {
    if (this.#isKilled) {
      port.close();
      return;
    }
    this.#port = port;
    port.listen((message) => {
      this.#onMessage(message);
    });
    for (const message of this.#unsent) port.post(message);
    this.#unsent = [];
  }

  exited(reason: string): void {
    this.#onExit(reason);
  }
}

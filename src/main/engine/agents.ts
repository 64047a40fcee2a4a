import type { MessagePortMain } from 'electron';
import { shellMessages } from '../../shared/messages/pt-BR/desktop/shell';
import type { AgentChild } from './agent-process';
import type { EngineProcess } from './process';

/** More than this no engine needs: four roots, and for each of them a few that the system does not let go of. */
export const AGENTS_AT_MOST = 32;

export interface ShareAgentsOptions {
  readonly fork: () => AgentChild;
  /** Whom they work for. */
  readonly engine: Pick<EngineProcess, 'post'>;
  readonly log: (level: 'info' | 'warning' | 'error', text: string) => void;
}

/**
 * The share agents of one engine's process, which cannot start processes itself. Each speaks to the engine over a channel of its
 * own; main only starts and ends them, and never waits for one to be gone.
 */
export class ShareAgents {
  readonly #agents = new Map<string, AgentChild>();
  #isOver = false;

  constructor(private readonly options: ShareAgentsOptions) {}

  /** Starts one, and gives the engine the port to it; or says that it is gone. */
  start(id: string): void {
    if (this.#isOver || this.#agents.has(id)) return;
    if (this.#agents.size >= AGENTS_AT_MOST) {
      this.#gone(id, shellMessages.agents.tooMany);
      return;
    }
    try {
      this.#attach(id, this.options.fork());
    } catch (error) {
      this.#gone(id, error instanceof Error ? error.message : String(error));
    }
  }

  kill(id: string): void {
    this.#agents.get(id)?.kill();
  }

  /** The engine's process is gone, or is to go: nobody is left to work for. */
  end(): void {
    this.#isOver = true;
    for (const agent of this.#agents.values()) agent.kill();
  }

  #attach(id: string, agent: AgentChild): void {
    this.#agents.set(id, agent);
    agent.onText((text) => {
      this.options.log('error', `${id}: ${text.trimEnd()}`);
    });
    agent.onExit((code) => {
      this.#agents.delete(id);
      this.#gone(id, shellMessages.agents.ended(code));
    });
    const port: MessagePortMain = agent.connect();
    this.options.engine.post({ type: 'agent-port', id }, port);
  }

  #gone(id: string, reason: string): void {
    if (this.#isOver) return;
    this.options.engine.post({ type: 'agent-gone', id, reason });
  }
}

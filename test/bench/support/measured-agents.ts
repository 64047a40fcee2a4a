import { join } from 'node:path';
import { nodeAgents, openAgentRoot, type AgentProcess, type RootOpener } from '../../../src/engine';
import { isMeter, type AgentUsage, type MeterRequest } from './agent-meter';

interface Measured {
  readonly name: string;
  readonly process: AgentProcess;
  heard: (usage: AgentUsage) => void;
  gone: () => void;
}

/** Share agents as the command line starts them, whose processor time and memory can be asked. */
export class MeasuredAgents {
  /** @param isProfiled from the start of each */
  constructor(private readonly isProfiled = false) {}

  readonly #agents = new Set<Measured>();
  readonly #start = nodeAgents(join(import.meta.dirname, 'measured-agent.mjs'), {
    log: (text) => process.stderr.write(text),
  });

  readonly spawn = (name: string): AgentProcess => {
    const process = this.#start(name);
    const agent: Measured = { name, process, heard: () => undefined, gone: () => undefined };
    this.#agents.add(agent);
    process.onExit(() => {
      this.#agents.delete(agent);
      agent.gone();
    });
    if (this.isProfiled) process.post({ meter: 'profile' } satisfies MeterRequest as never);
    return {
      ...process,
      onMessage: (listener) => {
        process.onMessage((message) => {
          if (isMeter(message)) agent.heard(message as AgentUsage);
          else listener(message);
        });
      },
    };
  };

  readonly openRoot: RootOpener = ({ id, location }) => openAgentRoot({ id, location, spawn: this.spawn });

  /** What each agent that lives has used since it was started, its start included. */
  async usage(): Promise<ReadonlyMap<string, AgentUsage>> {
    return this.#ask(() => ({ meter: 'usage' }));
  }

  async cpuMs(): Promise<number> {
    const all = [...(await this.usage()).values()];
    return all.reduce((sum, { cpuMs }) => sum + cpuMs, 0);
  }

  /** Writes what was profiled to `folder`/NAME.cpuprofile. */
  async writeProfiles(folder: string): Promise<void> {
    await this.#ask((name) => ({ meter: 'write', file: join(folder, `${name}.cpuprofile`) }));
  }

  async #ask(request: (name: string) => MeterRequest): Promise<ReadonlyMap<string, AgentUsage>> {
    const answers = [...this.#agents].map(
      (agent) =>
        new Promise<[string, AgentUsage][]>((resolve) => {
          agent.heard = (usage) => {
            resolve([[agent.name, usage]]);
          };
          agent.gone = () => {
            resolve([]);
          };
          agent.process.post(request(agent.name) as never);
        }),
    );
    return new Map((await Promise.all(answers)).flat());
  }
}

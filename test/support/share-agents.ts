import { join } from 'node:path';
import { nodeAgents } from '../../src/engine/shares';
import type { AgentProcess, SpawnAgent } from '../../src/engine/shares';
import { programFolder } from './bundle';

/** Share agents as they ship, in processes of their own. */
export interface ShareAgents {
  readonly spawn: SpawnAgent;
  /** Those that were started for a root, by its id, in order. */
  started(id: string): readonly AgentProcess[];
  dispose(): Promise<void>;
}

export async function shareAgents(): Promise<ShareAgents> {
  const start = nodeAgents(join(await programFolder(), 'share-agent.js'));
  const all: { readonly name: string; readonly process: AgentProcess }[] = [];
  return {
    spawn: (name) => {
      const process = start(name);
      all.push({ name, process });
      return process;
    },
    started: (id) => all.filter(({ name }) => name.startsWith(`${id}-`)).map(({ process }) => process),
    dispose: () => {
      for (const { process } of all) process.kill();
      return Promise.resolve();
    },
  };
}

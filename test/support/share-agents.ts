import { join } from 'node:path';
import { nodeAgents } from '../../src/engine/shares';
import type { AgentProcess, SpawnAgent } from '../../src/engine/shares';
import { bundle } from './bundle';

/** Share agents as they ship, in processes of their own. */
export interface ShareAgents {
  readonly spawn: SpawnAgent;
  /** Those that were started for a root, by its id, in order. */
  started(id: string): readonly AgentProcess[];
  dispose(): Promise<void>;
}

/** Built from the sources of now. */
export async function shareAgents(): Promise<ShareAgents> {
  const built = await bundle({ 'share-agent': 'src/engine/shares/agent/entry.ts' });
  const start = nodeAgents(join(built.folder, 'share-agent.js'));
  const all: { readonly name: string; readonly process: AgentProcess }[] = [];
  return {
    spawn: (name) => {
      const process = start(name);
      all.push({ name, process });
      return process;
    },
    started: (id) => all.filter(({ name }) => name.startsWith(`${id}-`)).map(({ process }) => process),
    dispose: async () => {
      for (const { process } of all) process.kill();
      await built.dispose();
    },
  };
}

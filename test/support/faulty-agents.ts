import { readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { nodeAgents } from '../../src/engine/shares';
import type { AgentProcess, SpawnAgent } from '../../src/engine/shares';
import type { FaultFile } from './faulty-agent';
import { bundle } from './bundle';

/** Share agents in processes of their own, whose file systems fail as a test wants. */
export interface FaultyAgents {
  /** Folder of the bundle: faulty-agent.js, agent-parent.js. */
  readonly folder: string;
  readonly spawn: SpawnAgent;
  /** Processes in the order of their starts. */
  readonly started: AgentProcess[];
  /** Takes effect with the next call of every agent. */
  bend(faults: FaultFile): Promise<void>;
  /** Pids of all agents that were ever started from the bundle, by the agents' names. */
  pids(): Promise<ReadonlyMap<string, number>>;
  dispose(): Promise<void>;
}

export async function faultyAgents(): Promise<FaultyAgents> {
  const built = await bundle({
    'faulty-agent': 'test/support/faulty-agent.ts',
    'agent-parent': 'test/support/agent-parent.ts',
  });
  const file = join(built.folder, 'faults.json');
  const bend = async (faults: FaultFile): Promise<void> => {
    await writeFile(`${file}.new`, JSON.stringify(faults));
    await rename(`${file}.new`, file);
  };
  await bend({});
  const started: AgentProcess[] = [];
  const start = nodeAgents(join(built.folder, 'faulty-agent.js'));
  const pids = async (): Promise<ReadonlyMap<string, number>> => {
    const names = (await readdir(built.folder)).filter((name) => name.endsWith('.pid'));
    const numbers = await Promise.all(names.map((name) => readFile(join(built.folder, name), 'utf8')));
    return new Map(names.map((name, index) => [name.slice(0, -4), Number(numbers[index])]));
  };
  return {
    folder: built.folder,
    started,
    bend,
    pids,
    spawn: (name) => {
      const process = start(name);
      started.push(process);
      return process;
    },
    dispose: async () => {
      for (const process of started) process.kill();
      await built.dispose();
    },
  };
}

/** Whether a process of this number runs. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

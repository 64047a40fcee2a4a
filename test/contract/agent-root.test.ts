import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll } from 'vitest';
import { openAgentRoot } from '../../src/engine/shares';
import { FaultMount, faultMountsPossible } from '../support/fault-mount';
import { shareAgents, type ShareAgents } from '../support/share-agents';
import { fileRootContract } from './file-root.contract';
import type { MadeRoot } from './file-root.contract';

/** Of every single call; a file that is placed takes about twenty of them. */
const SLOW_MS = 4;

let agents: ShareAgents;
beforeAll(async () => {
  agents = await shareAgents();
});
afterAll(() => agents.dispose());

async function onFolder(): Promise<MadeRoot> {
  const location = await mkdtemp(join(tmpdir(), 'malote-agente-'));
  return {
    root: openAgentRoot({ id: 'archive', location, spawn: agents.spawn }),
    dispose: () => rm(location, { recursive: true, force: true }),
  };
}

async function onMount(latencyMs: number): Promise<MadeRoot> {
  const folder = await mkdtemp(join(tmpdir(), 'malote-agente-'));
  await mkdir(join(folder, 'backing'));
  const mount = await FaultMount.open({ backing: join(folder, 'backing'), point: join(folder, 'share') });
  if (latencyMs > 0) await mount.latency(latencyMs);
  return {
    root: openAgentRoot({ id: 'archive', location: mount.point, spawn: agents.spawn }),
    dispose: async () => {
      await mount.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

fileRootContract('a real folder behind a process of its own', onFolder);
if ((await faultMountsPossible()).possible) {
  fileRootContract('a mount behind a process of its own', () => onMount(0));
  fileRootContract('a slow mount behind a process of its own', () => onMount(SLOW_MS));
}

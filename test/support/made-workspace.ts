import { cpSync } from 'node:fs';
import { basename } from 'node:path';
import type { Engine } from '../../src/engine';
import { parseQuirks, startSimulator, type Office } from '../../src/simulator';
import { changeLedger } from './moved-workspace';
import { createWorkspace, openTestEngine, TEST_SPEED, type Generation, type Workspace } from './workspace';

/** A workspace in which an engine has worked, for several tests to begin with; to be removed after them. */
export async function makeWorkspace(
  office: Office,
  work: (engine: Engine) => Promise<unknown>,
  generation: Generation = 'legacy',
): Promise<Workspace> {
  const simulator = await startSimulator(office, { quirks: parseQuirks('none'), speed: TEST_SPEED });
  const workspace = await createWorkspace({ office, generation, baseUrl: simulator.url });
  const engine = await openTestEngine(workspace);
  await work(engine);
  await engine.close();
  await simulator.close();
  return workspace;
}

/** Puts into a fresh workspace everything that was made in another one, as if it had been made here; its settings stay. */
export function beginWith(made: Workspace, workspace: Workspace): void {
  cpSync(made.folder, workspace.folder, {
    recursive: true,
    preserveTimestamps: true,
    filter: (path) => basename(path) !== 'settings.json',
  });
  for (const table of ['destinations', 'share_events'])
    changeLedger(
      workspace.folder,
      `UPDATE ${table} SET location = replace(location, '${made.folder}', '${workspace.folder}')`,
    );
}

import { onTestFinished, type TestContext } from 'vitest';
import type { Engine, SettingsToSave, SiegCredentials } from '../../src/engine';
import type { EngineEvent } from '../../src/shared/views';
import { parseQuirks, startSimulator, type Office, type Simulator, type SimulatorOptions } from '../../src/simulator';
import { beginWith } from './made-workspace';
import {
  createWorkspace,
  openTestEngine,
  removeWorkspace,
  TEST_SPEED,
  type Generation,
  type Workspace,
} from './workspace';

export interface OfficeFixtureOptions {
  readonly office: Office;
  readonly generation?: Generation;
  /** As on the command line: `none`, `all` or names; default none. */
  readonly quirks?: string;
  readonly simulator?: Partial<SimulatorOptions>;
  readonly change?: (settings: SettingsToSave) => SettingsToSave;
  /** What a workspace begins with that was made of the same office before; default: nothing. */
  readonly made?: Workspace;
}

/** An office, its SIEG and a workspace, all of which are put away when the test ends. */
export interface OfficeFixture {
  readonly simulator: Simulator;
  readonly workspace: Workspace;
  /** SIEG holds other documents from now on, at the same address, and behaves as `change` says for as long as it has become nothing else. */
  become(office: Office, change?: Partial<SimulatorOptions>): Promise<void>;
  openEngine(options?: { readonly credentials?: SiegCredentials; readonly speed?: number }): Promise<Engine>;
}

/** @param context of the test, which has to be given where others run beside it: vitest knows only one test at a time by itself. */
export async function openOfficeFixture(
  options: OfficeFixtureOptions,
  context: Pick<TestContext, 'onTestFinished'> = { onTestFinished },
): Promise<OfficeFixture> {
  const { office, generation = 'legacy', quirks = 'none', change, made } = options;
  const simulatorOptions = { quirks: parseQuirks(quirks), speed: TEST_SPEED, ...options.simulator };
  let simulator = await startSimulator(office, simulatorOptions);
  const workspace = await createWorkspace({
    office,
    generation,
    baseUrl: simulator.url,
    ...(change === undefined ? {} : { change }),
  });
  if (made !== undefined) beginWith(made, workspace);
  const engines: Engine[] = [];
  context.onTestFinished(async () => {
    for (const engine of engines) await engine.close();
    await simulator.close();
    await removeWorkspace(workspace);
  });
  return {
    get simulator() {
      return simulator;
    },
    workspace,
    become: async (other, change = {}) => {
      const port = Number(new URL(simulator.url).port);
      await simulator.close();
      simulator = await startSimulator(other, { ...simulatorOptions, ...change, port });
    },
    openEngine: async (engineOptions) => {
      const engine = await openTestEngine(workspace, engineOptions);
      engines.push(engine);
      return engine;
    },
  };
}

/** Collects what an engine tells. */
export function listen(engine: Engine): EngineEvent[] {
  const events: EngineEvent[] = [];
  engine.subscribe((event) => events.push(event));
  return events;
}

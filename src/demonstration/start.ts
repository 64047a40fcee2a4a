import { join } from 'node:path';
import { saveSettings, systemClock, type EngineChoice, type SettingsToSave } from '../engine';
import { DEMO_CREDENTIALS, startSimulator, type DeadModes, type QuirkSet } from '../simulator';
import { officeOf, writeWorkbook } from './office';
import type { DemoWorkspace } from './workspace';
import type { SiegGeneration } from '../shared/sieg-generations';

export interface StartOptions {
  readonly quirks: QuirkSet;
  /** What the invented SIEG never does; nothing when absent. */
  readonly dead?: DeadModes;
  readonly generation: SiegGeneration;
  /** Waits and limits pass this many times faster than with the real SIEG. */
  readonly speed: number;
}

/** An invented SIEG at work for a workspace, and what an engine needs to be opened on it. */
export interface Demonstration {
  readonly settings: SettingsToSave;
  readonly engine: EngineChoice;
  /** Ends the SIEG; the workspace stays. */
  close(): Promise<void>;
}

/** Writes the workbook, starts the simulator and writes the settings that lead to it. @throws MaloteError CLI_CANNOT_WRITE, SETTINGS_* */
export async function startDemonstration(place: DemoWorkspace, options: StartOptions): Promise<Demonstration> {
  const { quirks, dead = {}, generation, speed } = options;
  const office = officeOf(place.office);
  await writeWorkbook(office, place.workbook);
  const simulator = await startSimulator(office, { quirks, dead, speed });
  try {
    // Time has passed since the demonstration before: what arrived late then is there now.
    if (place.again) simulator.settleLateArrivals();
    const settings = settingsFor(place, generation, simulator.url);
    await saveSettings(place.folder, settings);
    return {
      settings,
      engine: {
        workspace: place.folder,
        credentials: () => Promise.resolve(DEMO_CREDENTIALS),
        clock: systemClock(speed),
        stateFolder: join(place.folder, 'state'),
      },
      close: () => simulator.close(),
    };
  } catch (error) {
    await simulator.close();
    throw error;
  }
}

function settingsFor(place: DemoWorkspace, generation: SiegGeneration, baseUrl: string): SettingsToSave {
  return {
    sieg: { generation, baseUrl },
    archive: { root: join(place.folder, 'arquivo') },
    importShare: { root: join(place.folder, 'import'), layout: 'flat' },
    companies: { workbook: place.workbook },
    previousMonth: { days: 0 },
    capture: { reports: 'always', rescanPreviousMonth: true, graceDays: 0 },
  };
}

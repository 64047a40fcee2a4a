import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  openEngine,
  saveSettings,
  systemClock,
  type Engine,
  type SettingsToSave,
  type SiegCredentials,
} from '../../src/engine';
import { DEMO_CREDENTIALS, type Office } from '../../src/simulator';
import { testFolder } from './test-folder';
import { READER } from './ledger-reader';

export type Generation = 'legacy' | 'v1';

/** Waits of minutes last milliseconds: fast enough for a test, and still waits. */
export const TEST_SPEED = 20_000;

export interface Workspace {
  readonly folder: string;
  readonly archive: string;
  readonly import: string;
  readonly workbook: string;
  /** The ledger's database. */
  readonly ledger: string;
}

export interface WorkspaceOptions {
  readonly office: Pick<Office, 'workbook'>;
  readonly generation: Generation;
  /** Of the simulator. */
  readonly baseUrl: string;
  /** What the settings of this workspace say beyond the usual. */
  readonly change?: (settings: SettingsToSave) => SettingsToSave;
}

/** A fresh workspace in a temporary folder, with its settings, its workbook and both shares. */
export async function createWorkspace({ office, generation, baseUrl, change }: WorkspaceOptions): Promise<Workspace> {
  const folder = await mkdtemp(join(await testFolder(), 'malote-test-'));
  const [archive, importShare, workbook] = [
    join(folder, 'arquivo'),
    join(folder, 'import'),
    join(folder, 'empresas.xlsx'),
  ];
  for (const share of [archive, importShare]) await mkdir(share);
  await writeFile(workbook, await office.workbook());
  const settings: SettingsToSave = {
    sieg: { generation, baseUrl },
    archive: { root: archive },
    importShare: { root: importShare, layout: 'flat' },
    companies: { workbook },
    previousMonth: { days: 0 },
    capture: { reports: 'always', rescanPreviousMonth: true },
  };
  await saveSettings(folder, change === undefined ? settings : change(settings));
  return { folder, archive, import: importShare, workbook, ledger: join(folder, 'malote.db') };
}

export async function removeWorkspace({ folder }: Workspace): Promise<void> {
  await rm(folder, { recursive: true, force: true, maxRetries: 5 });
}

/** The engine on a workspace, in this process, with a hurried clock. */
export function openTestEngine(
  workspace: Workspace,
  options: { readonly credentials?: SiegCredentials; readonly speed?: number } = {},
): Promise<Engine> {
  const { credentials = DEMO_CREDENTIALS, speed = TEST_SPEED } = options;
  return openEngine({
    workspace: workspace.folder,
    reader: READER,
    credentials: () => Promise.resolve(credentials),
    clock: systemClock(speed),
  });
}

import { mkdir, mkdtemp, readFile, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { saveSettings, type Settings } from '../engine';
import { MaloteError } from '../shared/errors';
import type { OfficeChoice } from './simulation';
import { resolveWorkspace } from './workspace';
import type { Host } from './host';

/** Says that a workspace belongs to the demonstration, and of which office it is. */
const MARK = 'demo.json';

const DEFAULTS = { companies: 12, documents: 60, seed: 1 } as const;

export interface DemoWorkspace {
  readonly folder: string;
  readonly workbook: string;
  readonly office: OfficeChoice;
  /** Whether a demonstration has been here before. */
  readonly again: boolean;
}

/**
 * The workspace of a demonstration: a fresh temporary folder, or the given one. What an earlier demonstration there was made
 * from holds unless this one says otherwise, so that running it again goes on with the same office and month.
 * @throws MaloteError CLI_DEMO_FOLDER_IN_USE for a workspace with settings of another origin.
 */
export async function prepareDemo(
  host: Pick<Host, 'env' | 'platform' | 'home'>,
  given: string | undefined,
  wanted: Partial<OfficeChoice>,
  month: string,
): Promise<DemoWorkspace> {
  const folder = given === undefined ? await mkdtemp(join(tmpdir(), 'malote-demo-')) : resolveWorkspace(given, host);
  const earlier = await readMark(folder);
  if (earlier === null && (await exists(join(folder, 'settings.json'))))
    throw new MaloteError('CLI_DEMO_FOLDER_IN_USE', { place: folder });
  const office: OfficeChoice = { ...DEFAULTS, month, ...earlier, ...wanted };
  for (const part of ['arquivo', 'import']) await mkdir(join(folder, part), { recursive: true });
  await writeFile(join(folder, MARK), `${JSON.stringify(office, null, 2)}\n`);
  return { folder, workbook: join(folder, 'empresas.xlsx'), office, again: earlier !== null };
}

/** Writes the settings that lead to the simulator. @returns them. */
export async function writeDemoSettings(
  demo: DemoWorkspace,
  generation: 'legacy' | 'v1',
  baseUrl: string,
): Promise<Settings> {
  const settings: Settings = {
    sieg: { generation, baseUrl },
    archive: { root: join(demo.folder, 'arquivo') },
    importShare: { root: join(demo.folder, 'import'), layout: 'flat' },
    companies: { workbook: demo.workbook },
    previousMonth: { days: 0 },
    capture: { reports: 'always', rescanPreviousMonth: true },
  };
  await saveSettings(demo.folder, settings);
  return settings;
}

/** What the mark of an earlier demonstration says; null when there is none or it cannot be read. */
async function readMark(folder: string): Promise<Partial<OfficeChoice> | null> {
  try {
    const mark: unknown = JSON.parse(await readFile(join(folder, MARK), 'utf8'));
    return typeof mark === 'object' && mark !== null ? mark : null;
  } catch {
    return null;
  }
}

async function exists(file: string): Promise<boolean> {
  return stat(file).then(
    () => true,
    () => false,
  );
}

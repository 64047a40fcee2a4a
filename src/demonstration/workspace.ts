import { mkdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { readRegular } from '../engine/files';
import { MaloteError } from '../shared/errors';
import type { OfficeChoice } from './office';
import { cannotWrite, writeWhole } from './write-whole';

/** Says that a workspace belongs to the demonstration, and of which office it is. */
const MARK = 'demo.json';

export interface DemoWorkspace {
  readonly folder: string;
  readonly workbook: string;
  readonly office: OfficeChoice;
  /** Whether a demonstration has been here before. */
  readonly again: boolean;
}

/**
 * Makes a folder the workspace of a demonstration. What an earlier demonstration there was made from holds unless `wanted` says
 * otherwise, so that running it again goes on with the same office and month.
 * @throws MaloteError CLI_DEMO_FOLDER_IN_USE for a workspace with settings of another origin, CLI_CANNOT_WRITE
 */
export async function prepareDemonstration(
  folder: string,
  wanted: Partial<OfficeChoice>,
  defaults: OfficeChoice,
): Promise<DemoWorkspace> {
  const earlier = await readDemonstration(folder);
  if (earlier === null && (await exists(join(folder, 'settings.json'))))
    throw new MaloteError('CLI_DEMO_FOLDER_IN_USE', { place: folder });
  const office: OfficeChoice = { ...defaults, ...earlier, ...wanted };
  for (const part of ['arquivo', 'import']) await makeFolder(join(folder, part));
  await writeWhole(join(folder, MARK), `${JSON.stringify(office, null, 2)}\n`);
  return { folder, workbook: join(folder, 'empresas.xlsx'), office, again: earlier !== null };
}

async function makeFolder(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true }).catch((error: unknown) => {
    throw cannotWrite(folder, error);
  });
}

/** What the demonstration in a folder is made from; null when there is none or its mark cannot be read. */
export async function readDemonstration(folder: string): Promise<Partial<OfficeChoice> | null> {
  try {
    const mark: unknown = JSON.parse((await readRegular(join(folder, MARK), 65_536)).toString('utf8'));
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

import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { prepareDemonstration, type DemoWorkspace, type OfficeChoice } from '../demonstration';
import { resolveWorkspace } from './workspace';
import type { Host } from './host';

const DEFAULTS = { companies: 12, documents: 60, seed: 1 } as const;

/**
 * The workspace of a demonstration: a fresh temporary folder, or the given one, where an earlier demonstration goes on.
 * @throws MaloteError CLI_DEMO_FOLDER_IN_USE for a workspace with settings of another origin.
 */
export async function prepareDemo(
  host: Pick<Host, 'env' | 'platform' | 'home'>,
  given: string | undefined,
  wanted: Partial<OfficeChoice>,
  month: string,
): Promise<DemoWorkspace> {
  const folder = given === undefined ? await mkdtemp(join(tmpdir(), 'malote-demo-')) : resolveWorkspace(given, host);
  return prepareDemonstration(folder, wanted, { ...DEFAULTS, month });
}

import { cpSync, mkdirSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { loadSettings, openEngine, saveSettings, type Engine, type RootOpener } from '../../src/engine';
import { createOffice, DEMO_CREDENTIALS } from '../../src/simulator';
import { READER } from './ledger-reader';
import { makeWorkspace } from './made-workspace';
import { testFolder } from './test-folder';
import type { Workspace } from './workspace';

const MONTH = '2026-03';
export const BACKED_UP_MONTH = MONTH;
const office = createOffice({ seed: 14, month: MONTH, companies: 3, documentsPerCompany: 12 });

export function makeBackedUpWorkspace(): Promise<Workspace> {
  return makeWorkspace(office, async (engine) => {
    await engine.importCompanies();
    await engine.run({ month: MONTH });
  });
}

export interface BackupFixture {
  /** A workspace in which a month was run. */
  readonly workspace: Workspace;
  /** Where its copies go. */
  readonly folder: string;
  open(how?: { readonly openRoot?: RootOpener }): Promise<Engine>;
}

/** A workspace of its own as `made`, at the same archive and shares, whose copies go into a folder beside it. */
export async function openBackupFixture(
  made: Workspace,
  settings: {
    readonly sameDisk?: boolean;
    readonly daily?: number;
    readonly weekly?: number;
    readonly monthly?: number;
  } = {},
): Promise<BackupFixture> {
  const home = await mkdtemp(join(await testFolder(), 'malote-backup-'));
  const place = join(home, 'malote');
  const folder = join(home, 'copias-do-escritorio');
  for (const one of [place, folder]) mkdirSync(one);
  for (const name of ['malote.db', 'settings.json', 'iniciado.txt', 'guardados', 'espera'])
    cpSync(join(made.folder, name), join(place, name), { recursive: true });
  const workspace = { ...made, folder: place, ledger: join(place, 'malote.db') };
  const { settings: held } = await loadSettings(place);
  await saveSettings(place, { ...held, backup: { folder, sameDisk: true, ...settings } });
  const engines: Engine[] = [];
  onTestFinished(async () => {
    for (const engine of engines) await engine.close();
    await rm(home, { recursive: true, force: true, maxRetries: 5 });
  });
  return {
    workspace,
    folder,
    open: async (how = {}) => {
      const engine = await openEngine({
        workspace: place,
        reader: READER,
        credentials: () => Promise.resolve(DEMO_CREDENTIALS),
        ...how,
      });
      engines.push(engine);
      return engine;
    },
  };
}

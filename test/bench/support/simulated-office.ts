import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { openEngine, saveSettings, systemClock, type Engine, type RootOpener } from '../../../src/engine';
import { READER } from './reader';

export interface Office {
  readonly url: string;
  readonly workbook: string;
  readonly month: string;
  readonly credentials: { readonly apiKey: string; readonly clientId: string; readonly clientSecret: string };
  close(): Promise<void>;
}

/** The simulator in a process of its own, so that neither its time nor its memory is measured. */
export async function startOffice(workspace: string, options: readonly string[]): Promise<Office> {
  const args = ['out/main/cli.js', 'simulate', '--json', '--workspace', workspace, ...options];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = (await once(createInterface({ input: child.stdout }), 'line')) as [string];
  const ready = JSON.parse(line) as Omit<Office, 'close'>;
  return {
    ...ready,
    close: async () => {
      child.kill('SIGTERM');
      await once(child, 'exit');
    },
  };
}

/** Settings of a workspace that talks to the office, and its engine. @param openRoot default: roots in this process */
export async function engineFor(
  workspace: string,
  office: Office,
  speed: number,
  openRoot?: RootOpener,
): Promise<Engine> {
  for (const folder of ['arquivo', 'import']) mkdirSync(join(workspace, folder), { recursive: true });
  await saveSettings(workspace, {
    sieg: { generation: 'legacy', baseUrl: office.url },
    archive: { root: 'arquivo' },
    importShare: { root: 'import', layout: 'flat' },
    companies: { workbook: office.workbook },
    previousMonth: { days: 0 },
    capture: { reports: 'always', rescanPreviousMonth: true },
  });
  return openEngine({
    workspace,
    reader: READER,
    clock: systemClock(speed),
    ...(openRoot === undefined ? {} : { openRoot }),
    credentials: () => Promise.resolve(office.credentials),
  });
}

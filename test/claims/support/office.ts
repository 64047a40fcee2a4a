import { spawn } from 'node:child_process';
import { existsSync, readFileSync, renameSync } from 'node:fs';
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { DemonstrationMemory } from '../../../src/shared/ipc/host-link';
import { audienceOf, SIEG_ADDRESS } from '../../../src/shared/audience';
import type { KeyState } from '../../../src/shared/ipc/settings';
import { programFolder, sharedBundle } from '../../support/bundle';
import { queryLedger } from '../../support/ledger-dump';
import { changeLedger, moveWorkspace } from '../../support/moved-workspace';
import { testFolder } from '../../support/test-folder';
import { startHost, type HostProcess } from './host';
import { once } from '../../support/once';

interface Recipe {
  /** Options of `malote demo`, one list a run on the same workspace. */
  readonly runs: readonly (readonly string[])[];
  /** The last run is killed once the ledger holds so many documents. */
  readonly killedAt?: number;
  /** The archive goes away once the ledger holds so many documents; the run is stopped, as by Ctrl+C, once so many pages wait for it. */
  readonly awayAt?: { readonly documents: number; readonly pages: number };
}

/** What the real program played. */
const RECIPES = {
  /** Everything that SIEG announced was brought and handed over. */
  complete: { runs: [[]] },
  /** Notes of cities and bills are among the documents. */
  mixed: { runs: [['--municipal', '40', '--bills', '30']] },
  /** Of one kind nothing ever came, and nothing names it. */
  gaps: { runs: [['--dead', 'kind=NFe,reports=empty,singles=empty']] },
  /** After a run with gaps SIEG no longer counted, on which everything rests. */
  failed: {
    runs: [
      ['--dead', 'kind=NFe,reports=empty,singles=empty'],
      ['--dead', 'counts=fail'],
    ],
  },
  /** The process died in the middle of the download. */
  interrupted: { runs: [['--documents', '300']], killedAt: 300 },
  /** The archive went away in the middle of the download, whose pages wait on this computer. */
  spooled: { runs: [['--documents', '300']], awayAt: { documents: 300, pages: 3 } },
} as const satisfies Readonly<Record<string, Recipe>>;
export type Played = keyof typeof RECIPES;

/** A ledger by statements of the test's own. */
export interface Facts {
  readonly sql: <Row>(statement: string) => (Row & Readonly<Record<string, unknown>>)[];
  /** The first value of the first row; 0 where there is none. */
  readonly value: (statement: string) => number;
}

/** A workspace that a run of the real program left, copied for one test file, with what other hands may do to it. */
export interface Office extends Facts {
  readonly home: string;
  readonly workspace: string;
  readonly month: string;
  readonly archive: string;
  readonly import: string;
  /** Changes the ledger while nobody has it open. */
  change(statement: string): void;
  /** Starts the engine's process on it. It ends with `close`. */
  open(notifications?: 'shown' | 'refused'): Promise<HostProcess>;
  close(): Promise<void>;
}

const NO_KEY: KeyState = { generation: null, kept: 'disk', secrets: [], audience: { sieg: null, mail: null } };
/** A key that is there: the demonstration's, for the SIEG of the settings. */
export const KEPT_KEY: KeyState = {
  generation: 'legacy',
  kept: 'disk',
  secrets: [],
  audience: { sieg: null, mail: null },
};

/** The engine's process as the window starts it. */
async function hostProgram(): Promise<string> {
  const folder = await sharedBundle('host', {
    host: 'test/claims/support/host-process.ts',
    'share-agent': 'src/engine/shares/agent/entry.ts',
    'ledger-reader': 'src/engine/app/ledger-reader.ts',
  });
  return join(folder, 'host.js');
}

/** Runs the command line to its end. @returns what it printed */
export function runCli(home: string, ...args: readonly string[]): Promise<string> {
  return runCliUntil(() => null, home, ...args);
}

/** The same; the process is sent the first signal that `isTime` names. */
async function runCliUntil(
  isTime: () => NodeJS.Signals | null,
  home: string,
  ...args: readonly string[]
): Promise<string> {
  const cli = join(await programFolder(), 'cli.js');
  const places = { XDG_DATA_HOME: home, XDG_STATE_HOME: home, LOCALAPPDATA: home, HOME: home };
  const child = spawn(process.execPath, [cli, ...args], {
    env: { ...process.env, ...places },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let printed = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => (printed += text));
  const look = setInterval(() => {
    const signal = isTime();
    if (signal === null) return;
    clearInterval(look);
    child.kill(signal);
  }, 20);
  await new Promise((resolve, reject) => child.once('error', reject).once('close', resolve));
  clearInterval(look);
  return printed;
}

/** A copy of what was played, which is played by whoever needs it first. */
export async function officeAfter(played: Played): Promise<Office> {
  const from = await once(`office-${played}`, async (shared) => {
    const home = join(shared, played);
    const workspace = join(home, 'workspace');
    await mkdir(home);
    const { runs, killedAt = Infinity, awayAt }: Recipe = RECIPES[played];
    const held = (): number => ledgerFacts(workspace).value('SELECT count(*) FROM documents');
    const isBegun = (): boolean =>
      existsSync(join(workspace, 'malote.db')) &&
      ledgerFacts(workspace).value("SELECT count(*) FROM sqlite_master WHERE name = 'deliveries_altered'") > 0;
    const isSpooled = ({ documents, pages }: NonNullable<typeof awayAt>): boolean => {
      const archive = join(workspace, 'arquivo');
      if (held() >= documents && existsSync(archive)) renameSync(archive, `${archive}.fora`);
      return ledgerFacts(workspace).value('SELECT count(*) FROM spool') >= pages;
    };
    const isTime = (): NodeJS.Signals | null => {
      if (!isBegun()) return null;
      if (awayAt !== undefined) return isSpooled(awayAt) ? 'SIGINT' : null;
      return held() >= killedAt ? 'SIGKILL' : null;
    };
    for (const options of runs) {
      const demo = ['demo', '--companies', '8', '--documents', '24', '--speed', '20000', '--workspace', workspace];
      const printed = await runCliUntil(isTime, home, ...demo, ...options);
      if (held() === 0) throw new Error(printed);
    }
    return workspace;
  });
  const home = await mkdtemp(join(await testFolder(), 'malote-claims-'));
  const workspace = join(home, 'workspace');
  await cp(from, workspace, { recursive: true });
  await moveWorkspace(workspace, from);
  return officeAt(home, workspace);
}

/** A workspace in which nothing has been, with or without settings. */
export async function emptyOffice(settings?: (home: string) => unknown): Promise<Office> {
  const home = await mkdtemp(join(await testFolder(), 'malote-claims-'));
  const workspace = join(home, 'workspace');
  for (const folder of ['workspace', 'acervo', 'import']) await mkdir(join(home, folder));
  if (settings !== undefined) await writeFile(join(workspace, 'settings.json'), JSON.stringify(settings(home)));
  return officeAt(home, workspace, { archive: join(home, 'acervo'), import: join(home, 'import'), key: null });
}

/** The demonstration office as the window opens it, with its invented SIEG in the engine's process. Nothing has been run. */
export async function demonstrationOffice(of: {
  readonly companies: number;
  readonly documents: number;
  /** Of SIEG; default: none. */
  readonly quirks?: DemonstrationMemory['quirks'];
}): Promise<Office> {
  const home = await mkdtemp(join(await testFolder(), 'malote-claims-'));
  const demonstration: DemonstrationMemory = { active: true, seed: 1, quirks: 'none', ...of };
  const workspace = join(home, 'user-data', 'demonstracao', `${String(of.companies)}x${String(of.documents)}-1`);
  return officeAt(home, workspace, {
    archive: join(workspace, 'arquivo'),
    import: join(workspace, 'import'),
    key: KEPT_KEY,
    demonstration,
  });
}

export function ledgerFacts(workspace: string): Facts {
  const sql: Facts['sql'] = <Row>(statement: string) =>
    queryLedger<Row & Readonly<Record<string, unknown>>>(join(workspace, 'malote.db'), statement);
  return {
    sql,
    value: (statement) => Object.values(sql<Record<string, number>>(statement)[0] ?? {})[0] ?? 0,
  };
}

interface Places {
  readonly archive: string;
  readonly import: string;
  readonly key: KeyState | null;
  readonly demonstration?: DemonstrationMemory;
}

function officeAt(home: string, workspace: string, places?: Places): Office {
  const facts = ledgerFacts(workspace);
  const demonstration = places?.demonstration ?? null;
  const hosts: HostProcess[] = [];
  const {
    archive,
    import: share,
    key,
  } = places ?? {
    archive: join(workspace, 'arquivo'),
    import: join(workspace, 'import'),
    key: KEPT_KEY,
  };
  const month =
    places === undefined
      ? (facts.sql<{ month: string }>('SELECT month FROM runs ORDER BY id DESC LIMIT 1')[0]?.month ?? '')
      : '';
  return {
    ...facts,
    home,
    workspace,
    month,
    archive,
    import: share,
    change: (statement) => changeLedger(workspace, statement),
    open: async (notifications = 'shown') => {
      const host = await startHost(await hostProgram(), {
        workspace,
        userData: join(home, 'user-data'),
        demonstration,
        notifications,
        key: key === null ? NO_KEY : { ...key, audience: { sieg: siegOf(workspace), mail: null } },
      });
      hosts.push(host);
      return host;
    },
    close: async () => {
      for (const host of hosts) await host.close();
      await rm(home, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

/** Whom a key of this workspace is for; null before it has settings. */
function siegOf(workspace: string): string | null {
  const file = join(workspace, 'settings.json');
  if (!existsSync(file)) return null;
  const { sieg } = JSON.parse(readFileSync(file, 'utf8')) as { sieg?: { baseUrl?: string } };
  return audienceOf(sieg?.baseUrl ?? SIEG_ADDRESS);
}

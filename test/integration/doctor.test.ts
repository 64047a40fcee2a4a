import { chmod, mkdir, mkdtemp, readdir, readFile, rename, rm, symlink, truncate, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCli } from '../../src/cli/cli';
import { EXIT } from '../../src/cli/exit-codes';
import { MaloteError, type ErrorCode } from '../../src/shared/errors';
import type { HealthView } from '../../src/shared/health';
import { DIAGNOSIS_ITEMS, type DiagnosisItem, type DiagnosisLine } from '../../src/shared/ipc/diagnosis';
import { createOffice, DEMO_CREDENTIALS, parseQuirks, startSimulator, type Simulator } from '../../src/simulator';
import { buildCli, lastJson, type BuiltCli, type CliResult, type Hardship } from '../support/built-cli';
import { beginWith, makeWorkspace } from '../support/made-workspace';
import { changeLedger } from '../support/moved-workspace';
import { openSecureFront } from '../support/office-proxy';
import { testHost } from '../unit/cli/support';
import { testFolder } from '../support/test-folder';
import {
  createWorkspace,
  removeWorkspace,
  TEST_SPEED,
  type Workspace,
  type WorkspaceOptions,
} from '../support/workspace';

const MONTH = '2026-03';
const office = createOffice({ seed: 7, month: MONTH, companies: 3, documentsPerCompany: 6 });

let cli: BuiltCli;
let simulator: Simulator;
let home: string;
let isolated: NodeJS.ProcessEnv;
/** In which a month was run and delivered. */
let worked: Workspace;
/** What is put away in the end. */
const leftovers: (() => unknown)[] = [];
/** What was found of each trouble: one process looks at them all, since to start one costs more than to look. */
const found = new Map<string, Diagnosis>();

beforeAll(async () => {
  cli = await buildCli();
  home = await mkdtemp(join(await testFolder(), 'malote-doutor-'));
  // The state of the key is shared by all workspaces of a user: tests are a user of their own.
  isolated = { XDG_DATA_HOME: home, LOCALAPPDATA: home, HOME: home, MALOTE_SIEG_KEY: DEMO_CREDENTIALS.apiKey };
  simulator = await startSimulator(office, { quirks: parseQuirks('none'), speed: TEST_SPEED });
  worked = await makeWorkspace(office, (engine) => engine.run({ month: MONTH }));
  await diagnoseTroubles();
}, 120_000);

afterAll(async () => {
  await cli.dispose();
  for (const putAway of leftovers) await putAway();
  await simulator.close();
  await removeWorkspace(worked);
  await rm(home, { recursive: true, force: true, maxRetries: 5 });
});

/** A workspace in which a month was run, with whatever a test plants in it. */
async function place(options: Partial<WorkspaceOptions> = {}): Promise<Workspace> {
  const workspace = await createWorkspace({ office, generation: 'legacy', baseUrl: simulator.url, ...options });
  beginWith(worked, workspace);
  leftovers.push(() => removeWorkspace(workspace));
  return workspace;
}

interface Diagnosis {
  readonly code: number | null;
  readonly lines: readonly DiagnosisLine[];
  /** The line of an item. */
  readonly of: (item: DiagnosisItem) => DiagnosisLine | undefined;
}

function read({ code, stdout, stderr }: CliResult): Diagnosis {
  expect(stderr).not.toMatch(/ {4}at /);
  const { lines } = lastJson(stdout) as { lines: readonly DiagnosisLine[] };
  return { code, lines, of: (item) => lines.find((line) => line.item === item) };
}

interface Circumstances {
  readonly env?: NodeJS.ProcessEnv;
  readonly hardship?: Hardship;
}

/** What is found in each of these workspaces, in order. */
async function doctors(
  workspaces: readonly Workspace[],
  { env, hardship }: Circumstances = {},
): Promise<readonly Diagnosis[]> {
  const calls = workspaces.map(({ folder }) => ['doctor', '--json', '--workspace', folder]);
  return (await cli.runEach(calls, { ...isolated, ...env }, hardship)).map(read);
}

async function doctor(workspace: Workspace): Promise<Diagnosis> {
  return (await doctors([workspace]))[0]!;
}

/** The same in this process, its folders too. */
async function doctorHere({ folder }: Workspace): Promise<Diagnosis> {
  // with a limit of its own, of which each waits for a turn
  const env = { ...isolated, XDG_DATA_HOME: folder, LOCALAPPDATA: folder };
  const host = testHost({ env, now: () => new Date() });
  const code = await runCli(['doctor', '--json', '--workspace', folder], host);
  return read({ code, stdout: host.stdout.text, stderr: host.stderr.text });
}

async function doctorsHere(workspaces: readonly Workspace[]): Promise<Diagnosis[]> {
  const found: Diagnosis[] = [];
  // one after the other: a process has few places for calls that may hang
  for (const workspace of workspaces) found.push(await doctorHere(workspace));
  return found;
}

async function diagnoseTroubles(): Promise<void> {
  const alike = new Map<Circumstances | undefined, [string, Workspace][]>();
  for (const [name, { options, plant, circumstances }] of TROUBLED) {
    const workspace = await place(await options?.());
    await plant?.(workspace);
    alike.set(circumstances, [...(alike.get(circumstances) ?? []), [name, workspace]]);
  }
  for (const [circumstances, places] of alike) {
    const workspaces = places.map(([, workspace]) => workspace);
    // where the process around it makes no difference it is this one: to start share agents costs more than to look
    const diagnoses =
      circumstances === undefined ? await doctorsHere(workspaces) : await doctors(workspaces, circumstances);
    places.forEach(([name], index) => found.set(name, diagnoses[index]!));
  }
}

/** What is wrong beyond what the machine of a test may lack. */
function oddOf({ lines }: Diagnosis): string[] {
  return lines
    .filter(({ status, item }) => status !== 'ok' && item !== 'disk' && item !== 'memory')
    .map(({ item, status, code }) => `${item} ${status} ${code ?? ''}`);
}

/** A server in the place of SIEG whose clock is ahead of ours by so much. */
async function openLateServer(aheadMs: number): Promise<string> {
  const server = createServer((_, response) => {
    response.setHeader('Date', new Date(Date.now() + aheadMs).toUTCString());
    response.writeHead(404).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  leftovers.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
}

interface Trouble {
  /** The line that has to name it, and how. */
  readonly item: DiagnosisItem;
  readonly status: DiagnosisLine['status'];
  readonly code: ErrorCode;
  readonly exit: number;
  readonly options?: () => Promise<Partial<WorkspaceOptions>> | Partial<WorkspaceOptions>;
  readonly plant?: (workspace: Workspace) => Promise<unknown> | undefined;
  readonly circumstances?: Circumstances;
}

/** A process that has ended: its number is nobody's. */
const DEAD_PID = 4_194_303;
const sql =
  (...statements: readonly string[]) =>
  ({ folder }: Workspace): undefined => {
    for (const statement of statements) changeLedger(folder, statement);
  };
const lockOf = (pid: number, heartbeatMs: number): string =>
  `INSERT INTO locks (name, token, pid, host, taken_at, heartbeat_ms)
   VALUES ('audit', 'x', ${String(pid)}, '${hostname()}', '2026-03-02T10:00:00.000Z', ${String(heartbeatMs)})`;

const TROUBLES: Readonly<Record<string, Trouble>> = {
  'a key that SIEG refuses': {
    item: 'key',
    status: 'fault',
    code: 'SIEG_AUTHENTICATION',
    exit: EXIT.authentication,
    circumstances: { env: { MALOTE_SIEG_KEY: 'chave-errada-0123456789' } },
  },
  'no key': {
    item: 'key',
    status: 'unknown',
    code: 'DIAGNOSIS_KEY_UNTRIED',
    exit: EXIT.gaps,
    circumstances: { env: { MALOTE_SIEG_KEY: '' } },
  },
  'a SIEG that nobody reaches': {
    item: 'sieg',
    status: 'fault',
    code: 'SIEG_CONNECTION',
    exit: EXIT.siegUnreachable,
    options: () => ({ baseUrl: 'http://127.0.0.1:9' }),
  },
  'a clock that is ten minutes slow': {
    item: 'clock',
    status: 'fault',
    code: 'DIAGNOSIS_CLOCK_OFF',
    exit: EXIT.configuration,
    options: async () => ({ baseUrl: await openLateServer(10 * 60_000) }),
  },
  'a certificate of somebody unknown': {
    item: 'certificate',
    status: 'fault',
    code: 'DIAGNOSIS_CERTIFICATE',
    exit: EXIT.siegUnreachable,
    options: async () => {
      const front = await openSecureFront('localhost', Number(new URL(simulator.url).port));
      leftovers.push(() => front.close());
      return { baseUrl: `https://localhost:${String(front.port)}` };
    },
  },
  'an archive that is gone': {
    item: 'archive',
    status: 'fault',
    code: 'SHARE_PATH_MISSING',
    exit: EXIT.storage,
    plant: ({ archive }) => rename(archive, `${archive}-antes`),
  },
  'an import share that is an archive by another name': {
    item: 'settings',
    status: 'fault',
    code: 'SETTINGS_INVALID',
    exit: EXIT.configuration,
    plant: async ({ archive, import: share }) => {
      await rm(share, { recursive: true });
      await symlink(archive, share, 'junction');
    },
  },
  'a workbook that is not there': {
    item: 'workbook',
    status: 'fault',
    code: 'COMPANIES_NOT_FOUND',
    exit: EXIT.configuration,
    plant: ({ workbook }) => rm(workbook),
  },
  'a workbook with a row that is no company': {
    item: 'workbook',
    status: 'warning',
    code: 'DIAGNOSIS_WORKBOOK_ROWS',
    exit: EXIT.gaps,
    options: () => ({
      change: (settings) => ({ ...settings, companies: { workbook: join(home, 'linhas.csv') } }),
    }),
    plant: () =>
      writeFile(
        join(home, 'linhas.csv'),
        ['Código;Empresa;CNPJ', ...office.companies.map(({ taxId }) => `1;A;${taxId}`), '9;B;123'].join('\n'),
      ),
  },
  'a ledger that was overwritten': {
    item: 'ledger',
    status: 'fault',
    code: 'LEDGER_DAMAGED',
    exit: EXIT.ledgerDamaged,
    plant: ({ ledger }) => writeFile(ledger, 'isto não é um banco de dados'.repeat(500)),
  },
  'a ledger that was cut short': {
    item: 'ledger',
    status: 'fault',
    code: 'LEDGER_DAMAGED',
    exit: EXIT.ledgerDamaged,
    plant: ({ ledger }) => truncate(ledger, 40_960),
  },
  'a ledger that is gone': {
    item: 'ledger',
    status: 'fault',
    code: 'LEDGER_GONE',
    exit: EXIT.ledgerDamaged,
    plant: ({ ledger }) => rm(ledger),
  },
  'a log of changes that nobody may put away': {
    item: 'ledger-log',
    status: 'warning',
    code: 'DIAGNOSIS_LOG_HUGE',
    exit: EXIT.gaps,
    plant: async ({ ledger }) => {
      await writeFile(`${ledger}-wal`, '');
      await truncate(`${ledger}-wal`, 300 * 1024 ** 2);
    },
  },
  'a lock of a process that died': {
    item: 'locks',
    status: 'warning',
    code: 'DIAGNOSIS_LOCK_DEAD',
    exit: EXIT.gaps,
    plant: sql(lockOf(DEAD_PID, Date.now())),
  },
  'a lock of a process that hangs': {
    item: 'locks',
    status: 'warning',
    code: 'DIAGNOSIS_LOCK_SILENT',
    exit: EXIT.gaps,
    plant: sql(lockOf(process.pid, Date.now() - 120_000)),
  },
  'pages that wait for the archive': {
    item: 'spool',
    status: 'warning',
    code: 'DIAGNOSIS_SPOOL_WAITS',
    exit: EXIT.gaps,
    plant: sql(
      "INSERT INTO spool (file, sha256, bytes, batch, at) VALUES ('a', 'b', 4096, '{}', '2026-03-02T10:00:00.000Z')",
    ),
  },
  'documents that wait for the BI': {
    item: 'outbox',
    status: 'warning',
    code: 'DIAGNOSIS_OUTBOX_WAITS',
    exit: EXIT.gaps,
    plant: sql("UPDATE deliveries SET state = 'pending' WHERE id <= 3"),
  },
  'deliveries that fail': {
    item: 'outbox',
    status: 'warning',
    code: 'DIAGNOSIS_FAILURES_WAIT',
    exit: EXIT.gaps,
    plant: sql("UPDATE deliveries SET state = 'failed', error_code = 'SHARE_DENIED' WHERE id <= 3"),
  },
  'other content under a name': {
    item: 'conflicts',
    status: 'warning',
    code: 'DIAGNOSIS_CONFLICTS',
    exit: EXIT.gaps,
    plant: sql("UPDATE deliveries SET state = 'conflict' WHERE id = 1"),
  },
  'a job that failed': {
    item: 'jobs',
    status: 'warning',
    code: 'SHARE_FULL',
    exit: EXIT.gaps,
    plant: sql(
      `INSERT INTO jobs (kind, state, asked, started_at, ended_at, error) VALUES ('audit', 'failed', '{}', '2026-03-02T10:00:00.000Z',
       '2026-03-02T10:05:00.000Z', '${JSON.stringify(new MaloteError('SHARE_FULL', { location: 'Y:', cause: 'cheio' }).toEnvelope())}')`,
    ),
  },
  'errors in the log': {
    item: 'program-log',
    status: 'warning',
    code: 'DIAGNOSIS_RECENT_ERRORS',
    exit: EXIT.gaps,
    plant: async ({ folder }) => {
      await mkdir(join(folder, 'logs'));
      const stamp = (at: number): string => localStamp(new Date(at));
      const lines = [
        `[${stamp(Date.now() - 40 * 3_600_000)}] [error] de anteontem`,
        `[${stamp(Date.now() - 60_000)}] [error] SHARE_FULL: Não há mais espaço.`,
      ];
      await writeFile(join(folder, 'logs', 'malote.log'), `${lines.join('\n')}\n`);
    },
  },
  'settings that are broken': {
    item: 'settings',
    status: 'fault',
    code: 'DIAGNOSIS_SETTINGS_BROKEN',
    exit: EXIT.configuration,
    plant: ({ folder }) => writeFile(join(folder, 'settings.json'), '{ "sieg": '),
  },
  'no settings': {
    item: 'settings',
    status: 'fault',
    code: 'SETTINGS_INCOMPLETE',
    exit: EXIT.configuration,
    plant: ({ folder }) => rm(join(folder, 'settings.json')),
  },
  'a folder in which nobody may write': {
    item: 'import',
    status: 'fault',
    code: 'SHARE_DENIED',
    exit: EXIT.storage,
    plant: async ({ folder, archive, import: share }) => {
      await chmod(folder, 0o777);
      await chmod(join(folder, 'settings.json'), 0o644);
      await chmod(archive, 0o777);
      await chmod(share, 0o555);
      await chmod(home, 0o777);
    },
    circumstances: { hardship: { asStranger: true } },
  },
};

/** Windows knows no user that owns nothing here. */
const TROUBLED = Object.entries(TROUBLES).filter(
  ([, { circumstances }]) => process.platform !== 'win32' || circumstances?.hardship === undefined,
);

/** As electron-log writes it. */
function localStamp(at: Date): string {
  const two = (value: number): string => String(value).padStart(2, '0');
  const day = [String(at.getFullYear()), two(at.getMonth() + 1), two(at.getDate())].join('-');
  return `${day} ${[at.getHours(), at.getMinutes(), at.getSeconds()].map(two).join(':')}.000`;
}

describe('malote doctor', () => {
  it('finds everything in order where it is, and changes nothing', async () => {
    const workspace = await place();
    const before = await readTree(workspace.folder);
    const diagnosis = await doctor(workspace);
    expect(oddOf(diagnosis)).toEqual([]);
    expect(diagnosis.lines.map(({ item }) => item)).toEqual(DIAGNOSIS_ITEMS.filter((item) => item !== 'cancelled'));
    expect(diagnosis.of('import')?.facts).toMatchObject({ freeBytes: expect.any(Number) as number });
    expect(await readTree(workspace.folder)).toEqual(before);
  });

  it.each(TROUBLED)('names %s, and what to do', (name, trouble) => {
    const diagnosis = found.get(name)!;
    const line = diagnosis.of(trouble.item);
    expect({ line, odd: oddOf(diagnosis) }).toMatchObject({ line: { status: trouble.status, code: trouble.code } });
    expect(line?.fix).toMatch(/\.$/);
    expect(diagnosis.code).toBe(trouble.exit);
  });

  it('says whose certificate it is, and by how much the clock is off', () => {
    expect(found.get('a clock that is ten minutes slow')?.of('clock')?.found).toContain('10 min atrasado');
    expect(found.get('a certificate of somebody unknown')?.of('certificate')?.found).toContain('"localhost"');
  });

  it('leaves broken settings where they are', async () => {
    const workspace = await place();
    await writeFile(join(workspace.folder, 'settings.json'), '{ "sieg": ');
    const before = await readTree(workspace.folder);
    await doctor(workspace);
    expect(await readTree(workspace.folder)).toEqual(before);
  });

  it('refuses a folder in which nobody has worked', async () => {
    const [result] = await cli.runEach([['doctor', '--workspace', join(home, 'nada')]], isolated);
    expect(result).toMatchObject({ code: EXIT.configuration, stdout: '' });
  });

  it('is a list that a person can read', async () => {
    const workspace = await place();
    await rm(workspace.workbook);
    const [result] = await cli.runEach([['doctor', '--workspace', workspace.folder]], isolated);
    const { stdout } = result!;
    expect(stdout).toMatch(/^✔ {2}Configurações +As configurações estão completas\.$/m);
    expect(stdout).toMatch(/^✖ {2}Planilha de empresas {2,}\S/m);
    expect(stdout).toMatch(/^ {10,}→ \S/m);
    expect(stdout.trimEnd().split('\n').at(-1)).toMatch(/^1 falha/);
  });
});

describe('malote health', () => {
  const pulseOf = (pid: number, agoMs: number): string =>
    `INSERT OR REPLACE INTO upkeep (name, value) VALUES ('pulse ${String(pid)}',
     '${JSON.stringify({ pid, host: hostname(), atMs: Date.now() - agoMs })}')`;

  async function health(...statements: readonly string[]): Promise<{ code: number | null; view: HealthView }> {
    const workspace = await place();
    for (const statement of statements) changeLedger(workspace.folder, statement);
    const [result] = await cli.runEach([['health', '--json', '--workspace', workspace.folder]], isolated);
    return { code: result!.code, view: lastJson(result!.stdout) as HealthView };
  }

  it('answers 0 for an engine that watches and has nothing left to do, and what it did last', async () => {
    const { code, view } = await health(pulseOf(process.pid, 30_000));
    expect({ code, view }).toMatchObject({
      code: EXIT.complete,
      view: {
        healthy: true,
        engine: { state: 'alive', pid: process.pid },
        lastRun: { month: MONTH, outcome: 'complete' },
        waiting: { deliveries: 0, failed: 0, spooledPages: 0, oldestAt: null },
        newestDocumentAt: expect.stringMatching(/^20/) as string,
        troubles: [],
      },
    });
  });

  it('tells an engine that is frozen from one that died, and from none', async () => {
    const frozen = await health(pulseOf(process.pid, 10 * 60_000), pulseOf(DEAD_PID, 1_000));
    expect(frozen).toMatchObject({ code: EXIT.unexpected, view: { engine: { state: 'silent', pid: process.pid } } });
    const dead = await health(pulseOf(DEAD_PID, 10_000));
    expect(dead).toMatchObject({ code: EXIT.unexpected, view: { engine: { state: 'dead' } } });
    const none = await health();
    expect(none).toMatchObject({
      code: EXIT.gaps,
      view: { engine: { state: 'absent' }, troubles: [{ code: 'DIAGNOSIS_ENGINE_ABSENT' }] },
    });
  });

  it('tells what waits and since when, a folder that is down, and a run that failed', async () => {
    const waiting =
      "UPDATE deliveries SET state = 'failed', error_code = 'SHARE_DENIED', enqueued_at = '2026-03-02' WHERE id <= 3";
    const { code, view } = await health(pulseOf(process.pid, 0), waiting, "UPDATE runs SET outcome = 'failed'");
    expect({ code, view }).toMatchObject({
      code: EXIT.gaps,
      view: { waiting: { deliveries: 3, failed: 3, oldestAt: '2026-03-02' } },
    });
    expect(view.troubles.map((trouble) => trouble.code)).toEqual(['DIAGNOSIS_FAILURES_WAIT', 'DIAGNOSIS_RUN_FAILED']);
    const down = await health(
      pulseOf(process.pid, 0),
      "INSERT INTO share_events (root, state, code, detail, at, location) VALUES ('import', 'down', 'SHARE_FULL', '{}', '2026-03-02T10:00:00.000Z', 'X:')",
    );
    expect(down).toMatchObject({ code: EXIT.storage, view: { healthy: false } });
  });

  it('tells of a damaged ledger with its own code', async () => {
    const workspace = await place();
    await writeFile(workspace.ledger, 'isto não é um banco de dados'.repeat(500));
    const [damaged] = await cli.runEach([['health', '--json', '--workspace', workspace.folder]], isolated);
    expect(damaged).toMatchObject({ code: EXIT.ledgerDamaged });
    expect(lastJson(damaged!.stdout)).toMatchObject({ error: { code: 'LEDGER_DAMAGED' } });
  });
});

/** Every file below a folder with its bytes, but for what an open SQLite leaves beside it. */
async function readTree(folder: string): Promise<Record<string, string>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile() && !/-(?:wal|shm)$/.test(entry.name));
  const read = files.map(async ({ parentPath, name }) => {
    const path = join(parentPath, name);
    return [path, await readFile(path, 'latin1')] as const;
  });
  return Object.fromEntries(await Promise.all(read));
}

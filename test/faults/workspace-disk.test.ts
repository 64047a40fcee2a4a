import { existsSync } from 'node:fs';
import { chmod, copyFile, cp, mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createProgram } from '../../src/cli/program';
import { takeAlertSecrets, takeSecrets } from '../../src/cli/secrets';
import { createRedactor } from '../../src/engine';
import { buildCli, type BuiltCli, type CliResult, type Hardship } from '../support/built-cli';
import { queryLedger } from '../support/ledger-dump';
import { moveWorkspace } from '../support/moved-workspace';
import { testFolder } from '../support/test-folder';
import { testHost } from '../unit/cli/support';

const MONTH = '2026-03';
/** Every command with what makes it do something; a command that is not here fails the test. */
const COMMANDS: Readonly<Record<string, readonly (readonly string[])[]>> = {
  run: [['--month', MONTH]],
  status: [[], ['--json']],
  deliver: [[]],
  shares: [[]],
  'alerts list': [[]],
  'alerts test': [['--channel', 'desktop']],
  'companies import': [[]],
  probe: [[]],
  verify: [['--month', MONTH]],
  'import-legacy': [['antigo']],
  recover: [['--all'], ['--list']],
  corrections: [[]],
  reread: [[]],
  audit: [[], ['--list']],
  orphans: [[]],
  journal: [[], ['--export', 'csv']],
  report: [
    ['--month', MONTH],
    ['--month', MONTH, '--format', 'html'],
    ['--month', MONTH, '--format', 'resumo'],
  ],
  'schedule list': [[]],
  'schedule add': [['--standard']],
  'schedule pause': [['1']],
  'schedule resume': [['1']],
  'schedule remove': [['1']],
  'schedule run-now': [['1']],
  'service run': [[]],
  'retention list': [[]],
  'retention now': [[]],
  'backup now': [[]],
  'backup verify': [[]],
  simulate: [[]],
  demo: [[]],
  // of a ledger that is whole they change nothing: see below
  'ledger accept-fresh': [],
  'ledger restore': [],
  // they want no ledger that can be worked with: test/integration/backup-cli.test.ts, test/crash/backup.test.ts
  'backup list': [],
  'backup restore': [],
  // they look, whatever they look at: test/integration/doctor.test.ts
  doctor: [],
  // they ask the system, and of the ledger no more than health does: test/integration/service-cli.test.ts
  ...Object.fromEntries(
    ['validate', 'install', 'start', 'stop', 'restart', 'status', 'uninstall'].map((name) => [`service ${name}`, []]),
  ),
  health: [],
};
const CALLS = Object.entries(COMMANDS).flatMap(([name, ways]) => ways.map((way) => [...name.split(' '), ...way]));

let cli: BuiltCli;
let home: string;
/** A workspace in which everything has been delivered; each test has a copy. */
let origin: string;

beforeAll(async () => {
  home = await mkdtemp(join(await testFolder(), 'malote-disco-'));
  origin = join(home, 'origem');
  cli = await buildCli();
  const args = ['demo', '--workspace', origin, '--companies', '3', '--documents', '12', '--month', MONTH];
  const { code, stderr } = await cli.run(args, environment(origin));
  expect(code, stderr).toBe(0);
}, 120_000);

afterAll(async () => {
  await cli.dispose();
  await chmod(home, 0o700);
  await rm(home, { recursive: true, force: true });
});

function environment(folder: string): NodeJS.ProcessEnv {
  const dados = join(folder, 'dados');
  return { MALOTE_CLOCK_SPEED: '20000', MALOTE_SIEG_KEY: 'x', XDG_DATA_HOME: dados, LOCALAPPDATA: dados, HOME: folder };
}

async function copyOfOrigin(name: string): Promise<string> {
  const folder = join(home, name);
  await cp(origin, folder, { recursive: true });
  await moveWorkspace(folder, origin);
  return folder;
}

/** A sentence of Malote's and its advice at the end, in Portuguese, and nothing of a program's inside. */
function expectWords(call: string, { code, stderr, stdout }: CliResult): void {
  expect(code, `${call}\n${stderr}`).toBe(7);
  const [sentence = '', advice = ''] = stderr.trimEnd().split('\n').slice(-2);
  expect(sentence, call).toMatch(/(banco de dados|gravar|pasta|disco)/i);
  expect(advice, call).toMatch(/^(Confira|Libere|Devolva|Feche|Escolha)/);
  expect(`${stderr}${stdout}`, call).not.toMatch(/inesperado|INTERNAL|SqliteError|\n\s+at |I\/O error|database/);
}

/** What was there is there, and the next run ends with everything verified. */
async function expectNothingLost(folder: string): Promise<void> {
  const calls = [['demo'], ['verify', '--month', MONTH]].map((call) => [...call, '--workspace', folder]);
  for (const { code, stderr } of await cli.runEach(calls, environment(folder))) expect(code, stderr).toBe(0);
  const [row] = queryLedger<{ n: number }>(join(folder, 'malote.db'), 'SELECT count(*) AS n FROM documents');
  expect(row?.n).toBe(36);
}

/** The first in a process of its own, as a person starts it; the others one after the other in another. */
async function eachCommand(
  folder: string,
  hardship: Hardship,
  look: (call: string, result: CliResult) => void,
  calls = CALLS,
) {
  const [first = [], ...others] = calls.map((call) => call.map((word) => (word === 'antigo' ? folder : word)));
  const within = (args: readonly string[]): string[] => [...args, '--workspace', folder];
  look(first.join(' '), await cli.run(within(first), environment(folder), hardship));
  const results = await cli.runEach(others.map(within), environment(folder), hardship);
  for (const [index, result] of results.entries()) look(others[index]?.join(' ') ?? '', result);
}

it('knows every command that there is', () => {
  const leaves = createProgram(
    { host: testHost(), secrets: takeSecrets({}), alertSecrets: takeAlertSecrets({}), redactor: createRedactor([]) },
    () => undefined,
  ).commands.flatMap((command) =>
    command.commands.length === 0
      ? [command.name()]
      : command.commands.map((inner) => `${command.name()} ${inner.name()}`),
  );
  expect(Object.keys(COMMANDS).sort()).toEqual(leaves.sort());
});

describe.skipIf(process.platform === 'win32')('a workspace whose disk takes nothing', () => {
  it('is told by every command in words, with exit code 7, and nothing is lost', async () => {
    const folder = await copyOfOrigin('cheio');
    await eachCommand(folder, { fileBlocks: 0 }, expectWords);
    await expectNothingLost(folder);
  }, 300_000);

  it('is told by a run that was under way, whenever it is full, and nothing is lost', async () => {
    const folder = join(home, 'enche');
    // a run that grows until it may not: at its beginning, while it brings documents, near its end
    for (const fileBlocks of [80, 400, 900]) {
      const args = ['demo', '--workspace', folder, '--companies', '3', '--documents', '12', '--month', MONTH];
      expectWords(`demo within ${String(fileBlocks)}`, await cli.run(args, environment(folder), { fileBlocks }));
    }
    await expectNothingLost(folder);
  }, 300_000);
});

describe.skipIf(process.platform === 'win32')('a workspace that may not be written', () => {
  it('is told by every command in words, with exit code 7, and is left as it was', async () => {
    const folder = await copyOfOrigin('trancado');
    const entries = await readdir(folder, { recursive: true, withFileTypes: true });
    for (const entry of entries) await chmod(join(entry.parentPath, entry.name), entry.isDirectory() ? 0o555 : 0o444);
    await chmod(folder, 0o555);
    await chmod(home, 0o755);
    const ledger = await readFile(join(folder, 'malote.db'));
    await eachCommand(folder, { asStranger: true }, expectWords);
    expect((await readFile(join(folder, 'malote.db'))).equals(ledger)).toBe(true);
    for (const entry of entries.reverse()) await chmod(join(entry.parentPath, entry.name), 0o755);
    await chmod(folder, 0o755);
    await expectNothingLost(folder);
  }, 300_000);
});

describe('a workspace whose ledger is damaged', () => {
  const ledgerOf = (folder: string): string => join(folder, 'malote.db');
  const keptIn = async (folder: string): Promise<string[]> =>
    (await readdir(folder)).filter((name) => name.includes('danificado'));
  const count = (file: string): number => queryLedger<{ n: number }>(file, 'SELECT count(*) AS n FROM documents')[0]!.n;

  async function damaged(name: string): Promise<string> {
    const folder = await copyOfOrigin(name);
    await copyFile(ledgerOf(folder), join(folder, 'cópia de ontem.db'));
    const bytes = await readFile(ledgerOf(folder));
    await writeFile(ledgerOf(folder), bytes.subarray(0, 20_000));
    return folder;
  }

  function call(folder: string, ...args: readonly string[]): Promise<CliResult> {
    return cli.run([...args, '--workspace', folder], environment(folder));
  }

  // the simulator has no ledger
  const calls = CALLS.filter(([command]) => command !== 'simulate');

  it('stops every command, with exit code 9 and the way out, and is left as it was', async () => {
    const folder = await damaged('danificado');
    const bytes = await readFile(ledgerOf(folder));
    const look = (args: string, { code, stderr, stdout }: CliResult): void => {
      expect(code, `${args}\n${stderr}`).toBe(9);
      expect(stderr, args).toMatch(/está danificado: o trabalho parou.*\n.*malote ledger restore/);
      expect(`${stderr}${stdout}`, args).not.toMatch(/inesperado|INTERNAL|Nenhuma empresa|\n\s+at /);
    };
    await eachCommand(folder, {}, look, calls);
    expect((await readFile(ledgerOf(folder))).equals(bytes)).toBe(true);
    expect(await keptIn(folder)).toEqual([]);
  }, 300_000);

  it('that is gone stops every command too, is not begun anew, and goes on from a copy', async () => {
    const folder = await copyOfOrigin('sumido');
    const copy = join(folder, 'cópia de ontem.db');
    await rename(ledgerOf(folder), copy);
    const look = (args: string, { code, stderr, stdout }: CliResult): void => {
      expect(code, `${args}\n${stderr}`).toBe(9);
      expect(stderr, args).toMatch(/sumiu.*\n.*malote ledger restore/);
      expect(`${stderr}${stdout}`, args).not.toMatch(/inesperado|INTERNAL|Nenhuma empresa|danificado|\n\s+at /);
    };
    await eachCommand(folder, {}, look, calls);
    expect(existsSync(ledgerOf(folder))).toBe(false);
    expect(await call(folder, 'ledger', 'restore', copy)).toMatchObject({ code: 0 });
    expect(count(ledgerOf(folder))).toBe(36);
    await expectNothingLost(folder);
    await rm(ledgerOf(folder));
    const { code, stdout } = await call(folder, 'ledger', 'accept-fresh');
    expect(code).toBe(0);
    expect(stdout).toMatch(/não estava mais lá.*\n.*o BI já leu: isso é entregue outra vez/);
    await expectNothingLost(folder);
  }, 300_000);

  it.skipIf(process.platform === 'win32')(
    'goes on from a copy in a place that may only be read, and names it where even that may not be',
    async () => {
      const folder = await damaged('do-pendrive');
      const stick = join(home, 'pendrive');
      const copy = join(stick, 'malote.db');
      await mkdir(stick);
      await rename(join(folder, 'cópia de ontem.db'), copy);
      await chmod(copy, 0o000);
      await chmod(stick, 0o555);
      await chmod(home, 0o755);
      for (const entry of await readdir(folder, { withFileTypes: true }))
        await chmod(join(folder, entry.name), entry.isDirectory() ? 0o777 : 0o666);
      await chmod(folder, 0o777);
      const bytes = await readFile(ledgerOf(folder));
      const restore = (): Promise<CliResult> =>
        cli.run(['ledger', 'restore', copy, '--workspace', folder], environment(folder), { asStranger: true });
      const { code, stderr } = await restore();
      expect(code, stderr).toBe(7);
      expect(stderr).toContain(`A cópia ${copy} não pôde ser lida`);
      expect((await readFile(ledgerOf(folder))).equals(bytes)).toBe(true);
      await chmod(copy, 0o444);
      expect(await restore()).toMatchObject({ code: 0 });
      expect(count(ledgerOf(folder))).toBe(36);
      expect(await readdir(stick)).toEqual(['malote.db']);
    },
    120_000,
  );

  it('goes on from a copy that a person restores, and keeps the damaged one', async () => {
    const folder = await damaged('restaurado');
    const copy = join(folder, 'cópia de ontem.db');
    expect(await call(folder, 'ledger', 'restore', copy)).toMatchObject({ code: 0 });
    expect(await keptIn(folder)).toHaveLength(1);
    expect(count(ledgerOf(folder))).toBe(36);
    // once more changes nothing
    expect(await call(folder, 'ledger', 'restore', copy)).toMatchObject({ code: 4 });
    expect(await keptIn(folder)).toHaveLength(1);
    await expectNothingLost(folder);
  }, 120_000);

  it('begins anew when a person accepts that, and keeps the damaged one', async () => {
    const folder = await damaged('recomeçado');
    const { code, stdout } = await call(folder, 'ledger', 'accept-fresh');
    expect(code).toBe(0);
    expect(stdout).toMatch(/danificado-\d.*\n.*o BI já leu: isso é entregue outra vez/);
    expect(count(ledgerOf(folder))).toBe(0);
    expect(await call(folder, 'ledger', 'accept-fresh')).toMatchObject({ code: 0 });
    expect(await keptIn(folder)).toHaveLength(1);
    await expectNothingLost(folder);
  }, 120_000);

  it.skipIf(process.platform === 'win32')(
    'is left as it was by a restoration for which the disk has no room',
    async () => {
      const folder = await damaged('sem-espaço');
      const bytes = await readFile(ledgerOf(folder));
      const args = ['ledger', 'restore', join(folder, 'cópia de ontem.db'), '--workspace', folder];
      expectWords('ledger restore', await cli.run(args, environment(folder), { fileBlocks: 0 }));
      expect((await readFile(ledgerOf(folder))).equals(bytes)).toBe(true);
    },
  );
});

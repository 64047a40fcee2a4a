import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCli } from '../../src/cli/cli';
import { createProgram } from '../../src/cli/program';
import { saveSettings } from '../../src/engine';
import { createOffice, DEMO_CREDENTIALS, renderXml, type SimDocument } from '../../src/simulator';
import { buildCli, lastJson, type BuiltCli, type CliProcess } from '../support/built-cli';
import { documentedMentions, readCommandLine, shapesOf, wordsOf } from '../support/documented-commands';
import { KeptService } from '../support/kept-service';
import { openHookServer, type HookServer } from '../support/hook-server';
import { queryLedger } from '../support/ledger-dump';
import { testFolder } from '../support/test-folder';
import { testHost } from '../unit/cli/support';

const MONTH = '2026-03';
const MINUTES = 60_000;
const OFFICE = { seed: 5, month: MONTH, companies: 3, documentsPerCompany: 8 } as const;
/** What the office asks of `simulate` and `demo`, with every option that makes an office. */
const INVENTED = [
  ...['--companies', '3', '--documents', '8', '--seed', '5', '--month', MONTH, '--giant', '4'],
  ...['--municipal', '0', '--bills', '0', '--quirks', 'none', '--dead', 'none', '--speed', '1000'],
];

let cli: BuiltCli;
let folder: string;
let workspace: string;
let workbook: string;
let company: string;
let isolated: NodeJS.ProcessEnv;
let simulator: CliProcess;
let hook: HookServer;
/** Command and option, as `run --month`, of every call that was made; the command alone for its being called at all. */
const exercised = new Set<string>();

const program = createProgram(
  {
    host: testHost(),
    secrets: { apiKey: '', clientId: '', clientSecret: '' },
    alertSecrets: { 'smtp-password': '', 'webhook-url': '' },
    redactor: { redact: (text) => text, add: () => undefined },
  },
  () => undefined,
);

beforeAll(async () => {
  folder = await mkdtemp(join(await testFolder(), 'malote-comandos-'));
  workspace = join(folder, 'trabalho');
  workbook = join(folder, 'empresas.xlsx');
  isolated = { XDG_DATA_HOME: join(folder, 'dados'), LOCALAPPDATA: join(folder, 'dados'), HOME: folder };
  cli = await buildCli();
  hook = await openHookServer('assinatura');
  const start = ['simulate', ...INVENTED, '--port', '0', '--workbook', workbook, ...common(folder)];
  note(start);
  simulator = cli.start(start, isolated);
  const ready = JSON.parse((await simulator.seen(/^\{.*\}$/m))[0]) as { readonly url: string };
  await mkdir(join(folder, 'cópias'));
  for (const part of ['arquivo', 'import']) await mkdir(join(workspace, part), { recursive: true });
  await saveSettings(workspace, {
    sieg: { generation: 'legacy', baseUrl: ready.url },
    archive: { root: join(workspace, 'arquivo') },
    importShare: { root: join(workspace, 'import'), layout: 'flat' },
    companies: { workbook },
    previousMonth: { days: 0 },
    capture: { reports: 'always', rescanPreviousMonth: true },
    webhook: { enabled: true, format: 'slack' },
    backup: { folder: join(folder, 'cópias'), sameDisk: true },
  });
  company = createOffice(OFFICE).companies[0]!.taxId;
}, 2 * MINUTES);

afterAll(async () => {
  await cli.dispose();
  await hook.close();
  await rm(folder, { recursive: true, force: true, maxRetries: 5 });
});

function common(place: string): string[] {
  return ['--json', '--workspace', place, '--debug'];
}

function note(argv: readonly string[]): void {
  const { command, options } = readCommandLine(program, argv);
  expect(command, argv.join(' ')).not.toBeNull();
  exercised.add(command ?? '');
  for (const option of options) exercised.add(`${command ?? ''} ${option}`);
}

function environment(): NodeJS.ProcessEnv {
  const secrets = { MALOTE_SIEG_KEY: DEMO_CREDENTIALS.apiKey, MALOTE_WEBHOOK_URL: hook.url };
  return { ...isolated, ...secrets, MALOTE_CLOCK_SPEED: '1000' };
}

/** Runs a command on the workspace in this process, as `src/cli/main.ts` does, and reads its JSON. */
async function malote(exit: number, ...argv: readonly string[]): Promise<Record<string, unknown>> {
  const whole = [...argv, ...common(workspace)];
  note(whole);
  const host = testHost({ env: environment() });
  const code = await runCli(whole, host);
  expect({ argv: whole.join(' '), code, stderr: host.stderr.text }).toMatchObject({ code: exit });
  return JSON.parse(host.stdout.lines.at(-1) ?? '') as Record<string, unknown>;
}

/** The same in a process of its own, bundled as it ships. */
async function built(exit: number, ...argv: readonly string[]): Promise<Record<string, unknown>> {
  const whole = [...argv, ...common(workspace)];
  note(whole);
  const { code, stdout, stderr } = await cli.run(whole, environment());
  expect({ argv: whole.join(' '), code, stderr }).toMatchObject({ code: exit });
  return lastJson(stdout) as Record<string, unknown>;
}

/** `malote doctor`: on a machine that lacks disk or memory it ends with another code than on one that has everything. */
async function diagnosed(...options: readonly string[]): Promise<void> {
  const whole = ['doctor', ...options, ...common(workspace)];
  note(whole);
  const host = testHost({ env: environment() });
  const code = await runCli(whole, host);
  expect([0, 2, 7], host.stdout.text).toContain(code);
}

function heldNfe(): { readonly path: string; readonly key: string } {
  const [row] = queryLedger<{ path: string; key: string }>(
    join(workspace, 'malote.db'),
    `SELECT f.path, d.access_key AS key FROM filings f JOIN documents d ON d.id = f.document_id
     JOIN companies c ON c.id = f.company_id WHERE d.model = '55' AND c.tax_id = ? ORDER BY f.path`,
    [company],
  );
  return row!;
}

/** An NF-e of the company that nobody has fetched lies in its folder. */
async function layStrangerBeside(path: string): Promise<void> {
  const larger = createOffice({ ...OFFICE, documentsPerCompany: 60 });
  const known = new Set(createOffice(OFFICE).documents.map(({ identity }) => identity));
  const isOfCompany = ({ model, month, parties, identity }: SimDocument): boolean =>
    model === '55' && month === MONTH && parties[0]?.taxId === company && !known.has(identity);
  const stranger = larger.documents.find(isOfCompany)!;
  const place = join(workspace, 'arquivo', dirname(dirname(path)), 'Saída');
  await mkdir(place, { recursive: true });
  await writeFile(join(place, `${stranger.key}.xml`), renderXml(stranger, larger));
}

describe('every command, with every option', () => {
  it(
    'brings a month and shows it',
    async () => {
      await malote(0, 'probe');
      await malote(0, 'companies', 'import', workbook);
      expect(await built(0, 'run', '--month', MONTH)).toMatchObject({ documents: { missing: 0 } });
      await malote(0, 'run', '--month', MONTH, '--company', company);
      await malote(0, 'run', '--month', MONTH, '--close');
      expect(await malote(0, 'run', '--month', MONTH, '--limit', '1')).toMatchObject({ run: { status: 'complete' } });
      await malote(0, 'reread');
      await malote(0, 'reread', '--list');
      // there is nothing that was read again
      await malote(4, 'reread', '--undo', '99');
      await malote(0, 'status', '--month', MONTH);
      await malote(0, 'deliver');
      await malote(0, 'verify', '--month', MONTH);
      await malote(0, 'shares');
      await malote(0, 'alerts');
      await malote(0, 'alerts', 'list');
      await malote(0, 'alerts', 'test', '--channel', 'webhook');
      await diagnosed('--archive', join(folder, 'suporte.zip'), '--with-companies');
      // nobody watches
      await malote(2, 'health');
      for (const format of ['xlsx', 'html', 'resumo']) await malote(0, 'report', '--month', MONTH, '--format', format);
    },
    2 * MINUTES,
  );

  it(
    'finds what was planted, and mends it',
    async () => {
      const { path, key } = heldNfe();
      await rm(join(workspace, 'arquivo', path));
      await layStrangerBeside(path);
      const all = (await built(2, 'audit', '--month', MONTH)) as { audit: { id: number } };
      const part = (await malote(2, 'audit', '--company', company, '--full', '--list')) as typeof all;
      await malote(2, 'audit', '--id', String(all.audit.id));
      await malote(2, 'audit', '--compare', String(all.audit.id), String(part.audit.id));
      await malote(0, 'audit', '--list');
      // Only what stopped in the middle goes on; these did not.
      expect(await malote(4, 'audit', '--resume', String(all.audit.id))).toMatchObject({ error: { code: /^AUDIT_/ } });
      await malote(0, 'orphans', '--month', MONTH, '--company', company);
      await malote(0, 'orphans', '--audit', String(all.audit.id));

      const audit = ['--audit', String(all.audit.id)];
      const scope = ['--category', 'ghost', '--company', company, '--month', MONTH, '--kind', 'NFe'];
      await malote(0, 'recover', '--plan', ...audit, ...scope, '--mt', '2', '--r', '1', '--w', '1');
      await malote(0, 'recover', '--script', 'latest', '--export', 'csv');
      await built(0, 'recover', '--execute', 'latest');
      await malote(0, 'recover', '--all');
      await malote(0, 'recover', '--list');
      await malote(0, 'verify', '--month', MONTH);

      type Corrected = { readonly correction: { readonly id: number } };
      const first = String(
        ((await malote(0, 'corrections', '--propose', ...audit)) as unknown as Corrected).correction.id,
      );
      await malote(0, 'corrections', '--show', first);
      await malote(0, 'corrections', '--drop', first);
      const second = String(
        ((await malote(0, 'corrections', '--propose', ...audit)) as unknown as Corrected).correction.id,
      );
      await malote(0, 'corrections', '--apply', second);
      await malote(0, 'corrections', '--undo', second);
      await malote(0, 'corrections', '--list');

      const days = ['--from', '2026-01-01', '--to', '31/12/2099', '--limit', '5'];
      const told = await malote(0, 'journal', '--key', key, ...days);
      expect(told['lines']).not.toEqual([]);
      await malote(0, 'journal', '--search', 'document');
      await malote(0, 'journal', '--company', company, '--export', 'csv');
      expect(await readdir(join(workspace, 'relatorios'))).not.toHaveLength(0);
    },
    2 * MINUTES,
  );

  it(
    'does things at times',
    async () => {
      type Lines = {
        readonly schedule: readonly { readonly id: number; readonly work: string; readonly paused: boolean }[];
      };
      const added = (await malote(0, 'schedule', 'add', '--standard')) as unknown as Lines;
      expect(added.schedule.length).toBeGreaterThan(5);
      await malote(0, 'schedule', 'add', 'run-previous', '--limit', '2', '--at', '05:30', '--days', 'mon,thu');
      await malote(0, 'schedule', 'add', 'scrub', '--cron', '0 4 * * 0');
      expect(await malote(4, 'schedule', 'add', 'scrub', '--days', 'amanhã')).toMatchObject({
        error: { code: 'SCHEDULE_BAD_RULE' },
      });
      await malote(4, 'schedule', 'add');
      await malote(4, 'schedule', 'pause', '9999');
      const all = (await malote(0, 'schedule')) as unknown as Lines;
      expect((await malote(0, 'schedule', 'list')) as unknown as Lines).toEqual(all);
      const [scrub, last] = [all.schedule.find(({ work }) => work === 'scrub')!, all.schedule.at(-1)!];
      await malote(0, 'schedule', 'pause', String(scrub.id));
      const resumed = (await malote(0, 'schedule', 'resume', String(scrub.id))) as unknown as Lines;
      expect(resumed.schedule.every(({ paused }) => !paused)).toBe(true);
      await malote(0, 'schedule', 'remove', String(last.id));
      expect(await built(0, 'schedule', 'run-now', String(scrub.id))).toMatchObject({
        run: { state: 'complete', byHand: true },
      });

      const service = ['service', 'run', ...common(workspace)];
      note(service);
      const running = cli.start(service, environment());
      await running.seen(/"schedule":\[/);
      running.interrupt();
      const { code } = await running.ended;
      if (process.platform !== 'win32') expect(code).toBe(0);
    },
    2 * MINUTES,
  );

  it('has a service kept, and told of', async () => {
    const services = { command: ['/malote'], manager: new KeptService(), mappedDrives: () => Promise.resolve({}) };
    const kept = async (exit: number, ...argv: readonly string[]): Promise<string> => {
      const whole = ['service', ...argv, ...common(workspace)];
      note(whole);
      const host = { ...testHost({ env: { ...environment(), XDG_CONFIG_HOME: folder } }), services };
      expect(await runCli(whole, host), host.stderr.text).toBe(exit);
      return host.stdout.text;
    };
    const program = ['--program', '/malote.exe'];
    expect(await kept(0, 'install', '--print', ...program)).toContain(`WorkingDirectory=${workspace}\n`);
    // no program, and no key that a service would find
    expect(JSON.parse(await kept(4, 'validate', ...program))).toMatchObject({ ready: false });
    for (const name of ['start', 'stop', 'restart', 'uninstall']) await kept(4, name);
    expect(JSON.parse(await kept(2, 'status'))).toMatchObject({ installed: false, engine: { state: 'absent' } });
  });

  it(
    'copies the workspace elsewhere, and puts a copy back',
    async () => {
      for (const call of [[], ['list'], ['now']]) await malote(0, 'retention', ...call);
      await malote(0, 'backup', 'now');
      const copies = join(folder, 'cópias');
      const [store = ''] = await readdir(join(copies, 'Malote-backup'));
      const there = ['--from', copies, '--of', store];
      for (const where of [[], there]) {
        expect((await malote(0, 'backup', 'list', ...where))['backups']).toHaveLength(1);
        await malote(0, 'backup', 'verify', ...where);
      }
      expect(await malote(0, 'backup', 'restore', 'latest', '--foreign', ...there)).toMatchObject({
        code: 'BACKUP_RESTORED',
      });
    },
    2 * MINUTES,
  );

  it(
    'imports what the system before left',
    async () => {
      const old = join(folder, 'antes');
      await mkdir(join(old, 'logs'), { recursive: true });
      await writeFile(join(old, 'logs', 'sistema.log'), 'tudo bem\n');
      await malote(0, 'import-legacy', old, '--dry-run');
      await malote(0, 'import-legacy', old);
    },
    MINUTES,
  );

  it(
    'leaves a ledger alone that is not damaged',
    async () => {
      expect(await malote(0, 'ledger', 'accept-fresh')).toMatchObject({ code: 'LEDGER_SOUND' });
      const refused = await malote(4, 'ledger', 'restore', join(workspace, 'malote.db'));
      expect(refused).toMatchObject({ error: { code: 'LEDGER_SOUND' } });
    },
    MINUTES,
  );

  it(
    'demonstrates a month, watches the folders and ends the simulator at a signal',
    async () => {
      const demo = ['demo', ...INVENTED, '--api', 'v1', ...common(join(folder, 'demonstração'))];
      note(demo);
      const shown = await cli.run(demo, isolated);
      expect(shown.code, shown.stderr).toBe(0);
      expect(lastJson(shown.stdout)).toMatchObject({ documents: { missing: 0 } });

      const watch = ['shares', '--watch', ...common(workspace)];
      note(watch);
      const watching = cli.start(watch, environment());
      await watching.seen(/"state":"ok"/);
      watching.interrupt();
      simulator.interrupt();
      const [watched, simulated] = await Promise.all([watching.ended, simulator.ended]);
      // Windows knows no signal to another process: there both are killed.
      if (process.platform !== 'win32') expect([watched.code, simulated.code]).toEqual([0, 0]);
    },
    2 * MINUTES,
  );

  it(
    'shows the version, and the help of each command with all its options',
    async () => {
      const asked = async (...argv: string[]): Promise<string> => {
        const host = testHost();
        expect(await runCli(argv, host), argv.join(' ')).toBe(0);
        return host.stdout.text;
      };
      expect(await asked('--version')).toBe('9.9.9\n');
      expect(await asked('-V')).toBe('9.9.9\n');
      const { code, stdout } = await cli.run(['--help'], isolated);
      expect(code).toBe(0);
      expect(stdout).toBe(await asked('help'));
      for (const { name, options } of shapesOf(program)) {
        expect(stdout).toMatch(new RegExp(`^ +${name.split(' ')[0]!}\\b`, 'm'));
        const help = await asked(...name.split(' '), '--help');
        expect(help).toBe(await asked(...name.split(' '), '-h'));
        for (const option of options) expect(help).toContain(option);
      }
      expect(await asked('help', 'run')).toBe(await asked('run', '--help'));
    },
    MINUTES,
  );

  it('has left out none of them', () => {
    const all = shapesOf(program).flatMap(({ name, options }) => [
      name,
      ...[...options].map((one) => `${name} ${one}`),
    ]);
    expect(all.length).toBeGreaterThan(100);
    expect(all.filter((one) => !exercised.has(one))).toEqual([]);
  });
});

describe('the pages', () => {
  const shapes = new Map(shapesOf(program).map(({ name, options }) => [name, options]));
  const everyOption = new Set([...shapes.values()].flatMap((options) => [...options]));

  it('name only commands and options that there are', async () => {
    const mentions = await documentedMentions();
    const lines = mentions.flatMap((mention) => {
      const words = wordsOf(mention, program);
      return words === null ? [] : [{ ...mention, ...readCommandLine(program, words) }];
    });
    expect(lines.length).toBeGreaterThan(40);
    const wrong = lines.filter(
      ({ command, options }) =>
        command === null || options.some((option) => option !== '--help' && shapes.get(command)?.has(option) !== true),
    );
    expect(wrong.map(({ place, text }) => `${place} ${text}`)).toEqual([]);
  });

  it('speak of no option alone that no command has', async () => {
    // These two also speak of the options of other programs: npm's, the benchmarks'.
    const others = /^(CONTRIBUTING|docs.benchmarks)\.md/;
    const alone = (await documentedMentions()).filter(
      ({ place, text }) => !others.test(place) && /^--[a-z][a-z-]*\b/.test(text),
    );
    expect(alone.length).toBeGreaterThan(10);
    const unknown = alone.filter(({ text }) => {
      const [option = ''] = /^--[a-z][a-z-]*/.exec(text) ?? [];
      return option !== '--help' && !everyOption.has(option);
    });
    expect(unknown.map(({ place, text }) => `${place} ${text}`)).toEqual([]);
  });

  it('show each command at least once', async () => {
    const mentions = await documentedMentions();
    const shown = new Set(
      mentions.flatMap((mention) => {
        const words = wordsOf(mention, program);
        return words === null ? [] : [readCommandLine(program, words).command];
      }),
    );
    expect([...shapes.keys()].filter((name) => !shown.has(name))).toEqual([]);
  });
});

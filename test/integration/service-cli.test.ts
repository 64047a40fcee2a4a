import { spawn } from 'node:child_process';
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { runCli } from '../../src/cli/cli';
import type { ServiceSurroundings } from '../../src/cli/service/manager';
import { systemdManager } from '../../src/cli/service/systemd';
import { readUnit } from '../../src/cli/service/systemd-unit';
import { createOffice, DEMO_CREDENTIALS } from '../../src/simulator';
import { programFolder } from '../support/bundle';
import { lastJson } from '../support/built-cli';
import { eventually } from '../support/eventually';
import { KeptService } from '../support/kept-service';
import { openOfficeFixture, type OfficeFixture } from '../support/office-fixture';
import { testHost } from '../unit/cli/support';

const office = createOffice({ seed: 3, month: '2026-10', companies: 2, documentsPerCompany: 4 });
const CANARY = 'canario-da-chave-do-servico-1a2b';

interface Office {
  readonly fixture: OfficeFixture;
  /** Where this user keeps his configuration. */
  readonly config: string;
  readonly manager: KeptService;
  readonly malote: (...args: readonly string[]) => Promise<{ code: number; out: string; err: string }>;
}

async function openOffice(
  given: Partial<ServiceSurroundings> = {},
  manager = new KeptService(),
  more: NodeJS.ProcessEnv = {},
): Promise<Office> {
  const fixture = await openOfficeFixture({ office });
  const config = await mkdtemp(join(tmpdir(), 'malote-config-'));
  onTestFinished(() => rm(config, { recursive: true }));
  const command = [process.execPath, join(await programFolder(), 'cli.js')];
  const services = { command, manager, mappedDrives: () => Promise.resolve({}), ...given };
  return {
    fixture,
    config,
    manager,
    malote: async (...args) => {
      const env = { XDG_CONFIG_HOME: config, MALOTE_SIEG_KEY: CANARY, ...more };
      const host = { ...testHost({ env }), services };
      const code = await runCli(['service', ...args, '--workspace', fixture.workspace.folder], host);
      return { code, out: host.stdout.text, err: host.stderr.text };
    },
  };
}

async function dataFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'malote-dados-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  return folder;
}

async function keepKey(config: string, mode = 0o600): Promise<string> {
  const folder = join(config, 'malote', 'credentials');
  await mkdir(folder, { recursive: true });
  const file = join(folder, 'MALOTE_SIEG_KEY');
  await writeFile(file, `${DEMO_CREDENTIALS.apiKey}\n`);
  await chmod(file, mode);
  return folder;
}

const codesOf = (out: string): readonly string[] =>
  (lastJson(out) as { troubles: { code: string }[] }).troubles.map(({ code }) => code);

describe.skipIf(process.platform === 'win32')('malote service', () => {
  it('says before the installation what would go wrong, and installs nothing then', async () => {
    const { malote, config, manager, fixture } = await openOffice();
    expect(await malote('validate')).toMatchObject({
      code: 5,
      out: expect.stringContaining('credentials/MALOTE_SIEG_KEY não existe') as string,
    });
    expect((await malote('install')).code).toBe(5);
    expect(manager.asked).toEqual([]);
    const folder = await keepKey(config, 0o644);
    expect(codesOf((await malote('validate', '--json')).out)).toEqual(['SERVICE_KEY_OPEN']);
    await chmod(join(folder, 'MALOTE_SIEG_KEY'), 0o600);
    expect(await malote('validate')).toEqual({ code: 0, out: 'Nada impede o serviço.\n', err: '' });
    await writeFile(join(fixture.workspace.folder, 'settings.json'), '{}');
    const { code, out } = await malote('validate', '--json');
    expect(code).toBe(4);
    expect(new Set(codesOf(out))).toEqual(new Set(['SERVICE_UNCONFIGURED']));
  });

  it('names each folder on a drive letter to a service of Windows, with the share in its place', async () => {
    const shares = { Y: String.raw`\\servidor\acervo` };
    const { malote, fixture } = await openOffice(
      { mappedDrives: () => Promise.resolve(shares) },
      new KeptService('task-scheduler'),
      { LOCALAPPDATA: '/nada' },
    );
    const file = join(fixture.workspace.folder, 'settings.json');
    const settings = JSON.parse(await readFile(file, 'utf8')) as { archive: object };
    await writeFile(file, JSON.stringify({ ...settings, archive: { root: String.raw`Y:\XML` } }));
    const { troubles } = lastJson((await malote('validate', '--json')).out) as {
      troubles: { code: string; action: string; message: string }[];
    };
    expect(troubles.map(({ code }) => code)).toEqual(
      expect.arrayContaining(['SERVICE_PROGRAM_MISSING', 'SERVICE_KEY_IN_WINDOW', 'SERVICE_DRIVE_LETTER']),
    );
    const letters = troubles.filter(({ code }) => code === 'SERVICE_DRIVE_LETTER');
    expect(letters).toHaveLength(1);
    expect(letters[0]!.action).toContain(String.raw`\\servidor\acervo\XML`);
  });

  it('is installed, started, restarted, stopped and removed; of what is not there it says so', async () => {
    const { malote, config, manager, fixture } = await openOffice();
    await keepKey(config);
    for (const name of ['start', 'stop', 'restart', 'uninstall']) {
      expect(await malote(name)).toMatchObject({
        code: 4,
        err: expect.stringContaining('não está instalado') as string,
      });
    }
    expect(await malote('status', '--json')).toMatchObject({ code: 2 });
    expect((await malote('install')).code).toBe(0);
    expect((await malote('start')).code).toBe(0);
    expect((await malote('restart')).code).toBe(0);
    const { code, out } = await malote('status', '--json');
    // nobody has begun an engine here
    expect(code).toBe(2);
    expect(lastJson(out)).toMatchObject({ installed: true, enabled: true, running: true, version: null });
    expect((await malote('stop')).code).toBe(0);
    expect(codesOf((await malote('validate', '--json')).out)).toEqual(['SERVICE_INSTALLED']);
    expect((await malote('uninstall')).out).toContain('A pasta de trabalho fica');
    expect(manager.asked).toEqual(['install', 'start', 'stop', 'start', 'stop', 'uninstall']);
    expect(manager.state.workspace).toBe(fixture.workspace.folder);
  });

  it('has no place on a system that keeps no services', async () => {
    const { malote } = await openOffice({ manager: null });
    expect((await malote('status')).code).toBe(4);
  });

  it('starts, by the words of its definition, a program that is alive, finds its key, and ends in order', async () => {
    const { malote, config, manager, fixture } = await openOffice({}, new KeptService(), {
      XDG_DATA_HOME: await dataFolder(),
      MALOTE_CLOCK_SPEED: '1000',
    });
    const folder = await keepKey(config);
    const { out: unit } = await malote('install', '--print');
    expect(manager.asked).toEqual([]);
    expect(unit).not.toContain(CANARY);
    expect(unit).toContain(`LoadCredential=MALOTE_SIEG_KEY:${folder}/MALOTE_SIEG_KEY\n`);
    const { command, environment, workspace } = readUnit(unit);
    const [file = '', ...args] = command;
    // what systemd does with it: nothing of this environment, the credentials in a folder of the service's own
    const child = spawn(file, args, {
      cwd: workspace!,
      env: { PATH: process.env['PATH'], HOME: config, ...environment, CREDENTIALS_DIRECTORY: folder },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let said = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (text: Buffer) => (said += text.toString()));
    const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
    onTestFinished(() => void child.kill('SIGKILL'));
    manager.state = { installed: true, enabled: true, running: true, workspace };
    await eventually(async () => {
      const { code, out } = await malote('status', '--json');
      expect({ code, said }).toMatchObject({ code: 0 });
      expect(lastJson(out)).toMatchObject({
        workspace: fixture.workspace.folder,
        engine: { state: 'alive', pid: child.pid },
      });
    });
    expect((await malote('status')).out).toMatch(/Motor +observando/);
    child.kill('SIGTERM');
    expect(await ended, said).toBe(0);
    const after = await malote('status', '--json');
    expect(lastJson(after.out)).toMatchObject({ engine: { state: 'absent' } });
    expect(said).not.toContain(DEMO_CREDENTIALS.apiKey);
  });
});

describe.skipIf(process.platform === 'win32')('systemd as who keeps the service', () => {
  it('is told, in its order, and asked by its own commands', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'malote-systemd-'));
    onTestFinished(() => rm(folder, { recursive: true }));
    const path = process.env['PATH'];
    onTestFinished(() => void (process.env['PATH'] = path));
    const script = `#!/bin/sh
echo "$*" >> '${folder}/asked'
case "$2" in
  is-enabled) echo enabled ;;
  is-active) echo inactive; exit 3 ;;
  stop) echo 'Failed to stop malote.service: Access denied.' >&2; exit 4 ;;
esac
[ "$1" = --version ] && echo 'systemd 255 (255.4-1ubuntu8)'
exit 0
`;
    await writeFile(join(folder, 'systemctl'), script, { mode: 0o755 });
    process.env['PATH'] = `${folder}${delimiter}${path ?? ''}`;
    const units = join(folder, 'config', 'systemd', 'user');
    const manager = systemdManager({
      scope: 'user',
      folder: units,
      user: 'ana',
      mark: join(folder, 'nada'),
      lingering: join(folder, 'linger'),
    });
    expect(await manager.look()).toEqual({ installed: false, enabled: false, running: false, workspace: null });
    expect((await manager.troubles()).map(({ code }) => code)).toEqual(['SERVICE_NO_MANAGER', 'SERVICE_NO_LINGER']);
    await manager.install({
      workspace: '/srv/m',
      command: ['/bin/a'],
      environment: {},
      credentials: [],
      account: null,
    });
    expect(await readFile(join(units, 'malote.service'), 'utf8')).toContain('RestartMaxDelaySec=30');
    expect(await manager.look()).toEqual({ installed: true, enabled: true, running: false, workspace: '/srv/m' });
    await manager.start();
    await expect(manager.stop()).rejects.toMatchObject({
      code: 'SERVICE_COMMAND_FAILED',
      details: { command: 'systemctl --user stop', reason: 'Failed to stop malote.service: Access denied' },
    });
    await manager.uninstall();
    expect((await manager.look()).installed).toBe(false);
    expect((await readFile(join(folder, 'asked'), 'utf8')).trim().split('\n')).toEqual([
      '--version',
      '--user daemon-reload',
      '--user enable malote.service',
      '--user is-enabled malote.service',
      '--user is-active malote.service',
      '--user start malote.service',
      '--user stop malote.service',
      '--user disable --now malote.service',
      '--user daemon-reload',
    ]);
  });
});

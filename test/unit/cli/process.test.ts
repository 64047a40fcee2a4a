import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { runCli } from '../../../src/cli/cli';
import { prepareDemo } from '../../../src/cli/demo-workspace';
import { reportFailure } from '../../../src/cli/failure';
import { clockFor } from '../../../src/cli/live-engine';
import { openLog } from '../../../src/cli/log';
import { survivesClosedPipe } from '../../../src/cli/process-host';
import { CLOSING_MS, onStopSignals } from '../../../src/cli/stop-signals';
import { resolveWorkspace, stateFolder } from '../../../src/cli/workspace';
import { MaloteError } from '../../../src/shared/errors';
import { testHost } from './support';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'malote-cli-'));
});
afterEach(async () => {
  vi.useRealTimers();
  await rm(folder, { recursive: true, force: true });
});

describe('workspace', () => {
  const linux = { platform: 'linux', home: '/home/pessoa' } as const;
  const windows = { platform: 'win32', home: 'C:\\Users\\pessoa' } as const;

  it('is the option, else MALOTE_WORKSPACE, else the place of the platform', () => {
    expect(resolveWorkspace('/a', { ...linux, env: { MALOTE_WORKSPACE: '/b' } })).toBe('/a');
    expect(resolveWorkspace(undefined, { ...linux, env: { MALOTE_WORKSPACE: '/b' } })).toBe('/b');
    expect(resolveWorkspace(undefined, { ...linux, env: {} })).toBe('/home/pessoa/.local/share/malote/workspace');
    expect(resolveWorkspace(undefined, { ...linux, env: { XDG_DATA_HOME: '/dados' } })).toBe('/dados/malote/workspace');
    expect(resolveWorkspace(undefined, { platform: 'darwin', home: '/Users/p', env: {} })).toBe(
      '/Users/p/Library/Application Support/malote/workspace',
    );
    const env = { LOCALAPPDATA: 'C:\\Users\\pessoa\\AppData\\Local' };
    expect(resolveWorkspace(undefined, { ...windows, env })).toBe(
      'C:\\Users\\pessoa\\AppData\\Local\\Malote\\workspace',
    );
  });

  it('shares the state of the key with all other workspaces of the user', () => {
    expect(stateFolder({ ...linux, env: { MALOTE_WORKSPACE: '/b' } })).toBe('/home/pessoa/.local/share/malote/state');
  });

  it('is never a network path', () => {
    for (const [option, env] of [
      ['\\\\srv\\dados', {}],
      ['//srv/dados', {}],
      [undefined, { LOCALAPPDATA: '\\\\srv\\perfil' }],
    ] as const) {
      expect(() => resolveWorkspace(option, { ...windows, env })).toThrow(
        expect.objectContaining({ code: 'LEDGER_ON_NETWORK' }),
      );
    }
  });

  it('cannot be guessed for a user without a home', () => {
    expect(() => resolveWorkspace(undefined, { platform: 'linux', home: '', env: {} })).toThrow(
      expect.objectContaining({ code: 'CLI_WORKSPACE_UNKNOWN' }),
    );
  });
});

describe('clock', () => {
  const settingsAt = (baseUrl: string) => ({ sieg: { generation: 'legacy' as const, baseUrl } });

  it('is hurried for a simulator on this machine only', () => {
    const env = { MALOTE_CLOCK_SPEED: '500' };
    expect(clockFor(settingsAt('http://127.0.0.1:4000'), env).speed).toBe(500);
    expect(clockFor(settingsAt('https://api.sieg.com'), env).speed).toBe(1);
    expect(clockFor(settingsAt('http://127.0.0.1:4000'), {}).speed).toBe(1);
  });
});

describe('stop signals', () => {
  it('go one step further each time, and end the process at last', () => {
    const host = testHost();
    const done: string[] = [];
    const step = (name: string) => ({ sentence: `frase ${name}`, act: () => done.push(name) });
    const stopListening = onStopSignals(host, (text) => done.push(text), [step('a'), step('b')]);
    host.interrupt();
    host.interrupt();
    expect(done).toEqual(['frase a', 'a', 'frase b', 'b']);
    expect(host.exits).toEqual([]);
    host.interrupt();
    expect(host.exits).toEqual([3]);
    stopListening();
    host.interrupt();
    expect(host.exits).toEqual([3]);
  });

  it('stop at once when the terminal closes, however often it says so, and end before the system ends the process', () => {
    vi.useFakeTimers();
    const host = testHost();
    const done: string[] = [];
    const step = (name: string) => ({ sentence: `frase ${name}`, act: () => done.push(name) });
    const stopListening = onStopSignals(host, (text) => done.push(text), [step('a'), step('b')]);
    host.interrupt();
    host.hangUp();
    host.hangUp();
    expect(done).toEqual(['frase a', 'a', 'b']);
    vi.advanceTimersByTime(CLOSING_MS - 1);
    expect(host.exits).toEqual([]);
    vi.advanceTimersByTime(1);
    expect(host.exits).toEqual([3]);
    expect(CLOSING_MS).toBeLessThan(5_000);
    stopListening();
  });

  it('leave what ended in time alone', () => {
    vi.useFakeTimers();
    const host = testHost();
    const stopListening = onStopSignals(host, () => undefined, [{ sentence: '', act: () => undefined }]);
    host.hangUp();
    stopListening();
    vi.advanceTimersByTime(CLOSING_MS * 2);
    expect(host.exits).toEqual([]);
  });
});

describe('a stream that nobody reads any more', () => {
  it('is no error of the program, whatever its reader was; anything else is', () => {
    const stream = new PassThrough();
    survivesClosedPipe(stream);
    const fails = (code: string) => () => stream.emit('error', Object.assign(new Error(code), { code }));
    for (const code of ['EPIPE', 'EIO', 'EOF', 'EBADF']) expect(fails(code)).not.toThrow();
    expect(fails('ENOSPC')).toThrow('ENOSPC');
  });
});

describe('failures', () => {
  const options = { json: true, debug: false, redact: (text: string) => text.replaceAll('segredo', '•••') };

  it('are a sentence and a way out for people, one line for programs', () => {
    const host = testHost();
    const error = new MaloteError('SIEG_DNS', { host: 'api.exemplo' });
    expect(reportFailure(error, host, options)).toBe(6);
    expect(host.stderr.lines).toEqual([error.message, error.action]);
    expect(JSON.parse(host.stdout.text)).toEqual({
      error: { code: 'SIEG_DNS', message: error.message, action: error.action },
    });
  });

  it('that nobody expected show no stack unless asked, and no secret', () => {
    const quiet = testHost();
    expect(reportFailure(new TypeError('o segredo falhou.'), quiet, options)).toBe(1);
    expect(quiet.stderr.text).toContain('o ••• falhou');
    expect(quiet.stderr.text).not.toMatch(/ at |segredo/);
    const loud = testHost();
    reportFailure(new TypeError('o segredo falhou.'), loud, { ...options, debug: true });
    expect(loud.stderr.text).toMatch(/ at /);
    expect(loud.stderr.text).not.toContain('segredo');
  });
});

describe('command line', () => {
  it.each([
    [['nada'], 'o comando nada não existe'],
    [['run', '--nada'], 'a opção --nada não existe'],
    [['run', '--month'], 'falta o valor da opção --month'],
    [['run', 'sobra'], 'há argumentos demais'],
    [['run', '--month', '13/2026'], 'com um mês de 01 a 12'],
    [['demo', '--quirks', 'nenhuma'], 'Comportamento desconhecido: nenhuma'],
  ])('refuses %j in words', async (argv, reason) => {
    const host = testHost();
    expect(await runCli(argv, host)).toBe(4);
    expect(host.stderr.text).toContain(reason);
    expect(host.stdout.text).toBe('');
  });

  it('explains itself in Portuguese, exit codes included', async () => {
    const host = testHost();
    expect(await runCli(['--help'], host)).toBe(0);
    expect(host.stdout.text).toMatch(/^Uso: malote/);
    expect(host.stdout.text).toContain('Códigos de saída:');
    expect(host.stdout.text).not.toMatch(/Usage|Options|default/);
  });

  it('without a command shows the help and is no success', async () => {
    const host = testHost();
    expect(await runCli([], host)).toBe(4);
    expect(host.stderr.text).toContain('Comandos:');
  });

  it('asks for no key before the settings are there', async () => {
    await writeFile(join(folder, 'settings-draft.json'), '{}');
    const host = testHost({ answer: 'x' });
    expect(await runCli(['probe', '--workspace', folder, '--json'], host)).toBe(4);
    expect(host.stdout.text).toContain('SETTINGS_INCOMPLETE');
    expect(host.questions).toEqual([]);
  });
});

describe('workspace of a demonstration', () => {
  const host = testHost();

  it('remembers its office and month, so that the next time goes on with them', async () => {
    const first = await prepareDemo(host, folder, { companies: 3, documents: 5 }, '2026-02');
    expect(first.again).toBe(false);
    expect(first.office).toEqual({ companies: 3, documents: 5, seed: 1, month: '2026-02' });
    const second = await prepareDemo(host, folder, {}, '2026-03');
    expect(second.again).toBe(true);
    expect(second.office).toEqual(first.office);
    expect((await prepareDemo(host, folder, { documents: 9 }, '2026-03')).office.documents).toBe(9);
  });

  it('is never a workspace with real settings', async () => {
    await writeFile(join(folder, 'settings.json'), '{}');
    await expect(prepareDemo(host, folder, {}, '2026-02')).rejects.toMatchObject({ code: 'CLI_DEMO_FOLDER_IN_USE' });
  });
});

describe('log', () => {
  it('keeps what passed the redaction', async () => {
    const log = openLog(folder, (text) => text.replaceAll('canario', '•••'));
    log.info('chave canario');
    log.error('falhou');
    const text = await readFile(log.file, 'utf8');
    expect(text).toMatch(/\[info\] +chave •••/);
    expect(text).toMatch(/\[error\] +falhou/);
    expect(text).not.toContain('canario');
  });
});

import { mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runCli } from '../../src/cli/cli';
import { saveSettings, type SettingsToSave } from '../../src/engine';
import { openHookServer, type HookServer } from '../support/hook-server';
import { openMailServer, type MailServer } from '../support/mail-server';
import { testHost, type TestHost } from '../unit/cli/support';

const PASSWORD = 'senha-canario-4417-xyz';
const SIGNATURE = 'assinatura-canario-9921-abc';

let folder: string;
let mail: MailServer;
let hook: HookServer;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'malote-avisos-cli-'));
  mail = await openMailServer({ account: { user: 'malote', password: PASSWORD } });
  hook = await openHookServer(SIGNATURE);
});
afterEach(async () => {
  await Promise.all([mail.close(), hook.close()]);
  await rm(folder, { recursive: true, force: true });
});

async function write(on: boolean): Promise<void> {
  const [archive, importShare] = [join(folder, 'arquivo'), join(folder, 'importacao')];
  for (const place of [archive, importShare]) await mkdir(place, { recursive: true });
  const settings: SettingsToSave = {
    sieg: { generation: 'legacy', baseUrl: 'https://api.sieg.com' },
    archive: { root: archive },
    importShare: { root: importShare, layout: 'flat' },
    companies: { workbook: join(folder, 'empresas.xlsx') },
    previousMonth: { days: 0 },
    capture: { reports: 'always', rescanPreviousMonth: true },
    email: {
      enabled: on,
      host: '127.0.0.1',
      port: mail.port,
      security: 'none',
      user: 'malote',
      from: 'malote@escritorio.example',
      to: 'operacao@escritorio.example',
    },
    webhook: { enabled: on, format: 'slack' },
  };
  await saveSettings(folder, settings);
}

async function malote(args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<TestHost & { code: number }> {
  const host = testHost({ env: { MALOTE_SMTP_PASSWORD: PASSWORD, MALOTE_WEBHOOK_URL: hook.url, ...env } });
  const code = await runCli([...args, '--workspace', folder], host);
  return Object.assign(host, { code });
}

async function everythingWritten(): Promise<string> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return (await Promise.all(files.map((file) => readFile(file, 'latin1')))).join('\n');
}

describe('malote alerts', () => {
  it('sends a test on every channel that is on, with the secrets of the environment', async () => {
    await write(true);
    const { code, stdout, stderr, env } = await malote(['alerts', 'test', '--json']);
    expect(code, stderr.text).toBe(0);
    const { tests } = JSON.parse(stdout.lines.at(-1) ?? '') as { tests: unknown };
    expect(tests).toMatchObject([
      { channel: 'email', ok: true },
      { channel: 'webhook', ok: true },
    ]);
    expect(mail.mails.map(({ subject }) => subject)).toEqual(['✅ Teste de aviso - Malote']);
    expect(hook.posts).toHaveLength(1);
    expect(env).not.toHaveProperty('MALOTE_SMTP_PASSWORD');
    expect(env).not.toHaveProperty('MALOTE_WEBHOOK_URL');
  });

  it('says what is wrong with one channel and keeps its secret', async () => {
    await write(false);
    const wrong = `${PASSWORD}-errada`;
    const { code, stdout, stderr } = await malote(['alerts', 'test', '--channel', 'email', '--debug'], {
      MALOTE_SMTP_PASSWORD: wrong,
    });
    expect(code).toBe(4);
    expect(stdout.text).toContain('recusou o usuário ou a senha');
    const all = `${stdout.text}${stderr.text}${await everythingWritten()}`;
    for (const secret of [PASSWORD, SIGNATURE]) expect(all).not.toContain(secret);
    expect(mail.mails).toHaveLength(0);
  });

  it('says that notifications belong to the window, and that nothing is on when nothing is', async () => {
    await write(false);
    const desktop = await malote(['alerts', 'test', '--channel', 'desktop']);
    expect(desktop.code).toBe(4);
    expect(desktop.stdout.text).toContain('só existem na janela do Malote');
    const none = await malote(['alerts', 'test']);
    expect(none.code).toBe(4);
    expect(none.stderr.text).toContain('Nenhum aviso');
  });

  it('leaves what a command without the secrets cannot send to one that has them', async () => {
    await write(true);
    const bare = { MALOTE_SMTP_PASSWORD: '', MALOTE_WEBHOOK_URL: '' };
    // there is no workbook, so the run cannot begin
    expect((await malote(['run', '--month', '2026-03'], bare)).code).not.toBe(0);
    const { stdout } = await malote(['alerts', 'list', '--json'], bare);
    const { lines } = JSON.parse(stdout.lines.at(-1) ?? '') as {
      lines: { kind: string; sends: { state: string }[] }[];
    };
    const failed = lines.filter(({ kind }) => kind === 'run-stopped');
    expect(failed.map(({ sends }) => sends.map(({ state }) => state))).toEqual([['waiting', 'waiting', 'waiting']]);
    expect([mail.mails, hook.posts]).toEqual([[], []]);
    await malote(['shares']);
    expect(mail.mails.map(({ subject }) => subject)).toContain('🚨 Mês parado por um erro: março de 2026 - Malote');
    expect(hook.posts.length).toBe(mail.mails.length);
  });

  it('lists the last alerts', async () => {
    await write(false);
    expect((await malote(['alerts'])).stdout.text).toContain('Nenhum aviso até agora.');
    const { code, stdout } = await malote(['alerts', 'list', '--json']);
    expect(code).toBe(0);
    expect(JSON.parse(stdout.lines.at(-1) ?? '')).toEqual({ unread: 0, lines: [], mutedUntil: null });
  });
});

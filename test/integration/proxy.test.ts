import { writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import https from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { createEmailChannel } from '../../src/engine/alerts/email';
import { testAlert } from '../../src/engine/alerts/texts';
import { createWebhookChannel } from '../../src/engine/alerts/webhook';
import { createOffice, DEMO_CREDENTIALS, parseQuirks, startSimulator } from '../../src/simulator';
import { buildCli, type BuiltCli } from '../support/built-cli';
import { openHookServer } from '../support/hook-server';
import { openMailServer } from '../support/mail-server';
import { openOfficeProxy, openSecureFront, type OfficeProxy } from '../support/office-proxy';
import { createWorkspace, removeWorkspace, type Workspace } from '../support/workspace';

/** Names that lead nowhere but through the proxy. */
const [SIEG, SHEETS, HOOKS, MAIL] = ['api.sieg.invalid', 'planilhas.invalid', 'ganchos.invalid', 'correio.invalid'];

let cli: BuiltCli;
beforeAll(async () => {
  cli = await buildCli();
}, 60_000);
afterAll(() => cli.dispose());

interface Office {
  readonly proxy: OfficeProxy;
  readonly workspace: Workspace;
  readonly environment: NodeJS.ProcessEnv;
}

/** An office that sees the outside through its proxy alone, and whose antivirus signs every certificate. */
async function openOffice(): Promise<Office> {
  const office = createOffice({ seed: 5, month: '2026-03', companies: 3, documentsPerCompany: 2 });
  const simulator = await startSimulator(office, { quirks: parseQuirks('none') });
  const book = await office.workbook();
  const files = createServer((_, response) => response.end(book));
  await new Promise<void>((resolve) => files.listen(0, '127.0.0.1', resolve));
  const fronts = [
    await openSecureFront(SIEG, Number(new URL(simulator.url).port)),
    await openSecureFront(SHEETS, (files.address() as AddressInfo).port),
  ] as const;
  const proxy = await openOfficeProxy({ [SIEG]: fronts[0].port, [SHEETS]: fronts[1].port });
  const workspace = await createWorkspace({ office, generation: 'legacy', baseUrl: `https://${SIEG}` });
  const authority = join(workspace.folder, 'autoridade.pem');
  await writeFile(authority, fronts.map(({ certificate }) => certificate).join('\n'));
  onTestFinished(async () => {
    await Promise.all([proxy.close(), ...fronts.map((front) => front.close()), simulator.close()]);
    files.close();
    await removeWorkspace(workspace);
  });
  return {
    proxy,
    workspace,
    environment: {
      HTTPS_PROXY: proxy.url.href,
      NODE_EXTRA_CA_CERTS: authority,
      MALOTE_SIEG_KEY: DEMO_CREDENTIALS.apiKey,
      MALOTE_SIEG_SERVER: `https://${SIEG}`,
      XDG_DATA_HOME: workspace.folder,
      LOCALAPPDATA: workspace.folder,
      HOME: workspace.folder,
    },
  };
}

describe('behind a proxy and an authority of the office', () => {
  it('SIEG and the list of companies are reached, and nobody else is asked for', async () => {
    const { proxy, workspace, environment } = await openOffice();
    const probe = await cli.run(['probe', '--workspace', workspace.folder], environment);
    expect(probe).toMatchObject({ code: 0 });
    const address = `https://${SHEETS}/empresas.xlsx`;
    const imported = await cli.run(
      ['companies', 'import', address, '--workspace', workspace.folder, '--json'],
      environment,
    );
    expect(JSON.parse(imported.stdout)).toMatchObject({ total: 3 });
    expect(new Set(proxy.asked)).toEqual(new Set([`${SIEG}:443`, `${SHEETS}:443`]));
  });

  it('a proxy that wants a login is told as that, whoever was asked for, and tried once', async () => {
    const { workspace, environment } = await openOffice();
    const closed = await openOfficeProxy({}, true);
    onTestFinished(() => closed.close());
    const behind = { ...environment, HTTPS_PROXY: closed.url.href };
    const sieg = await cli.run(['probe', '--workspace', workspace.folder, '--json'], behind);
    expect(sieg.stdout + sieg.stderr).toContain('O proxy da rede pediu usuário e senha');
    const address = `https://${SHEETS}/empresas.xlsx`;
    const list = await cli.run(['companies', 'import', address, '--workspace', workspace.folder], behind);
    expect(list.stderr).toContain('O proxy da rede pediu usuário e senha');
    const channel = createWebhookChannel({
      settings: { enabled: true, format: 'slack' },
      secrets: () => Promise.resolve(`https://${HOOKS}/x`),
      findProxy: () => Promise.resolve(closed.url),
    });
    const sent = channel.send(testAlert('2026-04-02T12:00:00.000Z'), new AbortController().signal);
    await expect(sent).rejects.toMatchObject({ code: 'ALERT_WEBHOOK_PROXY_LOGIN' });
  });

  it('a certificate of nobody’s is refused, and a name of NO_PROXY goes directly', async () => {
    const { proxy, workspace, environment } = await openOffice();
    const { NODE_EXTRA_CA_CERTS: _, ...untrusting } = environment;
    const refused = await cli.run(['probe', '--workspace', workspace.folder], untrusting);
    expect(refused.code).not.toBe(0);
    expect(refused.stdout + refused.stderr).toMatch(/certificado|segura/);
    const talkedInto = { ...untrusting, NODE_TLS_REJECT_UNAUTHORIZED: '0' };
    const stillRefused = await cli.run(['probe', '--workspace', workspace.folder], talkedInto);
    expect(stillRefused.code).not.toBe(0);
    expect(stillRefused.stderr).toContain('NODE_TLS_REJECT_UNAUTHORIZED foi ignorada');
    expect(stillRefused.stdout + stillRefused.stderr).toMatch(/certificado|segura/);
    const before = proxy.asked.length;
    const direct = await cli.run(['probe', '--workspace', workspace.folder], { ...environment, NO_PROXY: SIEG });
    expect(direct.code).not.toBe(0);
    expect(proxy.asked).toHaveLength(before);
  });

  it('mail and webhook go through it too, and what is on this machine does not', async () => {
    const [mail, hook] = await Promise.all([openMailServer(), openHookServer('segredo')]);
    const front = await openSecureFront(HOOKS, Number(new URL(hook.url).port));
    const proxy = await openOfficeProxy({ [HOOKS]: front.port, [MAIL]: mail.port });
    https.globalAgent.options.ca = front.certificate;
    onTestFinished(async () => {
      delete https.globalAgent.options.ca;
      await Promise.all([mail.close(), hook.close(), front.close(), proxy.close()]);
    });
    const findProxy = () => Promise.resolve(proxy.url);
    const alert = testAlert('2026-04-02T12:00:00.000Z');
    const { signal } = new AbortController();
    const settings = {
      enabled: true,
      port: mail.port,
      security: 'none',
      user: '',
      from: 'a@b.c',
      to: 'd@e.f',
    } as const;
    const secrets = (address: string) => () => Promise.resolve(address);
    const post = (address: string) =>
      createWebhookChannel({ settings: { enabled: true, format: 'slack' }, secrets: secrets(address), findProxy });
    await createEmailChannel({ settings: { ...settings, host: MAIL }, secrets: secrets(''), findProxy }).send(
      alert,
      signal,
    );
    await post(`https://${HOOKS}/hook?sig=segredo`).send(alert, signal);
    expect(proxy.asked).toEqual([`${MAIL}:${String(mail.port)}`, `${HOOKS}:443`]);
    await createEmailChannel({ settings: { ...settings, host: '127.0.0.1' }, secrets: secrets(''), findProxy }).send(
      alert,
      signal,
    );
    await post(hook.url).send(alert, signal);
    expect(proxy.asked).toHaveLength(2);
    expect([mail.mails.length, hook.posts.length]).toEqual([2, 2]);
  });
});

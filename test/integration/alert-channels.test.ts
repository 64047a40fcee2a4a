import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { createEmailChannel } from '../../src/engine/alerts/email';
import type { AlertSettings } from '../../src/engine/alerts/settings';
import { testAlert } from '../../src/engine/alerts/texts';
import { createWebhookChannel } from '../../src/engine/alerts/webhook';
import { selfMadeCertificate } from '../support/certificate';
import { openHookServer, type HookServer } from '../support/hook-server';
import { openMailServer, type MailServer, type MailServerOptions } from '../support/mail-server';

const PASSWORD = 'senha-canario-4417-xyz';
const SIGNATURE = 'assinatura-canario-9921-abc';
const ALERT = testAlert('2026-04-02T12:00:00.000Z');
const never = new AbortController().signal;

let mail: MailServer | undefined;
let hook: HookServer | undefined;
afterEach(async () => {
  await Promise.all([mail?.close(), hook?.close()]);
  mail = hook = undefined;
});

async function mailServer(options?: MailServerOptions): Promise<MailServer> {
  return (mail = await openMailServer(options));
}

function settingsFor(port: number, changes: Partial<AlertSettings['email']> = {}): AlertSettings['email'] {
  return {
    enabled: true,
    host: '127.0.0.1',
    port,
    security: 'none',
    user: '',
    from: 'Malote <malote@escritorio.example>',
    to: 'operacao@escritorio.example, ti@escritorio.example',
    ...changes,
  };
}

function send(settings: AlertSettings['email'], password: string | null = PASSWORD, trusted?: string): Promise<void> {
  const secrets = () => Promise.resolve(password);
  return createEmailChannel({ settings, secrets, ...(trusted === undefined ? {} : { trusted }) }).send(ALERT, never);
}

/** The failure with everything that a log could write of it. */
async function failureOf(work: Promise<void>): Promise<{ code: unknown; whole: string }> {
  const error = (await work.then(
    () => null,
    (reason: unknown) => reason,
  )) as (Error & { code?: unknown; toEnvelope(): unknown }) | null;
  const whole = `${JSON.stringify(error?.toEnvelope())} ${error?.stack ?? ''} ${String(error?.cause)}`;
  return { code: error?.code, whole };
}

describe('alerts by e-mail', () => {
  it('reach every recipient through a plain server', async () => {
    const server = await mailServer();
    await send(settingsFor(server.port));
    expect(server.mails).toHaveLength(1);
    expect(server.mails[0]).toMatchObject({
      from: 'malote@escritorio.example',
      to: ['operacao@escritorio.example', 'ti@escritorio.example'],
      subject: '✅ Teste de aviso - Malote',
      user: null,
    });
    expect(server.mails[0]?.text).toContain('não é preciso fazer nada');
    expect(server.mails[0]?.text).toContain('Auto-Submitted: auto-generated');
  });

  it('log in, and tell a wrong password without repeating it', async () => {
    const server = await mailServer({ account: { user: 'malote', password: PASSWORD } });
    await send(settingsFor(server.port, { user: 'malote' }));
    expect(server.mails[0]?.user).toBe('malote');
    const failure = await failureOf(send(settingsFor(server.port, { user: 'malote' }), `${PASSWORD}-errada`));
    expect(failure.code).toBe('ALERT_EMAIL_AUTH');
    expect(failure.whole).not.toContain(PASSWORD);
    expect(await failureOf(send(settingsFor(server.port, { user: 'malote' }), null))).toMatchObject({
      code: 'ALERT_EMAIL_INCOMPLETE',
    });
    expect(server.mails).toHaveLength(1);
  });

  const disabled = '5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the Tenant.';
  it.each<[string, string, string]>([
    ['the organisation has switched passwords off', disabled, 'ALERT_EMAIL_POLICY'],
    [
      'its security defaults forbid them',
      '5.7.139 Authentication unsuccessful, the request did not meet the criteria',
      'ALERT_EMAIL_POLICY',
    ],
    [
      'the password is wrong after all',
      '5.7.139 Authentication unsuccessful, the user credentials were incorrect.',
      'ALERT_EMAIL_AUTH',
    ],
    ['another server refuses the password', '5.7.8 Error: authentication failed', 'ALERT_EMAIL_AUTH'],
  ])('tell that %s', async (_, answer, code) => {
    const server = await mailServer({ account: { user: 'malote', password: PASSWORD }, refusesLogin: answer });
    const failure = await failureOf(send(settingsFor(server.port, { user: 'malote' })));
    expect(failure.code).toBe(code);
    expect(failure.whole).not.toContain(PASSWORD);
    expect(failure.whole).not.toContain('unsuccessful');
    if (code === 'ALERT_EMAIL_POLICY') expect(failure.whole).toMatch(/organização.*administrador/);
  });

  const smtpCase = path.resolve(import.meta.dirname, '../../../shared/cases/email-webhook/smtp-535-5.7.139.txt');
  if (existsSync(smtpCase)) {
    it('tell what the corpus of cases has of Microsoft 365', async () => {
      const [answer = ''] = readFileSync(smtpCase, 'utf8').split('\n');
      const refusesLogin = answer.replace(/^535 /, '');
      const server = await mailServer({ account: { user: 'malote', password: PASSWORD }, refusesLogin });
      const failure = await failureOf(send(settingsFor(server.port, { user: 'malote' })));
      expect(failure.code).toBe('ALERT_EMAIL_POLICY');
    });
  }

  it('travel over STARTTLS and TLS when the certificate is trusted for the name, and only then', async () => {
    const { key, cert } = selfMadeCertificate('localhost');
    for (const security of ['starttls', 'tls'] as const) {
      const server = await openMailServer({ key, cert, secure: security === 'tls', startTls: true });
      try {
        const settings = settingsFor(server.port, { security, host: 'localhost' });
        await send(settings, null, cert);
        expect(server.mails.map(({ secure }) => secure)).toEqual([true]);
        expect(await failureOf(send(settings))).toMatchObject({ code: 'ALERT_EMAIL_CERTIFICATE' });
        const elsewhere = await failureOf(send({ ...settings, host: '127.0.0.1' }, null, cert));
        expect(elsewhere).toMatchObject({ code: 'ALERT_EMAIL_CERTIFICATE' });
        expect(server.mails).toHaveLength(1);
      } finally {
        await server.close();
      }
    }
  });

  it('never fall back to an open connection', async () => {
    const server = await mailServer({ account: { user: 'malote', password: PASSWORD } });
    const settings = settingsFor(server.port, { security: 'starttls', user: 'malote' });
    expect(await failureOf(send(settings))).toMatchObject({ code: 'ALERT_EMAIL_NO_ENCRYPTION' });
    const open = settingsFor(25, { host: 'correio.escritorio.example', user: 'malote' });
    expect(await failureOf(send(open))).toMatchObject({ code: 'ALERT_EMAIL_INSECURE' });
    expect(server.mails).toHaveLength(0);
  });

  it('tell a refusal from a server that is only busy, and from one that is not there', async () => {
    const server = await mailServer();
    server.refuseWith(550);
    expect(await failureOf(send(settingsFor(server.port)))).toMatchObject({ code: 'ALERT_EMAIL_REFUSED' });
    server.refuseWith(451);
    expect(await failureOf(send(settingsFor(server.port)))).toMatchObject({ code: 'ALERT_EMAIL_BUSY' });
    const { port } = server;
    await server.close();
    const gone = await failureOf(send(settingsFor(port)));
    expect(gone.code).toBe('ALERT_EMAIL_UNREACHABLE');
    expect(gone.whole).toContain('a conexão foi recusada');
    mail = undefined;
    expect(await failureOf(send(settingsFor(port, { to: '' })))).toMatchObject({ code: 'ALERT_EMAIL_INCOMPLETE' });
  });
});

describe('alerts to a webhook', () => {
  const post = (url: string | null, format: 'teams' | 'slack' = 'teams'): Promise<void> =>
    createWebhookChannel({ settings: { enabled: true, format }, secrets: () => Promise.resolve(url) }).send(
      ALERT,
      never,
    );

  it('are cards for Teams and blocks for Slack', async () => {
    hook = await openHookServer(SIGNATURE);
    await post(hook.url);
    await post(` ${hook.url} `, 'slack');
    expect(hook.posts.map(({ type }) => type)).toEqual(Array(2).fill('application/json; charset=utf-8'));
    expect(hook.posts[0]?.body).toMatchObject({
      type: 'message',
      attachments: [
        { contentType: 'application/vnd.microsoft.card.adaptive', content: { type: 'AdaptiveCard', version: '1.4' } },
      ],
    });
    expect(hook.posts[1]?.body).toMatchObject({
      text: expect.stringContaining('Teste de aviso') as string,
      blocks: [{ type: 'header' }, { type: 'section' }, { type: 'context' }],
    });
  });

  it('tell what the server answered and never the address, and follow it nowhere', async () => {
    hook = await openHookServer(SIGNATURE);
    const other = await openHookServer(SIGNATURE);
    try {
      const answers = [
        [404, 'ALERT_WEBHOOK_REFUSED'],
        [429, 'ALERT_WEBHOOK_BUSY'],
        [503, 'ALERT_WEBHOOK_BUSY'],
        [307, 'ALERT_WEBHOOK_REDIRECTED'],
      ] as const;
      for (const [status, code] of answers) {
        hook.answerWith(status, { location: other.url });
        const failure = await failureOf(post(hook.url));
        expect(failure.code).toBe(code);
        expect(failure.whole).not.toContain(SIGNATURE);
      }
      expect(other.posts).toHaveLength(0);
    } finally {
      await other.close();
    }
    const { url } = hook;
    await hook.close();
    hook = undefined;
    const gone = await failureOf(post(url));
    expect(gone.code).toBe('ALERT_WEBHOOK_UNREACHABLE');
    expect(gone.whole).not.toContain(SIGNATURE);
  });

  const teams = (code: number): string =>
    `Webhook message delivery failed with error: Microsoft Teams endpoint returned HTTP error ${String(code)} with ContextId tcid=0`;
  it.each<[string, number, string, string, string | null]>([
    ['Teams is busy behind an answer of success', 200, 'text/plain', teams(429), 'ALERT_WEBHOOK_BUSY'],
    ['Teams is down behind an answer of success', 200, 'text/plain', teams(503), 'ALERT_WEBHOOK_BUSY'],
    ['Teams refuses behind an answer of success', 200, 'text/plain', teams(413), 'ALERT_WEBHOOK_REFUSED'],
    ['Slack limits the rate', 200, 'application/json', '{"ok":false,"error":"ratelimited"}', 'ALERT_WEBHOOK_BUSY'],
    [
      'a proxy shows a page',
      200,
      'text/html; charset=utf-8',
      '<!DOCTYPE html><title>Entrar</title>',
      'ALERT_WEBHOOK_PROXY',
    ],
    [
      'a proxy shows a page and calls it text',
      200,
      'text/plain',
      ' <html><body>Acesso bloqueado',
      'ALERT_WEBHOOK_PROXY',
    ],
    ['Teams has taken it', 200, 'text/plain', '1', null],
    ['a workflow has taken it', 202, '', '', null],
    ['Slack has taken it', 200, 'text/html', 'ok', null],
    ['Slack has taken it, in JSON', 200, 'application/json', '{"ok":true,"errors":[]}', null],
  ])('tell that %s', async (_, status, type, body, code) => {
    hook = await openHookServer(SIGNATURE);
    hook.answerWith(status, { 'content-type': type }, body);
    const work = post(hook.url);
    if (code === null) await expect(work).resolves.toBeUndefined();
    else expect(await failureOf(work)).toMatchObject({ code });
  });

  const hookCase = path.resolve(import.meta.dirname, '../../../shared/cases/email-webhook/webhook-200-com-falha.json');
  if (existsSync(hookCase)) {
    it('tell what the corpus of cases has of Teams', async () => {
      const { resposta } = JSON.parse(readFileSync(hookCase, 'utf8')) as {
        resposta: { status: number; 'content-type': string; corpo: string };
      };
      hook = await openHookServer(SIGNATURE);
      hook.answerWith(resposta.status, { 'content-type': resposta['content-type'] }, resposta.corpo);
      expect(await failureOf(post(hook.url))).toMatchObject({ code: 'ALERT_WEBHOOK_BUSY' });
    });
  }

  it('go over https, or to this machine', async () => {
    expect(await failureOf(post(null))).toMatchObject({ code: 'ALERT_WEBHOOK_MISSING' });
    for (const url of [`http://equipe.example/${SIGNATURE}`, `ftp://127.0.0.1/${SIGNATURE}`, SIGNATURE]) {
      const failure = await failureOf(post(url));
      expect(failure.code).toBe('ALERT_WEBHOOK_ADDRESS');
      expect(failure.whole).not.toContain(SIGNATURE);
    }
  });
});

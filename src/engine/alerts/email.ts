import type { ChannelSettings } from '../../shared/alert-channels';
import { MaloteError } from '../../shared/errors';
import { mailAddress } from '../../shared/audience';
import type { AlertLine } from '../../shared/ipc/alerts';
import { alertMailMessages } from '../../shared/messages/pt-BR/alert-mail';
import { connectionReason } from '../../shared/messages/pt-BR/connections';
import { emailText, messageId } from './email-text';
import { isLoopback } from '../base';
import { environmentProxy, proxyFor } from '../network';
import { codesOf, isCertificateCode } from './network';
import type { AlertChannel, ChannelSender, SenderOptions } from './types';

const CONNECT_MS = 15_000;
const SILENCE_MS = 30_000;
const { missing: MISSING, refused: REFUSED, noStatus } = alertMailMessages;

type EmailSettings = ChannelSettings<'email'>;

/**
 * Alerts by e-mail, over SMTP. The server's certificate is always checked, and a password never travels unprotected but to this machine.
 * `send` throws ALERT_EMAIL_*; none of them repeats what the server said or what was sent.
 */
export function createEmailChannel({
  settings,
  secrets,
  trusted,
  findProxy = environmentProxy,
}: SenderOptions<'email'>): AlertChannel {
  return {
    name: 'email',
    async send(alert, signal) {
      refuseIncomplete(settings);
      const password =
        settings.user === '' ? null : await secrets('smtp-password', mailAddress(settings.host, settings.port));
      refuseUnsafe(settings, password);
      try {
        const proxy = await proxyFor(findProxy, serverOf(settings));
        const { createTransport } = await import('nodemailer');
        await createTransport({
          ...transportOf(settings, password, trusted),
          ...(proxy === null ? {} : { proxy: proxy.href }),
        }).sendMail({
          ...messageOf(settings, alert),
          signal,
        });
      } catch (error) {
        throw emailError(error, settings.host);
      }
    },
  };
}

export const EMAIL: ChannelSender<'email'> = {
  open: createEmailChannel,
  secretMissing: () => new MaloteError('ALERT_EMAIL_INCOMPLETE', { missing: MISSING.password }),
};

/** As an address, for who knows which proxies lead where. */
function serverOf({ host, port }: EmailSettings): URL {
  return new URL(`https://${host.includes(':') ? `[${host}]` : host}:${String(port)}`);
}

function refuseIncomplete({ host, from, to }: EmailSettings): void {
  const missing = [host === '' ? MISSING.host : '', from === '' ? MISSING.from : '', to === '' ? MISSING.to : ''].find(
    (name) => name !== '',
  );
  if (missing !== undefined) throw new MaloteError('ALERT_EMAIL_INCOMPLETE', { missing });
}

function refuseUnsafe({ user, security, host }: EmailSettings, password: string | null): void {
  if (user === '') return;
  if (password === null || password === '')
    throw new MaloteError('ALERT_EMAIL_INCOMPLETE', { missing: MISSING.password });
  if (security === 'none' && !isLoopback(host)) throw new MaloteError('ALERT_EMAIL_INSECURE', { host });
}

function transportOf({ host, port, security, user }: EmailSettings, password: string | null, trusted?: string) {
  return {
    host,
    port,
    secure: security === 'tls',
    requireTLS: security === 'starttls',
    ignoreTLS: security === 'none',
    ...(password === null ? {} : { auth: { user, pass: password }, forceAuth: true }),
    tls: {
      minVersion: 'TLSv1.2' as const,
      rejectUnauthorized: true,
      ...(trusted === undefined ? {} : { ca: trusted }),
    },
    dnsTimeout: CONNECT_MS,
    connectionTimeout: CONNECT_MS,
    greetingTimeout: CONNECT_MS,
    socketTimeout: SILENCE_MS,
    disableFileAccess: true,
    disableUrlAccess: true,
  };
}

function messageOf({ from, to }: EmailSettings, alert: AlertLine) {
  return {
    from,
    to,
    ...emailText(alert),
    messageId: messageId(alert),
    // absences and vacations need not answer a machine (RFC 3834)
    headers: { 'Auto-Submitted': 'auto-generated' },
    ...(alert.severity === 'critical' ? { priority: 'high' as const } : {}),
  };
}

/** From the codes alone: the texts of such an error quote the dialogue with the server. */
function emailError(error: unknown, host: string): MaloteError {
  const codes = codesOf(error);
  const [kind = ''] = codes;
  const status = statusOf(error);
  const certificate = codes.find(isCertificateCode);
  if (certificate !== undefined)
    return new MaloteError('ALERT_EMAIL_CERTIFICATE', { host, reason: connectionReason(certificate) });
  if (status !== null && status >= 400 && status < 500) return new MaloteError('ALERT_EMAIL_BUSY', { host, status });
  const policy = policyStatus(error);
  if (policy !== null) return new MaloteError('ALERT_EMAIL_POLICY', { host, status: policy });
  if (kind === 'EAUTH' || kind === 'ENOAUTH') return new MaloteError('ALERT_EMAIL_AUTH', { host });
  if (kind === 'ETLS' || codes.some((code) => /^(?:ERR_SSL_|EPROTO$)/.test(code)))
    return new MaloteError('ALERT_EMAIL_NO_ENCRYPTION', { host });
  if (status !== null || kind === 'EENVELOPE' || kind === 'EMESSAGE') {
    const what = kind === 'EENVELOPE' ? REFUSED.addresses : REFUSED.mail;
    return new MaloteError('ALERT_EMAIL_REFUSED', { host, what, status: status ?? noStatus });
  }
  return new MaloteError('ALERT_EMAIL_UNREACHABLE', { host, reason: connectionReason(codes.at(-1)) });
}

/**
 * Microsoft 365: 5.7.139 is an organisation (or a mailbox, or its security defaults) that allows no password for SMTP, and 5.7.57 a mail
 * that came without the log-in that is forbidden. The same number with "credentials were incorrect" is a wrong password after all.
 * Nothing of the text is repeated.
 */
function policyStatus(error: unknown): string | null {
  const response = error instanceof Error && 'response' in error ? error.response : null;
  if (typeof response !== 'string') return null;
  const status = /^(?:535|530)[ -](5\.7\.139|5\.7\.57)\b/.exec(response)?.[1];
  return status === undefined || /credentials were incorrect/i.test(response) ? null : status;
}

function statusOf(error: unknown): number | null {
  const status = error instanceof Error && 'responseCode' in error ? error.responseCode : null;
  return typeof status === 'number' ? status : null;
}

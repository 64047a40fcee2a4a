import type { AddressInfo } from 'node:net';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';

export interface ReceivedMail {
  readonly from: string;
  readonly to: readonly string[];
  readonly subject: string;
  readonly messageId: string;
  /** All of it, with quoted-printable undone. */
  readonly text: string;
  /** Whether it came over TLS. */
  readonly secure: boolean;
  readonly user: string | null;
}

export interface MailServer {
  readonly port: number;
  readonly mails: readonly ReceivedMail[];
  /** Every answer from now on refuses a mail with this SMTP code; null: takes them again. */
  refuseWith(code: number | null): void;
  close(): Promise<void>;
}

export interface MailServerOptions extends Pick<SMTPServerOptions, 'secure' | 'key' | 'cert'> {
  /** Offers STARTTLS. */
  readonly startTls?: boolean;
  readonly account?: { readonly user: string; readonly password: string };
  /** What it answers to every log-in, after the code 535. */
  readonly refusesLogin?: string;
}

/** A real SMTP server on this machine that keeps what it is given. */
export async function openMailServer(options: MailServerOptions = {}): Promise<MailServer> {
  const { account, startTls = false, refusesLogin, ...tls } = options;
  const mails: ReceivedMail[] = [];
  let refusal: number | null = null;
  const server = new SMTPServer({
    ...tls,
    disabledCommands: [...(startTls ? [] : ['STARTTLS' as const]), ...(account === undefined ? ['AUTH' as const] : [])],
    authOptional: account === undefined,
    allowInsecureAuth: true,
    logger: false,
    onAuth: ({ username = '', password }, _session, callback) => {
      if (refusesLogin !== undefined) callback(Object.assign(new Error(refusesLogin), { responseCode: 535 }));
      else if (username === account?.user && password === account.password) callback(null, { user: username });
      else callback(new Error(`wrong password ${String(password)}`));
    },
    onMailFrom: (_address, _session, callback) => {
      if (refusal === null) callback();
      else callback(Object.assign(new Error('not now'), { responseCode: refusal }));
    },
    onData: (stream, session, callback) => {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        const raw = Buffer.concat(chunks).toString('latin1');
        const { mailFrom, rcptTo } = session.envelope;
        mails.push({
          from: mailFrom === false ? '' : mailFrom.address,
          to: rcptTo.map(({ address }) => address),
          subject: headerOf(raw, 'Subject'),
          messageId: headerOf(raw, 'Message-ID'),
          text: decoded(raw),
          secure: session.secure,
          user: typeof session.user === 'string' ? session.user : null,
        });
        callback();
      });
    },
  });
  server.on('error', () => undefined);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.server.address() as AddressInfo).port,
    mails,
    refuseWith: (code) => (refusal = code),
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

function headerOf(raw: string, name: string): string {
  const found = new RegExp(`^${name}: (.*(?:\\r\\n[ \\t].*)*)`, 'im').exec(raw)?.[1] ?? '';
  const unfolded = found.replace(/\r\n[ \t]/g, ' ').replace(/\?= =\?/g, '?==?');
  return unfolded.replace(/=\?utf-8\?([qb])\?(.*?)\?=/gi, (_, encoding: string, text: string) =>
    encoding.toLowerCase() === 'b'
      ? Buffer.from(text, 'base64').toString('utf8')
      : quotedPrintable(text.replaceAll('_', ' ')),
  );
}

/** Quoted-printable and base64 parts as text. */
function decoded(raw: string): string {
  const parts = raw.split(/\r\n(?=----)/);
  return parts
    .map((part) => {
      if (/^Content-Transfer-Encoding: base64/im.test(part)) {
        const [head = '', body = ''] = part.split('\r\n\r\n');
        return `${head}\r\n\r\n${Buffer.from(body, 'base64').toString('utf8')}`;
      }
      return quotedPrintable(part);
    })
    .join('\r\n');
}

function quotedPrintable(text: string): string {
  const bytes = text
    .replace(/=\r\n/g, '')
    .replace(/=([0-9A-F]{2})/gi, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)));
  return Buffer.from(bytes, 'latin1').toString('utf8');
}

import { createServer } from 'node:http';
import { connect, type AddressInfo, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import { selfMadeCertificate } from './certificate';

/** A proxy that leads to servers of this machine under names of the outside, and remembers who was asked for. */
export interface OfficeProxy {
  readonly url: URL;
  /** `host:port` of each connection, in order. */
  readonly asked: readonly string[];
  close(): Promise<void>;
}

/**
 * @param routes the local port behind each name of the outside
 * @param wantsLogin it lets nobody through
 */
export async function openOfficeProxy(
  routes: Readonly<Record<string, number>>,
  wantsLogin = false,
): Promise<OfficeProxy> {
  const asked: string[] = [];
  const server = createServer((_, response) => response.writeHead(405).end());
  server.on('connect', (request, socket: Socket) => {
    const [host = ''] = (request.url ?? '').split(':');
    asked.push(request.url ?? '');
    if (wantsLogin) {
      const asks = 'Proxy-Authenticate: NTLM\r\nContent-Length: 0';
      socket.end(`HTTP/1.1 407 Proxy Authentication Required\r\n${asks}\r\n\r\n`);
      return;
    }
    const port = routes[host];
    if (port === undefined) {
      socket.end('HTTP/1.1 502 Bad Gateway\r\n\r\n');
      return;
    }
    const behind = connect(port, '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
      socket.pipe(behind).pipe(socket);
    });
    join(socket, behind);
  });
  const port = await listening(server);
  return { url: new URL(`http://127.0.0.1:${String(port)}`), asked, close: () => closing(server) };
}

/** A name of the outside: TLS with a certificate of its own before a plain server of this machine. */
export interface SecureFront {
  readonly port: number;
  /** PEM, for who is to trust it. */
  readonly certificate: string;
  close(): Promise<void>;
}

export async function openSecureFront(name: string, behindPort: number): Promise<SecureFront> {
  const { key, cert } = selfMadeCertificate(name);
  const server = createTlsServer({ key, cert }, (socket) => {
    const behind = connect(behindPort, '127.0.0.1');
    socket.pipe(behind).pipe(socket);
    join(socket, behind);
  });
  return { port: await listening(server), certificate: cert, close: () => closing(server) };
}

/** When one of the two ends, so does the other. */
function join(one: Socket, other: Socket): void {
  for (const [socket, partner] of [
    [one, other],
    [other, one],
  ] as const)
    socket.on('error', () => partner.destroy()).on('close', () => partner.destroy());
}

async function listening(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

/** What is still connected ends with the ends of its pipes. */
function closing(server: Server): Promise<void> {
  return new Promise((resolve) => server.close(() => resolve()));
}

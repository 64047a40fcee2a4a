import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface HookServer {
  /** With a secret in it, as those of Teams and Slack have. */
  readonly url: string;
  readonly posts: readonly { readonly type: string; readonly body: unknown }[];
  /** From now on every post is answered so. */
  answerWith(status: number, headers?: Readonly<Record<string, string>>, body?: string): void;
  close(): Promise<void>;
}

/** A real HTTP server on this machine that keeps what is posted to it. */
export async function openHookServer(secret: string): Promise<HookServer> {
  const posts: { type: string; body: unknown }[] = [];
  let answer = { status: 202, headers: {} as Readonly<Record<string, string>>, body: '' };
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body: unknown = JSON.parse(Buffer.concat(chunks).toString('utf8'));
      if (answer.status < 300 && request.method === 'POST' && request.url === `/hook?sig=${secret}`)
        posts.push({ type: request.headers['content-type'] ?? '', body });
      response.writeHead(answer.status, answer.headers).end(answer.body);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}/hook?sig=${secret}`,
    posts,
    answerWith: (status, headers = {}, body = '') => (answer = { status, headers, body }),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

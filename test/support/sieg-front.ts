import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

/** What stands between an engine and its SIEG lets through. */
export interface FrontRequest {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly path: string;
  readonly body: string;
  /** How it ended here; null: it was handed on. */
  readonly fault: Fault | null;
}

/** `reset`: the connection breaks off; a number: it is answered with this status and nothing else. */
export type Fault = 'reset' | number;

export interface SiegFront {
  readonly url: string;
  /** Everything that arrived. */
  readonly arrived: readonly FrontRequest[];
  /** What happens to the requests from now on. */
  fault: (request: Pick<FrontRequest, 'path' | 'body'>) => Fault | null;
}

async function textOf(message: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of message as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}

/** A door before a simulator that may be shut to all, or to whoever asks about somebody. It is put away when the test ends. */
export async function openSiegFront(target: () => string): Promise<SiegFront> {
  const arrived: FrontRequest[] = [];
  const front = { url: '', arrived, fault: (): Fault | null => null } as { url: string } & SiegFront;
  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = await textOf(request);
    const path = (request.url ?? '/').split('?')[0] ?? '/';
    const fault = front.fault({ path, body });
    arrived.push({ at: Date.now(), path, body, fault });
    if (fault === 'reset') {
      response.destroy();
      return;
    }
    if (fault !== null) {
      response.writeHead(fault).end();
      return;
    }
    const { method = 'POST', headers } = request;
    const sent = Object.entries(headers).filter(
      ([name, value]) => typeof value === 'string' && !['host', 'connection', 'content-length'].includes(name),
    ) as [string, string][];
    const answer = await fetch(`${target()}${request.url ?? ''}`, { method, headers: sent, body });
    const bytes = Buffer.from(await answer.arrayBuffer());
    response
      .writeHead(answer.status, { 'Content-Type': answer.headers.get('content-type') ?? 'text/plain' })
      .end(bytes);
  };
  const server = createServer((request, response) => {
    serve(request, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  front.url = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
  onTestFinished(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  return front;
}

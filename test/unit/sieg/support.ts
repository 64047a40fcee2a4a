import { createServer } from 'node:http';
import type { IncomingMessage, RequestListener, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync, zipSync } from 'fflate';
import { afterEach } from 'vitest';
import { systemClock } from '../../../src/engine/base/clock';
import {
  createLimiter,
  createMemoryLimiterStore,
  createSiegApi,
  fingerprintOf,
  limitsFor,
  type SiegApi,
  type SiegApiOptions,
  type SiegCredentials,
} from '../../../src/engine/sieg';

export const CREDENTIALS: SiegCredentials = {
  apiKey: 'canary+key/0123456789==',
  clientId: 'canary-client-0123456789',
  clientSecret: 'canary-secret-0123456789',
};

export const neverAborted = new AbortController().signal;

export interface Seen {
  readonly url: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}
/** What the little server answers: a status and a body, or a free hand over the response. */
export type Reply =
  | { status?: number; body?: string | Uint8Array; headers?: Record<string, string> }
  | ((response: ServerResponse) => void);

const open: Server[] = [];
afterEach(() => {
  for (const server of open.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

export async function listen(handler: RequestListener): Promise<string> {
  const server = createServer(handler);
  open.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
}

/** A server that answers the n-th request with the n-th reply (the last one for ever) and remembers what it saw. */
export async function replying(...replies: Reply[]): Promise<{ baseUrl: string; seen: Seen[] }> {
  const seen: Seen[] = [];
  const baseUrl = await listen((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      seen.push({ url: request.url ?? '', headers: request.headers, body: Buffer.concat(chunks).toString('utf8') });
      const reply = replies[Math.min(seen.length, replies.length) - 1] ?? {};
      if (typeof reply === 'function') {
        reply(response);
        return;
      }
      response.writeHead(reply.status ?? 200, reply.headers);
      response.end(reply.body ?? '');
    });
  });
  return { baseUrl, seen };
}

/** An API whose limiter lets 60 million requests a minute through. */
export function apiAt(baseUrl: string, generation: 'legacy' | 'v1', options: Partial<SiegApiOptions> = {}): SiegApi {
  const clock = systemClock(1_000_000);
  const credentials = options.credentials ?? CREDENTIALS;
  const limiter = createLimiter({
    store: createMemoryLimiterStore(),
    keyFingerprint: fingerprintOf(credentials.apiKey),
    limits: limitsFor(generation),
    clock,
  });
  return createSiegApi({ generation, baseUrl, credentials, limiter, clock, ...options });
}

/** v1 asks for a token first. */
export const TOKEN_REPLY: Reply = { body: JSON.stringify('canary-token.0123456789.abc') };

export const base64 = (text: string): string => Buffer.from(text).toString('base64');
export const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString('utf8');
export const zip = (files: Record<string, string>): Uint8Array =>
  zipSync(Object.fromEntries(Object.entries(files).map(([name, content]) => [name, Buffer.from(content)])));
export const gzip = (content: string): Uint8Array => gzipSync(Buffer.from(content));

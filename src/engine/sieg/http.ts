import http from 'node:http';
import https from 'node:https';
import axios from 'axios';
import { MaloteError } from '../../shared/errors';
import { cancellation, throwIfCancelled, after } from '../base';
import { axiosProxy, environmentProxy, type FindProxy } from '../network';
import type { BaseUrl } from './base-url';
import { transportError } from './http-errors';

export interface HttpRequest {
  /** Path below the base address, without a query: it may be shown. */
  readonly path: string;
  /** Query and headers may hold the key: they are never shown. */
  readonly query?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON; absent for an empty body. */
  readonly body?: unknown;
  /** For the whole call: name look-up, connection, waiting and the last byte of the body. */
  readonly deadlineMs: number;
  readonly maxBytes: number;
  readonly signal: AbortSignal;
}

export interface HttpAnswer {
  readonly path: string;
  readonly status: number;
  readonly retryAfter: string | null;
  readonly body: Uint8Array;
}

export interface HttpClient {
  /**
   * One POST, one attempt, any status.
   * @throws MaloteError when no complete answer came: SIEG_TIMEOUT, SIEG_CONNECTION, SIEG_DNS, SIEG_TLS, SIEG_TOO_LARGE, CANCELLED.
   */
  post(request: HttpRequest): Promise<HttpAnswer>;
}

/** Idle connections are dropped before SIEG's gateways drop them, so that no request dies on a stale one. */
const IDLE_SOCKET_MS = 4_000;

/** The only place that touches the network. Nothing that axios throws leaves it: its errors carry the address and the headers. */
export function createHttpClient(base: BaseUrl, findProxy: FindProxy = environmentProxy): HttpClient {
  const agent = { keepAlive: true, timeout: IDLE_SOCKET_MS };
  const client = axios.create({
    httpAgent: new http.Agent(agent),
    httpsAgent: new https.Agent(agent),
    responseType: 'arraybuffer',
    maxRedirects: 0,
    validateStatus: () => true,
    transformRequest: [(body: unknown) => body],
    transformResponse: [(body: unknown) => body],
  });

  return {
    async post(request) {
      throwIfCancelled(request.signal);
      const deadline = new AbortController();
      const stopWaiting = after(request.deadlineMs, () => {
        deadline.abort();
      });
      try {
        const response = await client.request<Buffer>({
          method: 'POST',
          url: addressOf(base, request),
          headers: headersOf(request),
          data: request.body === undefined ? undefined : JSON.stringify(request.body),
          maxContentLength: request.maxBytes,
          proxy: await axiosProxy(findProxy, new URL(base.href)),
          signal: AbortSignal.any([deadline.signal, request.signal]),
        });
        return {
          path: request.path,
          status: response.status,
          retryAfter: textHeader(response.headers['retry-after']),
          body: response.data,
        };
      } catch (error) {
        if (request.signal.aborted) throw cancellation(request.signal);
        if (deadline.signal.aborted)
          throw new MaloteError('SIEG_TIMEOUT', { seconds: request.deadlineMs / 1000, path: request.path });
        throw transportError(error, { host: base.host, path: request.path, maxBytes: request.maxBytes });
      } finally {
        stopWaiting();
      }
    },
  };
}

/** Built by hand because the key has to be encoded exactly once; axios' own encoding leaves some characters as they are. */
function addressOf(base: BaseUrl, request: HttpRequest): string {
  const query = Object.entries(request.query ?? {}).map(([name, value]) => `${name}=${encodeURIComponent(value)}`);
  return `${base.href}${request.path}${query.length === 0 ? '' : `?${query.join('&')}`}`;
}

function headersOf(request: HttpRequest): Record<string, string> {
  return {
    Accept: 'application/json, application/zip, */*',
    'User-Agent': 'Malote',
    // An empty POST without it is answered 411.
    ...(request.body === undefined ? { 'Content-Length': '0' } : { 'Content-Type': 'application/json; charset=utf-8' }),
    ...request.headers,
  };
}

function textHeader(value: unknown): string | null {
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : null;
}

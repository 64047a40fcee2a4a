import { isIP } from 'node:net';
import { connect, type TLSSocket } from 'node:tls';
import axios, { type AxiosResponse } from 'axios';
import { MaloteError } from '../../shared/errors';
import { siegMessages } from '../../shared/messages/pt-BR/sieg';
import { after, monotonicMs, realNow } from '../base';
import { axiosProxy, proxyFor, type FindProxy } from '../network';
import { parseBaseUrl, type BaseUrl } from './base-url';
import { transportError } from './http-errors';

/** Who signed what a server shows of itself. */
export interface CertificateSight {
  readonly issuer: string;
  /** ISO 8601. */
  readonly validTo: string | null;
}

/** What SIEG's server tells who has no key. */
export interface ServerSight {
  readonly host: string;
  readonly status: number;
  readonly milliseconds: number;
  /** By how much this computer's clock is ahead of the server's; null when it did not say what time it has. */
  readonly clockAheadMs: number | null;
  /** `host:port`, without a login. */
  readonly proxy: string | null;
}

export interface LookOptions {
  readonly findProxy: FindProxy;
  readonly signal: AbortSignal;
  readonly deadlineMs: number;
}

/** What comes is never read: a page of an office's proxy may be long. */
const MOST_BYTES = 1024 * 1024;
/** The header has whole seconds, cut off. */
const HALF_A_SECOND = 500;

/**
 * One question to SIEG's address without any key, which no limit counts.
 * @throws MaloteError SIEG_ADDRESS_*, SIEG_TIMEOUT, SIEG_CONNECTION, SIEG_DNS, SIEG_TLS
 */
export async function lookAtServer(address: string, options: LookOptions): Promise<ServerSight> {
  const base = parseBaseUrl(address);
  const proxy = await proxyFor(options.findProxy, new URL(base.href));
  const [sentAt, sent] = [realNow(), monotonicMs()];
  const answer = await asked(base, options);
  const milliseconds = monotonicMs() - sent;
  const date: unknown = answer.headers['date'];
  const shown = typeof date === 'string' ? Date.parse(date) : Number.NaN;
  return {
    host: base.host,
    status: answer.status,
    milliseconds: Math.round(milliseconds),
    clockAheadMs: Number.isNaN(shown) ? null : Math.round(sentAt + milliseconds / 2 - (shown + HALF_A_SECOND)),
    proxy: proxy?.host ?? null,
  };
}

async function asked(base: BaseUrl, { findProxy, signal, deadlineMs }: LookOptions): Promise<AxiosResponse> {
  const deadline = new AbortController();
  const stopWaiting = after(deadlineMs, () => {
    deadline.abort();
  });
  try {
    return await axios.request({
      method: 'GET',
      url: `${base.href}/`,
      headers: { 'User-Agent': 'Malote' },
      responseType: 'arraybuffer',
      maxContentLength: MOST_BYTES,
      maxRedirects: 0,
      validateStatus: () => true,
      proxy: await axiosProxy(findProxy, new URL(base.href)),
      signal: AbortSignal.any([deadline.signal, signal]),
    });
  } catch (error) {
    if (deadline.signal.aborted) throw new MaloteError('SIEG_TIMEOUT', { seconds: deadlineMs / 1000, path: '/' });
    throw transportError(error, { host: base.host, path: '/', maxBytes: MOST_BYTES });
  } finally {
    stopWaiting();
  }
}

/**
 * What a server shows of itself to who trusts anybody: asked without a word being said over that connection, and behind no proxy. Null
 * when nothing comes in time.
 * @param address https
 */
export function certificateAt(address: string, deadlineMs: number): Promise<CertificateSight | null> {
  const { hostname, port } = new URL(address);
  const host = hostname.replace(/^\[|\]$/g, '');
  return new Promise((resolve) => {
    const socket = connect({
      host,
      port: port === '' ? 443 : Number(port),
      ...(isIP(host) === 0 ? { servername: host } : {}),
      rejectUnauthorized: false,
    });
    const end = (found: CertificateSight | null): void => {
      stopWaiting();
      socket.destroy();
      resolve(found);
    };
    const stopWaiting = after(deadlineMs, () => {
      end(null);
    });
    socket.once('secureConnect', () => {
      end(certificateOf(socket));
    });
    socket.once('error', () => {
      end(null);
    });
  });
}

function certificateOf(socket: TLSSocket): CertificateSight {
  const { issuer, valid_to: until } = socket.getPeerCertificate();
  const validTo = Date.parse(until);
  return {
    issuer: firstOf(issuer.O) ?? firstOf(issuer.CN) ?? siegMessages.noIssuer,
    validTo: Number.isNaN(validTo) ? null : new Date(validTo).toISOString(),
  };
}

function firstOf(name: unknown): string | null {
  const first: unknown = Array.isArray(name) ? name[0] : name;
  return typeof first === 'string' && first !== '' ? first : null;
}

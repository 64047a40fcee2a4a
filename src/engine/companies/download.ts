import { pipeline, type Readable, type Transform } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import axios, { type AxiosResponse } from 'axios';
import { MaloteError } from '../../shared/errors';
import { axiosProxy, PROXY_LOGIN, type FindProxy } from '../network';
import { looksLikeHtml } from './sniff';
import { checkedAddress, downloadAddress } from './source';
import { companiesMessages } from '../../shared/messages/pt-BR/companies';

const MAX_REDIRECTS = 10;

/** Its body is read, or destroyed. */
type Answer = AxiosResponse<Readable>;

export interface DownloadOptions {
  readonly signal: AbortSignal;
  readonly maxBytes: number;
  readonly findProxy: FindProxy;
}

function headerOf({ headers }: Answer, name: string): string {
  const value: unknown = headers[name];
  return typeof value === 'string' ? value : '';
}

/** Cookies by host: SharePoint hands one out with the first redirect and wants it back with the second request. */
class Cookies {
  readonly #byHost = new Map<string, Map<string, string>>();

  remember(url: URL, { headers }: Answer): void {
    const jar = this.#byHost.get(url.host) ?? new Map<string, string>();
    for (const line of headers['set-cookie'] ?? []) {
      const [, name, value] = /^\s*([^=;\s]+)=([^;]*)/.exec(line) ?? [];
      if (name !== undefined && value !== undefined) jar.set(name, value);
    }
    this.#byHost.set(url.host, jar);
  }

  headersFor(url: URL): Record<string, string> {
    const pairs = [...(this.#byHost.get(url.host) ?? [])].map(([name, value]) => `${name}=${value}`);
    return pairs.length === 0 ? {} : { cookie: pairs.join('; ') };
  }
}

/** Follows redirects by hand, so that none leads from https to http. */
async function open(source: string, shown: string, { signal, findProxy }: DownloadOptions): Promise<Answer> {
  const cookies = new Cookies();
  let url = downloadAddress(source);
  for (let hop = 0; hop <= MAX_REDIRECTS; hop += 1) {
    const answer: Answer = await axios.get<Readable>(url.href, {
      responseType: 'stream',
      maxRedirects: 0,
      validateStatus: () => true,
      // it would take what is cut off for whole
      decompress: false,
      signal,
      headers: { 'User-Agent': 'Malote', 'Accept-Encoding': 'gzip, deflate, br', ...cookies.headersFor(url) },
      proxy: await axiosProxy(findProxy, url),
    });
    const location = headerOf(answer, 'location');
    if (answer.status < 300 || answer.status >= 400 || location === '') return answer;
    cookies.remember(url, answer);
    answer.data.destroy();
    url = checkedAddress(location, url.href);
  }
  throw new MaloteError('COMPANIES_FETCH_FAILED', { source: shown, reason: companiesMessages.redirectsForEver });
}

function refuseStatus({ status }: Answer, shown: string): void {
  if (status >= 200 && status < 300) return;
  if (status === PROXY_LOGIN) throw new MaloteError('COMPANIES_PROXY_LOGIN', { source: shown });
  if (status === 401 || status === 403) throw new MaloteError('COMPANIES_LOGIN_REQUIRED', { source: shown });
  if (status === 404 || status === 410) throw new MaloteError('COMPANIES_NOT_FOUND', { source: shown });
  throw new MaloteError('COMPANIES_FETCH_FAILED', { source: shown, reason: companiesMessages.serverAnswered(status) });
}

const DECODERS: Readonly<Record<string, () => Transform>> = {
  gzip: createGunzip,
  'x-gzip': createGunzip,
  deflate: createInflate,
  br: createBrotliDecompress,
};

/** What was sent, before the server compressed it. Fails where that is broken or cut off. */
function decoded(answer: Answer): Readable {
  const decoder = DECODERS[headerOf(answer, 'content-encoding').trim().toLowerCase()];
  // a failure of either destroys the other, and reaches who reads
  return decoder === undefined ? answer.data : pipeline(answer.data, decoder(), () => undefined);
}

async function collect(answer: Answer, shown: string, maxBytes: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of decoded(answer)) {
    const bytes = chunk as Uint8Array;
    size += bytes.length;
    // leaving the loop destroys the stream
    if (size > maxBytes) throw tooBig(shown, maxBytes);
    chunks.push(bytes);
  }
  return Buffer.concat(chunks);
}

export function tooBig(source: string, maxBytes: number): MaloteError {
  return new MaloteError('COMPANIES_TOO_BIG', { source, limitMb: Math.round(maxBytes / 1024 / 1024) });
}

/** A page that is handed out as a file to keep: some programs write pages and call them .xls. */
function isFile(answer: Answer): boolean {
  return /^\s*attachment\b/i.test(headerOf(answer, 'content-disposition'));
}

/** Bytes of the file behind an address. Errors that are no MaloteError are the network's. */
export async function download(source: string, shown: string, options: DownloadOptions): Promise<Uint8Array> {
  const answer = await open(source, shown, options);
  try {
    refuseStatus(answer, shown);
    const bytes = await collect(answer, shown, options.maxBytes);
    const isPage = looksLikeHtml(bytes) || /text\/html/i.test(headerOf(answer, 'content-type'));
    if (isPage)
      throw new MaloteError(isFile(answer) ? 'COMPANIES_HTML' : 'COMPANIES_LOGIN_REQUIRED', { source: shown });
    return bytes;
  } finally {
    answer.data.destroy();
  }
}

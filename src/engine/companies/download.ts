import { MaloteError } from '../../shared/errors';
import { looksLikeHtml } from './sniff';
import { checkedAddress, downloadAddress } from './source';

const MAX_REDIRECTS = 10;

/** Cookies by host: SharePoint hands one out with the first redirect and wants it back with the second request. */
class Cookies {
  readonly #byHost = new Map<string, Map<string, string>>();

  remember(url: URL, response: Response): void {
    const jar = this.#byHost.get(url.host) ?? new Map<string, string>();
    for (const line of response.headers.getSetCookie()) {
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
async function open(source: string, shown: string, signal: AbortSignal): Promise<Response> {
  const cookies = new Cookies();
  let url = downloadAddress(source);
  for (let hop = 0; hop <= MAX_REDIRECTS; hop += 1) {
    const response = await fetch(url, { redirect: 'manual', signal, headers: cookies.headersFor(url) });
    const location = response.headers.get('location');
    if (response.status < 300 || response.status >= 400 || location === null) return response;
    cookies.remember(url, response);
    await response.body?.cancel();
    url = checkedAddress(location, url.href);
  }
  throw new MaloteError('COMPANIES_FETCH_FAILED', { source: shown, reason: 'o endereço redireciona sem fim' });
}

function refuseStatus(response: Response, shown: string): void {
  if (response.ok) return;
  const { status } = response;
  if (status === 401 || status === 403) throw new MaloteError('COMPANIES_LOGIN_REQUIRED', { source: shown });
  if (status === 404 || status === 410) throw new MaloteError('COMPANIES_NOT_FOUND', { source: shown });
  throw new MaloteError('COMPANIES_FETCH_FAILED', { source: shown, reason: `o servidor respondeu ${String(status)}` });
}

async function collect(response: Response, shown: string, maxBytes: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    const bytes = chunk as Uint8Array;
    size += bytes.length;
    if (size > maxBytes) throw tooBig(shown, maxBytes);
    chunks.push(bytes);
  }
  return Buffer.concat(chunks);
}

export function tooBig(source: string, maxBytes: number): MaloteError {
  return new MaloteError('COMPANIES_TOO_BIG', { source, limitMb: Math.round(maxBytes / 1024 / 1024) });
}

/** A page that is handed out as a file to keep: some programs write pages and call them .xls. */
function isFile(response: Response): boolean {
  return /^\s*attachment\b/i.test(response.headers.get('content-disposition') ?? '');
}

/** Bytes of the file behind an address. Errors that are no MaloteError are the network's. */
export async function download(
  source: string,
  shown: string,
  limits: { readonly signal: AbortSignal; readonly maxBytes: number },
): Promise<Uint8Array> {
  const response = await open(source, shown, limits.signal);
  refuseStatus(response, shown);
  const bytes = await collect(response, shown, limits.maxBytes);
  const isPage = looksLikeHtml(bytes) || /text\/html/i.test(response.headers.get('content-type') ?? '');
  if (isPage)
    throw new MaloteError(isFile(response) ? 'COMPANIES_HTML' : 'COMPANIES_LOGIN_REQUIRED', { source: shown });
  return bytes;
}

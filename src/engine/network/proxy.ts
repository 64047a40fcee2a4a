import { getProxyForUrl } from 'proxy-from-env';
import { MaloteError } from '../../shared/errors';
import { isLoopback } from '../base';
import { withDeadline } from '../shares';

/** The proxy through which an address is reached (`http://host:port`), or null where there is none. It never rejects. */
export type FindProxy = (address: URL) => Promise<URL | null>;

/** HTTPS_PROXY, HTTP_PROXY, ALL_PROXY and NO_PROXY, as other programs of the command line read them. */
export const environmentProxy: FindProxy = (address) => {
  const found = getProxyForUrl(address.href);
  const proxy = URL.canParse(found) ? new URL(found) : null;
  // SOCKS is not gone through: nobody there would understand a CONNECT
  return Promise.resolve(proxy !== null && /^https?:$/.test(proxy.protocol) ? proxy : null);
};

/** An automatic configuration of the network that does not answer names no proxy. */
const FOUND_WITHIN_MS = 5_000;

/** No proxy for this very machine: the simulator, and what stands in for a server in tests. */
export async function proxyFor(find: FindProxy, address: URL): Promise<URL | null> {
  if (isLoopback(address.hostname)) return null;
  const tooLate = (): Error => new MaloteError('CANCELLED');
  return withDeadline(() => find(address), { deadlineMs: FOUND_WITHIN_MS, tooLate }).catch(() => null);
}

/** The same as axios wants it: told in so many words, since it would look into the environment by itself. */
export async function axiosProxy(
  find: FindProxy,
  address: URL,
): Promise<false | { protocol: string; host: string; port: number; auth?: { username: string; password: string } }> {
  const proxy = await proxyFor(find, address);
  if (proxy === null) return false;
  const { protocol, hostname, port, username, password } = proxy;
  const auth = { username: decoded(username), password: decoded(password) };
  return {
    protocol,
    host: hostname,
    port: port === '' ? (protocol === 'https:' ? 443 : 80) : Number(port),
    ...(username === '' ? {} : { auth }),
  };
}

/** A proxy's own answer, in place of the server's: it wants to be logged in to. */
export const PROXY_LOGIN = 407;

/** A password that somebody wrote with a bare % means itself. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

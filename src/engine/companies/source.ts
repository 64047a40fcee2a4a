import { MaloteError } from '../../shared/errors';
import { isLoopback } from '../base';

const SHARE_LINK_HOSTS = /(?:^|\.)(?:sharepoint\.com|1drv\.ms|onedrive\.live\.com)$/i;

/** An address rather than a file; `C:\x` has a scheme of one letter and is none. */
export function isAddress(source: string): boolean {
  return /^[a-z][a-z0-9+.-]+:\/\//i.test(source.trim());
}

/** The source without what may be secret: user, password, query string and fragment of an address. */
export function shownSource(source: string): string {
  if (!isAddress(source)) return source;
  if (!URL.canParse(source)) return source.replace(/[?#].*$/s, '').replace(/\/\/[^/]*@/, '//');
  const { origin, protocol, host, pathname } = new URL(source);
  return `${origin === 'null' ? `${protocol}//${host}` : origin}${pathname}`;
}

/** https anywhere, http on this machine only. @throws COMPANIES_BAD_ADDRESS */
export function checkedAddress(address: string, base?: string): URL {
  const url = URL.canParse(address, base) ? new URL(address, base) : null;
  // a server of elsewhere sends nobody to what listens on this computer
  const fromHere = base === undefined || isLoopback(new URL(base).hostname);
  const isAllowed =
    url !== null && (isLoopback(url.hostname) ? fromHere && /^https?:$/.test(url.protocol) : url.protocol === 'https:');
  if (!isAllowed) throw new MaloteError('COMPANIES_BAD_ADDRESS', { source: shownSource(address) });
  return url;
}

/** SharePoint and OneDrive share links open a viewer unless the download is asked for. */
export function downloadAddress(source: string): URL {
  const url = checkedAddress(source.trim());
  if (SHARE_LINK_HOSTS.test(url.hostname)) url.searchParams.set('download', '1');
  return url;
}

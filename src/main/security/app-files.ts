import { join, normalize, sep } from 'node:path';

export const APP_SCHEME = 'app';
export const APP_HOST = 'malote';
export const APP_ORIGIN = `${APP_SCHEME}://${APP_HOST}`;

/** Sent with every answer of `app://`: nothing is allowed but the application's own files. */
export const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "font-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/**
 * The file below `folder` that an `app://malote/…` address names; the bare address names index.html.
 * @returns nothing for another host, a broken address, or one that would lead out of the folder
 */
export function resolveAppFile(folder: string, address: string): string | undefined {
  const pathname = pathOf(address);
  if (pathname === undefined || pathname.includes('\0') || pathname.includes('\\')) return undefined;
  const file = normalize(join(folder, pathname === '' || pathname === '/' ? 'index.html' : pathname));
  return file.startsWith(normalize(folder) + sep) ? file : undefined;
}

function pathOf(address: string): string | undefined {
  try {
    const url = new URL(address);
    if (url.protocol !== `${APP_SCHEME}:` || url.host !== APP_HOST) return undefined;
    return decodeURIComponent(url.pathname);
  } catch {
    return undefined;
  }
}

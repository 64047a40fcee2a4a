declare module 'proxy-from-env' {
  /** The proxy's address for a URL, from the environment; empty where there is none. */
  export function getProxyForUrl(url: string): string;
}

/** Where SIEG's API lives when the settings say nothing else. */
export const SIEG_ADDRESS = 'https://api.sieg.com';

/**
 * Whom a secret is for: scheme, server and port of an address, as it is compared and shown. Null: the text is no address.
 * A secret that was given for one audience is handed to no other one, whatever the settings have come to say.
 */
export function audienceOf(address: string): string | null {
  const text = address.trim();
  if (!URL.canParse(text)) return null;
  const { protocol, host } = new URL(text);
  return host === '' ? null : `${protocol}//${host.toLowerCase()}`;
}

/** A mail server as an address. */
export function mailAddress(host: string, port: number | string): string {
  const name = host.trim();
  return `smtp://${name.includes(':') ? `[${name}]` : name}:${String(port)}`;
}

import type { LinkName } from '../../shared/ipc/shell';

/** Where the program may send a person: nowhere else. */
export const LINKS: Readonly<Record<LinkName, string>> = {
  sieg: 'https://cofre.sieg.com/',
  'sieg-help': 'https://www.sieg.com/',
};

const HOSTS: ReadonlySet<string> = new Set(Object.values(LINKS).map((address) => new URL(address).host));

/** Whether an address may be handed to the browser: https, a listed host, and nothing hidden before it. */
export function isAllowedLink(address: string): boolean {
  if (!URL.canParse(address)) return false;
  const { protocol, host, username, password } = new URL(address);
  return protocol === 'https:' && HOSTS.has(host) && username === '' && password === '';
}

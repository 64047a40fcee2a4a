/** Words of a PAC answer that this program can go through, and what an address of theirs begins with. */
const SCHEMES: Readonly<Record<string, string>> = { PROXY: 'http', HTTP: 'http', HTTPS: 'https' };

/**
 * The first proxy of what `Session.resolveProxy` says (`PROXY proxy.escritorio:8080; DIRECT`) as an address; null where it says to go
 * directly first, or names only what cannot be gone through (SOCKS).
 */
export function firstProxy(answer: string): string | null {
  for (const choice of answer.split(';')) {
    const [word = '', place = ''] = choice.trim().split(/\s+/);
    if (word.toUpperCase() === 'DIRECT') return null;
    const scheme = SCHEMES[word.toUpperCase()];
    const address = `${scheme ?? ''}://${place}`;
    if (scheme !== undefined && URL.canParse(address)) return new URL(address).origin;
  }
  return null;
}

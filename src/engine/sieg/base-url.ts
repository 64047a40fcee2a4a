import { MaloteError } from '../../shared/errors';
import { isLoopback } from '../base';
import { siegMessages } from '../../shared/messages/pt-BR/sieg';

/** Checked address of the API: `href` has no slash at its end; `loopback` means this very machine (the simulator). */
export interface BaseUrl {
  readonly href: string;
  readonly host: string;
  readonly loopback: boolean;
}

/**
 * Checks the address of the settings: https everywhere, http only for this machine, nothing in it but server and path.
 * @throws MaloteError SIEG_ADDRESS_INVALID, SIEG_ADDRESS_INSECURE, SIEG_ADDRESS_NOT_PLAIN. None of them repeats the address,
 * which may hold a password that somebody pasted into it.
 */
export function parseBaseUrl(text: string): BaseUrl {
  const url = parse(text);
  if (url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '') {
    throw new MaloteError('SIEG_ADDRESS_NOT_PLAIN');
  }
  const loopback = isLoopback(url.hostname);
  if (url.protocol === 'http:' && !loopback) throw new MaloteError('SIEG_ADDRESS_INSECURE', { host: url.host });
  return { href: `${url.origin}${url.pathname.replace(/\/+$/, '')}`, host: url.host, loopback };
}

function parse(text: string): URL {
  if (text.trim() === '') throw new MaloteError('SIEG_ADDRESS_INVALID', { reason: siegMessages.address.empty });
  const url = URL.canParse(text.trim()) ? new URL(text.trim()) : null;
  if (url === null) throw new MaloteError('SIEG_ADDRESS_INVALID', { reason: siegMessages.address.broken });
  if (url.protocol !== 'https:' && url.protocol !== 'http:') {
    throw new MaloteError('SIEG_ADDRESS_INVALID', { reason: siegMessages.address.otherProtocol });
  }
  return url;
}

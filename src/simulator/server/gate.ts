import type { IncomingHttpHeaders } from 'node:http';
import { hash32, Random } from '../office';

export interface SimulatorCredentials {
  /** As the portal hands it out; may be percent-encoded. */
  readonly apiKey: string;
  readonly clientId: string;
  readonly clientSecret: string;
}

/** Of no use anywhere but in the simulator. */
export const DEMO_CREDENTIALS: SimulatorCredentials = {
  apiKey: 'chave-de-demonstracao%3d%3d',
  clientId: 'cliente-de-demonstracao',
  clientSecret: 'segredo-de-demonstracao',
};

function decoded(key: string): string {
  return /%[0-9a-f]{2}/i.test(key) ? decodeURIComponent(key) : key;
}

function header(headers: IncomingHttpHeaders, name: string): string {
  const value = headers[name];
  return typeof value === 'string' ? value : '';
}

/** Who may come in. A legacy key that was encoded twice does not fit, as with SIEG. */
export class Gate {
  readonly #credentials: SimulatorCredentials;
  readonly #seed: number;
  readonly #revokesOnce: boolean;
  #tokens = new Set<string>();
  #issued = 0;
  #admitted = 0;

  constructor(credentials: SimulatorCredentials, seed: number, revokesOnce: boolean) {
    this.#credentials = credentials;
    this.#seed = seed;
    this.#revokesOnce = revokesOnce;
  }

  reset(): void {
    this.#tokens = new Set();
    this.#admitted = 0;
  }

  admitsLegacy(query: URLSearchParams): boolean {
    return query.get('api_key') === decoded(this.#credentials.apiKey);
  }

  /** A new token, or null when the headers are not those of the client. */
  issueToken(headers: IncomingHttpHeaders): string | null {
    const { clientId, clientSecret } = this.#credentials;
    if (header(headers, 'x-client-id') !== clientId || header(headers, 'x-secret-key') !== clientSecret) return null;
    const random = new Random(hash32(this.#seed, 'token', this.#issued++));
    const part = (bytes: number): string =>
      random.base64(bytes).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
    const token = `eyJ${part(24)}.${part(60)}.${part(32)}`;
    this.#tokens.add(token);
    return token;
  }

  /** `expired` once, when the quirk takes the token away that was good until then. */
  admitV1(headers: IncomingHttpHeaders): 'yes' | 'no' | 'expired' {
    const token = header(headers, 'authorization').replace(/^Bearer /, '');
    const key = header(headers, 'x-api-key');
    if (!this.#tokens.has(token) || decoded(key) !== decoded(this.#credentials.apiKey)) return 'no';
    this.#admitted++;
    if (!this.#revokesOnce || this.#admitted !== 3 + (this.#seed % 5)) return 'yes';
    this.#tokens.delete(token);
    return 'expired';
  }
}

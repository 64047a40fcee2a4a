import type { IncomingMessage } from 'node:http';
import type { DeadModes } from '../dead';
import type { Office } from '../office';
import type { QuirkName } from '../quirks';
import { json, legacyError, text, v1Error, type Answer } from './answers';
import { canonical, type Endpoint, type Generation, type Services } from './call';
import { onPages } from './dead';
import { DEMO_CREDENTIALS, Gate } from './gate';
import { Refusal } from './inputs';
import { LEGACY_ENDPOINTS } from './legacy';
import { RateLimits, SIEG_LIMITS, type Limits } from './limits';
import { DEFAULT_QUIRK_RATE, Misfortune } from './misfortune';
import type { RequestRecord, SimulatorOptions } from './options';
import { TOKEN_PATH, V1_ENDPOINTS } from './v1';
import { LATE_SHARE, Vault } from './vault';

const DEEP_EMPTY_AT = 10_500;
const MAX_BODY = 1_000_000;

/** What to send back, and how. */
export interface Outcome {
  readonly answer: Answer;
  readonly quirk: QuirkName | null;
  /** Destroy the connection in the middle of the answer. */
  readonly cut?: boolean;
}

function errorAnswer(generation: Generation, status: number, message: string, form = 0): Answer {
  return generation === 'v1' ? v1Error(status, message) : legacyError(status, message, form);
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > MAX_BODY) throw new Refusal('Corpo grande demais.', 413);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function parseBody(raw: string): unknown {
  if (raw.trim() === '') return null;
  try {
    return JSON.parse(raw) as unknown;
  } catch {
    throw new Refusal('O corpo da requisição não é um JSON válido.');
  }
}

/** Plays SIEG's part for one office: everything but the HTTP server itself. */
export class Stage implements Services {
  readonly office: Office;
  readonly vault: Vault;
  readonly misfortune: Misfortune;
  readonly deepEmptyAt: number;
  readonly dead: DeadModes;
  readonly records: RequestRecord[] = [];
  readonly #options: SimulatorOptions;
  readonly #gate: Gate;
  readonly #rateLimits: RateLimits;
  readonly #limits: Limits;
  readonly #speed: number;
  readonly #now: () => number;
  readonly #closing = new AbortController();
  readonly #counted = new Set<string>();

  constructor(office: Office, options: SimulatorOptions) {
    const { quirks } = options;
    this.office = office;
    this.#options = options;
    this.#speed = options.speed ?? 1;
    this.#now = options.now ?? Date.now;
    this.#limits = { ...SIEG_LIMITS, ...options.limits };
    this.dead = options.dead ?? {};
    this.vault = new Vault(office, {
      lateShare: quirks.has('late-arrivals') ? (options.lateShare ?? LATE_SHARE) : 0,
      servedAgain: quirks.has('served-again'),
      untilSettled: options.lateUntilSettled === true,
      duplicates: quirks.has('duplicates'),
      now: this.#now,
      onPages: onPages(this.dead),
    });
    this.misfortune = new Misfortune(office.seed, quirks, options.quirkRate ?? DEFAULT_QUIRK_RATE);
    this.deepEmptyAt = options.deepEmptyAt ?? DEEP_EMPTY_AT;
    this.#gate = new Gate(options.credentials ?? DEMO_CREDENTIALS, office.seed, quirks.has('expired-token'));
    this.#rateLimits = new RateLimits(this.#speed);
  }

  reset(): void {
    this.records.length = 0;
    this.#counted.clear();
    this.vault.reset();
    this.misfortune.reset();
    this.#gate.reset();
    this.#rateLimits.reset();
  }

  closeDown(): void {
    this.#closing.abort();
  }

  isFirstTime(fingerprint: string): boolean {
    const known = this.#counted.has(fingerprint);
    this.#counted.add(fingerprint);
    return !known;
  }

  pause(milliseconds: number): Promise<void> {
    const { signal } = this.#closing;
    return new Promise((resolve) => {
      const end = (): void => {
        clearTimeout(timer);
        signal.removeEventListener('abort', end);
        resolve();
      };
      const timer = setTimeout(end, milliseconds / this.#speed);
      signal.addEventListener('abort', end, { once: true });
    });
  }

  /** Answers one request and records it. */
  async serve(request: IncomingMessage): Promise<Outcome> {
    const time = this.#now();
    const url = new URL(request.url ?? '/', 'http://127.0.0.1');
    const generation: Generation = url.pathname.startsWith('/api/v1/') ? 'v1' : 'legacy';
    let body: unknown = null;
    let outcome: Outcome;
    try {
      const raw = await readBody(request);
      body = parseBody(raw);
      outcome = await this.#answer(request, url, generation, body);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      outcome = { answer: errorAnswer(generation, error.status, error.message), quirk: null };
    }
    const { answer, quirk } = outcome;
    const record = {
      time,
      generation,
      endpoint: url.pathname,
      body,
      status: answer.status,
      files: answer.files ?? 0,
      quirk,
    };
    this.records.push(record);
    this.#options.log?.(record);
    return outcome;
  }

  async #answer(request: IncomingMessage, url: URL, generation: Generation, body: unknown): Promise<Outcome> {
    const path = url.pathname;
    const endpoint = generation === 'v1' ? V1_ENDPOINTS.get(path) : LEGACY_ENDPOINTS.get(path);
    const plain = (status: number, message: string): Outcome => ({
      answer: errorAnswer(generation, status, message, 2),
      quirk: null,
    });
    if (!endpoint && path !== TOKEN_PATH) return plain(404, 'No HTTP resource was found that matches the request URI.');
    if (request.method !== 'POST') return plain(405, 'The requested resource does not support this method.');
    if (!endpoint) return this.#token(request);
    const refused = this.#authenticate(request, url, generation) ?? this.#limit(path, generation);
    return refused ?? this.#perform(endpoint, { path, generation, query: url.searchParams, body });
  }

  #token(request: IncomingMessage): Outcome {
    if (request.headers['content-length'] === undefined) return { answer: text('Length Required', 411), quirk: null };
    const refused = this.#limit(TOKEN_PATH, 'v1');
    if (refused) return refused;
    const token = this.#gate.issueToken(request.headers);
    return { answer: token === null ? v1Error(401, 'Client Id ou Secret Key inválidos.') : json(token), quirk: null };
  }

  #authenticate(request: IncomingMessage, url: URL, generation: Generation): Outcome | null {
    if (generation === 'legacy') {
      return this.#gate.admitsLegacy(url.searchParams)
        ? null
        : { answer: text('Api Key inválida ou sem permissão.', 401), quirk: null };
    }
    const verdict = this.#gate.admitV1(request.headers);
    if (verdict === 'yes') return null;
    return {
      answer: v1Error(401, 'Token inválido ou expirado.'),
      quirk: verdict === 'expired' ? 'expired-token' : null,
    };
  }

  #limit(path: string, generation: Generation): Outcome | null {
    if (this.#options.enforceLimits === false) return null;
    const bucket = generation === 'legacy' ? 'legacy' : path;
    const { legacy, v1Pages, v1Counts, v1Others } = this.#limits;
    const v1 = path === '/api/v1/baixar-xmls' ? v1Pages : path === '/api/v1/contar-xmls' ? v1Counts : v1Others;
    const wait = this.#rateLimits.admit(bucket, generation === 'legacy' ? legacy : v1, performance.now());
    if (wait === null) return null;
    const answer = errorAnswer(generation, 429, 'Limite de requisições por minuto excedido.');
    return { answer: { ...answer, headers: { 'Retry-After': String(wait) } }, quirk: null };
  }

  async #perform(
    endpoint: Endpoint,
    input: { path: string; generation: Generation; query: URLSearchParams; body: unknown },
  ): Promise<Outcome> {
    const { path, generation, query, body } = input;
    const variant = `${query.get('xmlType') ?? ''} ${query.get('downloadEvent') ?? ''}`;
    const fingerprint = `${path} ${variant} ${canonical(body)}`;
    const trouble = this.misfortune.strike(fingerprint, endpoint.exposure);
    const failure = trouble && this.#failure(trouble, generation, fingerprint);
    if (failure) return { answer: failure, quirk: trouble };
    this.vault.serve();
    let noted: QuirkName | null = null;
    const note = (quirk: QuirkName): void => {
      noted ??= quirk;
    };
    const answer = await endpoint.handle({ body, query, fingerprint, trouble, note }, this);
    return trouble === 'reset' ? { answer, quirk: 'reset', cut: true } : { answer, quirk: noted };
  }

  #failure(trouble: QuirkName, generation: Generation, fingerprint: string): Answer | null {
    const form = this.misfortune.form(fingerprint, 'failure', 4);
    if (trouble === 'server-error') {
      return form % 2 === 0
        ? errorAnswer(generation, 500, 'Erro interno do servidor.')
        : text('Service Unavailable', 503);
    }
    if (trouble === 'gateway-timeout') return text('<html><body>504 Gateway Time-out</body></html>', 504);
    if (trouble !== 'rate-limit') return null;
    const answer = errorAnswer(generation, 429, 'Muitas requisições.', form % 3);
    return form % 2 === 0 ? { ...answer, headers: { 'Retry-After': '5' } } : answer;
  }
}

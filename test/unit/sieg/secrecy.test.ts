import { inspect } from 'node:util';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRedactor, fingerprintOf } from '../../../src/engine/sieg';
import type { SiegApi } from '../../../src/engine/sieg';
import { apiAt, CREDENTIALS, listen, neverAborted, replying, TOKEN_REPLY } from './support';
import type { Reply } from './support';

const SECRETS = [
  CREDENTIALS.apiKey,
  CREDENTIALS.clientId ?? '',
  CREDENTIALS.clientSecret ?? '',
  'canary-token.0123456789.abc',
];
const SPELLINGS = SECRETS.flatMap((secret) => [
  secret,
  encodeURIComponent(secret),
  encodeURIComponent(secret).toLowerCase(),
  Buffer.from(secret).toString('base64').replace(/=+$/, '').slice(0, -1),
  Buffer.from(encodeURIComponent(secret)).toString('base64').replace(/=+$/, '').slice(0, -1),
]);

/** Everything that can be seen of a value, own and hidden properties, causes and stacks, ten levels deep. */
function everythingIn(value: unknown): string {
  const error = value instanceof Error ? [value.message, value.stack, String(value.cause)] : [];
  return [
    inspect(value, { depth: 10, showHidden: true, getters: true }),
    JSON.stringify(value),
    String(value),
    ...error,
  ].join('\n');
}

function expectNoSecret(value: unknown): void {
  const seen = everythingIn(value).toLowerCase();
  for (const spelling of SPELLINGS) expect(seen).not.toContain(spelling.toLowerCase());
}

/** A server that repeats everything it was told, as badly written ones do. */
const ECHO = `${SPELLINGS.join(' ')} api_key=${encodeURIComponent(CREDENTIALS.apiKey)} deu erro`;
const REPLIES: readonly (readonly [string, Reply, string])[] = [
  ['401', { status: 401, body: JSON.stringify([ECHO]) }, 'SIEG_AUTHENTICATION'],
  ['429', { status: 429, body: JSON.stringify({ Message: ECHO }), headers: { 'Retry-After': '7' } }, 'SIEG_RATE_LIMIT'],
  ['500', { status: 500, body: ECHO }, 'SIEG_SERVER_ERROR'],
  ['404', { status: 404, body: ECHO }, 'SIEG_WRONG_PATH'],
  ['400', { status: 400, body: JSON.stringify({ Status: [ECHO.slice(0, 300)] }) }, 'SIEG_REJECTED'],
  [
    '302',
    { status: 302, headers: { Location: `http://127.0.0.1:1/?api_key=${encodeURIComponent(CREDENTIALS.apiKey)}` } },
    'SIEG_REDIRECTED',
  ],
  ['an error text', { body: `Erro: ${CREDENTIALS.apiKey}` }, 'SIEG_REJECTED'],
  ['broken JSON', { body: `["${CREDENTIALS.apiKey}` }, 'SIEG_UNREADABLE'],
  ['a page', { body: `<html>${ECHO}</html>` }, 'SIEG_NOT_SIEG'],
  ['reset', (response) => response.socket?.destroy(), 'SIEG_CONNECTION'],
  [
    'reset in the middle',
    (response) => response.writeHead(200, { 'Content-Length': '100' }).write('[', () => response.socket?.destroy()),
    'SIEG_CONNECTION',
  ],
  ['no HTTP', (response) => response.socket?.end(`garbage ${CREDENTIALS.apiKey}\r\n\r\n`), 'SIEG_CONNECTION'],
  ['timeout', () => undefined, 'SIEG_TIMEOUT'],
  ['a body that never ends', (response) => response.writeHead(200).write('['), 'SIEG_TIMEOUT'],
];

async function failureOf(api: SiegApi): Promise<unknown> {
  const window = { by: 'issue', from: '2026-03-01', to: '2026-03-02' } as const;
  return api.page({ kind: 'NFe', window, skip: 0, take: 50, events: false }, neverAborted).then(
    () => 'no failure',
    (error: unknown) => error,
  );
}

describe.each(['legacy', 'v1'] as const)('no failure of %s leads to a credential', (generation) => {
  it.each(REPLIES)('%s', async (_, reply, code) => {
    const replies = generation === 'v1' ? [TOKEN_REPLY, reply, TOKEN_REPLY, reply] : [reply];
    const { baseUrl } = await replying(...replies);
    // what does answer may take its time on a busy machine
    const api = apiAt(baseUrl, generation, { httpTimeoutMs: code === 'SIEG_TIMEOUT' ? 150 : 30_000 });
    const error = await failureOf(api);
    expect(error).toMatchObject({ code });
    expectNoSecret(error);
    expectNoSecret(await api.probe(neverAborted));
    expectNoSecret(api);
  });

  it.each([
    ['a name that does not exist', 'https://sieg.invalid', /SIEG_DNS|SIEG_CONNECTION|SIEG_TIMEOUT/],
    ['nobody listening', 'http://127.0.0.1:1', /SIEG_CONNECTION/],
  ])('%s', async (_, baseUrl, code) => {
    const error = await failureOf(apiAt(baseUrl, generation, { httpTimeoutMs: 3_000 }));
    expect((error as { code: string }).code).toMatch(code);
    expectNoSecret(error);
  });

  it('a server without TLS behind https', async () => {
    const baseUrl = await listen((_, response) => response.end());
    const error = await failureOf(apiAt(baseUrl.replace('http:', 'https:'), generation));
    expect((error as { code: string }).code).toMatch(/SIEG_TLS|SIEG_CONNECTION/);
    expectNoSecret(error);
  });

  it('cancellation', async () => {
    const { baseUrl } = await replying(() => undefined);
    const controller = new AbortController();
    const asked = apiAt(baseUrl, generation).count(
      { window: { by: 'issue', from: '2026-03-01', to: '2026-03-02' } },
      controller.signal,
    );
    setTimeout(() => {
      controller.abort();
    }, 30);
    const error: unknown = await asked.catch((failure: unknown) => failure);
    expect(error).toMatchObject({ code: 'CANCELLED' });
    expectNoSecret(error);
  });
});

describe('redaction', () => {
  const LETTERS = Array.from('ABCDEFabcdef0123456789+/=%-_.~&?');
  const secretText = fc.string({ unit: fc.constantFrom(...LETTERS), minLength: 8, maxLength: 40 });

  it('hides a secret in every spelling, wherever it stands', () => {
    const spellings: ((secret: string, before: string, after: string) => readonly [string, string])[] = [
      (secret, before, after) => [`${before}${secret}${after}`, secret],
      (secret, before, after) => [`${before}${encodeURIComponent(secret)}${after}`, encodeURIComponent(secret)],
      (secret, before, after) => [JSON.stringify(`${before}${secret}${after}`), secret],
      (secret, before, after) => [
        Buffer.from(`${before}${secret}${after}`).toString('base64'),
        Buffer.from(secret.slice(3, 6 * Math.floor(secret.length / 6) - 2))
          .toString('base64')
          .slice(2, -4) || secret,
      ],
    ];
    fc.assert(
      fc.property(
        secretText,
        fc.string({ unit: fc.constantFrom('x', 'y', ' '), maxLength: 5 }),
        fc.constantFrom(...spellings),
        (secret, around, spell) => {
          const [given, hidden] = spell(secret, around, around);
          expect(createRedactor([secret]).redact(given)).not.toContain(hidden);
        },
      ),
    );
  });

  it('leaves other words alone and learns new secrets', () => {
    const redactor = createRedactor(['abc', '']);
    expect(redactor.redact('abc: Nenhum arquivo XML localizado')).toBe('abc: Nenhum arquivo XML localizado');
    redactor.add('fresh-token');
    expect(redactor.redact('o token fresh-token venceu')).not.toContain('fresh-token');
    expect(redactor.redact('GET /x?api_key=unknown&b=1')).toBe('GET /x?api_key=•••&b=1');
    expect(redactor.redact('Authorization: Bearer some.other.token')).not.toContain('some.other.token');
    expect(redactor.redact('eyJhbGciOi.eyJzdWIi.c2ln ok')).toBe('••• ok');
  });
});

describe('the fingerprint of a key', () => {
  it('is the same however the key was pasted, differs between keys, and does not hold it', () => {
    expect(fingerprintOf('ab+c%3d%3D')).toBe(fingerprintOf(' ab+c== '));
    expect(fingerprintOf('ab+c==')).not.toBe(fingerprintOf('ab+d=='));
    expect(fingerprintOf('ab+c==')).toMatch(/^[0-9a-f]{64}$/);
    expect(fingerprintOf('100%zz')).toMatch(/^[0-9a-f]{64}$/);
  });
});

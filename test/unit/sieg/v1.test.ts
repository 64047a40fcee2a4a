import { describe, expect, it } from 'vitest';
import { type Clock, systemClock } from '../../../src/engine/base/clock';
import type { PageQuery } from '../../../src/engine/sieg';
import { createTokenSource } from '../../../src/engine/sieg/token';
import { apiAt, CREDENTIALS, neverAborted, replying, text, TOKEN_REPLY, zip } from './support';

const PAGE: PageQuery = {
  kind: 'NFSe',
  window: { by: 'upload', from: '2026-03-01', to: '2026-03-31' },
  skip: 0,
  take: 20,
  events: false,
};

describe('the v1 API', () => {
  it('gets a token with an empty body, then sends token and key in headers and nothing in the address', async () => {
    const { baseUrl, seen } = await replying(TOKEN_REPLY, { body: zip({ 'a.xml': '<a/>' }) });
    const api = apiAt(baseUrl, 'v1');
    const page = await api.page(PAGE, neverAborted);
    await api.page(PAGE, neverAborted);
    expect(page.files.map(({ name, bytes }) => [name, text(bytes)])).toEqual([['a.xml', '<a/>']]);
    expect(seen.map(({ url }) => url)).toEqual(['/api/v1/create-jwt', '/api/v1/baixar-xmls', '/api/v1/baixar-xmls']);
    expect(seen[0]).toMatchObject({
      body: '',
      headers: { 'content-length': '0', 'x-client-id': CREDENTIALS.clientId },
    });
    expect(seen[1]?.headers).toMatchObject({
      authorization: 'Bearer canary-token.0123456789.abc',
      'x-api-key': CREDENTIALS.apiKey,
    });
    expect(JSON.parse(seen[1]?.body ?? '')).toEqual({
      TipoXml: 3,
      Take: 20,
      Skip: 0,
      BaixarEventos: false,
      DataUploadInicio: '2026-03-01',
      DataUploadFim: '2026-03-31',
    });
  });

  it('reads counts and single documents out of their envelopes', async () => {
    const { baseUrl } = await replying(
      TOKEN_REPLY,
      {
        body: JSON.stringify({
          IsSuccess: true,
          IsFailure: false,
          StatusCode: 200,
          Data: { NFe: 1, NFCe: 2, NFSe: 3, CTe: 4, CFe: 5 },
        }),
      },
      { body: JSON.stringify({ IsSuccess: true, StatusCode: 200, Data: '<a/>' }) },
    );
    const api = apiAt(baseUrl, 'v1');
    expect(await api.count({ window: PAGE.window }, neverAborted)).toEqual({
      NFe: 1,
      NFCe: 2,
      NFSe: 3,
      CTe: 4,
      CFe: 5,
    });
    const files = await api.document({ kind: 'NFe', key: '3'.repeat(44), events: false }, neverAborted);
    expect(files.map(({ bytes }) => text(bytes))).toEqual(['<a/>']);
  });

  it('gets a new token once when the old one is refused', async () => {
    const { baseUrl, seen } = await replying(
      TOKEN_REPLY,
      { status: 401 },
      { body: '"second-token.0123.x"' },
      { body: zip({ 'a.xml': '<a/>' }) },
    );
    expect((await apiAt(baseUrl, 'v1').page(PAGE, neverAborted)).files).toHaveLength(1);
    expect(seen[3]?.headers.authorization).toBe('Bearer second-token.0123.x');
  });

  it('does not ask for ever when the key itself is refused', async () => {
    const { baseUrl, seen } = await replying(TOKEN_REPLY, { status: 401 }, TOKEN_REPLY, { status: 401 });
    await expect(apiAt(baseUrl, 'v1').page(PAGE, neverAborted)).rejects.toMatchObject({ code: 'SIEG_AUTHENTICATION' });
    expect(seen).toHaveLength(4);
  });

  it('has no reports and knows its windows', async () => {
    const { baseUrl, seen } = await replying(TOKEN_REPLY);
    const api = apiAt(baseUrl, 'v1');
    expect(api.capabilities).toEqual({ reports: false, maxTake: 50, maxWindowDays: 59 });
    const report = api.report({ taxId: '11222333000181', kind: 'NFe', month: '2026-03' }, neverAborted);
    await expect(report).rejects.toMatchObject({ code: 'SIEG_UNSUPPORTED' });
    const tooWide = api.page({ ...PAGE, window: { by: 'issue', from: '2026-01-01', to: '2026-03-31' } }, neverAborted);
    await expect(tooWide).rejects.toMatchObject({ code: 'SIEG_QUERY_INVALID' });
    expect(seen).toEqual([]);
  });

  it('will not start without its credentials, nor with broken ones', () => {
    expect(() => apiAt('http://127.0.0.1:1', 'v1', { credentials: { apiKey: 'only-a-key' } })).toThrow(
      'Falta uma credencial',
    );
    expect(() => apiAt('http://127.0.0.1:1', 'legacy', { credentials: { apiKey: ' ' } })).toThrow(
      'Falta uma credencial',
    );
    expect(() => apiAt('http://127.0.0.1:1', 'legacy', { credentials: { apiKey: 'two\nlines' } })).toThrow(
      'caracteres',
    );
  });
});

describe('the token', () => {
  function tokens(): {
    source: ReturnType<typeof createTokenSource>;
    fetched: AbortSignal[];
    advance: (ms: number) => void;
    finish: () => void;
  } {
    let offset = 0;
    const clock: Clock = { ...systemClock(), now: () => 1_700_000_000_000 + offset };
    const fetched: AbortSignal[] = [];
    const waiting: (() => void)[] = [];
    const source = createTokenSource({
      clock,
      fetch: (signal) => {
        const token = `token-${String(fetched.push(signal))}`;
        return new Promise((resolve, reject) => {
          waiting.push(() => {
            resolve(token);
          });
          signal.addEventListener('abort', () => {
            reject(signal.reason as Error);
          });
        });
      },
    });
    return {
      source,
      fetched,
      advance: (ms) => (offset += ms),
      finish: () => {
        for (const resolve of waiting.splice(0)) resolve();
      },
    };
  }

  it('is fetched once for all who come together and kept for 23 hours', async () => {
    const { source, fetched, advance, finish } = tokens();
    const together = Promise.all([source.get(neverAborted), source.get(neverAborted), source.get(neverAborted)]);
    finish();
    expect(await together).toEqual(['token-1', 'token-1', 'token-1']);
    advance(23 * 3_600_000 - 1);
    expect(await source.get(neverAborted)).toBe('token-1');
    advance(1);
    const next = source.get(neverAborted);
    finish();
    expect(await next).toBe('token-2');
    expect(fetched).toHaveLength(2);
  });

  it('is dropped only by those who used it', async () => {
    const { source, finish } = tokens();
    const first = source.get(neverAborted);
    finish();
    await first;
    source.drop('token-0');
    expect(await source.get(neverAborted)).toBe('token-1');
    source.drop('token-1');
    const second = source.get(neverAborted);
    finish();
    expect(await second).toBe('token-2');
  });

  it('is given up only when nobody waits for it any more', async () => {
    const { source, fetched } = tokens();
    const [one, two] = [new AbortController(), new AbortController()];
    const first = source.get(one.signal);
    const second = source.get(two.signal);
    one.abort();
    await expect(first).rejects.toMatchObject({ code: 'CANCELLED' });
    expect(fetched[0]?.aborted).toBe(false);
    two.abort();
    await expect(second).rejects.toMatchObject({ code: 'CANCELLED' });
    expect(fetched[0]?.aborted).toBe(true);
  });
});

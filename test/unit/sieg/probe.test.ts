import { describe, expect, it } from 'vitest';
import type { ProbeResult } from '../../../src/engine/sieg';
import { apiAt, neverAborted, replying, TOKEN_REPLY } from './support';
import type { Reply } from './support';

const NO_ANSWER = 'não respondeu dentro de';

async function probed(
  reply: Reply,
  generation: 'legacy' | 'v1' = 'legacy',
  httpTimeoutMs = 30_000,
): Promise<ProbeResult> {
  const { baseUrl } =
    generation === 'v1' ? await replying(TOKEN_REPLY, reply, TOKEN_REPLY, reply) : await replying(reply);
  return apiAt(baseUrl, generation, { httpTimeoutMs }).probe(neverAborted);
}

describe('testing the connection', () => {
  it('says what it counted', async () => {
    const result = await probed({ body: JSON.stringify({ NFe: 3, CTe: 0, NFSe: 1, NFCe: 0, CFe: 0 }) });
    expect(result).toMatchObject({ ok: true, generation: 'legacy', status: 200, counts: { NFe: 3 } });
    expect(result.words).toBe('O SIEG respondeu pela API antiga: 3 NFe, 1 NFSe emitidos de ontem para hoje.');
    expect(result.milliseconds).toBeGreaterThanOrEqual(0);
  });

  it('says when there was nothing to count', async () => {
    const result = await probed({ status: 404, body: '["Nenhum arquivo XML localizado"]' }, 'v1');
    expect(result).toMatchObject({ ok: true, generation: 'v1' });
    expect(result.words).toContain('nenhum documento');
  });

  it.each<[string, Reply, number | null, string]>([
    ['a refused key', { status: 401 }, 401, 'recusou a credencial'],
    ['the limit', { status: 429 }, 429, 'limite de consultas'],
    ['an address that was switched off', { status: 410 }, 410, '31/07/2026'],
    ['a busy server', { status: 503 }, 503, 'erro interno'],
    ['no answer', () => undefined, null, NO_ANSWER],
    ['a broken connection', (response) => response.socket?.destroy(), null, 'conexão com o SIEG falhou'],
    ['a page of a proxy', { body: '<html>Login</html>' }, 200, 'uma página da internet'],
    ['a redirection', { status: 302 }, 302, 'outro lugar'],
    ['something unreadable', { body: '{' }, null, 'não pôde ser lida'],
  ])('says in words: %s', async (_, reply, status, words) => {
    const result = await probed(reply, 'legacy', words === NO_ANSWER ? 200 : undefined);
    expect(result).toMatchObject({ ok: false, status, counts: null });
    expect(result.words).toContain(words);
    expect(result.words).not.toMatch(/[{}]/);
  });

  it('suggests v1 to a key that the legacy API refuses, and not the other way round', async () => {
    expect((await probed({ status: 401 })).words).toContain('API v1');
    expect((await probed({ status: 401 }, 'v1')).words).not.toContain('API v1');
  });

  it('says that nobody listens', async () => {
    expect(await apiAt('http://127.0.0.1:1', 'legacy').probe(neverAborted)).toMatchObject({ ok: false, status: null });
  });

  it('is no result when it was stopped', async () => {
    await expect(apiAt('http://127.0.0.1:1', 'legacy').probe(AbortSignal.abort())).rejects.toMatchObject({
      code: 'CANCELLED',
    });
  });
});

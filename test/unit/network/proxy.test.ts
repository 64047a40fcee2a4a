import { afterEach, describe, expect, it, vi } from 'vitest';
import { axiosProxy, environmentProxy, proxyFor } from '../../../src/engine/network/proxy';

afterEach(() => vi.unstubAllEnvs());

const OUTSIDE = new URL('https://api.sieg.invalid/x');
const proxy = (address: string) => () => Promise.resolve(new URL(address));

describe('the proxy of the environment', () => {
  it.each([
    ['http://proxy.escritorio:8080', 'http://proxy.escritorio:8080/'],
    ['https://proxy.escritorio', 'https://proxy.escritorio/'],
    ['socks5://proxy.escritorio:1080', undefined],
    ['', undefined],
  ])('named as "%s" is %s', async (named, found) => {
    vi.stubEnv('HTTPS_PROXY', named);
    vi.stubEnv('https_proxy', named);
    vi.stubEnv('NO_PROXY', '');
    vi.stubEnv('no_proxy', '');
    expect((await environmentProxy(OUTSIDE))?.href).toBe(found);
  });
});

describe('a proxy', () => {
  it('is never asked for this very machine', async () => {
    for (const here of ['http://127.0.0.1:9', 'http://localhost:9', 'http://[::1]:9'])
      expect(await proxyFor(proxy('http://proxy:1'), new URL(here))).toBeNull();
  });

  it.each([
    ['http://proxy:3128', { protocol: 'http:', host: 'proxy', port: 3128 }],
    ['http://proxy', { protocol: 'http:', host: 'proxy', port: 80 }],
    ['https://proxy', { protocol: 'https:', host: 'proxy', port: 443 }],
    ['http://ana:a%40b@proxy:1', { auth: { username: 'ana', password: 'a@b' } }],
    ['http://ana:100%@proxy:1', { auth: { username: 'ana', password: '100%' } }],
  ])('%s is handed over as axios wants it', async (address, wanted) => {
    expect(await axiosProxy(proxy(address), OUTSIDE)).toMatchObject(wanted);
  });
});

describe('an automatic configuration that does not answer', () => {
  it('names no proxy, and holds nobody up for long', async () => {
    vi.useFakeTimers();
    try {
      const found = proxyFor(() => new Promise(() => undefined), OUTSIDE);
      await vi.advanceTimersByTimeAsync(5_000);
      expect(await found).toBeNull();
    } finally {
      vi.useRealTimers();
    }
  });
});

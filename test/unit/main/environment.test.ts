import { describe, expect, it } from 'vitest';
import { guardEnvironment } from '../../../src/shared/environment';

const FULL = {
  PATH: '/bin',
  HTTPS_PROXY: 'http://proxy.example:3128',
  MALOTE_WORKSPACE: '/dados',
  NODE_TLS_REJECT_UNAUTHORIZED: '0',
  MALOTE_SQLITE_BINDING: '/tmp/native.node',
  MALOTE_SIEG_KEY: 'a',
  MALOTE_SIEG_CLIENT_ID: 'b',
  MALOTE_SIEG_CLIENT_SECRET: 'c',
  MALOTE_SMTP_PASSWORD: 'd',
  MALOTE_WEBHOOK_URL: 'https://canal.example/e',
};

describe('the environment of a process', () => {
  it.each([
    ['of the command line keeps its secrets', {}, ['MALOTE_SQLITE_BINDING', 'MALOTE_SIEG_KEY', 'MALOTE_WEBHOOK_URL']],
    ['of a window has none', { window: true }, ['MALOTE_SQLITE_BINDING']],
    ['of a window that ships names no native code either', { window: true, packaged: true }, []],
  ] as const)('%s, and nothing that undoes a protection', (_, which, kept) => {
    const env: Record<string, string | undefined> = { ...FULL };
    expect(guardEnvironment(env, which)).toEqual(['NODE_TLS_REJECT_UNAUTHORIZED']);
    expect(env).toMatchObject({ PATH: '/bin', HTTPS_PROXY: 'http://proxy.example:3128', MALOTE_WORKSPACE: '/dados' });
    const watched = ['NODE_TLS_REJECT_UNAUTHORIZED', 'MALOTE_SQLITE_BINDING', 'MALOTE_SIEG_KEY', 'MALOTE_WEBHOOK_URL'];
    expect(watched.filter((name) => name in env)).toEqual(kept);
    expect(guardEnvironment(env, which)).toEqual([]);
  });
});

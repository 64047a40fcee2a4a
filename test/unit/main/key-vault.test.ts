import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Encryption } from '../../../src/main/secrets/encryption';
import { KeyVault } from '../../../src/main/secrets/key-vault';
import { encryption } from './encryption';

const KEY = 'canary-key/0123456789==';
const SECRET = 'canary-secret-0123456789';
const ADDRESS = 'https://api.sieg.com';
const AT = { address: ADDRESS };
const OTHERS = [
  'https://api.sieg.com:8443',
  'http://api.sieg.com',
  'https://api.sieg.com.evil.example',
  'http://127.0.0.1:80',
  '',
];
let folder: string;
let hidden: string[];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'malote-vault-'));
  hidden = [];
});
afterEach(() => rm(folder, { recursive: true, force: true }));

function vault(system: Encryption = encryption()): KeyVault {
  return new KeyVault(folder, system, (secret) => hidden.push(secret));
}

/** What was thrown, and its words wherever they may stand. */
async function failureOf(work: Promise<unknown>): Promise<{ readonly error: unknown; readonly words: string }> {
  const error: unknown = await work.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  return { error, words: `${JSON.stringify(error)} ${String(error)} ${String((error as Error).cause)}` };
}

async function onDisk(): Promise<string> {
  const names = await readdir(folder);
  return (await Promise.all(names.map((name) => readFile(join(folder, name), 'utf8')))).join('\n');
}

describe('KeyVault', () => {
  it('keeps a key over a restart, encrypted, and hides it from the log before it is used', async () => {
    expect(await vault().state()).toEqual({ generation: null, kept: 'disk', audience: null });
    const key = { ...AT, generation: 'v1', apiKey: ` ${KEY} `, clientId: 'canary-id', clientSecret: SECRET } as const;
    expect(await vault().store(key)).toEqual({ generation: 'v1', kept: 'disk', audience: ADDRESS });
    expect(await onDisk()).not.toMatch(/canary/);
    hidden = [];
    const again = vault();
    expect(await again.state()).toEqual({ generation: 'v1', kept: 'disk', audience: ADDRESS });
    expect(await again.read('v1', ADDRESS)).toEqual({ apiKey: KEY, clientId: 'canary-id', clientSecret: SECRET });
    expect(hidden).toEqual([KEY, 'canary-id', SECRET]);
  });

  it('lends a key that is only tried, hidden from the log, and keeps the one it holds', async () => {
    const one = vault();
    await one.store({ ...AT, generation: 'legacy', apiKey: KEY });
    const kept = await onDisk();
    hidden = [];
    const first = one.offer({
      ...AT,
      generation: 'v1',
      apiKey: ' outra ',
      clientId: 'canary-id',
      clientSecret: SECRET,
    });
    expect(hidden).toEqual(['outra', 'canary-id', SECRET]);
    expect(one.offered(first, 'legacy', ADDRESS)).toBeNull();
    expect(one.offered(first, 'v1', ADDRESS)).toEqual({ apiKey: 'outra', clientId: 'canary-id', clientSecret: SECRET });
    expect(await one.state()).toMatchObject({ generation: 'legacy' });
    expect(await one.read('legacy', ADDRESS)).toEqual({ apiKey: KEY });
    expect(await onDisk()).toBe(kept);
    const second = one.offer({ ...AT, generation: 'v1', apiKey: 'terceira' });
    expect(one.offered(first, 'v1', ADDRESS)).toBeNull();
    await one.store({ ...AT, generation: 'v1', apiKey: 'terceira' });
    expect(one.offered(second, 'v1', ADDRESS)).toBeNull();
  });

  it('hands a key to the server that it is for and to no other, held or lent, also after a restart', async () => {
    const one = vault();
    await one.store({ ...AT, generation: 'legacy', apiKey: KEY });
    const lent = one.offer({ generation: 'legacy', address: 'http://127.0.0.1:8080/api', apiKey: 'emprestada' });
    expect(one.offered(lent, 'legacy', 'http://127.0.0.1:8080')).toEqual({ apiKey: 'emprestada' });
    expect(() => one.offered(lent, 'legacy', ADDRESS)).toThrow(
      expect.objectContaining({ code: 'SHELL_SECRET_ELSEWHERE' }) as Error,
    );
    for (const held of [one, vault()]) {
      expect(await held.read('legacy', 'https://API.SIEG.com/other/path')).toEqual({ apiKey: KEY });
      for (const other of OTHERS) {
        const { error, words } = await failureOf(held.read('legacy', other));
        expect(error, other).toMatchObject({ code: 'SHELL_SECRET_ELSEWHERE' });
        expect(words).not.toContain('canary');
      }
    }
  });

  it('takes a file of before, which says no server, for one of SIEG itself', async () => {
    await vault().store({ ...AT, generation: 'legacy', apiKey: KEY });
    const file = join(folder, 'credentials.json');
    const { audience: _, ...before } = JSON.parse(await readFile(file, 'utf8')) as Record<string, unknown>;
    await writeFile(file, JSON.stringify(before));
    expect(await vault().read('legacy', ADDRESS)).toEqual({ apiKey: KEY });
    expect((await failureOf(vault().read('legacy', 'https://other.example'))).error).toMatchObject({
      code: 'SHELL_SECRET_ELSEWHERE',
    });
  });

  it('takes no key of which nobody knows where it goes', async () => {
    const one = vault();
    const key = { generation: 'legacy', address: 'api.sieg.com', apiKey: KEY } as const;
    expect((await failureOf(one.store(key))).error).toMatchObject({ code: 'SHELL_SECRET_NO_ADDRESS' });
    expect(() => one.offer(key)).toThrow(expect.objectContaining({ code: 'SHELL_SECRET_NO_ADDRESS' }) as Error);
    expect(await one.state()).toMatchObject({ generation: null });
  });

  it('has no key for the other generation of the API', async () => {
    await vault().store({ ...AT, generation: 'legacy', apiKey: KEY, clientId: '' });
    expect(await vault().read('v1', ADDRESS)).toBeNull();
    expect(await vault().read('legacy', ADDRESS)).toEqual({ apiKey: KEY });
  });

  it('without encryption keeps it for the session alone, writes nothing, and removes what was written before', async () => {
    await vault().store({ ...AT, generation: 'legacy', apiKey: 'antiga-0123456789' });
    const poor = vault(encryption(7, false));
    expect(await poor.store({ ...AT, generation: 'legacy', apiKey: KEY })).toEqual({
      generation: 'legacy',
      kept: 'session',
      audience: ADDRESS,
    });
    expect(await poor.read('legacy', ADDRESS)).toEqual({ apiKey: KEY });
    expect(await readdir(folder)).toEqual([]);
    expect(await vault(encryption(7, false)).read('legacy', ADDRESS)).toBeNull();
  });

  it('forgets', async () => {
    const one = vault();
    await one.store({ ...AT, generation: 'legacy', apiKey: KEY });
    expect(await one.forget()).toEqual({ generation: null, kept: 'disk', audience: null });
    expect(await one.read('legacy', ADDRESS)).toBeNull();
    expect(await readdir(folder)).toEqual([]);
  });

  it.each([
    ['another user', 9, (stored: string) => stored],
    ['a spoilt file', 7, (stored: string) => stored.replace(/"encrypted": ".{8}/, '"encrypted": "AAAAAAAA')],
  ])('says that it cannot be read, without a word of it: %s', async (_who, user, spoil) => {
    await vault().store({ ...AT, generation: 'legacy', apiKey: KEY });
    const file = join(folder, 'credentials.json');
    await writeFile(file, spoil(await readFile(file, 'utf8')));
    const { error, words } = await failureOf(vault(encryption(user)).read('legacy', ADDRESS));
    expect(error).toMatchObject({ code: 'SHELL_KEY_UNREADABLE' });
    expect(words).not.toContain('canary');
  });

  it('holds for the session a key that could not be written, and never brings back the one before it', async () => {
    await vault().store({ ...AT, generation: 'legacy', apiKey: 'antiga-0123456789' });
    const one = vault({ ...encryption(), encrypt: (text) => Promise.reject(new Error(text)) });
    const { error, words } = await failureOf(one.store({ ...AT, generation: 'legacy', apiKey: KEY }));
    expect(error).toMatchObject({ code: 'SHELL_KEY_UNSAVED' });
    expect(words).not.toContain('canary');
    expect(await one.read('legacy', ADDRESS)).toEqual({ apiKey: KEY });
    expect(await vault().read('legacy', ADDRESS)).toBeNull();
  });

  it('encrypts anew what the system has changed its key for', async () => {
    await vault().store({ ...AT, generation: 'legacy', apiKey: KEY });
    const before = await onDisk();
    const earlier = encryption();
    const rotated: Encryption = {
      ...encryption(9),
      decrypt: async (bytes) => ({ ...(await earlier.decrypt(bytes)), isStale: true }),
    };
    expect(await vault(rotated).read('legacy', ADDRESS)).toEqual({ apiKey: KEY });
    expect(await onDisk()).not.toBe(before);
    expect(await vault(encryption(9)).read('legacy', ADDRESS)).toEqual({ apiKey: KEY });
  });

  it.each(['', '{', '[]', '{"version":2}', '{"version":1,"generation":"v9","encrypted":"AA=="}'])(
    'takes a file of %j for none',
    async (content) => {
      await writeFile(join(folder, 'credentials.json'), content);
      expect((await vault().state()).generation).toBeNull();
      expect(await vault().read('legacy', ADDRESS)).toBeNull();
    },
  );
});

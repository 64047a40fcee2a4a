import { readdir, readFile, rm, writeFile, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { keyState } from '../../../src/main/secrets/key-state';
import { KeyVault } from '../../../src/main/secrets/key-vault';
import { SecretVault } from '../../../src/main/secrets/secret-vault';
import { encryption } from './encryption';

const PASSWORD = 'canary-password';
const SERVER = 'smtp://mail.example:587';
const WEBHOOK = 'https://canary.example/hook/0123456789';
let folder: string;
let hidden: string[];
/** Addresses that a person was asked about, by what he was shown; and what he says. */
let asked: (readonly [server: string, address: string])[];
let confirms: boolean;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'malote-secrets-'));
  [hidden, asked, confirms] = [[], [], true];
});
afterEach(() => rm(folder, { recursive: true, force: true }));

function vault(system = encryption()): SecretVault {
  return new SecretVault(
    folder,
    system,
    (secret) => hidden.push(secret),
    (server, address) => {
      asked.push([server, address]);
      return Promise.resolve(confirms);
    },
  );
}

const file = (): string => join(folder, 'secrets.json');

async function failureOf(work: Promise<unknown>): Promise<{ readonly error: unknown; readonly words: string }> {
  const error: unknown = await work.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  return { error, words: `${JSON.stringify(error)} ${String(error)} ${String((error as Error).cause)}` };
}

describe('SecretVault', () => {
  it('keeps secrets over a restart, encrypted, and hides each from the log before it is used', async () => {
    expect(vault().held()).toEqual([]);
    await vault().store({ name: 'webhook-url', value: WEBHOOK, address: null });
    await vault().store({ name: 'smtp-password', value: PASSWORD, address: SERVER });
    expect(await readFile(file(), 'utf8')).not.toContain('canary');
    hidden = [];
    const again = vault();
    expect(again.held()).toEqual(['smtp-password', 'webhook-url']);
    expect(await again.read('smtp-password', SERVER)).toBe(PASSWORD);
    expect(await again.read('webhook-url', null)).toBe(WEBHOOK);
    expect(hidden).toEqual([PASSWORD, WEBHOOK]);
  });

  it('hands a password to the server that it is for and to no other, held or lent, also after a restart', async () => {
    const one = vault();
    await one.store({ name: 'smtp-password', value: PASSWORD, address: SERVER });
    const lent = await one.offer({ name: 'smtp-password', value: 'emprestada', address: 'smtp://other.example:25' });
    expect(one.offered(lent, 'smtp://other.example:25')).toBe('emprestada');
    for (const held of [one, vault()]) {
      expect(await held.read('smtp-password', 'smtp://MAIL.example:587')).toBe(PASSWORD);
      for (const other of ['smtp://mail.example:25', 'smtp://evil.example:587', 'https://mail.example:587', '', null]) {
        const { error, words } = await failureOf(held.read('smtp-password', other));
        expect(error, String(other)).toMatchObject({ code: 'SHELL_SECRET_ELSEWHERE' });
        expect(words).not.toContain('canary');
      }
    }
    // what nobody said a server of goes to none
    const { audience: _, ...before } = JSON.parse(await readFile(file(), 'utf8')) as Record<string, unknown>;
    await writeFile(file(), JSON.stringify(before));
    for (const asked of [SERVER, null])
      expect((await failureOf(vault().read('smtp-password', asked))).error).toMatchObject({
        code: 'SHELL_SECRET_ELSEWHERE',
        details: { secret: 'smtp-password' },
      });
  });

  it('takes an address in, to hold or to lend it, only when a person confirms it; its server alone is shown', async () => {
    const other = { name: 'webhook-url', value: 'https://canary.example/hook/of-another', address: null } as const;
    const server = 'https://canary.example';
    const one = vault();
    await one.store({ name: 'webhook-url', value: WEBHOOK, address: null });
    expect(asked).toEqual([[server, WEBHOOK]]);
    const kept = await readFile(file(), 'utf8');
    confirms = false;
    for (const take of [() => one.store(other), () => one.offer(other), () => vault().store(other)]) {
      const { error, words } = await failureOf(take());
      expect(error).toMatchObject({ code: 'SHELL_ADDRESS_UNCONFIRMED', details: { server } });
      expect(words).not.toContain('hook');
    }
    expect(asked).toHaveLength(4);
    expect(await one.read('webhook-url', null)).toBe(WEBHOOK);
    expect(await readFile(file(), 'utf8')).toBe(kept);
    // what is held already, what reaches nobody and what is no address is not asked about
    await vault().store({ name: 'webhook-url', value: WEBHOOK, address: null });
    await vault().offer({ name: 'webhook-url', value: WEBHOOK, address: null });
    await vault().offer({ name: 'webhook-url', value: 'exemplo', address: null });
    await vault().store({ name: 'smtp-password', value: 'https://canary.example', address: SERVER });
    expect(asked).toHaveLength(4);
  });

  it('is told of together with the key', async () => {
    const secrets = vault();
    await secrets.store({ name: 'smtp-password', value: PASSWORD, address: SERVER });
    const keys = new KeyVault(folder, encryption(), () => undefined);
    expect(await keyState({ vault: keys, secrets })).toEqual({
      generation: null,
      kept: 'disk',
      secrets: ['smtp-password'],
      audience: { sieg: null, mail: SERVER },
    });
  });

  it('without encryption keeps them for the session alone, and removes what was written before', async () => {
    await vault().store({ name: 'smtp-password', value: 'antiga', address: SERVER });
    const poor = vault(encryption(7, false));
    await poor.store({ name: 'smtp-password', value: PASSWORD, address: SERVER });
    expect(poor.held()).toEqual(['smtp-password']);
    expect(await poor.read('smtp-password', SERVER)).toBe(PASSWORD);
    expect(await readdir(folder)).toEqual([]);
    expect(await vault(encryption(7, false)).read('smtp-password', SERVER)).toBeNull();
  });

  it('lends one that is only tried, hidden from the log, and keeps the one it holds', async () => {
    const one = vault();
    await one.store({ name: 'webhook-url', value: WEBHOOK, address: null });
    const kept = await readFile(file(), 'utf8');
    hidden = [];
    const id = await one.offer({ name: 'webhook-url', value: PASSWORD, address: null });
    expect(hidden).toEqual([PASSWORD]);
    expect(one.offered(id, null)).toBe(PASSWORD);
    expect(await one.read('webhook-url', null)).toBe(WEBHOOK);
    expect(await readFile(file(), 'utf8')).toBe(kept);
    one.forget('webhook-url');
    expect(one.offered(id, null)).toBeNull();
  });

  it('forgets one and keeps the other', async () => {
    const one = vault();
    await one.store({ name: 'smtp-password', value: PASSWORD, address: SERVER });
    await one.store({ name: 'webhook-url', value: WEBHOOK, address: null });
    one.forget('smtp-password');
    expect(one.held()).toEqual(['webhook-url']);
    expect(await one.read('smtp-password', SERVER)).toBeNull();
    expect(await vault().read('webhook-url', null)).toBe(WEBHOOK);
    one.forget('webhook-url');
    expect(await readdir(folder)).toEqual([]);
  });

  it('says that one cannot be read, without a word of it', async () => {
    await vault().store({ name: 'smtp-password', value: PASSWORD, address: SERVER });
    const { error, words } = await failureOf(vault(encryption(9)).read('smtp-password', SERVER));
    expect(error).toMatchObject({ code: 'SHELL_SECRET_UNREADABLE' });
    expect(words).not.toContain('canary');
  });

  it('holds for the session one that could not be written, and never brings back the one before it', async () => {
    await vault().store({ name: 'smtp-password', value: 'antiga', address: SERVER });
    const one = vault({ ...encryption(), encrypt: (text) => Promise.reject(new Error(text)) });
    const { error, words } = await failureOf(one.store({ name: 'smtp-password', value: PASSWORD, address: SERVER }));
    expect(error).toMatchObject({ code: 'SHELL_SECRET_UNSAVED' });
    expect(words).not.toContain('canary');
    expect(await one.read('smtp-password', SERVER)).toBe(PASSWORD);
    expect(await vault().read('smtp-password', SERVER)).toBeNull();
  });

  it('encrypts anew what the system has changed its key for', async () => {
    await vault().store({ name: 'smtp-password', value: PASSWORD, address: SERVER });
    const earlier = encryption();
    const rotated = vault({
      ...encryption(9),
      decrypt: async (bytes) => ({ ...(await earlier.decrypt(bytes)), isStale: true }),
    });
    expect(await rotated.read('smtp-password', SERVER)).toBe(PASSWORD);
    expect(await vault(encryption(9)).read('smtp-password', SERVER)).toBe(PASSWORD);
  });

  it.each(['', '{', '{"version":2}', '{"version":1,"encrypted":{"outro":"AA=="}}'])(
    'takes a file of %j for none',
    async (content) => {
      await writeFile(file(), content);
      expect(vault().held()).toEqual([]);
      expect(await vault().read('smtp-password', SERVER)).toBeNull();
    },
  );
});

import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { greetCaller, greetListener, StrangerError, type Conversation } from '../../../src/engine-link/greeting';

type End = Conversation & { readonly said: unknown[]; isTrusted: boolean };

/** Two ends of a line in memory, which keep what they said. */
function line(): [End, End] {
  const waiting: ((message: unknown) => void)[][] = [[], []];
  const arrived: unknown[][] = [[], []];
  const end = (own: 0 | 1, other: 0 | 1): End => ({
    said: [],
    isTrusted: false,
    post(message) {
      this.said.push(message);
      const taker = waiting[other]!.shift();
      if (taker === undefined) arrived[other]!.push(message);
      else taker(message);
    },
    receive: () =>
      new Promise((resolve) => {
        if (arrived[own]!.length > 0) resolve(arrived[own]!.shift());
        else waiting[own]!.push(resolve);
      }),
    trust() {
      this.isTrusted = true;
    },
  });
  return [end(0, 1), end(1, 0)];
}

const secret = randomBytes(32).toString('hex');
const window = { version: '1.2.3', role: 'window' } as const;
const service = { version: '1.2.3', role: 'service' } as const;

describe('a greeting', () => {
  it('tells each end who the other is, and never the secret', async () => {
    const [listener, caller] = line();
    const [heard, found] = await Promise.all([
      greetCaller(listener, secret, service),
      greetListener(caller, () => Promise.resolve(secret), window),
    ]);
    expect(heard).toEqual({ version: '1.2.3', pid: process.pid, role: 'window' });
    expect(found).toEqual({ version: '1.2.3', pid: process.pid, role: 'service' });
    expect([listener.isTrusted, caller.isTrusted]).toEqual([true, true]);
    expect(JSON.stringify([listener.said, caller.said])).not.toContain(secret);
  });

  it('with a wrong secret ends before the listener has said anything of himself', async () => {
    const [listener, caller] = line();
    void greetListener(caller, () => Promise.resolve('0'.repeat(64)), window).catch(() => undefined);
    await expect(greetCaller(listener, secret, service)).rejects.toBeInstanceOf(StrangerError);
    expect(listener.said).toEqual([{ nonce: expect.any(String) as unknown }]);
    expect(listener.isTrusted).toBe(false);
  });

  it('with an impostor who listens ends before the caller has said anything of himself', async () => {
    const [impostor, caller] = line();
    const greeted = greetListener(caller, () => Promise.resolve(secret), window);
    impostor.post({ nonce: 'ab'.repeat(32) });
    await impostor.receive();
    impostor.post({ proof: 'cd'.repeat(32), hello: { protocol: 1, version: '1.2.3', pid: 1, role: 'service' } });
    await expect(greeted).rejects.toBeInstanceOf(StrangerError);
    expect(caller.said).toHaveLength(1);
    expect(caller.isTrusted).toBe(false);
  });

  it('is not passed by what was recorded of another, nor by the listener’s own words', async () => {
    const [first, honest] = line();
    await Promise.all([
      greetCaller(first, secret, service),
      greetListener(honest, () => Promise.resolve(secret), window),
    ]);
    for (const recorded of [honest.said[0], { ...(first.said[1] as object), nonce: 'ab'.repeat(32) }, first.said[0]]) {
      const [listener, stranger] = line();
      stranger.post(recorded);
      await expect(greetCaller(listener, secret, service)).rejects.toBeInstanceOf(StrangerError);
      expect(listener.said).toHaveLength(1);
    }
  });

  it('of two versions names both to both', async () => {
    const [listener, caller] = line();
    const other = { ...window, version: '1.3.0' };
    const results = await Promise.allSettled([
      greetCaller(listener, secret, service),
      greetListener(caller, () => Promise.resolve(secret), other),
    ]);
    expect(results).toMatchObject([
      { reason: { code: 'LINK_VERSION', details: { own: '1.2.3', other: '1.3.0' } } },
      { reason: { code: 'LINK_VERSION', details: { own: '1.3.0', other: '1.2.3' } } },
    ]);
  });
});

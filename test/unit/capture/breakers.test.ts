import { describe, expect, it } from 'vitest';
import { SiegBreakers } from '../../../src/engine/capture/breakers';
import type { CaptureContext } from '../../../src/engine/capture/context';
import type { StoredBreaker } from '../../../src/engine/ledger';
import { MaloteError, type ErrorCode } from '../../../src/shared/errors';
import type { SiegAway } from '../../../src/shared/views';
import { fakeClock, type FakeClock } from '../base/failures/fake-clock';

const MINUTE = 60_000;

interface Setup {
  readonly breakers: SiegBreakers;
  readonly clock: FakeClock;
  readonly stored: Map<string, StoredBreaker>;
  readonly told: (SiegAway | null)[];
  readonly looks: () => number;
}

/**
 * @param answers what each look at SIEG comes to; beyond them it answers
 * @param before what stands in the ledger
 */
function setUp(
  answers: readonly (ErrorCode | 'answers')[] = [],
  stored = new Map<string, StoredBreaker>(),
  before = { isAnswered: false, isClosing: false },
): Setup {
  const clock = fakeClock();
  const told: (SiegAway | null)[] = [];
  let looks = 0;
  const context = {
    clock,
    signal: new AbortController().signal,
    gate: {
      closing: before.isClosing ? AbortSignal.abort() : new AbortController().signal,
      pass: () => Promise.resolve(),
    },
    companies: [],
    ledger: {
      journal: { write: () => undefined },
      requests: { anyAnswered: () => before.isAnswered },
      transaction: (work: () => unknown) => work(),
      breakers: {
        all: () => new Map(stored),
        set: (subject: string, breaker: StoredBreaker) => stored.set(subject, breaker),
        closed: (subject: string) => stored.delete(subject),
      },
    },
    observer: { siegAway: (away: SiegAway | null) => told.push(away) },
  } as unknown as CaptureContext;
  const breakers = new SiegBreakers(context, () => {
    const answer = answers[looks] ?? 'answers';
    looks += 1;
    return answer === 'answers' ? Promise.resolve() : Promise.reject(new MaloteError(answer));
  });
  return { breakers, clock, stored, told, looks: () => looks };
}

const busy = (): MaloteError => new MaloteError('SIEG_SERVER_ERROR', { status: 503 });

describe('the breaker of a company', () => {
  it('opens after three failures in a row, refuses without a request, and lets one through after a quarter of an hour', async () => {
    const { breakers, clock } = setUp();
    expect(await breakers.failed('a', busy())).toBe('again');
    expect(await breakers.failed('a', busy())).toBe('again');
    expect(await breakers.failed('a', busy())).toBe('company-aside');
    expect(await breakers.pass('a')).toMatchObject({ code: 'SIEG_COMPANY_ASIDE', details: { failures: 3 } });
    expect(await breakers.pass('b')).toBeNull();
    clock.advance(15 * MINUTE - 1);
    expect(await breakers.pass('a')).not.toBeNull();
    clock.advance(1);
    expect(await breakers.pass('a')).toBeNull();
  });

  it('lets one request decide for all who ask meanwhile', async () => {
    const { breakers } = setUp();
    for (let n = 0; n < 3; n += 1) await breakers.failed('a', busy());
    breakers.letTry('a');
    expect(await breakers.pass('a')).toBeNull();
    const other = breakers.pass('a');
    breakers.answered('a');
    breakers.ended('a');
    expect(await other).toBeNull();
    expect(breakers.isSetAside('a')).toBe(false);
  });

  it('asks about one that has failed one at a time, so that no more than three are spent', async () => {
    const { breakers } = setUp();
    await breakers.failed('a', busy());
    await breakers.failed('a', busy());
    expect(await breakers.pass('a')).toBeNull();
    const other = breakers.pass('a');
    await breakers.failed('a', busy());
    breakers.ended('a');
    expect(await other).toMatchObject({ code: 'SIEG_COMPANY_ASIDE' });
  });

  it('counts failures in a row, and no limit of the key, which is nobody’s', async () => {
    const { breakers } = setUp();
    for (let n = 0; n < 5; n += 1) {
      expect(await breakers.failed('a', new MaloteError('SIEG_RATE_LIMIT'))).toBe('again');
      expect(await breakers.failed('a', busy())).toBe('again');
      breakers.answered('a');
    }
  });

  it('outlives the process', async () => {
    const { breakers, stored } = setUp();
    for (let n = 0; n < 3; n += 1) await breakers.failed('a', busy());
    const again = setUp([], stored);
    expect(await again.breakers.pass('a')).toMatchObject({ code: 'SIEG_COMPANY_ASIDE' });
    again.breakers.letTry('a');
    expect(await again.breakers.pass('a')).toBeNull();
    again.breakers.answered('a');
    expect(stored.size).toBe(0);
  });
});

describe('the breaker of SIEG as a whole', () => {
  it('opens when failures in a row are not one company’s and a look is in vain, and waits longer and longer', async () => {
    const down = Array.from({ length: 7 }, () => 'SIEG_CONNECTION' as const);
    const { breakers, clock, told, looks, stored } = setUp(down);
    breakers.answered(null);
    expect(await breakers.failed('a', busy())).toBe('again');
    expect(await breakers.failed('b', busy())).toBe('again');
    expect(looks()).toBe(0);
    expect(await breakers.failed('c', busy())).toBe('when-sieg-is-back');
    expect(stored.has('sieg')).toBe(true);
    // what failed while nobody answered speaks against no company
    expect([...stored.keys()]).toEqual(['sieg']);
    expect(await breakers.pass('a')).toBeNull();
    expect(clock.slept.map((ms) => ms / MINUTE)).toEqual([1, 2, 4, 8, 15, 15, 15]);
    expect(looks()).toBe(8);
    expect(told.map((away) => away?.attempts ?? null)).toEqual([1, 2, 3, 4, 5, 6, 7, null]);
    expect(new Set(told.slice(0, -1).map((away) => away?.since)).size).toBe(1);
    expect(stored.size).toBe(0);
  });

  it('stays closed where SIEG answers a look: then it is what was asked, and that is not doubted again for a while', async () => {
    const { breakers, clock, looks } = setUp();
    breakers.answered(null);
    for (let n = 0; n < 3; n += 1) expect(await breakers.failed(null, busy())).toBe('again');
    expect(looks()).toBe(1);
    for (let n = 0; n < 9; n += 1) expect(await breakers.failed(null, busy())).toBe('again');
    expect(looks()).toBe(1);
    clock.advance(15 * MINUTE);
    for (let n = 0; n < 3; n += 1) await breakers.failed(null, busy());
    expect(looks()).toBe(2);
  });

  it('suspects nothing over one company, nor before SIEG has answered once', async () => {
    const { breakers, looks } = setUp();
    breakers.answered(null);
    for (let n = 0; n < 3; n += 1) await breakers.failed('a', busy());
    expect(looks()).toBe(0);
    const fresh = setUp(['SIEG_CONNECTION']);
    for (let n = 0; n < 5; n += 1) expect(await fresh.breakers.failed(null, busy())).toBe('again');
    expect(fresh.looks()).toBe(0);
    // another part of a run that was answered: an earlier month's late documents, say
    const later = setUp(['SIEG_CONNECTION'], new Map(), { isAnswered: true, isClosing: false });
    for (let n = 0; n < 3; n += 1) await later.breakers.failed(null, busy());
    expect(later.looks()).toBe(1);
  });

  it('is not opened anew by an answer to what was asked before SIEG went silent', async () => {
    const { breakers, clock, told } = setUp(['SIEG_CONNECTION']);
    const begunAt = clock.now();
    breakers.answered(null);
    clock.advance(1_000);
    for (let n = 0; n < 3; n += 1) await breakers.failed(null, busy());
    breakers.answered(null, begunAt);
    expect(told.map((away) => away?.attempts)).toEqual([1]);
    breakers.answered(null);
    expect(told.at(-1)).toBeNull();
  });

  it('keeps nobody who is to stop', async () => {
    const { breakers, stored } = setUp(['SIEG_CONNECTION']);
    breakers.answered(null);
    for (let n = 0; n < 3; n += 1) await breakers.failed(null, busy());
    const closing = setUp([], stored, { isAnswered: true, isClosing: true });
    await expect(closing.breakers.pass(null)).rejects.toMatchObject({ code: 'CANCELLED' });
    expect(closing.looks()).toBe(0);
    expect(stored.has('sieg')).toBe(true);
  });

  it('takes an answer, be it a refusal, for a sign of life', async () => {
    const { breakers, told } = setUp(['SIEG_CONNECTION', 'SIEG_REJECTED']);
    breakers.answered(null);
    for (let n = 0; n < 3; n += 1) await breakers.failed(null, busy());
    expect(await breakers.pass(null)).toBeNull();
    expect(told.at(-1)).toBeNull();
  });

  it('outlives the process: nothing leaves before its time', async () => {
    const { breakers, stored } = setUp(['SIEG_CONNECTION']);
    breakers.answered(null);
    for (let n = 0; n < 3; n += 1) await breakers.failed(null, busy());
    const again = setUp([], stored);
    expect(await again.breakers.pass(null)).toBeNull();
    expect(again.clock.slept).toEqual([MINUTE]);
    expect(again.told.map((away) => away?.code ?? null)).toEqual(['SIEG_CONNECTION', null]);
  });
});

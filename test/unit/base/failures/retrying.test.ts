import { describe, expect, it } from 'vitest';
import { systemClock } from '../../../../src/engine/base/clock';
import {
  classify,
  FAILURE_CLASSES,
  isRetryable,
  retrying,
  SIEG_RETRY_POLICY,
  waitBefore,
  type FailureNotice,
} from '../../../../src/engine/base';
import { MaloteError, type ErrorCode } from '../../../../src/shared/errors';
import { fakeClock } from './fake-clock';

const NO_JITTER = (): number => 0;

async function failing(
  error: () => Error,
  succeedAt = Infinity,
): Promise<{ notices: FailureNotice[]; slept: number[]; outcome: unknown }> {
  const clock = fakeClock();
  const notices: FailureNotice[] = [];
  let calls = 0;
  const outcome: unknown = await retrying(
    () => {
      calls += 1;
      return calls >= succeedAt ? Promise.resolve('ok') : Promise.reject(error());
    },
    {
      policy: SIEG_RETRY_POLICY,
      clock,
      random: NO_JITTER,
      signal: new AbortController().signal,
      onFailure: (notice) => notices.push(notice),
    },
  ).catch((failure: unknown) => failure);
  return { notices, slept: clock.slept, outcome };
}

describe('classes', () => {
  it.each<[ErrorCode, string]>([
    ['SIEG_SERVER_ERROR', 'api_error'],
    ['SIEG_GATEWAY_TIMEOUT', 'api_error'],
    ['SIEG_TIMEOUT', 'timeout'],
    ['SIEG_CONNECTION', 'timeout'],
    ['SIEG_DNS', 'timeout'],
    ['SIEG_EMPTY_REPORT', 'empty_report'],
    ['SIEG_UNREADABLE', 'processing_error'],
    ['SIEG_RATE_LIMIT', 'rate_limit'],
    ['SIEG_AUTHENTICATION', 'authentication'],
  ])('%s is %s', (code, expected) => {
    expect(classify(new MaloteError(code))).toBe(expected);
  });

  it('calls the unforeseen a processing error and does not repeat it', () => {
    expect(classify(new TypeError('defect'))).toBe('processing_error');
    expect(isRetryable(new TypeError('defect'))).toBe(false);
    expect(isRetryable(new MaloteError('SIEG_WRONG_PATH'))).toBe(false);
    expect(isRetryable(new MaloteError('SIEG_PAGES_REPEAT'))).toBe(false);
    expect(isRetryable(new MaloteError('SIEG_TIMEOUT'))).toBe(true);
  });

  it('has a policy for every class, and only authentication stops the run', () => {
    expect(Object.keys(SIEG_RETRY_POLICY.classes).sort()).toEqual([...FAILURE_CLASSES].sort());
    const stopping = FAILURE_CLASSES.filter((name) => SIEG_RETRY_POLICY.classes[name].stopsRun);
    expect(stopping).toEqual(['authentication']);
  });
});

describe('waits', () => {
  it('doubles, adds jitter and never passes the cap', () => {
    expect(waitBefore(SIEG_RETRY_POLICY, 'api_error', 1, null, 0)).toBe(60_000);
    expect(waitBefore(SIEG_RETRY_POLICY, 'api_error', 3, null, 0)).toBe(240_000);
    expect(waitBefore(SIEG_RETRY_POLICY, 'api_error', 1, null, 0.5)).toBe(66_000);
    expect(waitBefore(SIEG_RETRY_POLICY, 'rate_limit', 9, null, 0.999)).toBe(SIEG_RETRY_POLICY.capMs);
  });

  it('obeys Retry-After and never comes earlier', () => {
    expect(waitBefore(SIEG_RETRY_POLICY, 'rate_limit', 4, 12_000, 0)).toBe(12_000);
    expect(waitBefore(SIEG_RETRY_POLICY, 'rate_limit', 1, 12_000, 0.9)).toBeGreaterThan(12_000);
  });
});

describe('a Retry-After beyond an hour', () => {
  it('is taken for a mistake', () => {
    expect(waitBefore(SIEG_RETRY_POLICY, 'rate_limit', 1, 3_600_000, 0)).toBe(3_600_000);
    expect(waitBefore(SIEG_RETRY_POLICY, 'rate_limit', 1, 10 ** 15, 0)).toBe(3_600_000);
  });
});

describe('closing', () => {
  async function closed(when: 'during the attempt' | 'during the wait', error: MaloteError): Promise<unknown> {
    const closing = new AbortController();
    const clock = systemClock();
    const close = (): void => closing.abort(new MaloteError('CANCELLED'));
    return retrying(
      () => {
        if (when === 'during the attempt') close();
        return Promise.reject(error);
      },
      {
        policy: SIEG_RETRY_POLICY,
        clock,
        random: NO_JITTER,
        signal: new AbortController().signal,
        closing: closing.signal,
        onFailure: ({ waitMs }) => {
          expect(waitMs === null).toBe(when === 'during the attempt' || error.code === 'SIEG_AUTHENTICATION');
          if (when === 'during the wait') setTimeout(close, 10);
        },
      },
    ).catch((failure: unknown) => failure);
  }

  it.each(['during the attempt', 'during the wait'] as const)('ends the wait of a minute, %s', async (when) => {
    expect(await closed(when, new MaloteError('SIEG_TIMEOUT'))).toMatchObject({ code: 'CANCELLED' });
  });

  it('hides no failure that would not be repeated', async () => {
    const refused = new MaloteError('SIEG_AUTHENTICATION');
    expect(await closed('during the attempt', refused)).toBe(refused);
  });
});

describe('retrying', () => {
  it('waits 60, 120, 240 and 480 s for a busy server and then gives its last error', async () => {
    const { notices, slept, outcome } = await failing(() => new MaloteError('SIEG_SERVER_ERROR', { status: 503 }));
    expect(slept).toEqual([60_000, 120_000, 240_000, 480_000]);
    expect(notices.map(({ attempt, waitMs }) => [attempt, waitMs])).toEqual([
      [1, 60_000],
      [2, 120_000],
      [3, 240_000],
      [4, 480_000],
      [5, null],
    ]);
    expect(outcome).toMatchObject({ code: 'SIEG_SERVER_ERROR' });
  });

  it('returns what the operation gives once it succeeds', async () => {
    const { slept, outcome } = await failing(() => new MaloteError('SIEG_TIMEOUT'), 3);
    expect(outcome).toBe('ok');
    expect(slept).toEqual([30_000, 60_000]);
  });

  it('counts each class on its own', async () => {
    let turn = 0;
    const { notices } = await failing(() => {
      turn += 1;
      return new MaloteError(turn % 2 === 1 ? 'SIEG_TIMEOUT' : 'SIEG_SERVER_ERROR');
    });
    expect(notices.map(({ failureClass, attempt }) => `${failureClass} ${String(attempt)}`)).toEqual([
      'timeout 1',
      'api_error 1',
      'timeout 2',
      'api_error 2',
      'timeout 3',
    ]);
  });

  it('waits as long as Retry-After says', async () => {
    const { slept } = await failing(() => new MaloteError('SIEG_RATE_LIMIT', { retryAfterSeconds: 7 }), 2);
    expect(slept).toEqual([7_000]);
  });

  it.each([
    ['a refused key', new MaloteError('SIEG_AUTHENTICATION', { status: 401 })],
    ['a wrong address', new MaloteError('SIEG_WRONG_PATH')],
    ['a defect of the program', new TypeError('defect')],
  ])('never repeats %s', async (_, error) => {
    const { notices, slept, outcome } = await failing(() => error);
    expect(slept).toEqual([]);
    expect(notices).toHaveLength(1);
    expect(outcome).toBe(error);
  });

  it('does not begin when already stopped, and tells nobody of a cancellation', async () => {
    const notices: FailureNotice[] = [];
    const options = {
      policy: SIEG_RETRY_POLICY,
      clock: fakeClock(),
      random: NO_JITTER,
      onFailure: (notice: FailureNotice) => notices.push(notice),
    };
    const stopped = retrying(() => Promise.resolve('never'), { ...options, signal: AbortSignal.abort() });
    await expect(stopped).rejects.toMatchObject({ code: 'CANCELLED' });
    const within = retrying(() => Promise.reject(new MaloteError('CANCELLED')), {
      ...options,
      signal: new AbortController().signal,
    });
    await expect(within).rejects.toMatchObject({ code: 'CANCELLED' });
    expect(notices).toEqual([]);
  });

  it('stops in the middle of a wait', async () => {
    const controller = new AbortController();
    const running = retrying(() => Promise.reject(new MaloteError('SIEG_SERVER_ERROR')), {
      policy: SIEG_RETRY_POLICY,
      clock: systemClock(),
      random: NO_JITTER,
      signal: controller.signal,
      onFailure: () => {
        setImmediate(() => {
          controller.abort();
        });
      },
    });
    await expect(running).rejects.toMatchObject({ code: 'CANCELLED' });
  });

  it('keeps the reason of the stop when it is one of ours', async () => {
    const reason = new MaloteError('SIEG_AUTHENTICATION', { status: 401 });
    const stopped = retrying(() => Promise.resolve(), {
      policy: SIEG_RETRY_POLICY,
      clock: fakeClock(),
      random: NO_JITTER,
      signal: AbortSignal.abort(reason),
    });
    await expect(stopped).rejects.toBe(reason);
  });
});

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { MaloteError } from '../../../../src/shared/errors';
import { systemClock } from '../../../../src/engine/base/clock';
import { GOOD, memoryStore, testRoot, watching, type Watching } from './support';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const START = Date.parse('2026-03-02T09:00:00Z');
const never = new AbortController().signal;
const lost = new MaloteError('SHARE_UNREACHABLE', { location: '/x', cause: 'caiu' });
const pass = (ms: number): Promise<unknown> => vi.advanceTimersByTimeAsync(ms);
let open: Watching | null = null;

function watch(...args: Parameters<typeof watching>): Watching {
  open = watching(...args);
  return open;
}

beforeEach(() => {
  vi.useFakeTimers({ now: START });
});
afterEach(async () => {
  await open?.monitor.stop();
  open = null;
  vi.useRealTimers();
});

describe('the health monitor', () => {
  it('looks at every root at once, and then within each interval', async () => {
    const [archive, share] = [testRoot('archive'), testRoot('import')];
    const { monitor, states, store } = watch([archive, share]);
    expect(monitor.lines().map(({ state, since }) => [state, since])).toEqual([
      ['unknown', null],
      ['unknown', null],
    ]);
    monitor.start();
    await pass(10);
    expect(states()).toEqual(['archive ok', 'import ok']);
    expect(monitor.lines()[0]).toMatchObject({
      root: 'archive',
      shown: '/pastas/archive',
      state: 'ok',
      cause: null,
      latencyMs: 20,
      freeBytes: 5e12,
      checking: false,
      checkedAt: new Date(START + 1).toISOString(),
    });
    await pass(60 * MINUTE);
    expect(archive.looks).toBeGreaterThanOrEqual(13);
    expect(archive.looks).toBeLessThanOrEqual(17);
    expect(store.samples).toHaveLength(archive.looks + share.looks);
    expect(states()).toHaveLength(2);
  });

  it('says that a root is back which another process has seen go, and did not see come back', async () => {
    const last: Parameters<typeof memoryStore>[0] = {};
    const share = testRoot('import');
    const { monitor, told, states } = watch([share], {}, memoryStore(last));
    monitor.start();
    await pass(10);
    const cause = { code: 'SHARE_UNREACHABLE', words: 'caiu' } as const;
    last.import = { state: 'down', since: new Date(START + MINUTE).toISOString(), cause: { ...cause, action: '' } };
    await pass(10 * MINUTE);
    expect(states()).toEqual(['import ok', 'import recovering', 'import ok']);
    expect(told.at(-1)?.downForMs).toBeGreaterThan(MINUTE);
    await pass(30 * MINUTE);
    expect(states()).toHaveLength(3);
  });

  it.each([1, 5, 60])(
    'knows of any outage within its interval of %i minutes, also of a root that hangs',
    async (minutes) => {
      for (const failure of ['SHARE_UNREACHABLE', 'hangs'] as const) {
        const root = testRoot('import');
        const { monitor, states } = watch([root], { intervalMs: minutes * MINUTE });
        monitor.start();
        await pass(10);
        root.behaves = failure;
        await pass(minutes * MINUTE);
        expect(states()).toEqual(['import ok', 'import down']);
        expect(monitor.usable('import')).toBe(false);
        await monitor.stop();
      }
    },
  );

  it('looks more often while a root is down, and notices its return within seconds', async () => {
    const root = testRoot('import', 'SHARE_UNREACHABLE');
    const { monitor, told } = watch([root], { intervalMs: 60 * MINUTE });
    monitor.start();
    await pass(10 * MINUTE);
    expect(root.looks).toBeGreaterThan(30);
    expect(root.looks).toBeLessThan(50);
    root.behaves = GOOD;
    await pass(25 * SECOND);
    expect(told.map(({ to }) => to)).toEqual(['down', 'recovering', 'ok']);
    const [down, , ok] = told;
    expect(ok?.downForMs).toBe(Date.parse(ok?.at ?? '') - Date.parse(down?.at ?? ''));
    expect(monitor.lines()[0]).toMatchObject({ state: 'ok', cause: null, latencyMs: 20 });
  });

  it('does not knock every few seconds where the password was refused: servers lock accounts', async () => {
    const root = testRoot('import', 'SHARE_CREDENTIALS');
    const { monitor } = watch([root]);
    monitor.start();
    await pass(30 * MINUTE);
    expect(root.looks).toBeLessThan(12);
  });

  it('takes one failed look for none, and twenty outages for twenty', async () => {
    const root = testRoot('import');
    const { monitor, told } = watch([root]);
    monitor.start();
    await pass(10);
    root.behaves = 'SHARE_TIMEOUT';
    monitor.suspect('import', lost);
    await pass(100);
    root.behaves = GOOD;
    await pass(MINUTE);
    expect(told.map(({ to }) => to)).toEqual(['ok']);
    for (let flap = 0; flap < 20; flap += 1) {
      root.behaves = 'SHARE_UNREACHABLE';
      await pass(6 * MINUTE);
      root.behaves = GOOD;
      await pass(MINUTE);
    }
    const to = told.map((change) => change.to);
    expect(to.filter((state) => state === 'down')).toHaveLength(20);
    expect(to.filter((state) => state === 'ok')).toHaveLength(21);
  });

  it('is neither stopped nor delayed by a root that hangs, and looks at each once at a time', async () => {
    const [hung, fine] = [testRoot('archive', 'hangs'), testRoot('import')];
    const { monitor, states } = watch([hung, fine], { intervalMs: MINUTE });
    monitor.start();
    void monitor.check();
    await pass(MINUTE);
    void monitor.check('archive');
    void monitor.check('archive');
    await pass(9 * MINUTE);
    expect(states()).toEqual(['import ok', 'archive down']);
    expect(monitor.lines()[0]?.cause).toMatchObject({ code: 'SHARE_TIMEOUT', words: 'não respondeu em 15 segundos' });
    expect(fine.looks).toBeGreaterThanOrEqual(10);
    expect([hung.together, fine.together]).toEqual([1, 1]);
  });

  it('comes back also from looks that never end', async () => {
    const root = testRoot('import', 'deaf');
    const { monitor, states } = watch([root]);
    monitor.start();
    await pass(3 * MINUTE);
    root.behaves = GOOD;
    await pass(MINUTE);
    expect(states()).toEqual(['import down', 'import recovering', 'import ok']);
  });

  it('does not look at all roots together', async () => {
    let draw = 0;
    const roots = [testRoot('archive'), testRoot('import')];
    const { monitor } = watch(roots, { random: () => (draw = (draw + 0.37) % 1) });
    monitor.start();
    await pass(10);
    const [one, other] = monitor.lines().map(({ nextCheckAt }) => nextCheckAt);
    expect(one).not.toBe(other);
  });
});

describe('a check that somebody asks for', () => {
  it('ends with what is known for sure, also when nothing else is being watched', async () => {
    const root = testRoot('import', 'SHARE_DENIED');
    const { monitor } = watch([root]);
    const checked = monitor.check('import');
    await pass(0);
    expect(monitor.lines()[0]?.checking).toBe(true);
    await pass(SECOND);
    await checked;
    expect(monitor.lines()[0]).toMatchObject({ state: 'down', cause: { code: 'SHARE_DENIED' }, checking: false });
    root.behaves = GOOD;
    const again = monitor.check();
    await pass(10 * SECOND);
    await again;
    expect(monitor.lines()[0]?.state).toBe('ok');
    await expect(monitor.check('workbook')).resolves.toBeUndefined();
  });
});

describe('a root that somebody suspects', () => {
  it('is looked at now, and not once for everybody who suspects it', async () => {
    const root = testRoot('import');
    const { monitor, states } = watch([root], { intervalMs: 60 * MINUTE });
    monitor.start();
    await pass(10 * SECOND);
    root.behaves = 'SHARE_UNREACHABLE';
    for (let n = 0; n < 50; n += 1) monitor.suspect('import', lost);
    expect(monitor.usable('import')).toBe(true);
    await pass(2 * SECOND);
    expect(states()).toEqual(['import ok', 'import down']);
    expect(root.looks).toBe(3);
  });

  it('costs at most one look in five seconds while it is well', async () => {
    const root = testRoot('import');
    const { monitor } = watch([root], { intervalMs: 60 * MINUTE });
    monitor.start();
    for (let n = 0; n < 100; n += 1) {
      monitor.suspect('import', lost);
      await pass(SECOND);
    }
    expect(root.looks).toBeLessThanOrEqual(21);
    monitor.suspect('workbook', lost);
  });
});

describe('work that waits for a root', () => {
  it('goes on at once while it is usable or unknown, else when it is back', async () => {
    const root = testRoot('import', 'SHARE_FULL');
    const { monitor } = watch([root]);
    await monitor.untilUsable('import', never);
    await monitor.untilUsable('cancelled', never);
    monitor.start();
    await pass(SECOND);
    let isBack = false;
    const waited = monitor.untilUsable('import', never).then(() => (isBack = true));
    await pass(MINUTE);
    expect(isBack).toBe(false);
    root.behaves = GOOD;
    await pass(30 * SECOND);
    await waited;
  });

  it('may stop waiting, and is told when nobody watches any more', async () => {
    const { monitor } = watch([testRoot('import', 'SHARE_FULL')]);
    monitor.start();
    await pass(SECOND);
    const abort = new AbortController();
    const stopped = expect(monitor.untilUsable('import', abort.signal)).rejects.toMatchObject({ code: 'CANCELLED' });
    abort.abort(new MaloteError('CANCELLED'));
    await stopped;
    await expect(monitor.untilUsable('import', abort.signal)).rejects.toMatchObject({ code: 'CANCELLED' });
    const left = expect(monitor.untilUsable('import', never)).rejects.toMatchObject({ code: 'SHARE_CLOSED' });
    await monitor.stop();
    await left;
    await expect(monitor.untilUsable('import', never)).rejects.toMatchObject({ code: 'SHARE_CLOSED' });
  });

  it('is not left waiting where nobody had begun to watch', async () => {
    const root = testRoot('import', 'SHARE_UNREACHABLE');
    const { monitor } = watch([root]);
    void monitor.check();
    await pass(SECOND);
    expect(monitor.lines()[0]).toMatchObject({ state: 'down', nextCheckAt: null });
    const waited = monitor.untilUsable('import', never);
    root.behaves = GOOD;
    await pass(MINUTE);
    await waited;
  });
});

describe('after a restart', () => {
  const since = '2026-03-01T18:00:00.000Z';

  it('does not tell an outage again that began before, and tells its end with its whole length', async () => {
    const cause = { code: 'SHARE_UNREACHABLE', words: 'caiu', action: 'Espere.' };
    const root = testRoot('import', 'SHARE_UNREACHABLE');
    const { monitor, told } = watch([root], {}, memoryStore({ import: { state: 'down', since, cause } }));
    expect(monitor.usable('import')).toBe(true);
    monitor.start();
    await pass(MINUTE);
    expect(told).toEqual([]);
    expect(monitor.lines()[0]).toMatchObject({ state: 'down', since, cause: { words: 'caiu' } });
    root.behaves = GOOD;
    await pass(MINUTE);
    expect(told.at(-1)).toMatchObject({ to: 'ok' });
    expect(told.at(-1)?.downForMs).toBeGreaterThan(15 * 60 * MINUTE);
  });

  it('says nothing of a root that still is what it was', async () => {
    const { monitor, told } = watch(
      [testRoot('import')],
      {},
      memoryStore({ import: { state: 'ok', since, cause: null } }),
    );
    monitor.start();
    await pass(MINUTE);
    expect(told).toEqual([]);
    expect(monitor.lines()[0]).toMatchObject({ state: 'ok', since });
  });
});

describe('a machine that was asleep', () => {
  it('is looked after at once, and its network given a minute', async () => {
    const root = testRoot('import');
    const { monitor, states } = watch([root], { intervalMs: 60 * MINUTE });
    monitor.start();
    await pass(10);
    root.behaves = 'SHARE_UNREACHABLE';
    monitor.awoke();
    await pass(50 * SECOND);
    expect(root.looks).toBeGreaterThan(5);
    expect(states()).toEqual(['import ok']);
    await pass(20 * SECOND);
    expect(states()).toEqual(['import ok', 'import down']);
  });

  it('is noticed by the clock alone', async () => {
    const root = testRoot('import');
    const { monitor, states } = watch([root]);
    monitor.start();
    await pass(10);
    root.behaves = 'SHARE_UNREACHABLE';
    vi.setSystemTime(Date.now() + 8 * 60 * MINUTE);
    await pass(4.5 * MINUTE);
    expect(states()).toEqual(['import ok']);
    root.behaves = GOOD;
    await pass(MINUTE);
    expect(states()).toEqual(['import ok']);
  });

  it('goes on looking when the clock is set back', async () => {
    const root = testRoot('import');
    const { monitor } = watch([root]);
    monitor.start();
    await pass(10);
    vi.setSystemTime(START - 24 * 60 * MINUTE);
    await pass(10 * MINUTE);
    expect(root.looks).toBeGreaterThanOrEqual(3);
  });
});

describe('what goes wrong beside the roots', () => {
  it('tells nothing that is not on record, and tries again', async () => {
    const root = testRoot('import', 'SHARE_UNREACHABLE');
    const store = memoryStore();
    store.failing = true;
    const { monitor, told, errors } = watch([root], { intervalMs: MINUTE }, store);
    monitor.start();
    await pass(MINUTE);
    expect(told).toEqual([]);
    expect(errors.length).toBeGreaterThan(0);
    store.failing = false;
    await pass(2 * MINUTE);
    expect(told).toEqual(store.changes);
    expect(told.map(({ to }) => to)).toEqual(['down']);
  });

  it('keeps its pace on a hurried clock', async () => {
    const root = testRoot('import');
    const { monitor } = watch([root], { clock: systemClock(1_000) });
    monitor.start();
    await pass(60 * MINUTE);
    expect(root.looks).toBeLessThan(20);
  });
});

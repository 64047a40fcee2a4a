import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { DeltaPublisher, EVERY_MS } from '../../../src/engine/console';
import { applyDelta } from '../../../src/shared/ipc/apply-delta';
import { JOURNAL_TAIL, type ConsoleState, type Delta } from '../../../src/shared/ipc/state';
import { company, line, STATE } from '../ipc/support';

let sent: { delta: Delta; at: number }[];
let publisher: DeltaPublisher;

beforeEach(() => {
  vi.useFakeTimers();
  sent = [];
  publisher = new DeltaPublisher(STATE, (delta) => sent.push({ delta, at: performance.now() }));
});
afterEach(() => {
  publisher.close();
  vi.useRealTimers();
});

function fold(from: ConsoleState = STATE): ConsoleState {
  return sent.reduce((state, { delta }) => {
    const next = applyDelta(state, delta);
    if (next === null) throw new Error('a gap');
    return next;
  }, from);
}

describe('DeltaPublisher', () => {
  it('tells at once what comes after a silence, and together what comes together', () => {
    publisher.figures({ month: '2026-01' });
    publisher.figures({ month: '2026-02' });
    publisher.companies([company(1)]);
    expect(sent).toEqual([]);
    vi.advanceTimersByTime(1);
    expect(sent.map(({ delta }) => delta)).toEqual([
      { epoch: 'a', revision: 8, set: { month: '2026-02' }, companies: { replace: true, rows: [company(1)] } },
    ]);
  });

  it('tells no more than ten a second, and the last value always', () => {
    for (let n = 0; n < 1_000; n += 1) {
      publisher.companies([company(1, { archived: n })]);
      vi.advanceTimersByTime(3);
    }
    vi.advanceTimersByTime(EVERY_MS);
    const seconds = Math.ceil(performance.now() / 1_000);
    expect(sent.length).toBeLessThanOrEqual(10 * seconds);
    expect(sent.length).toBeGreaterThan(20);
    for (const [index, { at }] of sent.entries())
      expect(at - (sent[index - 1]?.at ?? -Infinity)).toBeGreaterThanOrEqual(EVERY_MS);
    expect(fold().companies).toEqual([company(1, { archived: 999 })]);
  });

  it('tells only what differs', () => {
    const rows = Array.from({ length: 1_000 }, (_, n) => company(n));
    publisher.companies(rows);
    vi.advanceTimersByTime(EVERY_MS);
    publisher.companies(rows.map((row, n) => (n === 500 ? { ...row, archived: 1 } : { ...row })));
    publisher.figures({ month: STATE.month, totals: { ...STATE.totals } });
    vi.advanceTimersByTime(EVERY_MS);
    expect(sent[1]?.delta).toEqual({
      epoch: 'a',
      revision: 9,
      companies: { replace: false, rows: [company(500, { archived: 1 })] },
    });
    publisher.companies(rows.map((row, n) => (n === 500 ? { ...row, archived: 1 } : { ...row })));
    vi.advanceTimersByTime(EVERY_MS * 5);
    expect(sent).toHaveLength(2);
  });

  it('replaces the table when companies come or go', () => {
    publisher.companies([company(1), company(2)]);
    vi.advanceTimersByTime(EVERY_MS);
    publisher.companies([company(2)]);
    vi.advanceTimersByTime(EVERY_MS);
    expect(fold().companies).toEqual([company(2)]);
  });

  it('bounds the lists however much is told', () => {
    for (let id = 1; id < 3 * JOURNAL_TAIL; id += 1) publisher.journal([line(id)]);
    vi.advanceTimersByTime(EVERY_MS);
    expect(publisher.state.journal).toHaveLength(JOURNAL_TAIL);
    expect(fold().journal).toEqual(publisher.state.journal);
  });

  it('says nothing once it is closed', () => {
    publisher.figures({ month: '2026-01' });
    publisher.close();
    publisher.figures({ month: '2026-02' });
    vi.advanceTimersByTime(1_000);
    expect(sent).toEqual([]);
  });

  it('takes back what a snapshot was ahead of, when it has changed back', () => {
    publisher.figures({ month: '2026-08' });
    vi.advanceTimersByTime(EVERY_MS);
    publisher.figures({ month: '2026-09' });
    const snapshot = publisher.snapshot();
    publisher.figures({ month: '2026-08' });
    vi.advanceTimersByTime(EVERY_MS);
    expect(snapshot.month).toBe('2026-09');
    expect(applyDelta(snapshot, sent.at(-1)!.delta)?.month).toBe('2026-08');
  });

  it('gives snapshots that are as new as can be and that every later delta builds on', () => {
    const step = fc.oneof(
      fc.record({ wait: fc.integer({ min: 1, max: 150 }) }),
      fc.record({ archived: fc.nat(5), of: fc.integer({ min: 1, max: 3 }) }),
      fc.record({ month: fc.constantFrom('2026-08', '2026-09') }),
      fc.record({ entry: fc.constant(true) }),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 20 }), fc.nat(20), (steps, cut) => {
        sent = [];
        publisher = new DeltaPublisher(STATE, (delta) => sent.push({ delta, at: performance.now() }));
        let rows = [company(1), company(2), company(3)];
        let entries = 0;
        let snapshot: ConsoleState = STATE;
        let month = STATE.month;
        steps.forEach((one, index) => {
          if ('wait' in one) vi.advanceTimersByTime(one.wait);
          if ('of' in one)
            publisher.companies((rows = rows.with(one.of - 1, company(one.of, { archived: one.archived }))));
          if ('month' in one) publisher.figures({ month: (month = one.month) });
          if ('entry' in one) publisher.journal([line((entries += 1))]);
          if (index === cut) {
            snapshot = publisher.snapshot();
            expect(snapshot.month).toBe(month);
            expect(snapshot.journal).toHaveLength(entries);
          }
        });
        vi.advanceTimersByTime(EVERY_MS);
        const followed = sent.reduce<ConsoleState | null>(
          (state, { delta }) => state && applyDelta(state, delta),
          snapshot,
        );
        expect(followed).toEqual(publisher.state);
        expect(fold()).toEqual(publisher.state);
      }),
      { numRuns: 300 },
    );
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applyDelta } from '../../../src/shared/ipc/apply-delta';
import { JOURNAL_TAIL, type ConsoleState } from '../../../src/shared/ipc/state';
import { changes, company, delta, line, STATE } from './support';

const state: ConsoleState = { ...STATE, companies: [company(1), company(2)], journal: [line(1)] };

describe('applyDelta', () => {
  it('takes the next revision and only that', () => {
    expect(applyDelta(state, delta(8, { set: { month: '2026-09' } }))).toEqual({
      ...state,
      revision: 8,
      month: '2026-09',
    });
    expect(applyDelta(state, delta(9))).toBeNull();
    expect(applyDelta(state, { ...delta(8), epoch: 'b' })).toBeNull();
  });

  it('leaves a state alone that already holds the delta', () => {
    expect(applyDelta(state, delta(7, { set: { month: '2026-01' } }))).toBe(state);
    expect(applyDelta(state, delta(1))).toBe(state);
  });

  it('puts changed rows in their places and appends new ones', () => {
    const rows = [company(3), company(1, { archived: 5 })];
    const next = applyDelta(state, delta(8, { companies: { replace: false, rows } }));
    expect(next?.companies).toEqual([company(1, { archived: 5 }), company(2), company(3)]);
    expect(next?.companies[1]).toBe(state.companies[1]);
  });

  it('hands through what it does not touch, so that it is not drawn again', () => {
    const next = applyDelta(state, delta(8, { companies: { replace: false, rows: [company(1, { archived: 5 })] } }));
    for (const part of ['journal', 'notices', 'totals'] as const) expect(next?.[part]).toBe(state[part]);
    const silent = applyDelta(state, delta(8, { set: { month: '2026-09' } }));
    expect(silent?.companies).toBe(state.companies);
  });

  it('replaces all rows when told so', () => {
    const next = applyDelta(state, delta(8, { companies: { replace: true, rows: [company(4)] } }));
    expect(next?.companies).toEqual([company(4)]);
  });

  it('takes null as a value and undefined as silence', () => {
    const run = { ...state, lastSummary: null, run: null };
    expect(applyDelta(run, delta(8, { set: { month: undefined, run: null } }))).toEqual({ ...run, revision: 8 });
  });

  it('keeps the tail of the journal', () => {
    const rows = Array.from({ length: JOURNAL_TAIL + 5 }, (_, id) => line(id + 2));
    const next = applyDelta(state, delta(8, { journal: { replace: false, rows } }));
    expect(next?.journal).toHaveLength(JOURNAL_TAIL);
    expect(next?.journal.at(-1)).toEqual(line(JOURNAL_TAIL + 6));
  });

  it('does the same from a later snapshot as from an earlier one', () => {
    fc.assert(
      fc.property(fc.array(changes, { maxLength: 8 }), fc.nat(8), (steps, cut) => {
        const deltas = steps.map((step, index) => delta(8 + index, step));
        const fold = (from: ConsoleState): ConsoleState =>
          deltas.reduce<ConsoleState>((now, next) => applyDelta(now, next) ?? now, from);
        const snapshot = deltas.slice(0, cut).reduce<ConsoleState>((now, next) => applyDelta(now, next) ?? now, state);
        expect(fold(snapshot)).toEqual(fold(state));
      }),
    );
  });
});

import { describe, expect, it, vi } from 'vitest';
import { MaloteError } from '../../../src/shared/errors';
import { createClient } from '../../../src/shared/ipc/client';
import { createBridgeDouble } from '../../../src/shared/ipc/double';
import { followConsole } from '../../../src/shared/ipc/follow';
import type { ConsoleState } from '../../../src/shared/ipc/state';
import { company, delta, STATE } from './support';

/** A page that follows a double, and everything it was told. */
function follow(snapshots: (() => ConsoleState | Promise<ConsoleState>)[]) {
  const told: ConsoleState[] = [];
  const failures: unknown[] = [];
  const double = createBridgeDouble({
    engine: { snapshot: () => (snapshots.length > 1 ? snapshots.shift()! : snapshots[0]!)() },
  });
  const following = followConsole(createClient(double.bridge), (state) => told.push(state), {
    onFailure: (error) => failures.push(error),
  });
  const asked = (): number => double.calls.filter(({ name }) => name === 'snapshot').length;
  return { told, failures, double, following, asked };
}

const settled = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 0));

describe('followConsole', () => {
  it('begins with a snapshot and goes on with deltas', async () => {
    const { told, double, asked } = follow([() => STATE]);
    await settled();
    double.emit('delta', delta(8, { companies: { replace: false, rows: [company(1)] } }));
    double.emit('delta', delta(9, { set: { month: '2026-09' } }));
    expect(told.map(({ revision }) => revision)).toEqual([7, 8, 9]);
    expect(told.at(-1)).toMatchObject({ month: '2026-09', companies: [company(1)] });
    expect(asked()).toBe(1);
  });

  it('asks again when a number is missing, and tells nothing made up meanwhile', async () => {
    const { told, double, asked } = follow([() => STATE, () => ({ ...STATE, revision: 12 })]);
    await settled();
    double.emit('delta', delta(10, { set: { month: '2026-01' } }));
    await settled();
    expect(asked()).toBe(2);
    expect(told.map(({ revision, month }) => [revision, month])).toEqual([
      [7, STATE.month],
      [12, STATE.month],
    ]);
  });

  it('heeds deltas that overtake the snapshot they build on', async () => {
    let answer: (state: ConsoleState) => void = () => undefined;
    const { told, double, asked } = follow([() => new Promise<ConsoleState>((resolve) => (answer = resolve))]);
    await settled();
    for (const revision of [6, 7, 8, 9])
      double.emit('delta', delta(revision, { set: { month: `2026-0${String(revision)}` } }));
    answer(STATE);
    await settled();
    expect(told.map(({ revision, month }) => [revision, month])).toEqual([[9, '2026-09']]);
    expect(asked()).toBe(1);
  });

  it('never mixes two engines: a new one is asked for its own snapshot', async () => {
    const { told, double, asked } = follow([
      () => STATE,
      () => ({ ...STATE, epoch: 'b', revision: 1, month: '2026-02' }),
    ]);
    await settled();
    double.emit('engineStatus', { state: 'crashed', attempt: 1 });
    double.emit('delta', { ...delta(2), epoch: 'b', set: { month: '2026-03' } });
    await settled();
    double.emit('engineStatus', { state: 'ready' });
    await settled();
    expect(told[1]).toEqual({ ...STATE, engine: { state: 'crashed', attempt: 1 } });
    expect(told.at(-1)).toMatchObject({ epoch: 'b', revision: 1, month: '2026-02', engine: { state: 'ready' } });
    expect(asked()).toBeGreaterThanOrEqual(2);
  });

  it('says why there is no snapshot, and tries again when asked', async () => {
    const fail = vi.fn(() => Promise.reject(new MaloteError('LEDGER_NEWER', { found: 9, known: 1 })));
    const { told, failures, following } = follow([fail, () => STATE]);
    await settled();
    expect(failures).toEqual([expect.objectContaining({ code: 'LEDGER_NEWER', details: { found: 9, known: 1 } })]);
    following.refresh();
    await settled();
    expect(told).toEqual([STATE]);
  });

  it('hears nothing more once it is stopped', async () => {
    const { told, double, following } = follow([() => STATE]);
    following.stop();
    await settled();
    double.emit('delta', delta(8));
    expect(told).toEqual([]);
  });
});

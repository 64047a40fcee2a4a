import { describe, expect, it } from 'vitest';
import { SyncHeuristic, Turns } from '../../../src/engine/shares/sync-heuristic';

/** How many of `calls` calls that each take `ms` are made at once. */
function madeAtOnce(syncHeuristic: SyncHeuristic, calls: number, ms: (call: number) => number): number {
  let atOnce = 0;
  for (let call = 0; call < calls; call += 1) {
    if (!syncHeuristic.isPrompt()) continue;
    atOnce += 1;
    syncHeuristic.took(ms(call));
  }
  return atOnce;
}

describe('whether a call is made at once', () => {
  it('is so while it takes next to no time', () => {
    expect(madeAtOnce(new SyncHeuristic(), 5_000, () => 0.02)).toBe(5_000);
  });

  it('is so in spite of a wait now and then', () => {
    expect(madeAtOnce(new SyncHeuristic(), 5_000, (call) => (call % 10 === 0 ? 20 : 0.02))).toBe(5_000);
  });

  it('is not so where each call waits, but for a try now and then', () => {
    expect(madeAtOnce(new SyncHeuristic(), 5_000, () => 5)).toBeLessThan(20);
  });

  it('is so again when the calls have become quick', () => {
    const syncHeuristic = new SyncHeuristic();
    madeAtOnce(syncHeuristic, 100, () => 5);
    madeAtOnce(syncHeuristic, 1_000, () => 0.02);
    expect(madeAtOnce(syncHeuristic, 1_000, () => 0.02)).toBe(1_000);
  });
});

describe('calls that are made at once', () => {
  it('let timers and messages through all the same', async () => {
    const turns = new Turns();
    const heard: string[] = [];
    setImmediate(() => heard.push('message'));
    const until = performance.now() + 5_000;
    while (heard.length === 0 && performance.now() < until) await turns.mine();
    expect(heard).toEqual(['message']);
  });
});

import { describe, expect, it } from 'vitest';
import { Repeats } from '../../../src/engine/capture/repeats';

const page = (from: number): string[] => Array.from({ length: 50 }, (_, index) => `document ${String(from + index)}`);

describe('pages that repeat themselves', () => {
  it('are told after a few, with the offset from which on nothing new came', () => {
    const repeats = new Repeats();
    for (const offset of [0, 50, 100]) {
      repeats.page(offset, page(1));
      expect(repeats.stuckAt).toBeNull();
    }
    repeats.page(150, page(1));
    expect(repeats.stuckAt).toBe(50);
  });

  it('are told when they go in a circle', () => {
    const repeats = new Repeats();
    const circle = [page(1), page(51)];
    let pages = 0;
    while (repeats.stuckAt === null && pages < 10) repeats.page(50 * pages, circle[pages++ % 2]!);
    expect([pages, repeats.stuckAt]).toEqual([5, 100]);
  });

  it('are no matter while each brings one thing that is new, be it the event of a known document', () => {
    const repeats = new Repeats();
    repeats.page(0, page(1));
    for (let n = 1; n <= 20; n += 1) repeats.page(50 * n, [...page(1).slice(1), `event ${String(n)}`]);
    expect(repeats.stuckAt).toBeNull();
  });

  it('are forgotten once something new has come', () => {
    const repeats = new Repeats();
    for (const from of [1, 1, 1, 51, 1, 51]) repeats.page(0, page(from));
    expect(repeats.stuckAt).toBeNull();
  });

  it('are pages of broken files too, which show nothing', () => {
    const repeats = new Repeats();
    for (let n = 0; n < 3; n += 1) repeats.page(50 * n, []);
    expect(repeats.stuckAt).toBe(0);
  });
});

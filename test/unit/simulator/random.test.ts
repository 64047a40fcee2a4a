import { describe, expect, it } from 'vitest';
import { hash32, hashFraction, Random } from '../../../src/simulator/office';

describe('Random', () => {
  it('repeats itself for the same seed and differs for another', () => {
    const draw = (seed: number): number[] => {
      const random = new Random(seed);
      return Array.from({ length: 20 }, () => random.bits());
    };
    expect(draw(5)).toEqual(draw(5));
    expect(draw(5)).not.toEqual(draw(6));
  });

  it('keeps integers inside both ends and reaches them', () => {
    const random = new Random(1);
    const drawn = new Set(Array.from({ length: 500 }, () => random.integer(3, 6)));
    expect([...drawn].sort()).toEqual([3, 4, 5, 6]);
  });

  it('writes canonical base64 of the size asked for', () => {
    const random = new Random(2);
    for (const bytes of [20, 21, 22, 32, 256]) {
      const text = random.base64(bytes);
      expect(Buffer.from(text, 'base64')).toHaveLength(bytes);
      expect(Buffer.from(text, 'base64').toString('base64')).toBe(text);
    }
  });

  it('draws weighted choices near their shares', () => {
    const random = new Random(3);
    const drawn = Array.from({ length: 4_000 }, () =>
      random.weighted([
        ['rare', 0.1],
        ['often', 0.9],
      ]),
    );
    expect(drawn.filter((choice) => choice === 'rare').length).toBeGreaterThan(300);
    expect(drawn.filter((choice) => choice === 'rare').length).toBeLessThan(500);
  });

  it('refuses to pick from nothing', () => {
    expect(() => new Random(1).pick([])).toThrow(RangeError);
  });
});

describe('hash32', () => {
  it('depends on where one part ends', () => {
    expect(hash32('ab', 'c')).not.toBe(hash32('a', 'bc'));
    expect(hash32('a', 1)).toBe(hash32('a', 1));
  });

  it('spreads evenly over [0, 1)', () => {
    const low = Array.from({ length: 10_000 }, (_, index) => hashFraction('page', index)).filter(
      (value) => value < 0.03,
    );
    expect(low.length).toBeGreaterThan(230);
    expect(low.length).toBeLessThan(370);
  });
});

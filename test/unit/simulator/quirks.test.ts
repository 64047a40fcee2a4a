import { describe, expect, it } from 'vitest';
import { parseQuirks, QUIRK_NAMES, QUIRKS } from '../../../src/simulator';
import { Misfortune } from '../../../src/simulator/server/misfortune';
import { RateLimits } from '../../../src/simulator/server/limits';

describe('parseQuirks', () => {
  it('reads none, all and lists', () => {
    expect(parseQuirks('none').size).toBe(0);
    expect([...parseQuirks('all')]).toEqual([...QUIRK_NAMES]);
    expect([...parseQuirks(' reset, rate-limit ')]).toEqual(['reset', 'rate-limit']);
  });

  it('names what it does not know', () => {
    expect(() => parseQuirks('reset,chuva')).toThrow(
      /Comportamento desconhecido: chuva\. Use none, all ou: double-encoded/,
    );
    expect(() => parseQuirks('toString')).toThrow(RangeError);
  });

  it('describes every quirk in a sentence', () => {
    for (const name of QUIRK_NAMES) expect(QUIRKS[name]).toMatch(/^[A-ZÀ-Ú].{20,}\.$/);
  });
});

describe('Misfortune', () => {
  const pages = Array.from({ length: 4_000 }, (_, index) => `page ${String(index)}`);

  it('strikes the same requests for the same seed, whatever is asked between', () => {
    const one = new Misfortune(1, parseQuirks('all'), 0.018);
    const two = new Misfortune(1, parseQuirks('all'), 0.018);
    const forwards = pages.map((page) => one.strike(page, 'page'));
    const backwards = [...pages].reverse().map((page) => two.strike(page, 'page'));
    expect(backwards.reverse()).toEqual(forwards);
    expect(new Misfortune(2, parseQuirks('all'), 0.018).strike(pages[0] ?? '', 'none')).toBeNull();
  });

  it('lets go after two tries at most and costs about one page in eight', () => {
    const misfortune = new Misfortune(3, parseQuirks('all'), 0.018);
    const hits = [1, 2, 3].map(() => pages.filter((page) => misfortune.strike(page, 'page') !== null).length);
    expect(hits[0]).toBeGreaterThan(0.08 * pages.length);
    expect((hits[0] ?? 0) + (hits[1] ?? 0)).toBeLessThan(0.15 * pages.length);
    expect(hits[1]).toBeGreaterThan(0);
    expect(hits[2]).toBe(0);
  });

  it('plays no quirk that was not asked for', () => {
    const misfortune = new Misfortune(3, parseQuirks('reset'), 1);
    expect(new Set(pages.map((page) => misfortune.strike(page, 'page')))).toEqual(new Set(['reset']));
    expect(new Misfortune(3, parseQuirks('none'), 1).strike('x', 'page')).toBeNull();
  });
});

describe('RateLimits', () => {
  it('lets so many calls through a minute and says how long to wait', () => {
    const limits = new RateLimits(1);
    expect([0, 10, 20].map((now) => limits.admit('pages', 2, now))).toEqual([null, null, 60]);
    expect(limits.admit('counts', 2, 20)).toBeNull();
    expect(limits.admit('pages', 2, 59_960)).toBeNull();
  });

  it('shortens the window, not the words, when time runs faster', () => {
    const limits = new RateLimits(100);
    expect(limits.admit('pages', 1, 0)).toBeNull();
    expect(limits.admit('pages', 1, 100)).toBe(45);
    expect(limits.admit('pages', 1, 560)).toBeNull();
  });
});

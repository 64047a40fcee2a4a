import { describe, expect, it } from 'vitest';
import { closes } from '../../../src/engine/app/run-options';

const at = (instant: string): number => Date.parse(instant);

describe('whether a run closes its month', () => {
  it('does so when the days of grace after its end are over', () => {
    expect(closes('2026-10', 10, at('2026-10-31T23:00:00Z'), undefined)).toBe(false);
    expect(closes('2026-10', 10, at('2026-11-10T23:59:00Z'), undefined)).toBe(false);
    expect(closes('2026-10', 10, at('2026-11-11T00:00:00Z'), undefined)).toBe(true);
    expect(closes('2026-10', 0, at('2026-11-01T00:00:00Z'), undefined)).toBe(true);
  });

  it('does what it is told before that', () => {
    expect(closes('2026-10', 10, at('2026-10-05T12:00:00Z'), true)).toBe(true);
    expect(closes('2026-10', 10, at('2027-10-05T12:00:00Z'), false)).toBe(false);
  });
});

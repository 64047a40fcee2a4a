import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { afterFailure, breakerPosition, CircuitBreakers, CLOSED } from '../../../../src/engine/base';

const RULE = { threshold: 3, coolDownMs: 1_000 };

describe('circuit breaker', () => {
  it('opens after enough failures in a row, allows one trial after the cool-down, and starts anew when that fails', () => {
    const twice = afterFailure(afterFailure(CLOSED, 0, RULE), 10, RULE);
    expect(breakerPosition(twice, 10, RULE)).toBe('closed');
    const open = afterFailure(twice, 20, RULE);
    expect(breakerPosition(open, 1_019, RULE)).toBe('open');
    expect(breakerPosition(open, 1_020, RULE)).toBe('half-open');
    expect(breakerPosition(afterFailure(open, 1_020, RULE), 1_021, RULE)).toBe('open');
  });

  it('isolates one company and never another', () => {
    const breakers = new CircuitBreakers(RULE);
    for (let time = 0; time < 3; time += 1) breakers.failed('a', time);
    breakers.failed('b', 0);
    expect(breakers.allows('a', 5)).toBe(false);
    expect(breakers.allows('b', 5)).toBe(true);
    expect(breakers.allows('never seen', 5)).toBe(true);
    expect(breakers.isolated()).toEqual(['a']);
    breakers.succeeded('a');
    expect(breakers.allows('a', 5)).toBe(true);
    expect(breakers.isolated()).toEqual([]);
  });

  it('survives being stored', () => {
    const breakers = new CircuitBreakers(RULE);
    for (let time = 0; time < 3; time += 1) breakers.failed('a', time);
    const stored = JSON.parse(JSON.stringify(breakers.entries())) as ReturnType<CircuitBreakers['entries']>;
    expect(new CircuitBreakers(RULE, stored).isolated()).toEqual(['a']);
  });

  it('is open exactly while the failures since the last success reach the threshold and the last one is young', () => {
    fc.assert(
      fc.property(fc.array(fc.boolean(), { maxLength: 30 }), fc.nat(3_000), (outcomes, later) => {
        const breakers = new CircuitBreakers(RULE);
        outcomes.forEach((failed, time) => {
          if (failed) breakers.failed('x', time);
          else breakers.succeeded('x');
        });
        const inARow = outcomes.length - 1 - outcomes.lastIndexOf(false);
        const last = outcomes.length - 1;
        expect(breakers.allows('x', last + later)).toBe(inARow < RULE.threshold || later >= RULE.coolDownMs);
      }),
    );
  });
});

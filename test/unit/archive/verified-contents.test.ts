import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sha256Of, VerifiedContents } from '../../../src/engine/archive';

const content = (name: string, length: number): Uint8Array => new TextEncoder().encode(name.padEnd(length, '.'));

describe('contents that were verified in the archive', () => {
  it('are found by their hash until they are dropped', () => {
    const contents = new VerifiedContents();
    const bytes = content('a', 100);
    contents.keep(sha256Of(bytes), bytes);
    expect(contents.get(sha256Of(bytes))).toEqual(bytes);
    expect(contents.get(sha256Of(content('b', 100)))).toBeUndefined();
    contents.drop(sha256Of(bytes));
    expect(contents.get(sha256Of(bytes))).toBeUndefined();
    expect(contents.bytes).toBe(0);
  });

  it('give way to newer ones, those that were not asked for first', () => {
    const contents = new VerifiedContents(300);
    const [a, b, c, d] = ['a', 'b', 'c', 'd'].map((name) => content(name, 100)) as [
      ...[Uint8Array, Uint8Array],
      ...[Uint8Array, Uint8Array],
    ];
    for (const bytes of [a, b, c]) contents.keep(sha256Of(bytes), bytes);
    contents.get(sha256Of(a));
    contents.keep(sha256Of(d), d);
    expect([a, b, c, d].map((bytes) => contents.get(sha256Of(bytes)) !== undefined)).toEqual([true, false, true, true]);
  });

  it('keep nothing of the buffer that they came in', () => {
    const whole = Buffer.alloc(1_000_000, 'x');
    const contents = new VerifiedContents();
    contents.keep('hash', whole.subarray(10, 20));
    const kept = contents.get('hash');
    expect(kept).toEqual(new Uint8Array(10).fill(120));
    expect(kept?.buffer.byteLength).toBe(10);
  });

  it('never take more memory than they may, whatever comes', () => {
    const step = fc.record({
      name: fc.constantFrom('a', 'b', 'c', 'd', 'e'),
      length: fc.integer({ min: 0, max: 700 }),
      does: fc.constantFrom('keep' as const, 'keep' as const, 'get' as const, 'drop' as const),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const contents = new VerifiedContents(1_000);
        for (const { name, length, does } of steps) {
          if (does === 'keep') contents.keep(name, content(name, Math.max(1, length)));
          else contents[does](name);
          const kept = ['a', 'b', 'c', 'd', 'e'].flatMap((one) => contents.get(one) ?? []);
          expect(contents.bytes).toBe(kept.reduce((sum, { byteLength }) => sum + byteLength, 0));
          expect(contents.bytes).toBeLessThanOrEqual(1_000);
        }
      }),
    );
  });

  it('leave out what is larger than all that may be kept', () => {
    const contents = new VerifiedContents(100);
    contents.keep('small', content('s', 60));
    contents.keep('large', content('l', 101));
    expect([contents.get('small')?.byteLength, contents.get('large')]).toEqual([60, undefined]);
  });
});

import { describe, expect, it } from 'vitest';
import { AdaptiveConcurrency } from '../../../src/engine/delivery/adaptive-concurrency';

const FILES = 192;

/** A root on which each of `inFlight` files takes as long as `fileMs` says; flown for so many batches. @returns the numbers used. */
function fly(flight: AdaptiveConcurrency, batches: number, fileMs: (inFlight: number) => number): number[] {
  return Array.from({ length: batches }, () => {
    const { inFlight } = flight;
    flight.learn({ files: FILES, inFlight, ms: (FILES / inFlight) * fileMs(inFlight), trouble: false });
    return inFlight;
  });
}

describe('the number of files in flight', () => {
  it('grows to its bound where each file waits on its own', () => {
    expect(fly(new AdaptiveConcurrency(), 6, () => 100)).toEqual([16, 32, 64, 64, 64, 64]);
  });

  it('settles where more are no faster, and looks around only now and then', () => {
    const used = fly(new AdaptiveConcurrency(), 60, (inFlight) => Math.max(10, inFlight * 1.25));
    expect(used.slice(0, 4)).toEqual([16, 32, 8, 4]);
    expect(used.slice(5).filter((inFlight) => inFlight === 8).length).toBeGreaterThan(48);
  });

  it('falls to one at a time where files stand in each other’s way', () => {
    expect(fly(new AdaptiveConcurrency(), 8, (inFlight) => inFlight ** 2).at(-1)).toBe(1);
  });

  it('is halved by trouble, down to one, and grows again afterwards', () => {
    const flight = new AdaptiveConcurrency();
    fly(flight, 6, () => 100);
    const trouble = Array.from({ length: 8 }, () => {
      flight.learn({ files: FILES, inFlight: flight.inFlight, ms: 1_000, trouble: true });
      return flight.inFlight;
    });
    expect(trouble).toEqual([32, 16, 8, 4, 2, 1, 1, 1]);
    expect(fly(flight, 9, () => 100).at(-1)).toBe(64);
  });

  it('follows a root that changes', () => {
    const flight = new AdaptiveConcurrency();
    fly(flight, 6, () => 100);
    expect(fly(flight, 40, (inFlight) => inFlight ** 2).at(-1)).toBeLessThanOrEqual(4);
  });

  it('judges a number by the batches that were flown with it, whichever is in use when they land', () => {
    const flight = new AdaptiveConcurrency();
    const landed = (inFlight: number, fileMs: number): void =>
      flight.learn({ files: FILES, inFlight, ms: FILES * fileMs, trouble: false });
    landed(16, 1);
    expect(flight.inFlight).toBe(32);
    // set out before the change, beside the first one
    landed(16, 9);
    landed(32, 5);
    expect(flight.inFlight).toBe(8);
  });

  it('learns nothing from a batch that was smaller than itself', () => {
    const flight = new AdaptiveConcurrency();
    flight.learn({ files: 3, inFlight: 16, ms: 1, trouble: false });
    expect(flight.inFlight).toBe(16);
  });
});

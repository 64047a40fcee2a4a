import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { MOST_RELOADS, ReloadBudget, WITHIN_MS } from '../../../src/main/windows/reloads';
import { SILENT_FOR_MS, SilenceWatch } from '../../../src/main/windows/silence';
import { placeWindow, SMALLEST, type Rectangle } from '../../../src/main/windows/window-state';

const PRIMARY: Rectangle = { x: 0, y: 0, width: 1920, height: 1040 };
const RIGHT: Rectangle = { x: 1920, y: 0, width: 1280, height: 1024 };
const at = (x: number, y: number, width = 1000, height = 700) => ({ x, y, width, height, maximized: false });

describe('placeWindow', () => {
  it('opens where the window was', () => {
    expect(placeWindow(at(2000, 50), [PRIMARY, RIGHT])).toEqual(at(2000, 50));
    expect(placeWindow({ ...at(100, 50), maximized: true }, [PRIMARY])).toEqual({ ...at(100, 50), maximized: true });
  });

  it('comes back to the first screen when its own has gone', () => {
    expect(placeWindow(at(2000, 50), [PRIMARY])).toEqual({ width: 1000, height: 700, maximized: false });
    expect(placeWindow(at(-5000, 50), [PRIMARY, RIGHT])).not.toHaveProperty('x');
    expect(placeWindow(at(100, -400), [PRIMARY])).not.toHaveProperty('x');
    expect(placeWindow(at(100, 1030), [PRIMARY])).not.toHaveProperty('x');
  });

  it('fits a smaller screen, and has a usual size of its own', () => {
    expect(placeWindow(at(10, 10, 1900, 1000), [{ ...PRIMARY, width: 1024, height: 700 }])).toMatchObject({
      width: 1024,
      height: 700,
    });
    expect(placeWindow(null, [PRIMARY])).toEqual({ width: 1280, height: 800, maximized: false });
    expect(placeWindow(null, [])).toMatchObject({ width: 1280, height: 800 });
    expect(placeWindow(at(10, 10, 5, 5), [PRIMARY])).toMatchObject(SMALLEST);
  });

  it('can always be grabbed, whatever was saved and whatever screens there are', () => {
    const coordinate = fc.integer({ min: -6000, max: 6000 });
    const size = fc.integer({ min: 1, max: 6000 });
    const rectangle = fc.record({ x: coordinate, y: coordinate, width: size, height: size });
    const screen = fc.record({
      x: coordinate,
      y: coordinate,
      width: fc.integer({ min: 640, max: 4000 }),
      height: fc.integer({ min: 480, max: 3000 }),
    });
    fc.assert(
      fc.property(rectangle, fc.array(screen, { minLength: 1, maxLength: 3 }), (saved, screens) => {
        const placed = placeWindow({ ...saved, maximized: false }, screens);
        const { x, y } = placed;
        if (x === undefined || y === undefined)
          return placed.width <= screens[0]!.width && placed.height <= screens[0]!.height;
        return screens.some(
          (one) => x < one.x + one.width && x + placed.width > one.x && y >= one.y - 1 && y < one.y + one.height,
        );
      }),
    );
  });
});

describe('ReloadBudget', () => {
  it('allows three reloads in five minutes', () => {
    let now = 0;
    const budget = new ReloadBudget(() => now);
    for (let n = 0; n < MOST_RELOADS; n += 1) expect(budget.take()).toBe(true);
    expect(budget.take()).toBe(false);
    now += WITHIN_MS;
    expect(budget.take()).toBe(true);
  });

  it('begins anew when a person asks', () => {
    const budget = new ReloadBudget(() => 0);
    for (let n = 0; n < 10; n += 1) budget.take();
    budget.renew();
    expect(budget.take()).toBe(true);
  });
});

describe('SilenceWatch', () => {
  let ended: number;
  let silence: SilenceWatch;
  beforeEach(() => {
    vi.useFakeTimers();
    ended = 0;
    silence = new SilenceWatch(() => (ended += 1));
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('ends a page that stays silent, once', () => {
    silence.begin();
    vi.advanceTimersByTime(SILENT_FOR_MS / 2);
    silence.begin();
    vi.advanceTimersByTime(SILENT_FOR_MS / 2);
    expect(ended).toBe(1);
    vi.advanceTimersByTime(SILENT_FOR_MS * 3);
    expect(ended).toBe(1);
  });

  it('spares a page that speaks again', () => {
    silence.begin();
    vi.advanceTimersByTime(SILENT_FOR_MS - 1);
    silence.end();
    vi.advanceTimersByTime(SILENT_FOR_MS);
    expect(ended).toBe(0);
  });
});

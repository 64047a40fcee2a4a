import { EventEmitter } from 'node:events';
import { expect, it } from 'vitest';
import { SessionEnd } from '../../../src/main/app/session-end';

/** A window of Windows: asked, and told. */
class TestWindow extends EventEmitter {
  isDestroyed = false;
  destroy(): void {
    this.isDestroyed = true;
  }
  /** @returns whether it agrees to the end of the session */
  query(): boolean {
    let agrees = true;
    this.emit('query-session-end', {
      preventDefault: () => {
        agrees = false;
      },
    });
    return agrees;
  }
}

function fixture({ running = true, silent = true } = {}) {
  const state = { running, ends: 0, silent: [] as TestWindow[] };
  const session = new SessionEnd({
    running: () => state.running,
    end: () => {
      state.ends += 1;
    },
    silentWindow: () => {
      if (!silent) return null;
      state.silent.push(new TestWindow());
      return state.silent.at(-1)!;
    },
  });
  const window = new TestWindow();
  session.attach(window);
  return { state, session, window };
}

it('ends a program at work as soon as the session is about to end, and has the system wait for it', () => {
  const { state, window } = fixture();
  expect(window.query()).toBe(false);
  expect(state.ends).toBe(1);
  // an end that cannot be held up comes all the same
  window.emit('session-end');
  expect(state.ends).toBe(2);
});

it('lets a program without work live until the session really ends: somebody else may refuse', () => {
  const { state, window } = fixture({ running: false });
  expect(window.query()).toBe(true);
  expect(state.ends).toBe(0);
  window.emit('session-end');
  expect(state.ends).toBe(1);
});

it('hears of it without a window too, through one that shows nothing and goes when a window opens', () => {
  const { state, session } = fixture();
  session.goOnWithoutWindow();
  session.goOnWithoutWindow();
  expect(state.silent).toHaveLength(1);
  expect(state.silent[0]!.query()).toBe(false);
  expect(state.ends).toBe(1);
  session.attach(new TestWindow());
  expect(state.silent[0]!.isDestroyed).toBe(true);
  session.goOnWithoutWindow();
  expect(state.silent).toHaveLength(2);
});

it('needs no window where the system tells the program itself', () => {
  const { state, session } = fixture({ silent: false });
  session.goOnWithoutWindow();
  let waits = 0;
  const event = { preventDefault: () => void (waits += 1) };
  session.ends(event);
  expect([waits, state.ends]).toEqual([1, 1]);
  state.running = false;
  session.ends(event);
  session.ends();
  expect([waits, state.ends]).toEqual([1, 3]);
});

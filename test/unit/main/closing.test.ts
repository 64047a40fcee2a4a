import { setImmediate } from 'node:timers/promises';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { Closing, LINGER_MS } from '../../../src/main/app/closing';
import type { CloseAnswer, TrayAnswer } from '../../../src/main/dialogs/questions';
import type { Preferences } from '../../../src/shared/ipc/shell';

interface OfficeFixture {
  running?: boolean;
  whileRunning?: Preferences['closeWhileRunning'];
  toTray?: Preferences['closeToTray'];
  run?: CloseAnswer;
  tray?: TrayAnswer;
  always?: boolean;
  hasTray?: boolean;
  window?: boolean;
}

/** A program that is about to be closed, and what closing does to it. */
function closing(fixture: OfficeFixture) {
  const done: string[] = [];
  const state = { running: true, window: true, hasTray: true, ...fixture };
  const { whileRunning = 'ask', toTray = 'ask', run = 'cancel', tray = 'cancel', always = false } = fixture;
  return {
    done,
    state,
    closing: new Closing({
      running: () => state.running,
      preferences: () => ({ closeWhileRunning: whileRunning, closeToTray: toTray }),
      remember: (wishes) => done.push(`remember ${JSON.stringify(wishes)}`),
      askAboutRun: () => {
        done.push('ask about the run');
        return Promise.resolve({ answer: run, always });
      },
      askAboutTray: () => {
        done.push('ask about the tray');
        return Promise.resolve({ answer: tray, always });
      },
      hasTray: () => Promise.resolve(state.hasTray),
      hasWindow: () => state.window,
      destroyWindow: () => {
        state.window = false;
        done.push('destroy');
      },
      quit: () => done.push('quit'),
    }),
  };
}

async function settled(): Promise<void> {
  for (let turn = 0; turn < 5; turn += 1) await setImmediate();
}

afterEach(() => {
  vi.useRealTimers();
});

describe('closing the window during a run', () => {
  it.each([
    ['cancel', false, []],
    ['cancel', true, []],
    ['background', false, ['destroy']],
    ['stop', false, ['destroy', 'quit']],
    ['background', true, ['remember {"closeWhileRunning":"background"}', 'destroy']],
    ['stop', true, ['remember {"closeWhileRunning":"stop"}', 'destroy', 'quit']],
  ] as const)('asks first: %s, always: %s', async (answer, always, wanted) => {
    const asked = closing({ run: answer, always });
    expect(asked.closing.mayClose()).toBe(false);
    expect(asked.closing.mayClose()).toBe(false);
    expect(asked.done).toEqual([]);
    await settled();
    expect(asked.done).toEqual(['ask about the run', ...wanted]);
    expect(asked.closing.goesOn).toBe(answer === 'background');
    expect(asked.closing.mayClose()).toBe(answer === 'stop');
  });

  it.each([
    ['background', ['destroy']],
    ['stop', ['destroy', 'quit']],
  ] as const)('does without asking what was wished once: %s', async (wish, wanted) => {
    const wished = closing({ whileRunning: wish, toTray: 'tray' });
    expect(wished.closing.mayClose()).toBe(false);
    await settled();
    expect(wished.done).toEqual(wanted);
  });

  it('lets the word of its end be read, and then ends too', async () => {
    const alone = closing({ whileRunning: 'background' });
    alone.closing.mayClose();
    await settled();
    alone.state.running = false;
    vi.useFakeTimers();
    await alone.closing.runEnded();
    vi.advanceTimersByTime(LINGER_MS - 1);
    expect(alone.done).toEqual(['destroy']);
    vi.advanceTimersByTime(1);
    expect(alone.done).toEqual(['destroy', 'destroy', 'quit']);
    expect(alone.closing.goesOn).toBe(false);
  });

  it.each([
    ['a window was opened', { window: true }],
    ['another run has begun', { running: true }],
  ] as const)('does not end after it when %s meanwhile', async (_what, meanwhile) => {
    const alone = closing({ whileRunning: 'background' });
    alone.closing.mayClose();
    await settled();
    alone.state.running = false;
    vi.useFakeTimers();
    await alone.closing.runEnded();
    Object.assign(alone.state, meanwhile);
    vi.advanceTimersByTime(LINGER_MS);
    expect(alone.done).toEqual(['destroy']);
  });

  it.each([
    [true, []],
    [false, ['destroy', 'quit']],
  ])('goes on in the tray after it, where that is wished and there is one: %s', async (hasTray, wanted) => {
    const alone = closing({ whileRunning: 'background', toTray: 'tray', hasTray });
    alone.closing.mayClose();
    await settled();
    alone.state.running = false;
    vi.useFakeTimers();
    await alone.closing.runEnded();
    vi.advanceTimersByTime(LINGER_MS);
    expect(alone.done).toEqual(['destroy', ...wanted]);
    expect(alone.closing.goesOn).toBe(hasTray);
  });

  it('means nothing for a run that ends with its window open', async () => {
    const open = closing({ running: false });
    await open.closing.runEnded();
    expect(open.done).toEqual([]);
  });
});

describe('closing the window while nothing is under way', () => {
  it.each([
    ['cancel', false, []],
    ['cancel', true, []],
    ['tray', false, ['destroy']],
    ['quit', false, ['destroy', 'quit']],
    ['tray', true, ['remember {"closeToTray":"tray"}', 'destroy']],
    ['quit', true, ['remember {"closeToTray":"quit"}', 'destroy', 'quit']],
  ] as const)('asks whether to go on in the tray: %s, always: %s', async (answer, always, wanted) => {
    const asked = closing({ running: false, tray: answer, always });
    expect(asked.closing.mayClose()).toBe(false);
    expect(asked.closing.mayClose()).toBe(false);
    await settled();
    expect(asked.done).toEqual(['ask about the tray', ...wanted]);
    expect(asked.closing.goesOn).toBe(answer === 'tray');
  });

  it('does without asking what was wished once', async () => {
    const tray = closing({ running: false, toTray: 'tray' });
    expect(tray.closing.mayClose()).toBe(false);
    await settled();
    expect(tray.done).toEqual(['destroy']);
    expect(tray.closing.goesOn).toBe(true);
    const quit = closing({ running: false, toTray: 'quit' });
    expect(quit.closing.mayClose()).toBe(true);
    expect(quit.closing.goesOn).toBe(false);
  });

  it.each(['ask', 'tray'] as const)('never closes to a tray that is not there: %s', async (toTray) => {
    const bare = closing({ running: false, toTray, hasTray: false });
    expect(bare.closing.mayClose()).toBe(false);
    await settled();
    expect(bare.done).toEqual(['destroy', 'quit']);
  });

  it('asks about a run that began while the question stood', async () => {
    const late = closing({ running: false, tray: 'quit' });
    late.closing.mayClose();
    late.state.running = true;
    await settled();
    expect(late.done).toEqual(['ask about the tray', 'ask about the run']);
  });

  it('is asked again after the window was opened from the tray', async () => {
    const again = closing({ running: false, tray: 'tray' });
    again.closing.mayClose();
    await settled();
    again.state.window = true;
    expect(again.closing.mayClose()).toBe(false);
    expect(again.closing.goesOn).toBe(false);
    await settled();
    expect(again.closing.goesOn).toBe(true);
  });
});

describe('ending the program', () => {
  it('ends without a question when nothing is under way, whatever is wished of closing', () => {
    const idle = closing({ running: false, toTray: 'tray' });
    expect(idle.closing.mayQuit()).toBe(true);
    expect(idle.closing.mayClose()).toBe(true);
    expect(idle.closing.goesOn).toBe(false);
  });

  it.each([
    ['cancel', []],
    ['background', ['destroy']],
    ['stop', ['destroy', 'quit']],
  ] as const)('asks during a run, also when closing goes on without asking: %s', async (run, wanted) => {
    const asked = closing({ run, whileRunning: 'background' });
    expect(asked.closing.mayQuit()).toBe(false);
    await settled();
    expect(asked.done).toEqual(['ask about the run', ...wanted]);
    expect(asked.closing.mayQuit()).toBe(run === 'stop');
  });

  it('stops the run without asking where that is wished', () => {
    expect(closing({ whileRunning: 'stop' }).closing.mayQuit()).toBe(true);
  });

  it('asks nothing when the machine ends', () => {
    const ending = closing({});
    ending.closing.leave();
    expect(ending.closing.mayClose()).toBe(true);
    expect(ending.closing.mayQuit()).toBe(true);
    expect(ending.done).toEqual([]);
  });
});

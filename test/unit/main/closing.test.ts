import { setImmediate } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { Closing } from '../../../src/main/app/closing';
import type { CloseAnswer } from '../../../src/main/dialogs/questions';
import type { Preferences } from '../../../src/shared/ipc/shell';

type Preference = Preferences['closeWhileRunning'];

function closing(options: { running?: boolean; preference?: Preference; answer?: CloseAnswer; always?: boolean }) {
  const done: string[] = [];
  let questions = 0;
  const { running = true, preference = 'ask', answer = 'cancel', always = false } = options;
  return {
    done,
    questions: () => questions,
    closing: new Closing({
      running: () => running,
      preference: () => preference,
      remember: (kept) => done.push(`remember ${kept}`),
      ask: () => {
        questions += 1;
        return Promise.resolve({ answer, always });
      },
      destroyWindow: () => done.push('destroy'),
      quit: () => done.push('quit'),
    }),
  };
}

describe('closing the window', () => {
  it('is nothing special while no run is under way', () => {
    const quiet = closing({ running: false });
    expect(quiet.closing.mayClose()).toBe(true);
    expect(quiet.questions()).toBe(0);
  });

  it.each([
    ['cancel', false, []],
    ['cancel', true, []],
    ['background', false, ['destroy']],
    ['stop', false, ['destroy', 'quit']],
    ['background', true, ['remember background', 'destroy']],
    ['stop', true, ['remember stop', 'destroy', 'quit']],
  ] as const)('during a run asks first: %s, always: %s', async (answer, always, wanted) => {
    const asked = closing({ answer, always });
    expect(asked.closing.mayClose()).toBe(false);
    expect(asked.closing.mayClose()).toBe(false);
    expect(asked.done).toEqual([]);
    await setImmediate();
    expect(asked.done).toEqual(wanted);
    expect(asked.questions()).toBe(1);
    expect(asked.closing.mayClose()).toBe(answer === 'stop');
  });

  it.each([
    ['background', ['destroy']],
    ['stop', ['destroy', 'quit']],
  ] as const)('does without asking what was wished once: %s', async (preference, wanted) => {
    const wished = closing({ preference });
    expect(wished.closing.mayClose()).toBe(false);
    await setImmediate();
    expect(wished.done).toEqual(wanted);
    expect(wished.questions()).toBe(0);
  });

  it('asks nothing when the program ends', () => {
    const ending = closing({});
    ending.closing.leave();
    expect(ending.closing.mayClose()).toBe(true);
    expect(ending.questions()).toBe(0);
  });
});

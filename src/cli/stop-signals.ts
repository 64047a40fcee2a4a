import { EXIT } from './exit-codes';
import type { Host } from './host';

/** What the next signal does; the sentence is told first. */
export interface StopStep {
  readonly sentence: string | (() => string);
  readonly act: () => void;
}

/** Windows ends a process some five seconds after its console was closed: by then it has ended by itself. */
export const CLOSING_MS = 4_500;

/**
 * Each Ctrl+C goes one step further; after the last step the process ends at once. A terminal that closes does the last step, without
 * a word, and gives it `CLOSING_MS`, however often it says so.
 * @returns stops listening.
 */
export function onStopSignals(
  host: Pick<Host, 'onStopSignal' | 'exit'>,
  say: (text: string) => void,
  steps: readonly StopStep[],
): () => void {
  let taken = 0;
  let deadline: ReturnType<typeof setTimeout> | undefined;
  const end = (): void => {
    host.exit(EXIT.stopped);
  };
  const close = (): void => {
    if (deadline !== undefined) return;
    deadline = setTimeout(end, CLOSING_MS);
    if (taken < steps.length) steps.at(-1)?.act();
    taken = steps.length;
  };
  const stopListening = host.onStopSignal((wish) => {
    const step = steps[taken];
    if (wish === 'closing') close();
    else if (step === undefined) end();
    else {
      taken += 1;
      say(typeof step.sentence === 'string' ? step.sentence : step.sentence());
      step.act();
    }
  });
  return () => {
    clearTimeout(deadline);
    stopListening();
  };
}

/** Resolves at the first signal; the second ends the process. */
export function untilStopSignal(host: Pick<Host, 'onStopSignal' | 'exit'>): Promise<void> {
  return new Promise((ended) => {
    const step = { sentence: '', act: ended };
    onStopSignals(host, () => undefined, [step]);
  });
}

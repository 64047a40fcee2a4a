import { EXIT } from './exit-codes';
import type { Host } from './host';

/** What the next signal does; the sentence is told first. */
export interface StopStep {
  readonly sentence: string;
  readonly act: () => void;
}

/**
 * Each Ctrl+C goes one step further; after the last step the process ends at once.
 * @returns stops listening.
 */
export function onStopSignals(
  host: Pick<Host, 'onStopSignal' | 'exit'>,
  say: (text: string) => void,
  steps: readonly StopStep[],
): () => void {
  let taken = 0;
  return host.onStopSignal(() => {
    const step = steps[taken++];
    if (step === undefined) {
      host.exit(EXIT.stopped);
      return;
    }
    say(step.sentence);
    step.act();
  });
}

/** Resolves at the first signal; the second ends the process. */
export function untilStopSignal(host: Pick<Host, 'onStopSignal' | 'exit'>): Promise<void> {
  return new Promise((ended) => {
    const step = { sentence: '', act: ended };
    onStopSignals(host, () => undefined, [step]);
  });
}

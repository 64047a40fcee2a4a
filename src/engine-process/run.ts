import { MaloteError, asMaloteError } from '../shared/errors';
import type { RunPorts } from './ports';

/**
 * Starts, or goes on with, the run of a month.
 * @returns once it is under way; how it goes on and ends is in the deltas
 * @throws MaloteError SHELL_RUN_UNDER_WAY, and what kept the run from beginning
 */
export async function startRun(host: RunPorts, month: string, only: readonly string[] | null): Promise<void> {
  const { engine } = await host.workspace();
  if (host.console.running) throw new MaloteError('SHELL_RUN_UNDER_WAY');
  host.console.runStarting(month, only);
  const done = host.atWork(month);
  const begun = new Promise<void>((resolve) => {
    const unsubscribe = engine.subscribe((event) => {
      if (event.type !== 'progress') return;
      unsubscribe();
      resolve();
    });
  });
  let hasBegun = false;
  const ended = engine
    .run({ month, ...(only === null ? {} : { only }) })
    .then(() => undefined)
    .catch((error: unknown) => {
      if (!hasBegun) throw error;
      const { message, action, code } = asMaloteError(error);
      host.log.error(`the run ended by an error: ${message}`);
      host.console.notice('error', `${message} ${action}`, code);
    })
    .finally(() => {
      host.console.runEnded();
      done();
    });
  await Promise.race([begun.then(() => (hasBegun = true)), ended]);
}

import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

/** What the contract's run came to. */
export interface Kept {
  readonly passed: number;
  /** Name and reason of each promise that was not kept. */
  readonly failures: readonly string[];
}

/** Holds the share to everything that a root promises, in a process of its own. */
export async function runContract(): Promise<Kept> {
  // its own report would lie between the laboratory's lines
  const stdio = ['ignore', 'ignore', 'inherit', 'ipc'] as const;
  const runner = fork(join(import.meta.dirname, 'contract-process.mjs'), { stdio: [...stdio] });
  const [kept] = (await Promise.race([once(runner, 'message'), once(runner, 'exit')])) as [unknown];
  if (typeof kept !== 'object' || kept === null) throw new Error('the contract did not run');
  return kept as Kept;
}

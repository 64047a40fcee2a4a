import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { PLACES } from './places';

const PATIENCE_MS = 16_000;
const DYING_MS = 5_000;

export interface Testimony {
  /** By call: `ok`, the code that Node gave, or `hangs`; with the seconds when it took any. */
  readonly calls: Readonly<Record<string, string>>;
  /** Whether the process, with calls still hung in it, was gone soon after SIGKILL. */
  readonly died: boolean;
}

const start = (...args: readonly string[]): ChildProcess =>
  fork(join(import.meta.dirname, 'witness-process.mjs'), [PLACES.share, ...args]);

/** Lays out the files that the witness will look at, while the share still works. */
export async function prepareWitness(): Promise<void> {
  await once(start('prepare'), 'exit');
}

/** What Node says of each call on the share now; nobody waits longer than 16 s for it. */
export async function witness(calls: readonly string[] = WITNESSED): Promise<Testimony> {
  const child = start();
  const said: Record<string, string> = Object.fromEntries(calls.map((call) => [call, 'hangs']));
  child.on('message', (message: { call: string; said: string; ms: number }) => {
    said[message.call] = message.ms < 1_000 ? message.said : `${message.said} ${(message.ms / 1000).toFixed(0)} s`;
  });
  const exit = once(child, 'exit');
  await Promise.race([exit, sleep(PATIENCE_MS)]);
  child.kill('SIGKILL');
  const died = await Promise.race([exit.then(() => true), sleep(DYING_MS, false)]);
  return { calls: said, died };
}

export const WITNESSED = [
  ...['readdir', 'stat', 'statfs', 'read', 'create', 'write+fsync', 'link', 'rename', 'unlink', 'mkdir'],
] as const;

import { openEngine, systemClock } from '../../src/engine';
import { openLocalRoot, type LocalRoot } from '../../src/engine/shares';
import { restoreBackup } from '../../src/engine/jobs/backup';
import { copyInspector } from '../../src/engine/app/copies';

/**
 * A process of its own that copies a workspace, or puts its newest copy back, and is killed at one of its steps: a call on the folder with
 * the copies, or an entry that changes its place. Says at its end how many steps it took.
 */
const [workspace = '', folder = '', reader = '', what = '', dieAt = '0'] = process.argv.slice(2);

let steps = 0;
function step(): void {
  steps += 1;
  if (steps === Number(dieAt)) process.kill(process.pid, 'SIGKILL');
}

const STEPS: ReadonlySet<string | symbol> = new Set(['writeVerified', 'read', 'remove', 'flush']);

/** Each call is a step before it is made and another after it. */
function counted(root: LocalRoot): LocalRoot {
  return new Proxy(root, {
    get: (target, name) => {
      const value: unknown = Reflect.get(target, name);
      if (typeof value !== 'function' || !STEPS.has(name)) return value;
      return async (...given: unknown[]): Promise<unknown> => {
        step();
        const answer: unknown = await (value as (...all: unknown[]) => Promise<unknown>).apply(target, given);
        step();
        return answer;
      };
    },
  });
}

async function back(): Promise<void> {
  const engine = await openEngine({
    workspace,
    reader,
    clock: systemClock(),
    openRoot: (options) => (options.id === 'backup' ? counted(openLocalRoot(options)) : openLocalRoot(options)),
  });
  await engine.backups.run();
  await engine.close();
}

async function restore(): Promise<void> {
  const root = counted(openLocalRoot({ id: 'backup', location: folder }));
  const { signal } = new AbortController();
  await restoreBackup(
    { id: null, foreign: false },
    { root, workspace, inspect: copyInspector(reader), signal, onStep: step },
  );
  await root.close();
}

await (what === 'restore' ? restore() : back());
process.stdout.write(`${String(steps)}\n`);

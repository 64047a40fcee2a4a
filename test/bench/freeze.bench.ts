import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { nodeAgents } from '../../src/engine';
import { FaultMount, faultMountsPossible } from '../support/fault-mount';
import { frozenRoots } from './support/frozen-roots';
import { frozenWindow } from './support/frozen-window';
import { otherRoots } from './support/other-roots';
import { printMachine } from './support/report';

/**
 * What a frozen share costs those who have nothing to do with it, quiet and frozen in turns: placing on the import share, the window
 * and its talk with the engine while the archive hangs; the folder of cancellations while the import share hangs.
 */
const { values: asked } = parseArgs({
  options: {
    seconds: { type: 'string', default: '45' },
    pairs: { type: 'string', default: '3' },
    parts: { type: 'string', default: 'place,other,window' },
  },
});
const turns = { seconds: Number(asked.seconds), pairs: Number(asked.pairs) };
const parts = asked.parts.split(',');

const answer = await faultMountsPossible();
if (!answer.possible) throw new Error(`this bench needs mounts that hang: ${answer.why}`);
const home = mkdtempSync(join(tmpdir(), 'malote-bench-freeze-'));
const spawn = nodeAgents(join(import.meta.dirname, 'share-agent.mjs'));
const folder = (name: string): string => {
  const made = join(home, name);
  mkdirSync(made, { recursive: true });
  return made;
};
const mountAt = (point: string): Promise<FaultMount> =>
  FaultMount.open({ backing: folder(`behind-${String(Math.random()).slice(2)}`), point });
const load = (): void => {
  console.log(
    `     load average: ${loadavg()
      .map((one) => one.toFixed(1))
      .join(', ')}`,
  );
};

printMachine();
try {
  if (parts.includes('place')) {
    load();
    await frozenRoots({
      ...turns,
      spawn,
      import: folder('place/import'),
      mount: await mountAt(folder('place/archive')),
    });
  }
  if (parts.includes('other')) {
    load();
    await otherRoots({ ...turns, spawn, folder: folder('other'), mount: await mountAt(folder('other/import')) });
  }
  if (parts.includes('window')) {
    load();
    await frozenWindow({ ...turns, mountAt });
  }
  load();
} finally {
  rmSync(home, { recursive: true, force: true, maxRetries: 5 });
}

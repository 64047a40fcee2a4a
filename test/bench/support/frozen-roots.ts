import { setMaxListeners } from 'node:events';
import { openAgentRoot, relPath, type LocalRoot, type SpawnAgent } from '../../../src/engine/shares';
import type { FaultMount } from '../../support/fault-mount';
import { bound } from './report';
import { printSpread } from './spread';

const FILE = new Uint8Array(6 * 1024).fill(65);
/** As many as an agent is given at once. */
const HUNG_CALLS = 64;

interface FrozenRoots {
  readonly seconds: number;
  readonly pairs: number;
  readonly spawn: SpawnAgent;
  readonly import: string;
  /** Of the archive. */
  readonly mount: FaultMount;
}

/** Placing on the import share, one file after the other, while every call on the archive hangs and is asked for again. */
export async function frozenRoots({ seconds, pairs, spawn, mount, ...options }: FrozenRoots): Promise<void> {
  const archive = openAgentRoot({ id: 'archive', location: mount.point, spawn });
  const share = openAgentRoot({ id: 'import', location: options.import, spawn });
  const times = { quiet: [] as number[], frozen: [] as number[] };
  let next = 0;
  const place = async (into: number[]): Promise<void> => {
    for (const until = performance.now() + seconds * 1_000; performance.now() < until;) {
      const start = performance.now();
      await share.writeVerified(relPath('Import', `${String((next += 1))}.xml`), FILE);
      into.push(performance.now() - start);
    }
  };
  await archive.writeVerified(relPath('nota.xml'), FILE);
  await share.writeVerified(relPath('nota.xml'), FILE);
  for (let pair = 0; pair < pairs; pair += 1) {
    await place(times.quiet);
    await mount.hang();
    const asking = new AbortController();
    setMaxListeners(0, asking.signal);
    const asked = Array.from({ length: HUNG_CALLS }, () => ask(archive, asking.signal));
    await place(times.frozen);
    asking.abort();
    await mount.release();
    await Promise.all(asked);
  }
  console.log(`\n     placing on the import share, ${String(pairs)} × ${String(seconds)} s`);
  const quiet = printSpread('archive well', times.quiet);
  const frozen = printSpread('archive frozen', times.frozen);
  bound('p50 while it is frozen, beyond the usual', frozen.p50 - quiet.p50, quiet.p50, ' ms');
  bound('p95 while it is frozen, beyond the usual', frozen.p95 - quiet.p95, quiet.p95, ' ms');
  await Promise.all([archive.close(), share.close()]);
  await mount.close();
}

async function ask(archive: LocalRoot, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) await archive.read(relPath('nota.xml'), { signal }).catch(() => undefined);
}

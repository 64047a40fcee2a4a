import { mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { openEngine, restoreWorkspace, saveSettings } from '../../src/engine';
import { writeBigLedger } from './support/big-ledger';
import { bound, figure, printMachine } from './support/report';
import { READER } from './support/reader';

/**
 * A copy of a workspace whose ledger holds a million documents: made, made again after little has changed, put together for trial, and put
 * back. `--documents N`, `--folder FOLDER` keeps everything there.
 */
const { values: asked } = parseArgs({
  options: { documents: { type: 'string', default: '1000000' }, folder: { type: 'string' } },
});
const documents = Number(asked.documents);
const size = { documents, companies: Math.max(50, Math.min(1_000, documents / 1_000)), months: 12 };
const home = asked.folder ?? mkdtempSync(join(tmpdir(), 'malote-bench-backup-'));
const [workspace, copies] = [join(home, 'malote'), join(home, 'copias')];
const file = join(workspace, 'malote.db');

async function timed<Value>(name: string, atMost: number, work: () => Promise<Value>): Promise<Value> {
  const begun = performance.now();
  const value = await work();
  bound(name, (performance.now() - begun) / 1_000, atMost, ' s');
  return value;
}

printMachine();
try {
  for (const folder of [workspace, copies]) mkdirSync(folder, { recursive: true });
  if (statSync(file, { throwIfNoEntry: false }) === undefined) writeBigLedger(file, size);
  figure('size of the ledger', statSync(file).size / 2 ** 20, 'MiB');
  await saveSettings(workspace, {
    sieg: { generation: 'v1' },
    archive: { root: join(home, 'acervo') },
    importShare: { root: join(home, 'import') },
    companies: { workbook: join(home, 'empresas.xlsx') },
    previousMonth: {},
    capture: {},
    backup: { folder: copies, sameDisk: true },
  });
  const engine = await openEngine({ workspace, reader: READER });
  const before = process.memoryUsage().rss;
  const first = await timed('the first copy', 300, () => engine.backups.run());
  figure('written', first.written / 2 ** 20, 'MiB');
  const second = await timed('the next copy', 300, () => engine.backups.run());
  figure('written', second.written / 2 ** 20, 'MiB');
  await timed('put together for trial', 300, () => engine.backups.verify());
  figure('memory that all of it took', (process.memoryUsage().rss - before) / 2 ** 20, 'MiB');
  await engine.close();
  const { signal } = new AbortController();
  const place = { workspace, folder: null, of: null, reader: READER, signal };
  // docs/benchmarks.md: a restore within five minutes
  await timed('put back', 300, () => restoreWorkspace(place, { id: null, foreign: false }, () => undefined));
} finally {
  if (asked.folder === undefined) rmSync(home, { recursive: true, force: true });
}

import { spawn } from 'node:child_process';
import { appendFile, mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { LegacyService } from '../../src/engine/jobs/legacy-import';
import { JobRunner } from '../../src/engine/jobs/runner';
import { openLocalRoot } from '../../src/engine/shares';
import { systemClock } from '../../src/engine/base/clock';
import type { LegacyProgress } from '../../src/shared/ipc/legacy';
import { bundle, type Bundle } from '../support/bundle';
import { contents, fileTree } from '../support/file-tree';
import { buildIncident, smaller, type Incident } from '../support/incident';
import { openIncidentOffice, type IncidentOffice } from '../support/incident/office';
import { ledgerFacts, ledgerRows, queryLedger } from '../support/ledger-dump';
import { seededRandom } from '../support/seeded-random';
import { testFolder } from '../support/test-folder';

const OPTIONS = { ...smaller(100), companies: 30, documents: 600, transactions: 60 };
const DATABASE = 'trabalho/malote.db';

let incident: Incident;
let office: IncidentOffice;
let program: Bundle;
/** What the ledger says after an import that nothing disturbed. */
let undisturbed: ReturnType<typeof facts>;

function facts(): Record<string, unknown> {
  const file = join(incident.folder, DATABASE);
  return {
    ...ledgerFacts(file),
    claims: queryLedger(file, 'SELECT identity, claim, tax_id, kind, month, at FROM legacy_claims ORDER BY 1, 2'),
    singles: queryLedger(file, 'SELECT tax_id, kind, month, documents, at FROM legacy_singles ORDER BY at'),
    files: queryLedger(file, 'SELECT sort, location, size, problem FROM legacy_files ORDER BY location'),
    expectations: queryLedger(file, 'SELECT identity, kind, month, source, run_id FROM expectations ORDER BY identity'),
  };
}

async function fresh(onImport?: () => void): Promise<void> {
  await rm(join(incident.folder, 'trabalho'), { recursive: true, force: true });
  office = await openIncidentOffice(incident, onImport);
}

beforeAll(async () => {
  program = await bundle({ child: 'test/support/incident/import-child.ts' });
  incident = await buildIncident(await mkdtemp(join(await testFolder(), 'malote-antigo-')), OPTIONS);
  await fresh();
  await office.legacy.import({ from: incident.old, dryRun: false });
  await office.close();
  undisturbed = facts();
});
afterAll(async () => {
  await program.dispose();
  await rm(incident.folder, { recursive: true, force: true, maxRetries: 5 });
});
beforeEach(() => fresh());
afterEach(() => office.close());

const real = (signal?: AbortSignal): ReturnType<LegacyService['import']> =>
  office.legacy.import({ from: incident.old, dryRun: false }, signal);

describe('the import of the old system', () => {
  it('is rehearsed without a trace, and the rehearsal counts what the import then brings', async () => {
    const before = ledgerRows(join(incident.folder, DATABASE), { tables: [], columns: [] });
    const trees = async (): Promise<unknown> => [
      contents(await fileTree(incident.archive)),
      contents(await fileTree(incident.old)),
    ];
    const disk = await trees();
    const dry = await office.legacy.import({ from: incident.old, dryRun: true });
    expect(ledgerRows(join(incident.folder, DATABASE), { tables: [], columns: [] })).toEqual(before);
    const view = await real();
    for (const part of ['files', 'documents', 'singles', 'unreadable', 'unreadableTotal', 'outcome'] as const) {
      expect(dry[part]).toEqual(view[part]);
    }
    expect(view.documents.adopted).toBeGreaterThan(500);
    expect(facts()).toEqual(undisturbed);
    expect(await trees()).toEqual(disk);
    expect(office.legacy.last).toEqual(view);
  });

  it('reads nothing twice and changes nothing when it is run again', async () => {
    const first = await real();
    const again = await real();
    const { states, transactions, logs, reports, archive } = again.files;
    expect(again.files.known).toBe(states + transactions + logs + reports + archive);
    expect({ ...again, startedAt: '', endedAt: '', files: { ...again.files, known: 0 } }).toEqual({
      ...first,
      startedAt: '',
      endedAt: '',
    });
    expect(facts()).toEqual(undisturbed);
  });

  it('takes a file in again that has changed, and what is new', async () => {
    await real();
    const log = join(incident.old, 'logs', 'global.log');
    const before = await readFile(log);
    const line =
      '2025-08-30 08:00:00.000 | INFO | [11222333000181] Iniciando download individual de 5 chaves faltantes...\n';
    await appendFile(log, line);
    const view = await real();
    expect(view.singles.map(({ documents }) => documents)).toEqual([...OPTIONS.singles, 5]);
    expect(view.files.known).toBe(Object.values(view.files).reduce((sum, n) => sum + n, 0) - view.files.known - 1);
    await writeFile(log, before);
  });

  it('names every file that cannot be read, each time, and goes on with the rest', async () => {
    const bad: Record<string, string> = {
      'estado/07-2025/state.json': '{"processed_xml_keys": {',
      'estado/06-2025/state.json': '[]',
      'transactions/completed/cortada.json': '{"operations": [',
      'transactions/completed/outra.json': '"texto"',
    };
    for (const [path, text] of Object.entries(bad)) {
      await mkdir(join(incident.old, path, '..'), { recursive: true });
      await writeFile(join(incident.old, path), text);
    }
    for (const view of [await office.legacy.import({ from: incident.old, dryRun: true }), await real(), await real()]) {
      const named = view.unreadable.filter(({ file }) => file.startsWith(incident.old));
      expect(named.map(({ file }) => file.slice(incident.old.length + 1)).sort()).toEqual(Object.keys(bad).sort());
      expect(view.outcome).toBe('complete');
    }
    for (const path of Object.keys(bad)) await rm(join(incident.old, path));
    await rm(join(incident.old, 'estado', '07-2025'), { recursive: true });
    await rm(join(incident.old, 'estado', '06-2025'), { recursive: true });
  });

  it('tells where it is, and stops when it is told to, and goes on from there', async () => {
    await office.close();
    const phases = new Set<LegacyProgress['phase']>();
    let [steps, limit] = [0, 40];
    await fresh(() => {
      const { progress } = office.legacy;
      if (progress !== null) phases.add(progress.phase);
      steps += 1;
      if (steps === limit) office.legacy.stop();
    });
    let stops = 0;
    while ((await real()).outcome === 'stopped') {
      stops += 1;
      [steps, limit] = [0, limit + 130];
    }
    expect(stops).toBeGreaterThan(2);
    expect([...phases]).toEqual(['states', 'transactions', 'logs', 'archive', 'reports']);
    expect(office.legacy.progress).toBeNull();
    expect(facts()).toEqual(undisturbed);
  });

  it('stops at once for a signal that was given before', async () => {
    expect(await real(AbortSignal.abort())).toMatchObject({ outcome: 'stopped', documents: { adopted: 0 } });
  });

  it('is complete in the end, wherever its process is killed', async () => {
    await office.close();
    const random = seededRandom(7);
    const { folder, archive, import: share, workbook, old } = incident;
    const args = [join(program.folder, 'child.js'), folder, archive, share, workbook, old];
    await rm(join(folder, 'trabalho'), { recursive: true, force: true });
    for (let kills = 0; ;) {
      const steps = kills < 8 ? 1 + Math.floor(random() * 400) : Number.POSITIVE_INFINITY;
      const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
      let said = '';
      child.stdout.setEncoding('utf8').on('data', (text: string) => {
        said += text;
        if (said.split('\n').length > steps) child.kill('SIGKILL');
      });
      const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
      if (code === 0) break;
      expect(code).toBeNull();
      kills += 1;
    }
    expect(facts()).toEqual(undisturbed);
    office = await openIncidentOffice(incident);
    expect((await real()).files.known).toBeGreaterThan(600);
  });

  it('keeps runs out while it adopts, and stays out while a run is under way', async () => {
    const { ledger } = office;
    const run = ledger.lock('run');
    expect(run.take()).toBeNull();
    await expect(real()).rejects.toMatchObject({ code: 'RUN_IN_PROGRESS' });
    await expect(office.legacy.import({ from: incident.old, dryRun: true })).resolves.toMatchObject({
      outcome: 'complete',
    });
    run.release();
    const other = ledger.lock('legacy');
    expect(other.take()).toBeNull();
    await expect(real()).rejects.toMatchObject({ code: 'LEGACY_IN_PROGRESS' });
    other.release();
    await office.close();
    const holders = new Set<number | undefined>();
    await fresh(() => {
      if (office.legacy.progress?.phase === 'archive') holders.add(office.ledger.lock('run').holder()?.pid);
    });
    await real();
    expect([...holders]).toEqual([process.pid]);
    expect(office.ledger.lock('run').holder()).toBeNull();
  });

  it('refuses a folder in which nothing of the old system lies, and a list without companies', async () => {
    const empty = join(incident.folder, 'vazia');
    await mkdir(empty, { recursive: true });
    await expect(office.legacy.import({ from: empty, dryRun: true })).rejects.toMatchObject({
      code: 'LEGACY_NOT_THERE',
    });
    await expect(office.legacy.import({ from: join(empty, 'nada'), dryRun: true })).rejects.toMatchObject({
      code: 'SHARE_UNREACHABLE',
    });
    office.ledger.companies.replaceActive([]);
    await expect(real()).rejects.toMatchObject({ code: 'RUN_NO_COMPANIES' });
  });

  it('fails when the archive goes away, and is complete when it is back', async () => {
    await office.close();
    const away = `${incident.archive}-fora`;
    let moved: Promise<void> | null = null;
    await fresh(() => {
      const { progress } = office.legacy;
      if (progress?.phase === 'archive' && progress.files > 300) moved ??= rename(incident.archive, away);
    });
    await expect(real()).rejects.toMatchObject({ code: expect.stringMatching(/^SHARE_/) as string });
    expect(moved).not.toBeNull();
    await Promise.resolve(moved);
    await rename(away, incident.archive);
    await office.close();
    office = await openIncidentOffice(incident);
    expect((await real()).outcome).toBe('complete');
    expect(facts()).toEqual(undisturbed);
  });

  it('brings the list of companies up to date before it begins, but not for a rehearsal', async () => {
    const { ledger, services } = office;
    const prepared: string[] = [];
    const room = new LegacyService({
      ledger,
      clock: systemClock(),
      openRoot: openLocalRoot,
      runner: new JobRunner({ ledger, onChange: () => undefined }),
      within: (work) => work({ ...services, intake: { adopt: () => Promise.reject(new Error('reached')) } }),
      prepare: () => {
        prepared.push('companies');
        return Promise.resolve();
      },
    });
    await room.import({ from: incident.old, dryRun: true });
    expect(prepared).toEqual([]);
    await expect(room.import({ from: incident.old, dryRun: false })).rejects.toThrow('reached');
    expect(prepared).toEqual(['companies']);
  });
});

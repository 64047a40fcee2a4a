import { join, resolve } from 'node:path';
import { ESLint } from 'eslint';
import { describe, expect, it } from 'vitest';

const root = resolve(import.meta.dirname, '..', '..', '..');

/** The project's own configuration, on files that do not exist. */
const eslint = new ESLint({ cwd: root });

async function complaints(file: string, code: string): Promise<string[]> {
  const [result] = await eslint.lintText(code, { filePath: join(root, 'src', file) });
  return result!.messages
    .filter(({ ruleId, fatal }) => ruleId === 'malote/boundaries' || ruleId === 'malote/sql' || fatal)
    .map(({ message }) => message);
}

const importOf = (specifier: string): string => `import { thing } from '${specifier}';\nthing();\n`;

describe('import boundaries', () => {
  it.each([
    // pages, preload, main and the command line
    ['renderer/app/x.ts', '../../engine'],
    ['renderer/app/x.ts', '../../engine/domain'],
    ['renderer/app/x.ts', '../../main/index'],
    ['renderer/app/x.tsx', '../../engine/domain'],
    ['renderer/app/x.tsx', '../../engine/base/clock'],
    ['renderer/app/x.ts', 'electron'],
    ['renderer/app/x.ts', 'node:fs'],
    ['preload/x.ts', '../engine'],
    ['preload/x.ts', '../main/windows/main-window'],
    ['preload/x.ts', 'zod'],
    ['preload/x.ts', 'node:path'],
    ['main/x.ts', '../engine/ledger'],
    ['main/x.ts', '../engine/domain'],
    ['main/x.ts', '../cli/main'],
    ['main/x.ts', '../simulator'],
    ['main/x.ts', '../renderer/app/main'],
    ['main/x.ts', 'better-sqlite3'],
    ['main/x.ts', '../engine-process/entry'],
    ['engine-process/x.ts', '../main/windows/main-window'],
    ['engine-process/x.ts', 'electron'],
    ['engine-process/x.ts', '../engine/sieg'],
    ['engine-link/x.ts', '../engine'],
    ['engine-link/x.ts', '../engine-process/serve'],
    ['cli/x.ts', '../engine-link/secret'],
    ['demonstration/x.ts', '../cli/main'],
    ['demonstration/x.ts', 'electron'],
    ['engine/index.ts', '../demonstration'],
    ['cli/x.ts', '../engine/jobs/run'],
    ['cli/x.ts', '../engine/base'],
    ['cli/x.ts', '../simulator/office'],
    ['cli/x.ts', '../main/index'],
    ['cli/x.ts', 'electron'],
    // the simulator
    ['simulator/x.ts', '../engine'],
    ['simulator/x.ts', '../engine/sieg'],
    ['simulator/x.ts', '../engine/domain/kinds'],
    ['simulator/x.ts', '../cli/main'],
    ['simulator/x.ts', 'electron'],
    // the engine's rooms: higher floors, the same floor, other than through a door
    ['engine/shares/x.ts', '../jobs/recovery'],
    ['engine/ledger/x.ts', '../jobs/recovery'],
    ['engine/delivery/x.ts', '../intake'],
    ['engine/fiscal/x.ts', '../shares'],
    ['engine/base/x.ts', '../domain'],
    ['engine/domain/x.ts', '../files'],
    ['engine/console/x.ts', '../app'],
    ['engine/app/x.ts', '../index'],
    ['engine/app/x.ts', '../ledger/sqlite'],
    ['engine/capture/x.ts', '../domain/kinds'],
    // a room that has no floor
    ['engine/cellar/x.ts', './y'],
    ['engine/cellar/x.ts', 'node:path'],
    ['engine/app/x.ts', '../cellar'],
    ['engine/app/x.ts', '../jobs'],
    ['engine/jobs/cellar/x.ts', './y'],
    ['engine/jobs/run/x.ts', '../audit/verify'],
    ['engine/jobs/run/x.ts', '../recovery'],
    // … and a loose file
    ['engine/cellar.ts', './base'],
    // what each uses of the world
    ['engine/fiscal/x.ts', 'node:fs'],
    ['engine/fiscal/x.ts', 'fs/promises'],
    ['engine/fiscal/x.ts', 'axios'],
    ['engine/jobs/run/x.ts', 'node:fs/promises'],
    ['engine/archive/x.ts', 'node:timers/promises'],
    ['engine/jobs/audit/x.ts', 'node:timers/promises'],
    ['engine/base/x.ts', '../files'],
    ['engine/archive/x.ts', 'p-queue'],
    ['engine/index.ts', 'node:fs'],
    ['engine/index.ts', 'axios'],
    ['engine/capture/x.ts', '../sieg/limiter'],
    ['engine/capture/x.ts', '../sieg/internal/limiter'],
    ['engine/capture/x.ts', '../index'],
    ['engine/capture/x.ts', '..'],
    ['engine/capture/x.ts', '../../simulator'],
    ['engine/capture/x.ts', '../../cli/main'],
    ['engine/capture/x.ts', '../../main/index'],
    ['engine/capture/x.ts', 'better-sqlite3'],
    ['engine/capture/x.ts', 'electron'],
    ['engine/capture/x.ts', 'electron/main'],
    ['engine/companies/x.ts', 'exceljs'],
    ['engine/sieg/x.ts', 'exceljs'],
    ['engine/spreadsheets/x.ts', 'exceljs'],
    ['engine/companies/x.ts', 'csv-parse'],
    ['engine/companies/x.ts', 'csv-parse/sync'],
    ['engine/sieg/x.ts', 'yauzl'],
    ['engine/index.ts', './jobs/run/internal'],
    ['engine/index.ts', '../simulator'],
    ['engine/index.ts', 'better-sqlite3'],
    ['engine/domain/x.ts', '../base'],
    ['engine/domain/x.ts', '../../shared/errors'],
    ['engine/domain/x.ts', '../../shared/messages/pt-BR/fiscal'],
    ['engine/domain/x.ts', 'zod'],
    ['engine/domain/x.ts', 'node:crypto'],
    // the contract
    ['shared/x.ts', '../engine/domain'],
    ['shared/x.ts', '../renderer/app/main'],
    ['shared/x.ts', 'axios'],
    ['shared/x.ts', 'node:fs'],
    ['shared/x.ts', 'fs'],
    ['shared/x.ts', '../../scripts/lib/paths.mjs'],
    // who writes documents and deliveries
    ['engine/delivery/x.ts', '../ledger/writers/documents'],
    ['engine/jobs/run/x.ts', '../../ledger/writers/documents'],
    ['engine/ledger/index.ts', './writers/documents'],
    ['engine/ledger/migrations/x.ts', '../writers/deliveries'],
    ['engine/intake/x.ts', '../ledger/writers/deliveries'],
    ['engine/intake/x.ts', '../ledger/writers/documents/../deliveries-sql'],
    ['engine/index.ts', './ledger/writers/documents'],
    ['engine/intake/x.ts', '../ledger/writers/failures'],
    // … who hands out what writes them, and who has the database itself
    ['engine/jobs/recovery/x.ts', '../../ledger/writers/hand-out'],
    ['engine/intake/x.ts', '../ledger/writers/hand-out'],
    ['engine/delivery/x.ts', '../ledger/writers/hand-out'],
    ['engine/ledger/index.ts', './writers/hand-out'],
    ['engine/ledger/readings/x.ts', '../writers/hand-out'],
    ['engine/index.ts', './ledger/writers/hand-out'],
    ['engine/jobs/recovery/x.ts', '../../ledger/ledger'],
    ['engine/app/x.ts', '../ledger/ledger'],
    ['engine/app/x.ts', '../ledger/writers/deliveries'],
    // a folder that nobody has given a place
    ['elsewhere/x.ts', '../shared/errors'],
  ])('src/%s may not import %s', async (file, specifier) => {
    expect(await complaints(file, importOf(specifier))).toEqual([expect.stringContaining('Import boundary')]);
  });

  it.each([
    ['renderer/app/x.ts', '../../shared/views'],
    ['renderer/app/x.ts', './y'],
    ['renderer/app/x.ts', 'react'],
    ['preload/x.ts', 'electron'],
    ['preload/x.ts', '../shared/ipc/channels'],
    ['main/x.ts', 'electron'],
    ['engine-process/x.ts', '../engine'],
    ['engine-process/x.ts', '../engine/index'],
    ['engine-process/x.ts', '../simulator'],
    ['engine-process/x.ts', '../demonstration'],
    ['cli/x.ts', '../demonstration'],
    ['demonstration/x.ts', '../simulator'],
    ['cli/x.ts', '../engine'],
    ['cli/x.ts', '../simulator'],
    ['cli/x.ts', 'node:fs'],
    ['cli/x.ts', 'commander'],
    ['engine/domain/x.ts', '../../shared/document-models'],
    ['engine/domain/x.ts', '../../shared/messages/pt-BR/events'],
    ['simulator/x.ts', '../engine/domain'],
    ['simulator/x.ts', 'node:http'],
    ['engine/capture/x.ts', '../sieg'],
    ['engine/capture/x.ts', '../sieg/index'],
    ['engine/capture/x.ts', '../base'],
    ['engine/capture/x.ts', '../domain'],
    ['engine/capture/x.ts', '../../shared/errors'],
    ['engine/capture/x.ts', 'node:path'],
    ['engine/capture/x.ts', 'p-queue'],
    ['engine/sieg/x.ts', 'axios'],
    ['engine/settings/x.ts', 'node:fs'],
    ['engine/base/x.ts', 'node:timers/promises'],
    ['engine/files/x.ts', '../base'],
    ['engine/capture/internal/x.ts', '../plan'],
    ['engine/index.ts', './base'],
    ['engine/index.ts', './jobs/run'],
    ['engine/domain/x.ts', './kinds'],
    ['engine/ledger/x.ts', 'better-sqlite3'],
    ['engine/reports/x.ts', 'exceljs'],
    ['simulator/x.ts', 'exceljs'],
    ['engine/spreadsheets/x.ts', 'csv-parse'],
    ['engine/spreadsheets/x.ts', 'yauzl'],
    ['engine/ledger/x.ts', './writers/failures'],
    ['engine/ledger/writers/documents.ts', './documents-sql'],
    ['engine/intake/x.ts', '../ledger/writers/documents'],
    ['engine/delivery/x.ts', '../ledger/writers/deliveries'],
    ['engine/app/x.ts', '../ledger/writers/hand-out'],
    ['engine/ledger/writers/hand-out.ts', './documents-all'],
    ['engine/ledger/writers/hand-out.ts', './deliveries'],
    ['shared/x.ts', 'zod'],
    ['shared/errors/x.ts', '../views'],
  ])('src/%s may import %s', async (file, specifier) => {
    expect(await complaints(file, importOf(specifier))).toEqual([]);
  });

  it.each([
    ['main/windows/x.ts', "import { ipcMain } from 'electron';\nipcMain.on('x', () => 0);"],
    ['main/ipc/x.ts', "import { shell } from 'electron';\nvoid shell.openExternal('https://a.b');"],
    ['main/engine/x.ts', "import { safeStorage as safe } from 'electron';\nsafe.encryptString('x');"],
    ['preload/x.ts', "import * as electron from 'electron';\nexport const all = electron;"],
    ['main/ipc/x.ts', "import electron from 'electron';\nexport const all = electron;"],
  ])("electron's guarded doors stay shut in src/%s: %s", async (file, code) => {
    expect(await complaints(file, code)).toEqual([expect.stringContaining('Import boundary')]);
  });

  it.each([
    ['main/ipc/x.ts', "import { ipcMain } from 'electron';\nipcMain.on('x', () => 0);"],
    ['main/security/x.ts', "import { shell } from 'electron';\nvoid shell.openExternal('https://a.b');"],
    ['main/windows/x.ts', "import type { MessageChannelMain } from 'electron';\nexport type C = MessageChannelMain;"],
  ])("electron's guarded doors open in src/%s: %s", async (file, code) => {
    expect(await complaints(file, code)).toEqual([]);
  });

  it.each([
    ["export { thing } from '../engine/ledger';"],
    ["export * from '../engine/ledger';"],
    ["import '../engine/ledger';"],
    ["import type { Thing } from '../engine/ledger';\nexport type T = Thing;"],
    ["export const load = () => import('../engine/ledger');"],
    ["export type T = import('../engine/ledger').Thing;"],
    [
      "import { createRequire } from 'node:module';\nconst require = createRequire(import.meta.url);\nrequire('../engine/ledger');",
    ],
  ])('no form of import goes round them: %s', async (code) => {
    expect(await complaints('main/x.ts', code)).toEqual([expect.stringContaining('main may not import engine/ledger')]);
  });

  it.each([
    ['engine/shares/x.ts', "import type { RecoveryDesk } from '../jobs/recovery';\nexport type T = RecoveryDesk;"],
    ['engine/ledger/x.ts', "export type T = import('../jobs/run').MonthlyRun;"],
    ['engine/sieg/x.ts', "export type { Ledger } from '../ledger';"],
    [
      'renderer/app/x.tsx',
      "import type { Clock } from '../../engine';\nexport const C = (_: { clock: Clock }) => <p />;",
    ],
  ])('types go no way that values may not go: src/%s: %s', async (file, code) => {
    expect(await complaints(file, code)).toEqual([expect.stringContaining('Import boundary')]);
  });

  it.each([
    ['engine/archive/x.ts', 'setTimeout(() => 0, 1);'],
    ['engine/archive/x.ts', 'export const later = setInterval;'],
    ['engine/verdict/x.ts', 'globalThis.setImmediate(() => 0);'],
    ['engine/files/x.ts', 'Atomics.wait(new Int32Array(1), 0, 0, 9);'],
    ['engine/shares/x.ts', 'setTimeout(() => 0, 1);'],
    ['engine/ledger/x.ts', 'setInterval(() => 0, 1);'],
    ['engine/app/x.ts', 'setImmediate(() => 0);'],
    ['engine/shares/x.ts', 'export const at = performance.now();'],
    ['engine/ledger/x.ts', 'export const at = Date.now();'],
    ['engine/settings/x.ts', 'export const at = new Date();'],
    ['engine/jobs/run/x.ts', 'export const at = Date.now();'],
    ['engine/jobs/run/x.ts', 'export const now = Date.now;'],
    ['engine/jobs/run/x.ts', 'export const at = new Date();'],
    ['engine/fiscal/x.ts', 'export const at = Date();'],
    ['engine/fiscal/x.ts', 'export const at = performance.now();'],
    ['engine/index.ts', 'export const at = Date.now();'],
  ])('the clock stays shut in src/%s: %s', async (file, code) => {
    expect(await complaints(file, code)).toEqual([expect.stringContaining('may not use')]);
  });

  it.each([
    ['engine/base/x.ts', 'setTimeout(() => 0, 1);'],
    ['engine/jobs/run/x.ts', 'export const at = new Date(0);'],
    ['engine/jobs/run/x.ts', 'export const at = Date.parse("2026-01-01");'],
    ['engine/archive/x.ts', 'export const wait = (setTimeout: (ms: number) => void) => setTimeout(1);'],
    ['engine/archive/x.ts', 'export type Timer = ReturnType<typeof setTimeout>;'],
    ['main/x.ts', 'setTimeout(() => 0, Date.now());'],
  ])('the clock opens in src/%s: %s', async (file, code) => {
    expect(await complaints(file, code)).toEqual([]);
  });

  it.each([
    ['engine/jobs/recovery/x.ts', '({ db }: Ledger) => db.run("UPDATE deliveries SET state = 1");'],
    ['engine/jobs/recovery/x.ts', "({ db }: Ledger) => db.all(`SELECT * FROM ${'documents'}`);"],
    ['engine/jobs/recovery/x.ts', "({ db: base }: Ledger) => base?.get('  select 1 from documents');"],
    [
      'engine/jobs/recovery/x.ts',
      "const SQL = 'DELETE FROM deliveries';\nexport const f = ({ db }: Ledger) => db.run(SQL);",
    ],
    ['engine/jobs/recovery/x.ts', "({ value }: Database) => value('PRAGMA ' + 'user_version');"],
    ['engine/app/x.ts', "({ db }: Ledger) => db.exec('BEGIN');"],
    ['main/x.ts', "({ db }: Ledger) => db.prepare('WITH x AS (SELECT 1) SELECT * FROM x');"],
    ['renderer/app/x.tsx', "({ db }: Ledger) => db.transaction('INSERT INTO documents VALUES (1)');"],
  ])('no SQL outside the ledger: src/%s: %s', async (file, code) => {
    expect(await complaints(file, code)).toEqual([expect.stringContaining('SQL')]);
  });

  it.each([
    ['engine/jobs/recovery/x.ts', "(outbox: Outbox) => outbox['writer'].release(1);"],
    ['engine/jobs/recovery/x.ts', "({ documents }: Ledger) => documents['db'].run(text);"],
    ['engine/jobs/run/x.ts', "(intake: Intake) => intake['options'].writers.documents;"],
  ])('what is private is not taken in brackets: src/%s: %s', async (file, code) => {
    expect(await complaints(file, code)).toEqual([expect.stringContaining('private')]);
  });

  it.each([
    ['engine/ledger/x.ts', "({ db }: Ledger) => db.run('DELETE FROM deliveries');"],
    ['engine/jobs/recovery/x.ts', "(map: Map<string, string>) => map.get('update');"],
    ['renderer/app/x.tsx', "export const F = () => <p className={styles['options']} />;"],
    ['engine/jobs/recovery/x.ts', '(ledger: Ledger) => ledger.transaction(() => 1);'],
    ['engine/jobs/recovery/x.ts', "(sentences: Words) => sentences.get('Com atraso');"],
  ])('what is no SQL, or of the ledger, passes: src/%s: %s', async (file, code) => {
    expect(await complaints(file, code)).toEqual([]);
  });

  it('leaves tests free', async () => {
    const [result] = await eslint.lintText(importOf('../../src/engine/ledger/sqlite'), {
      filePath: join(root, 'test/unit/x.test.ts'),
    });
    expect(result!.messages.filter(({ ruleId }) => ruleId === 'malote/boundaries')).toEqual([]);
  });
});

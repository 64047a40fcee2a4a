import { join, resolve } from 'node:path';
import { ESLint } from 'eslint';
import { describe, expect, it } from 'vitest';

const root = resolve(import.meta.dirname, '..', '..', '..');

/** The project's own configuration, on files that do not exist. */
const eslint = new ESLint({ cwd: root });

async function complaints(file: string, code: string): Promise<string[]> {
  const [result] = await eslint.lintText(code, { filePath: join(root, 'src', file) });
  return result!.messages
    .filter(({ ruleId, fatal }) => ruleId === 'malote/boundaries' || fatal)
    .map(({ message }) => message);
}

const importOf = (specifier: string): string => `import { thing } from '${specifier}';\nthing();\n`;

describe('import boundaries', () => {
  it.each([
    // pages, preload, main and the command line
    ['renderer/app/x.ts', '../../engine'],
    ['renderer/app/x.ts', '../../engine/domain'],
    ['renderer/app/x.ts', '../../main/index'],
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
    ['main/x.ts', './engine-host/entry'],
    ['main/engine-host/x.ts', '../windows/main-window'],
    ['main/engine-host/x.ts', 'electron'],
    ['main/engine-host/x.ts', '../../engine/sieg'],
    ['demonstration/x.ts', '../cli/main'],
    ['demonstration/x.ts', 'electron'],
    ['engine/index.ts', '../demonstration'],
    ['cli/x.ts', '../engine/runs'],
    ['cli/x.ts', '../engine/base'],
    ['cli/x.ts', '../simulator/office'],
    ['cli/x.ts', '../main/index'],
    ['cli/x.ts', 'electron'],
    // the simulator
    ['simulator/x.ts', '../engine'],
    ['simulator/x.ts', '../engine/sieg'],
    ['simulator/x.ts', '../cli/main'],
    ['simulator/x.ts', 'electron'],
    // the engine's rooms
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
    ['engine/index.ts', './runs/internal'],
    ['engine/index.ts', '../simulator'],
    ['engine/index.ts', 'better-sqlite3'],
    ['engine/domain/x.ts', '../base'],
    ['engine/domain/x.ts', '../../shared/errors'],
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
    ['engine/runs/x.ts', '../ledger/writers/documents'],
    ['engine/ledger/index.ts', './writers/documents'],
    ['engine/ledger/migrations/x.ts', '../writers/deliveries'],
    ['engine/intake/x.ts', '../ledger/writers/deliveries'],
    ['engine/intake/x.ts', '../ledger/writers/documents/../deliveries-sql'],
    ['engine/index.ts', './ledger/writers/documents'],
    ['engine/intake/x.ts', '../ledger/writers/failures'],
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
    ['main/engine-host/x.ts', '../../engine'],
    ['main/engine-host/x.ts', '../../engine/index'],
    ['main/engine-host/x.ts', '../../simulator'],
    ['main/engine-host/x.ts', '../../demonstration'],
    ['cli/x.ts', '../demonstration'],
    ['demonstration/x.ts', '../simulator'],
    ['cli/x.ts', '../engine'],
    ['cli/x.ts', '../simulator'],
    ['cli/x.ts', 'node:fs'],
    ['cli/x.ts', 'commander'],
    ['simulator/x.ts', '../engine/domain'],
    ['simulator/x.ts', '../engine/domain/kinds'],
    ['simulator/x.ts', 'node:http'],
    ['engine/capture/x.ts', '../sieg'],
    ['engine/capture/x.ts', '../sieg/index'],
    ['engine/capture/x.ts', '../base'],
    ['engine/capture/x.ts', '../domain'],
    ['engine/capture/x.ts', '../domain/kinds'],
    ['engine/capture/x.ts', '../../shared/errors'],
    ['engine/capture/x.ts', 'axios'],
    ['engine/capture/internal/x.ts', '../plan'],
    ['engine/index.ts', './base'],
    ['engine/index.ts', './runs'],
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

  it('leaves tests free', async () => {
    const [result] = await eslint.lintText(importOf('../../src/engine/ledger/sqlite'), {
      filePath: join(root, 'test/unit/x.test.ts'),
    });
    expect(result!.messages.filter(({ ruleId }) => ruleId === 'malote/boundaries')).toEqual([]);
  });
});

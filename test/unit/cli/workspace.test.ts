import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import ExcelJS from 'exceljs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runCli } from '../../../src/cli/cli';
import { openLedger } from '../../../src/engine/ledger';
import { databaseOf } from '../../../src/engine/ledger/ledger';
import { testHost } from './support';

let home: string;
let place: string;
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'malote-lugar-'));
  place = join(home, 'digitada-errada');
});
afterEach(() => rm(home, { recursive: true, force: true }));

/** Every command that looks at, or works on, a workspace that is there. */
const WANT_ONE = [
  ['status'],
  ['verify'],
  ['orphans'],
  ['audit'],
  ['journal'],
  ['shares'],
  ['report'],
  ['deliver'],
  ['alerts', 'list'],
  ['alerts', 'test'],
  ['import-legacy', '.'],
  ['recover', '--list'],
  ['corrections', '--list'],
  ['reread', '--list'],
  ['probe'],
  ['run'],
] as const;

describe('a folder that is no workspace', () => {
  it.each(WANT_ONE.map((command) => [command.join(' '), command] as const))(
    'is not made one by %s',
    async (_, command) => {
      const host = testHost();
      expect(await runCli([...command, '--workspace', place], host)).toBe(4);
      expect(host.stderr.text).toMatch(/não é uma pasta de trabalho do Malote/);
      expect(existsSync(place)).toBe(false);
    },
  );

  it('is refused with what to do', async () => {
    const host = testHost();
    await runCli(['status', '--workspace', place], host);
    expect(host.stderr.text).toMatch(/não é uma pasta de trabalho do Malote/);
    expect(host.stderr.text).toContain('--workspace');
  });

  it('takes every row of the sheet as done, though another sheet was left out and a row is hidden, which is said', async () => {
    const workbook = new ExcelJS.Workbook();
    workbook.addWorksheet('Matriz').addRows([
      ['CNPJ', 'Nome'],
      ['11222333000181', 'ALFA'],
    ]);
    workbook.worksheets[0]!.getRow(2).hidden = true;
    workbook.addWorksheet('Filiais').addRows([
      ['CNPJ', 'Nome'],
      ['11444777000161', 'BETA'],
    ]);
    const list = join(home, 'lista.xlsx');
    await workbook.xlsx.writeFile(list);
    const host = testHost();
    expect(await runCli(['companies', 'import', list, '--workspace', place], host)).toBe(0);
    expect(host.stdout.text).toContain('Ficou de fora a aba "Filiais".');
    expect(host.stdout.text).toContain('1 linha oculta da planilha foi usada.');
  });

  it('becomes one where work begins, which is said', async () => {
    const list = join(home, 'lista.csv');
    await writeFile(list, 'CNPJ;Nome;Código\r\n191;Banco;1\r\n');
    const host = testHost();
    expect(await runCli(['companies', 'import', list, '--workspace', place], host)).toBe(0);
    expect(host.stderr.text).toContain('Pasta de trabalho nova: ');
    expect(host.stdout.text.replace(/\s+/g, ' ')).toContain('linha 2, 191 como 00000000000191');
    expect(existsSync(join(place, 'malote.db'))).toBe(true);
    const again = testHost();
    expect(await runCli(['status', '--workspace', place], again)).toBe(0);
    expect(again.stderr.text).not.toContain('Pasta de trabalho nova');
  });
});

describe('the month of who names none', () => {
  it('is that of the last run, for every command that shows one', async () => {
    await writeFile(join(home, 'demo.json'), '{}');
    const ledger = openLedger(join(home, 'malote.db'), { now: () => Date.parse('2026-01-05T12:00:00Z') });
    databaseOf(ledger).run(
      "INSERT INTO runs (month, started_at, options) VALUES ('2025-08', '2026-01-05T12:00:00.000Z', '{}')",
    );
    ledger.close();
    const host = testHost();
    await runCli(['status', '--workspace', home, '--json'], host);
    expect(JSON.parse(host.stdout.lines.at(-1) ?? '')).toMatchObject({
      month: '2025-08',
      settingsError: { code: 'SETTINGS_INCOMPLETE' },
    });
    const report = testHost();
    await runCli(['report', '--workspace', home, '--json'], report);
    expect(report.stdout.text).toContain('2025-08');
  });
});

import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runCli } from '../../../src/cli/cli';
import { journalQuery, lastEntries, parseDay } from '../../../src/cli/commands/journal';
import { renderJournal, renderSummaries } from '../../../src/cli/text/journal';
import { PLAIN } from '../../../src/cli/text/style';
import type { JournalPage } from '../../../src/shared/ipc/history';
import { testHost } from './support';

const SHOWN = { style: PLAIN, columns: 80 };
const KEY = '35250812345678000195550010000000011000000017';

function page(...ids: number[]): JournalPage {
  const lines = ids.map((id) => ({
    id,
    at: '2025-08-10T12:00:00.000Z',
    actor: 'engine',
    action: 'run.started' as const,
    detail: '{}',
    subject: `run ${String(id)}`,
    text: `Execução ${String(id)}\u001B[2J.`,
  }));
  return { lines, next: null, document: null };
}

describe('malote journal', () => {
  it('shows the newest last and lets no text move the cursor', () => {
    const text = renderJournal(page(2, 1), SHOWN).join('\n');
    expect(text.indexOf('Execução 1')).toBeLessThan(text.indexOf('Execução 2'));
    expect(text).not.toContain('\u001B');
    expect(renderJournal(page(), SHOWN)).toEqual(['Nada no diário corresponde ao que foi pedido.']);
    expect(renderJournal({ ...page(1), next: 1 }, SHOWN).at(-1)).toContain('--limit');
  });

  it('leaves the subject out only where the sentence has it as words of its own', () => {
    const entry = (subject: string, text: string): string =>
      renderJournal({ ...page(1), lines: [{ ...page(1).lines[0]!, subject, text }] }, SHOWN).join('\n');
    expect(entry('1', 'Auditoria 12 iniciada.')).toMatch(/^ +1$/m);
    expect(entry('12', 'Auditoria 12 iniciada.')).not.toMatch(/^ +12$/m);
    expect(entry('a.b', 'Arquivo aXb lido.')).toMatch(/^ +a\.b$/m);
    expect(entry('X:/a (1)', 'Gravado em X:/a (1).')).not.toMatch(/^ +X:/m);
  });

  it.each(['2025-08-31', '31/08/2025', ' 31/8/2025 '])('takes the day %j', (text) => {
    expect(parseDay('--from')(text)).toEqual([2025, 7, 31]);
  });

  it.each(['2025-02-30', '31/02/2025', 'ontem', '', '2025-8-1', '99/99/9999'])('refuses the day %j', (text) => {
    expect(() => parseDay('--from')(text)).toThrow(/não serve para --from/);
  });

  it('asks for whole days of this computer, and for one thing at a time', () => {
    expect(journalQuery({ key: KEY.replace(/(.{4})/g, '$1 ') })).toEqual({ search: KEY });
    // as the file of a national NFS-e is named
    expect(journalQuery({ key: '1'.repeat(50) })).toEqual({ search: `NFS:${'1'.repeat(50)}` });
    expect(journalQuery({ company: '12.345.678/0001-95' })).toEqual({ search: '12345678000195' });
    expect(journalQuery({ company: '0001_ALFA' })).toEqual({ search: '0001_ALFA' });
    const { from = '', to = '' } = journalQuery({ from: [2025, 7, 1], to: [2025, 7, 1] });
    expect(Date.parse(to) - Date.parse(from)).toBe(86_399_999);
    expect(() => journalQuery({ key: '123' })).toThrow(/44 caracteres/);
    expect(() => journalQuery({ search: 'a', company: 'b' })).toThrow(/só um/);
  });

  it('goes on over pages that are short until it has what was asked for', () => {
    const pages = [{ ...page(9), next: 5 }, { ...page(), next: 3 }, { ...page(2, 1), next: 1 }, page(0)];
    const asked: (number | null)[] = [];
    const journal = (_query: unknown, before: number | null): JournalPage => {
      asked.push(before);
      return pages[asked.length - 1] ?? page();
    };
    const found = lastEntries({ records: { journal } as never }, {}, 3);
    expect(found.lines.map(({ id }) => id)).toEqual([9, 2, 1]);
    expect(found.next).toBe(1);
    expect(asked).toEqual([null, 5, 3]);
  });
});

describe('malote report', () => {
  it('says how many summaries were written', () => {
    expect(renderSummaries('2025-08', 2)).toEqual(['2 resumos gravados nas pastas de agosto de 2025 do acervo.']);
    expect(renderSummaries('2025-08', 0)[0]).toContain('Nenhuma empresa');
  });
});

describe('on the command line', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'malote-linha-'));
  });
  afterEach(async () => {
    await rm(folder, { recursive: true, force: true });
  });

  it('journal and report work on a workspace that has nothing yet', async () => {
    // somebody has begun to fill in its settings
    await writeFile(join(folder, 'settings-draft.json'), '{}');
    const run = async (...argv: string[]): Promise<{ code: number; last: unknown }> => {
      const host = testHost();
      const code = await runCli([...argv, '--json', '--workspace', folder], host);
      return { code, last: JSON.parse(host.stdout.lines.at(-1) ?? 'null') as unknown };
    };
    expect(await run('journal')).toEqual({ code: 0, last: { lines: [], next: null, document: null } });
    expect(await run('journal', '--export', 'csv')).toMatchObject({
      code: 0,
      last: { name: expect.stringMatching(/^Diario_.*\.csv$/) as string },
    });
    expect(await run('report', '--month', '08/2025')).toMatchObject({
      code: 0,
      last: { name: expect.stringMatching(/^Evidencia_2025-08_.*\.xlsx$/) as string },
    });
    expect(await run('report', '--month', '2025-08', '--format', 'html')).toMatchObject({ code: 0 });
    expect(await run('report', '--format', 'resumo')).toMatchObject({ code: 4 });
    expect(await run('report', '--format', 'pdf')).toMatchObject({ code: 4 });
  });
});

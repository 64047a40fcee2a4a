import { describe, expect, it } from 'vitest';
import { exitCodeOfImport } from '../../../../src/cli/commands/import-legacy';
import { renderLegacyImport } from '../../../../src/cli/text/legacy';
import { PLAIN } from '../../../../src/cli/text/style';
import { journalText } from '../../../../src/engine/console/journal-text';
import type { LegacyImportView } from '../../../../src/shared/ipc/legacy';

const VIEW: LegacyImportView = {
  dryRun: false,
  from: 'W:\\',
  startedAt: '2026-11-22T10:00:00.000Z',
  endedAt: '2026-11-22T10:02:05.000Z',
  outcome: 'complete',
  files: { states: 3, transactions: 45_678, logs: 280, reports: 542, archive: 50_000, known: 0 },
  documents: { adopted: 49_900, events: 70, handedOver: 40_000, claimed: 9_927, promised: 1_200 },
  singles: [{ taxId: '11222333000181', folder: '0001_ALFA', kind: 'CTe', documents: 4_491, at: null }],
  unreadable: [],
  unreadableTotal: 0,
};

const text = (changes: Partial<LegacyImportView> = {}): string =>
  renderLegacyImport({ ...VIEW, ...changes }, PLAIN).join('\n');

describe('the words of the import', () => {
  it('tell what came, who was fetched singly, and what to do next', () => {
    expect(text()).toMatch(/Transações concluídas\s+45\.678/);
    expect(text()).toMatch(/4\.491\s+CTe\s+0001_ALFA/);
    expect(text()).toMatch(/Tempo\s+2 min 05 s/);
    expect(text()).toContain('malote orphans');
  });

  it('tell of a rehearsal that nothing was written', () => {
    expect(text({ dryRun: true })).toContain('Nada foi gravado.');
    expect(text({ dryRun: true })).not.toContain('foram importados');
  });

  it('name every unreadable file that there is room for, and count the others', () => {
    const unreadable = [{ file: 'W:/estado/08-2025/state.json', reason: 'O arquivo não é JSON inteiro.' }];
    const told = text({ unreadable, unreadableTotal: 1_001 });
    expect(told).toContain('1.001 arquivos não puderam ser lidos por inteiro:');
    expect(told).toContain('W:/estado/08-2025/state.json\n    O arquivo não é JSON inteiro.');
    expect(told).toContain('e mais 1.000');
  });

  it('tell how to go on after a stop', () => {
    expect(text({ outcome: 'stopped' })).toContain('continua de onde parou');
  });

  it('are summed up in the exit code', () => {
    expect(exitCodeOfImport(VIEW)).toBe(0);
    expect(exitCodeOfImport({ ...VIEW, unreadableTotal: 1 })).toBe(2);
    expect(exitCodeOfImport({ ...VIEW, outcome: 'stopped' })).toBe(3);
  });

  it('stand in the journal', () => {
    const entry = { id: 1, at: '', actor: 'engine', subject: 'W:\\' };
    expect(journalText({ ...entry, action: 'legacy.adopted', detail: { documents: [1, 2], events: [3] } })).toBe(
      'Registrados onde já estavam no acervo: 2 documentos e 1 evento.',
    );
    const detail = { outcome: 'complete', documents: { handedOver: 2 }, unreadable: 1 };
    expect(journalText({ ...entry, action: 'legacy.imported', detail })).toBe(
      'Importação do sistema anterior (W:\\) concluída: 2 entregas provadas, 1 arquivo ilegível.',
    );
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  COMPANY_COLUMNS,
  COMPANY_PHASES,
  countPhases,
  INITIAL_VIEW,
  nextSort,
  visibleCompanies,
  type TableView,
} from '../../../src/renderer/state/company-table';
import { companiesAt, UNDER_WAY } from '../../renderer/console/offices';

const COMPANIES = companiesAt(60, UNDER_WAY);
const view = (changes: Partial<TableView>): TableView => ({ ...INITIAL_VIEW, ...changes });
const anyView = fc.record({
  query: fc.constantFrom('', 'padaria', 'PÃO', '0003', 'zzz', '00.100'),
  phase: fc.constantFrom(null, ...COMPANY_PHASES),
  sort: fc.record({ column: fc.constantFrom(...COMPANY_COLUMNS), descending: fc.boolean() }),
});

describe('the rows of the table', () => {
  it('are the very objects of the state, each once, whatever the view', () => {
    fc.assert(
      fc.property(anyView, (chosen) => {
        const rows = visibleCompanies(COMPANIES, chosen);
        expect(new Set(rows).size).toBe(rows.length);
        for (const row of rows) expect(COMPANIES).toContain(row);
      }),
    );
  });

  it('leave the state as it was', () => {
    const before = [...COMPANIES];
    visibleCompanies(COMPANIES, view({ sort: { column: 'archived', descending: true } }));
    expect(COMPANIES).toEqual(before);
  });

  it('stand in the order of a column, those without a value last both ways', () => {
    for (const descending of [true, false]) {
      const rows = visibleCompanies(COMPANIES, view({ sort: { column: 'ratePerMinute', descending } }));
      const rates = rows.map(({ ratePerMinute }) => ratePerMinute);
      const known = rates.filter((rate) => rate !== null);
      expect(rates.slice(0, known.length)).toEqual(known.toSorted((a, b) => (descending ? b - a : a - b)));
      expect(known.length).toBeGreaterThan(0);
    }
  });

  it('stay in the order of their folders where a column says nothing', () => {
    const rows = visibleCompanies(COMPANIES, view({ sort: { column: 'gaps', descending: true } }));
    const quiet = rows.filter(({ gaps }) => gaps === 0).map(({ folder }) => folder);
    expect(quiet).toEqual(quiet.toSorted());
  });

  it('are found by words of the name, by code, and by a CNPJ in any spelling', () => {
    const found = (query: string): string[] => visibleCompanies(COMPANIES, view({ query })).map(({ folder }) => folder);
    expect(found('irmãos padaria')).toEqual(found('PADARIA IRMAOS'));
    expect(found('padaria').length).toBeGreaterThan(0);
    expect(found('0001').some((folder) => folder.startsWith('0001_'))).toBe(true);
    expect(found('00.100000/0001')).toHaveLength(found('001000000001').length);
    expect(found('nada disso')).toEqual([]);
  });

  it('can be limited to a phase, and every phase is counted', () => {
    const counts = countPhases(COMPANIES);
    for (const phase of COMPANY_PHASES)
      expect(visibleCompanies(COMPANIES, view({ phase }))).toHaveLength(counts[phase]);
    expect(Object.values(counts).reduce((sum, one) => sum + one)).toBe(COMPANIES.length);
  });
});

describe('a press on a header', () => {
  it('begins with the greatest number, and with A for words', () => {
    expect(nextSort(INITIAL_VIEW.sort, 'archived')).toEqual({ column: 'archived', descending: true });
    expect(nextSort({ column: 'archived', descending: true }, 'folder')).toEqual({
      column: 'folder',
      descending: false,
    });
  });

  it('turns the order round the second time', () => {
    expect(nextSort({ column: 'gaps', descending: true }, 'gaps')).toEqual({ column: 'gaps', descending: false });
  });
});

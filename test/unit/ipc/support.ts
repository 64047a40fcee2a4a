import fc from 'fast-check';
import { DOUBLE_STATE } from '../../../src/shared/ipc/double';
import type { CompanyLine, ConsoleState, Delta, JournalLine } from '../../../src/shared/ipc/state';

export const STATE: ConsoleState = { ...DOUBLE_STATE, epoch: 'a', revision: 7 };

export function company(n: number, changes: Partial<CompanyLine> = {}): CompanyLine {
  const number = String(n).padStart(4, '0');
  return {
    taxId: `1122233300${number}`,
    folder: `${number}_EMPRESA`,
    phase: 'waiting',
    nfe: 0,
    cte: 0,
    other: 0,
    archived: 0,
    delivered: 0,
    gaps: 0,
    progress: null,
    ratePerMinute: null,
    etaSeconds: null,
    ...changes,
  };
}

export function line(id: number): JournalLine {
  return { id, at: '2026-11-01T12:00:00.000Z', action: 'run.started', text: `linha ${String(id)}` };
}

export function delta(revision: number, changes: Partial<Delta> = {}): Delta {
  return { epoch: 'a', revision, ...changes };
}

const companyLines = fc
  .array(fc.tuple(fc.integer({ min: 1, max: 6 }), fc.nat(99)), { maxLength: 4 })
  .map((rows) => [...new Map(rows.map(([n, archived]) => [n, company(n, { archived, nfe: archived })])).values()]);

/** What may change from one revision to the next. */
export const changes: fc.Arbitrary<Omit<Delta, 'epoch' | 'revision'>> = fc.record(
  {
    set: fc.record({ month: fc.constantFrom('2026-09', '2026-10') }, { requiredKeys: [] }),
    companies: fc.record({ replace: fc.boolean(), rows: companyLines }),
    journal: fc.record({
      replace: fc.boolean(),
      rows: fc.uniqueArray(fc.nat(50), { maxLength: 3 }).map((ids) => ids.sort((a, b) => a - b).map(line)),
    }),
  },
  { requiredKeys: [] },
);

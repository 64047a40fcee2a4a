import { isInRows } from '../../../src/engine/jobs/retention/readings';
import { GROWING_NAMES } from '../../../src/shared/retention';
import type { CallFixture } from './collect';

/** Calls whose statements depend on what they are given, or on what the database answers. */
export function particularCalls({ ledger, rereads, answer }: CallFixture): void {
  const { companies, companyMonths, auditReads, documents, expectations, fileLooks, growth, history } = ledger;
  const known = { id: 1, taxId: 'x', folder: 'a', code: null, name: 'n', active: 1 };
  answer({ row: known, value: 1 });
  companies.replaceActive([{ ...known, taxId: 'y' }]);
  companies.replaceActive([{ ...known, folder: 'b' }]);
  answer({ row: { total: 2, page: '[["x",1,2],["y",null,null]]' } });
  for (const state of ['all', 'orphan', 'missing', 'cancelled'] as const) {
    for (const kind of [undefined, 'NFe'] as const) {
      for (const search of [undefined, 'x']) {
        const filter = { companyId: 1, month: '2026-10', state, ...(kind && { kind }), ...(search && { search }) };
        companyMonths.documents(filter, '', 10);
      }
    }
  }
  answer({ row: undefined, value: '[]' });
  for (const of of ['documents', 'events'] as const) {
    for (const resolved of [
      { months: null, companies: null },
      { months: ['2026-10'], companies: [1] },
    ]) {
      auditReads.filingIds(of, resolved, 0, 10);
      auditReads.filedFiles(resolved);
    }
    auditReads.filed(of, [1]);
  }
  answer({ value: 90 });
  for (const filter of [
    {},
    { texts: ['x'] },
    { documentId: 1 },
    { companyId: 1 },
    { topics: ['run'] },
    { from: 'a', to: 'b' },
  ]) {
    history.journal(filter, null, 10);
  }
  documents.heldInWindow('NFe', '2026-10-01', '2026-10-31', { taxId: 'x', partyRoles: ['recipient'] });
  // a document came after the report was asked for
  answer({ row: { companyId: 1, kind: 'NFe', askedAt: '1', at: '2' } });
  expectations.reportAnswers('2026-10', [1]);
  // filed as it was looked at
  answer({ row: { sha256: 'x' } });
  fileLooks.note('2026-10', [{ path: 'a/b.xml', sha256: 'x', problem: 'absent' }]);
  for (const name of ['failures', 'latency', 'alerts', 'jobs', 'due-times', 'walks'] as const)
    growth.forget(name, '2026-01-01', 10);
  for (const name of GROWING_NAMES) if (isInRows(name)) growth.rows(name);
  rereads.restore({
    document: { id: 1, identity: 'x' },
    shape: 'x',
    filings: [{ id: 1, document_id: 1 }],
    deliveries: [1],
    passes: [1],
    recoveryItems: [1],
  });
}

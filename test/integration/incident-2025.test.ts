import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Finding, FindingCategory, FindingPage } from '../../src/shared/ipc/audit';
import { buildIncident, MONTH, plantedOf, score, smaller, type Incident, type Trouble } from '../support/incident';
import { openIncidentOffice, type IncidentOffice } from '../support/incident/office';
import { testFolder } from '../support/test-folder';
import { databaseOf } from '../../src/engine/ledger/ledger';

/** 1: the whole month of August 2025. */
const OPTIONS = smaller(1);
const PATIENCE_MS = 900_000;
const SCOPE = { months: [MONTH], companies: null };

let incident: Incident;
let office: IncidentOffice;

beforeAll(async () => {
  incident = await buildIncident(await mkdtemp(join(await testFolder(), 'malote-incidente-')), OPTIONS);
  office = await openIncidentOffice(incident);
}, PATIENCE_MS);

afterAll(async () => {
  await office.close();
  await rm(incident.folder, { recursive: true, force: true, maxRetries: 5 });
}, PATIENCE_MS);

/** What tells a finding from the others of its category, as the plan of the incident has it. */
function markOf({ category, identity, company, path, words }: Finding): string {
  const marks: Partial<Record<FindingCategory, string | null>> = {
    stray: path,
    misfiled: path,
    altered: path,
    unreadable: path,
    duplicate: path,
    'key-mismatch': path,
    'number-gap': company?.taxId ?? null,
    'silent-company': company?.taxId ?? null,
  };
  return (category in marks ? marks[category] : identity) ?? words;
}

async function findingsOf(auditId: number): Promise<Trouble[]> {
  const found: Trouble[] = [];
  for (let after: number | null = 0; after !== null;) {
    const page: FindingPage = await office.audits.findings({ auditId }, after, 5_000);
    for (const finding of page.lines) found.push({ category: finding.category, mark: markOf(finding) });
    after = page.next;
  }
  return found;
}

function percent(value: number): string {
  return `${(value * 100).toFixed(3)} %`;
}

describe('the incident of August 2025', () => {
  const orphans = OPTIONS.singles.reduce((sum, count) => sum + count, 0);

  it(
    'is taken over from what the old system left, and named exactly, no more and no less',
    async () => {
      const imported = await office.legacy.import({ from: incident.old, dryRun: false });
      expect(imported).toMatchObject({
        outcome: 'complete',
        files: { states: 3, transactions: OPTIONS.transactions, archive: incident.files.xml, known: 0 },
        unreadableTotal: plantedOf('unreadable', OPTIONS.troubles),
      });
      expect(imported.singles.map(({ documents }) => documents)).toEqual(OPTIONS.singles);
      expect(databaseOf(office.ledger).value<number>('SELECT count(*) FROM deliveries')).toBe(0);

      await incident.plantAfterImport(office);
      const audit = await office.audits.run(SCOPE);
      expect(audit.outcome).toBe('complete');
      const { precision, recall, ...result } = score(incident.truth, await findingsOf(audit.id));
      console.log(
        `${String(audit.figures.files)} files, ${String(result.expected)} troubles: precision ${percent(precision)}, recall ${percent(recall)}`,
      );
      expect(result).toMatchObject({ tooFew: [], tooMany: [] });
      expect(audit.counts.orphan).toBe(orphans);
      // whatever was renamed, the old system did not do it
      expect(Object.values({ ...audit.counts, renamed: 1 }).every((count) => count > 0)).toBe(true);
    },
    PATIENCE_MS,
  );

  it(
    'is mended: each orphan is handed over, and a second audit finds none',
    async () => {
      const [first] = await office.audits.list(1);
      const plan = await office.recovery.plan({ auditId: first?.id ?? 0, categories: ['orphan'] });
      expect(plan.deliver.items).toBe(orphans);
      const done = await office.recovery.execute(plan.id);
      expect(done).toMatchObject({
        state: 'complete',
        summary: { files: { total: orphans, copied: orphans, failed: 0 } },
      });
      const second = await office.audits.run(SCOPE);
      expect(second.counts).toEqual({ ...first?.counts, orphan: 0 });
      const handed = await readdir(join(incident.import, 'Import'));
      expect(handed).toHaveLength(orphans + plantedOf('conflict', OPTIONS.troubles));
    },
    PATIENCE_MS,
  );
});

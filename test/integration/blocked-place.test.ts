import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Engine } from '../../src/engine';
import type { Finding } from '../../src/shared/ipc/audit';
import { createOffice } from '../../src/simulator';
import { queryLedger } from '../support/ledger-dump';
import { openOfficeFixture } from '../support/office-fixture';

const MONTH = '2026-03';
const office = createOffice({ seed: 41, month: MONTH, companies: 3, documentsPerCompany: 12 });

async function openMonth(): Promise<{ engine: Engine; at: string; identity: string; remove: () => void }> {
  const fixture = await openOfficeFixture({ office });
  const engine = await fixture.openEngine();
  expect((await engine.run({ month: MONTH })).run.status).toBe('complete');
  const [filed] = queryLedger<{ path: string; identity: string }>(
    fixture.workspace.ledger,
    `SELECT f.path, d.identity FROM filings f JOIN documents d ON d.id = f.document_id
     WHERE d.month = '${MONTH}' AND f.company_id IS NOT NULL ORDER BY f.id LIMIT 1`,
  );
  const at = join(fixture.workspace.archive, filed?.path ?? '');
  return { engine, at, identity: filed?.identity ?? '', remove: () => rmSync(at, { recursive: true }) };
}

async function audited(engine: Engine): Promise<readonly Finding[]> {
  const { id } = await engine.audits.run({ months: null, companies: null });
  return (await engine.audits.findings({ auditId: id }, 0, 1_000)).lines;
}

describe('a folder where a filed document should lie', () => {
  it('is the loss of the document: named, a gap of the month, and healed once the folder is taken away', async () => {
    const { engine, at, identity, remove } = await openMonth();
    remove();
    mkdirSync(at);
    const findings = await audited(engine);
    expect(findings).toMatchObject([{ category: 'ghost', identity, remedy: 'fetch' }]);
    expect(findings[0]?.words).toContain('uma pasta com o seu nome');
    expect((await engine.status(MONTH)).verdict.state).toBe('gaps');
    remove();
    await engine.wholeRecovery.run({ until: 'end', categories: ['ghost'] });
    expect(await audited(engine)).toEqual([]);
    expect((await engine.status(MONTH)).verdict.state).toBe('complete');
  }, 60_000);

  it('that holds the document itself is named as its new place, not as a copy that may be deleted', async () => {
    const { engine, at, identity, remove } = await openMonth();
    const bytes = readFileSync(at);
    remove();
    mkdirSync(at);
    writeFileSync(join(at, basename(at)), bytes);
    expect(await audited(engine)).toMatchObject([{ category: 'misfiled', identity }]);
    expect((await engine.status(MONTH)).verdict.state).toBe('gaps');
  }, 60_000);
});

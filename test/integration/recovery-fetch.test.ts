import { createHash } from 'node:crypto';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Engine } from '../../src/engine';
import { openSqlite } from '../../src/engine/ledger/sqlite';
import type { FindingCategory } from '../../src/shared/ipc/audit';
import { createOffice } from '../../src/simulator';
import { queryLedger } from '../support/ledger-dump';
import { openOfficeFixture, type OfficeFixture } from '../support/office-fixture';

const MONTH = '2026-03';
const OPTIONS = { threads: 8, retries: 1, waitSeconds: 1 };

interface Filing {
  readonly [column: string]: unknown;
  readonly id: number;
  readonly identity: string;
  readonly kind: string;
  readonly path: string;
  readonly sha256: string;
  readonly company: number;
}

let fixture: OfficeFixture;
let engine: Engine;
let filings: Filing[];

beforeEach(async () => {
  fixture = await openOfficeFixture({
    office: createOffice({ seed: 31, month: MONTH, companies: 4, documentsPerCompany: 30 }),
  });
  engine = await fixture.openEngine();
  await engine.run({ month: MONTH });
  filings = queryLedger<Filing>(
    fixture.workspace.ledger,
    `SELECT d.id, d.identity, d.kind, f.path, f.sha256, f.company_id AS company FROM filings f JOIN documents d ON d.id = f.document_id
     WHERE f.company_id IS NOT NULL AND d.kind IN ('NFe', 'CTe')
       AND (SELECT count(*) FROM filings x WHERE x.document_id = d.id) = 1 ORDER BY d.id`,
  );
});

function plant(category: FindingCategory, { identity, kind, path, company }: Filing): void {
  const db = openSqlite(fixture.workspace.ledger);
  db.exec(
    "INSERT OR IGNORE INTO audits (id, scope, read_all, started_at, figures) VALUES (1, '{}', 0, '2026-04-02', '{}')",
  );
  db.prepare(
    `INSERT INTO audit_findings (audit_id, category, identity, company_id, kind, month, root, path, detail)
     VALUES (1, ?, ?, ?, ?, ?, 'archive', ?, '{}')`,
  ).run(category, identity, company, kind, MONTH, path);
  db.close();
}

const onDisk = ({ path }: Filing): string => join(fixture.workspace.archive, path);
const hashOf = (file: string): string => createHash('sha256').update(readFileSync(file)).digest('hex');

/** As the BI program does: no copy lies at hand any more. */
function takeDelivered({ identity }: Filing): void {
  rmSync(join(fixture.workspace.import, 'Import', `${identity}.xml`));
}

async function recover(): ReturnType<Engine['recovery']['execute']> {
  const { id } = await engine.recovery.plan({ auditId: 1 });
  return engine.recovery.execute(id, OPTIONS);
}

describe('what SIEG is asked for again', () => {
  it('comes back to its place: a file that was gone, and one that was altered, of which the altered bytes are kept aside', async () => {
    const [gone, altered] = filings;
    for (const filing of [gone!, altered!]) takeDelivered(filing);
    rmSync(onDisk(gone!));
    writeFileSync(onDisk(altered!), '<alterado/>');
    plant('ghost', gone!);
    plant('altered', altered!);
    const view = await recover();
    expect(view).toMatchObject({ state: 'complete', error: null });
    expect(view.summary!.files).toMatchObject({ total: 2, copied: 2, failed: 0 });
    expect(view.summary!.seconds, 'the time of asking is counted').toBeGreaterThan(0);
    expect(hashOf(onDisk(gone!))).toBe(gone!.sha256);
    expect(hashOf(onDisk(altered!))).toBe(altered!.sha256);
    const kept = queryLedger<{ path: string }>(
      fixture.workspace.ledger,
      `SELECT path FROM kept_files WHERE code = 'ALTERED_ON_DISK' AND identity = '${altered!.identity}'`,
    );
    expect(kept).toHaveLength(1);
    expect(readFileSync(join(fixture.workspace.folder, 'guardados', kept[0]!.path), 'utf8')).toBe('<alterado/>');
    const runs = queryLedger(fixture.workspace.ledger, "SELECT outcome FROM runs WHERE options LIKE '%recovery%'");
    expect(runs).toEqual([{ outcome: 'complete' }]);
    expect(
      queryLedger(
        fixture.workspace.ledger,
        "SELECT count(*) AS n FROM requests WHERE operation = 'document' AND outcome = 'answered'",
      ),
    ).toEqual([{ n: 2 }]);
    expect((await engine.status(MONTH)).lastRun?.id).toBe(1);
  });

  it('enters through intake and is delivered, when it was never held', async () => {
    const [missing] = filings;
    const db = openSqlite(fixture.workspace.ledger);
    db.pragma('foreign_keys = OFF');
    for (const table of ['filings', 'parties', 'deliveries', 'pass_documents'])
      db.prepare(`DELETE FROM ${table} WHERE document_id = ?`).run(missing!.id);
    db.prepare('DELETE FROM documents WHERE id = ?').run(missing!.id);
    db.close();
    rmSync(onDisk(missing!));
    const delivered = join(fixture.workspace.import, 'Import', `${missing!.identity}.xml`);
    rmSync(delivered);
    plant('missing', missing!);
    const { summary, id } = await recover();
    expect(summary!.files).toMatchObject({ copied: 2, failed: 0 });
    expect(hashOf(onDisk(missing!))).toBe(missing!.sha256);
    expect(hashOf(delivered)).toBe(missing!.sha256);
    expect(engine.recovery.items(id, 0, 9).lines.map(({ action, state }) => [action, state])).toEqual([
      ['fetch', 'fetched'],
      ['deliver', 'delivered'],
    ]);
  });

  it('is named when SIEG does not have it', async () => {
    plant('missing', { ...filings[0]!, identity: '35260311222333000181550010000099991123456780' });
    const { summary, id, state } = await recover();
    expect(state).toBe('complete');
    expect(summary).toMatchObject({ files: { failed: 1 }, exitCode: 8 });
    expect(engine.recovery.items(id, 0, 9).lines[0]).toMatchObject({
      state: 'unavailable',
      problem: 'O SIEG respondeu que não tem este documento.',
    });
  });

  it('by whole days where that is fewer requests', async () => {
    const day = queryLedger<{ day: string; kind: string }>(
      fixture.workspace.ledger,
      "SELECT sieg_day AS day, kind FROM documents WHERE kind = 'NFe' GROUP BY sieg_day ORDER BY count(*) DESC LIMIT 1",
    )[0]!.day;
    const ofDay = filings.filter(({ identity, kind }) => {
      const [row] = queryLedger<{ day: string }>(
        fixture.workspace.ledger,
        'SELECT sieg_day AS day FROM documents WHERE identity = ?',
        [identity],
      );
      return kind === 'NFe' && row?.day === day;
    });
    expect(ofDay.length).toBeGreaterThan(2);
    for (const filing of ofDay) {
      takeDelivered(filing);
      rmSync(onDisk(filing));
      plant('ghost', filing);
    }
    const plan = await engine.recovery.plan({ auditId: 1 });
    expect(plan.fetch.requests.least).toBeLessThan(plan.fetch.requests.most);
    await engine.recovery.execute(plan.id, OPTIONS);
    for (const filing of ofDay) expect(hashOf(onDisk(filing))).toBe(filing.sha256);
    expect(
      queryLedger(
        fixture.workspace.ledger,
        `SELECT q.operation FROM requests q JOIN runs r ON r.id = q.run_id WHERE r.options LIKE '%recovery%' GROUP BY q.operation`,
      ),
    ).toEqual([{ operation: 'page' }]);
  });
});

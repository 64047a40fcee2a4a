import { existsSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Engine } from '../../src/engine';
import { openSqlite } from '../../src/engine/ledger/sqlite';
import type { RecoveryView } from '../../src/shared/ipc/recovery';
import { createOffice } from '../../src/simulator';
import { queryLedger } from '../support/ledger-dump';
import { makeWorkspace } from '../support/made-workspace';
import { openOfficeFixture, type OfficeFixture } from '../support/office-fixture';
import { openTestEngine, removeWorkspace, type Workspace } from '../support/workspace';

const MONTH = '2026-03';
const OPTIONS = { threads: 1, retries: 1, waitSeconds: 1 };

const office = createOffice({ seed: 7, month: MONTH, companies: 8, documentsPerCompany: 60 });

/** A month of which nothing was handed over, audited. */
let made: Workspace;
let auditId: number;
let fixture: OfficeFixture;
let engine: Engine;
let id: number;
let items: number;
let notes = 0;

beforeAll(async () => {
  made = await makeWorkspace(office, (first) => first.run({ month: MONTH }));
  const db = openSqlite(made.ledger);
  db.prepare('DELETE FROM deliveries').run();
  db.close();
  rmSync(join(made.import, 'Import'), { recursive: true });
  const auditor = await openTestEngine(made);
  auditId = (await auditor.audits.run({ months: [MONTH], companies: null })).id;
  await auditor.close();
}, 180_000);
afterAll(() => removeWorkspace(made));

/** A plan of all of it. */
beforeEach(async () => {
  fixture = await openOfficeFixture({ office, made });
  engine = await fixture.openEngine({ speed: 1 });
  const plan = await engine.recovery.plan({ auditId, categories: ['orphan'] });
  [id, items] = [plan.id, plan.deliver.items];
  // a cancelled note is planned with its cancellation
  notes = queryLedger(fixture.workspace.ledger, 'SELECT 1 FROM recovery_items WHERE document_id IS NOT NULL').length;
  expect(notes).toBeLessThan(items);
  expect(items).toBeGreaterThan(400);
});

function arrived(): number {
  const folder = join(fixture.workspace.import, 'Import');
  return existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.xml')).length : 0;
}

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await sleep(1);
}

/** Another engine on the same workspace ends what was begun; each file is delivered once. */
async function expectGoesOn(stopped: RecoveryView): Promise<void> {
  expect(stopped).toMatchObject({ state: 'stopped', error: null, progress: null });
  const next = await fixture.openEngine();
  expect(next.recovery.list(1)[0]).toMatchObject({ id, state: 'stopped' });
  const done = await next.recovery.execute(id, OPTIONS);
  expect(done).toMatchObject({ state: 'complete', error: null });
  const { total, copied, skipped } = done.summary!.files;
  expect([total, copied + skipped, arrived()]).toEqual([items, items, notes]);
  expect(
    queryLedger(fixture.workspace.ledger, 'SELECT count(*) AS n, count(DISTINCT document_id) AS d FROM deliveries'),
  ).toEqual([{ n: items, d: notes }]);
}

describe('an engine that is closed in the middle of a recovery', () => {
  it('stops it, and the next one goes on', async () => {
    await engine.watch();
    const ended = engine.recovery.execute(id, OPTIONS);
    await until(() => arrived() > 0);
    await engine.close();
    expect(queryLedger(fixture.workspace.ledger, "SELECT 1 FROM deliveries WHERE state <> 'delivered'")).toEqual([]);
    await expectGoesOn(await ended);
  });

  it('before it has begun anything', async () => {
    const ended = engine.recovery.execute(id, OPTIONS);
    await engine.close();
    expect(arrived()).toBe(0);
    await expectGoesOn(await ended);
  });

  it('while it is paused', async () => {
    const ended = engine.recovery.execute(id, OPTIONS);
    await until(() => arrived() > 0);
    engine.recovery.pause();
    await engine.close();
    await expectGoesOn(await ended);
  });

  it('while it waits for a share', async () => {
    const away = `${fixture.workspace.import}.fora`;
    renameSync(fixture.workspace.import, away);
    const ended = engine.recovery.execute(id, OPTIONS);
    await until(() => engine.recovery.current()?.progress?.waitingFor.includes('import') === true);
    await engine.close();
    renameSync(away, fixture.workspace.import);
    await expectGoesOn(await ended);
  });
});

import { cp, mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCli } from '../../src/cli/cli';
import type { Engine } from '../../src/engine';
import type { DocumentKindName } from '../../src/shared/ipc/documents';
import { wholeRecoverySchema, type WholeRecoveryRequest } from '../../src/shared/ipc/recovery';
import { createOffice } from '../../src/simulator';
import { eventually } from '../support/eventually';
import { queryLedger } from '../support/ledger-dump';
import { makeWorkspace } from '../support/made-workspace';
import { openOfficeFixture, type OfficeFixture } from '../support/office-fixture';
import { createWorkspace, openTestEngine, removeWorkspace, type Workspace } from '../support/workspace';
import { testHost } from '../unit/cli/support';

const MONTH = '2026-03';
const office = createOffice({ seed: 33, month: MONTH, companies: 5, documentsPerCompany: 40 });
const FREE: WholeRecoveryRequest = { until: 'end', categories: ['orphan', 'cancelled-live'] };

/** It has taken over an archive with its `_CANC` files, of which nothing was handed over. */
let made: Workspace;

async function takenOver(): Promise<{ readonly fixture: OfficeFixture; readonly engine: Engine }> {
  const fixture = await openOfficeFixture({ office, made });
  return { fixture, engine: await fixture.openEngine() };
}

/** Documents that were handed over although an effective cancellation of them is known, and which was not, or later. */
function live({ workspace }: OfficeFixture): unknown[] {
  return queryLedger(
    workspace.ledger,
    `SELECT d.identity FROM documents d JOIN deliveries v ON v.document_id = d.id AND v.state = 'delivered'
     WHERE EXISTS (SELECT 1 FROM events e WHERE e.document_identity = d.identity AND e.effect = 'cancels' AND e.effective = 1)
       AND NOT EXISTS (SELECT 1 FROM events e JOIN deliveries c ON c.event_id = e.id AND c.state = 'delivered'
         WHERE e.document_identity = d.identity AND c.verified_at <= v.verified_at)`,
  );
}

const of = (fixture: OfficeFixture, sql: string): number =>
  Number(queryLedger(fixture.workspace.ledger, sql)[0]?.['n']);
const cancelledHeld = (fixture: OfficeFixture): number =>
  of(
    fixture,
    `SELECT count(DISTINCT e.document_identity) AS n FROM events e JOIN documents d ON d.identity = e.document_identity
     JOIN filings f ON f.document_id = d.id AND f.company_id IS NOT NULL WHERE e.effect = 'cancels' AND e.effective = 1`,
  );

beforeAll(async () => {
  const before = await makeWorkspace(office, (engine) => engine.run({ month: MONTH }));
  made = await createWorkspace({ office, generation: 'legacy', baseUrl: 'http://127.0.0.1:9' });
  await cp(before.archive, made.archive, { recursive: true });
  await removeWorkspace(before);
  const old = join(made.folder, 'antigo');
  await mkdir(join(old, 'estado', '03-2026'), { recursive: true });
  await writeFile(join(old, 'estado', '03-2026', 'state.json'), '{"schema_version": 2, "processed_xml_keys": {}}');
  const engine = await openTestEngine(made);
  await engine.legacy.import({ from: old, dryRun: false });
  await engine.close();
}, 120_000);
afterAll(() => removeWorkspace(made));

describe('the one click', () => {
  it('audits, plans and hands over what the system before left, each cancelled note after its cancellation', async () => {
    const { fixture, engine } = await takenOver();
    const cancelled = cancelledHeld(fixture);
    expect(cancelled).toBeGreaterThan(3);
    const whole = await engine.wholeRecovery.run(FREE);
    expect(whole).toMatchObject({ state: 'complete', error: null });
    expect(live(fixture)).toEqual([]);
    expect((await readdir(join(fixture.workspace.import, 'Cancelados'))).length).toBeGreaterThanOrEqual(cancelled);
    await eventually(async () => expect((await engine.audits.overview()).orphans?.documents).toBe(0));
    expect(engine.records.journal({}, null, 60).lines.map(({ action }) => action)).toEqual(
      expect.arrayContaining(['recovery.whole-started', 'recovery.whole-ended']),
    );
    // the audit it was planned from tells what it found, and does not offer what is done
    const { id, counts, resolved } = await engine.audits.get(whole.auditId ?? 0);
    expect(counts.orphan).toBeGreaterThan(100);
    expect(resolved.orphan).toBe(counts.orphan);
    const still = (await engine.audits.groups(id)).filter(({ category, open }) => category === 'orphan' && open > 0);
    expect(still).toEqual([]);
    expect(await engine.audits.findings({ auditId: id, categories: ['orphan'], open: true }, 0, 9)).toMatchObject({
      lines: [],
      total: 0,
    });
    const again = await engine.wholeRecovery.run(FREE);
    expect(again).toMatchObject({ state: 'complete', recoveryId: null });
    expect((await engine.audits.run({ months: null, companies: null })).counts).toMatchObject({
      orphan: 0,
      'cancelled-live': 0,
    });
  }, 120_000);

  it('ends with the plan when it was asked to, and makes no second audit for it', async () => {
    const { engine } = await takenOver();
    const first = await engine.wholeRecovery.run({ ...FREE, until: 'plan' });
    expect(first).toMatchObject({ state: 'planned' });
    expect(engine.recovery.current()).toMatchObject({ id: first.recoveryId, state: 'planned' });
    const second = await engine.wholeRecovery.run({ ...FREE, until: 'plan' });
    expect(second.auditId).toBe(first.auditId);
    expect(await engine.audits.list(9)).toHaveLength(1);
  }, 120_000);

  it('goes on where it was stopped: in the audit, and in the recovery', async () => {
    const { fixture, engine } = await takenOver();
    const stop = new AbortController();
    const unsubscribe = engine.subscribe(() => {
      if (engine.audits.running !== null) stop.abort();
    });
    const inAudit = await engine.wholeRecovery.run(FREE, stop.signal);
    unsubscribe();
    expect(inAudit).toMatchObject({ state: 'stopped', recoveryId: null });

    const stopper = engine.subscribe(() => {
      if ((engine.recovery.current()?.progress?.files.copied ?? 0) > 0) engine.wholeRecovery.stop();
    });
    const inRecovery = await engine.wholeRecovery.run(FREE);
    stopper();
    expect(inRecovery).toMatchObject({ id: inAudit.id });
    const other = await fixture.openEngine();
    const ended = inRecovery.state === 'complete' ? inRecovery : await other.wholeRecovery.run(FREE);
    expect(ended).toMatchObject({ id: inAudit.id, state: 'complete', recoveryId: inRecovery.recoveryId });
    expect(await other.audits.list(9)).toHaveLength(1);
    await eventually(async () => expect((await other.audits.overview()).orphans?.documents).toBe(0));
    expect(live(fixture)).toEqual([]);
  }, 120_000);

  it('is one at a time, and a failure of the audit is its own', async () => {
    const { fixture, engine } = await takenOver();
    await rm(fixture.workspace.archive, { recursive: true });
    const [one, two] = await Promise.allSettled([engine.wholeRecovery.run(FREE), engine.wholeRecovery.run(FREE)]);
    expect(two).toMatchObject({ status: 'rejected', reason: { code: 'RECOVERY_IN_PROGRESS' } });
    expect(one).toMatchObject({
      status: 'fulfilled',
      value: { state: 'failed', error: { code: 'SHARE_UNREACHABLE' } },
    });
  }, 120_000);

  it('is a command', async () => {
    const { fixture, engine } = await takenOver();
    await engine.close();
    const host = testHost();
    const args = ['recover', '--all', '--category', 'orphan', '--workspace', fixture.workspace.folder];
    const code = await runCli([...args, '--json'], host);
    expect(code).toBe(0);
    const { whole } = JSON.parse(host.stdout.lines.at(-1) ?? '') as { whole: unknown };
    expect(wholeRecoverySchema.parse(whole)).toMatchObject({ state: 'complete' });
    expect(live(fixture)).toEqual([]);
    const again = testHost();
    expect(await runCli(args, again)).toBe(0);
    expect(again.stdout.text).toContain('Nada a recuperar');
  }, 120_000);
});

describe('the one click of some companies, months and kinds', () => {
  interface Lost {
    readonly [column: string]: unknown;
    readonly taxId: string;
    readonly kind: DocumentKindName;
    readonly path: string;
  }

  /** Files of documents of one company each, of two companies and two kinds, that are gone. */
  async function withGhosts(): Promise<{
    readonly fixture: OfficeFixture;
    readonly engine: Engine;
    readonly lost: Lost[];
  }> {
    const { fixture, engine } = await takenOver();
    const lost = queryLedger<Lost>(
      fixture.workspace.ledger,
      `SELECT c.tax_id AS taxId, d.kind, min(f.path) AS path FROM documents d JOIN filings f ON f.document_id = d.id
         JOIN companies c ON c.id = f.company_id
       WHERE d.month = '${MONTH}' AND d.kind IN ('NFe', 'CTe') AND (SELECT count(*) FROM filings x WHERE x.document_id = d.id) = 1
       GROUP BY c.id, d.kind ORDER BY c.id, d.kind LIMIT 4`,
    );
    expect(new Set(lost.map(({ taxId }) => taxId)).size).toBeGreaterThan(1);
    for (const { path } of lost) await rm(join(fixture.workspace.archive, path));
    return { fixture, engine, lost };
  }
  const isBack = async ({ workspace }: OfficeFixture, { path }: Lost): Promise<boolean> =>
    (await readdir(dirname(join(workspace.archive, path)))).includes(basename(path));
  const NOTHING = { companies: null, months: null, kinds: null, auditId: null };
  const GHOSTS = { until: 'end', categories: ['ghost'] } as const;

  it('brings back what is theirs and touches no other', async () => {
    const { fixture, engine, lost } = await withGhosts();
    const [{ taxId, kind }] = lost as [Lost, ...Lost[]];
    const narrowed = { ...NOTHING, companies: [taxId], months: [MONTH], kinds: [kind] };
    const whole = await engine.wholeRecovery.run({ ...GHOSTS, scope: narrowed });
    expect(whole).toMatchObject({ state: 'complete', error: null, scope: narrowed });
    for (const one of lost) expect(await isBack(fixture, one)).toBe(one.taxId === taxId && one.kind === kind);
    expect(await engine.wholeRecovery.run({ ...GHOSTS, scope: { ...NOTHING, months: ['2026-02'] } })).toMatchObject({
      state: 'complete',
      recoveryId: null,
    });
    expect(await engine.wholeRecovery.run(GHOSTS)).toMatchObject({ state: 'complete', scope: NOTHING });
    for (const one of lost) expect(await isBack(fixture, one)).toBe(true);
  }, 120_000);

  it('plans from the audit that is named, whatever has changed since', async () => {
    const { fixture, engine, lost } = await withGhosts();
    const audit = await engine.audits.run({ months: null, companies: null });
    expect(await engine.wholeRecovery.run({ ...GHOSTS, scope: { ...NOTHING, auditId: audit.id } })).toMatchObject({
      state: 'complete',
      auditId: audit.id,
    });
    for (const one of lost) expect(await isBack(fixture, one)).toBe(true);
    expect(await engine.wholeRecovery.run({ ...GHOSTS, scope: { ...NOTHING, auditId: 999 } })).toMatchObject({
      state: 'failed',
      error: { code: 'AUDIT_UNKNOWN' },
    });
  }, 120_000);

  it('does not go on with one that was narrowed otherwise', async () => {
    const { engine, lost } = await withGhosts();
    const stopped = new AbortController();
    stopped.abort();
    const narrowed = { ...GHOSTS, scope: { ...NOTHING, companies: [lost[0]!.taxId] } };
    const first = await engine.wholeRecovery.run(narrowed, stopped.signal);
    expect(first.state).toBe('stopped');
    expect((await engine.wholeRecovery.run(narrowed, stopped.signal)).id).toBe(first.id);
    expect((await engine.wholeRecovery.run(GHOSTS, stopped.signal)).id).not.toBe(first.id);
  }, 120_000);
});

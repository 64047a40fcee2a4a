import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fromStored } from '../../src/engine/shares';
import { isTemporaryName, temporaryName } from '../../src/engine/shares/temporary';
import { databaseOf } from '../../src/engine/ledger/ledger';
import type { RecoverySummary, RecoveryTally } from '../../src/shared/ipc/recovery';
import {
  AUDIT,
  newFolder,
  openRecoveryFixture,
  plantAudit,
  plantFinding,
  plantOrphans,
  type PlantedFile,
  type RecoveryFixture,
} from '../support/recovery-fixture';

const OPTIONS = { threads: 8, retries: 1, waitSeconds: 1 };
let fixture: RecoveryFixture;

beforeEach(async () => {
  fixture = openRecoveryFixture({ folder: await newFolder(), speed: 100 });
});
afterEach(() => fixture.dispose());

function targetOf({ identity }: PlantedFile): string {
  return join(fixture.import, 'Import', `${identity}.xml`);
}

function arrived(): string[] {
  const folder = join(fixture.import, 'Import');
  return existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.xml')) : [];
}

function addsUp({ dirs, files, bytes }: RecoverySummary): void {
  const sum = ({ copied, skipped, mismatch, failed }: RecoveryTally): number => copied + skipped + mismatch + failed;
  for (const tally of [dirs, files, bytes]) expect(tally.total).toBe(sum(tally));
}

async function expectDelivered(files: readonly PlantedFile[]): Promise<void> {
  // folders for unfinished files, which a slow machine is taken to need, go when the root is closed
  const names = (await readdir(join(fixture.import, 'Import'))).filter((name) => !isTemporaryName(name));
  expect(names.sort()).toEqual(files.map(({ identity }) => `${identity}.xml`).sort());
  for (const file of files) expect(await readFile(targetOf(file), 'utf8')).toBe(file.text);
}

describe('a plan', () => {
  it('says what, from where, to where, how much and for whom', async () => {
    const files = plantOrphans(fixture, 10);
    const view = await fixture.recovery.plan({ auditId: AUDIT });
    const bytes = files.reduce((sum, { text }) => sum + Buffer.byteLength(text), 0);
    expect(view).toMatchObject({
      state: 'planned',
      from: fixture.archive,
      to: [fixture.import],
      deliver: { items: 10, bytes },
      fetch: { items: 0, requests: { least: 0, most: 0 } },
      months: ['2026-03'],
      kinds: ['NFe'],
      summary: null,
      progress: null,
    });
    expect(view.companies.map(({ deliver }) => deliver.items)).toEqual([5, 5]);
    const page = fixture.recovery.items(view.id, 0, 4);
    expect(page).toMatchObject({ total: 10, lines: { length: 4 } });
    expect(page.lines[0]).toMatchObject({ action: 'deliver', category: 'orphan', state: 'planned', problem: null });
    expect(page.lines[0]!.target).toBe(`Import/${page.lines[0]!.identity}.xml`);
    expect(fixture.recovery.items(view.id, page.next!, 100).lines).toHaveLength(6);
  });

  it('takes what the request names, and refuses to be of nothing', async () => {
    const [first] = plantOrphans(fixture, 10);
    const { recovery } = fixture;
    const [company] = fixture.ledger.companies.active();
    expect((await recovery.plan({ auditId: AUDIT, companies: [company!.taxId] })).deliver.items).toBe(5);
    expect((await recovery.plan({ auditId: AUDIT, search: first!.identity.slice(20) })).deliver.items).toBe(1);
    await expect(recovery.plan({ auditId: AUDIT, months: ['2025-01'] })).rejects.toMatchObject({
      code: 'RECOVERY_NOTHING_TO_DO',
    });
    await expect(recovery.plan({ auditId: AUDIT, categories: ['duplicate'] })).rejects.toMatchObject({
      code: 'RECOVERY_NOTHING_TO_DO',
    });
    await expect(recovery.plan({ auditId: 99 })).rejects.toMatchObject({ code: 'AUDIT_UNKNOWN' });
    expect(recovery.list(9)).toHaveLength(2);
  });

  it('is narrowed and widened until it has begun, and not afterwards', async () => {
    plantOrphans(fixture, 10);
    const { recovery } = fixture;
    const { id } = await recovery.plan({ auditId: AUDIT });
    const [company] = fixture.ledger.companies.active();
    expect(recovery.narrow({ recoveryId: id, include: false })).toMatchObject({ deliver: { items: 0 }, excluded: 10 });
    const view = recovery.narrow({ recoveryId: id, include: true, companies: [company!.taxId] });
    expect(view).toMatchObject({ deliver: { items: 5 }, excluded: 5 });
    const [line] = recovery.items(id, 0, 10).lines.filter(({ state }) => state === 'planned');
    expect(recovery.narrow({ recoveryId: id, include: false, items: [line!.id] }).deliver.items).toBe(4);
    const done = await recovery.execute(id, OPTIONS);
    expect(done.summary?.files).toMatchObject({ total: 4, copied: 4 });
    expect(await readdir(join(fixture.import, 'Import'))).toHaveLength(4);
    expect(() => recovery.narrow({ recoveryId: id, include: true })).toThrow(
      expect.objectContaining({ code: 'RECOVERY_BEGUN' }),
    );
  });

  it('leaves out what has been handed over since the audit', async () => {
    plantOrphans(fixture, 4);
    const { recovery } = fixture;
    await recovery.execute((await recovery.plan({ auditId: AUDIT })).id, OPTIONS);
    await expect(recovery.plan({ auditId: AUDIT })).rejects.toMatchObject({ code: 'RECOVERY_ALREADY_MENDED' });
  });

  it('of what SIEG is to give again shows its requests: one for each, or whole days where those are fewer', async () => {
    plantAudit(fixture.ledger);
    const runId = fixture.ledger.runs.start('2026-03', {}, [], null);
    for (let n = 0; n < 30; n += 1) {
      const identity = String(n).padStart(44, '0');
      plantFinding(fixture.ledger, { category: 'missing', identity });
      fixture.ledger.expectations.add(runId, [
        { identity, kind: 'NFe', month: '2026-03', companyId: null, source: 'report', issueDay: '2026-03-05' },
      ]);
    }
    plantFinding(fixture.ledger, { category: 'missing', identity: '9'.repeat(44) });
    const view = await fixture.recovery.plan({ auditId: AUDIT });
    expect(view.fetch).toEqual({ items: 31, requests: { least: 3, most: 31 } });
  });
});

describe('an execution', () => {
  it('delivers through the outbox, with the evidence of a download, a log and a summary that adds up', async () => {
    const files = plantOrphans(fixture, 1_200);
    const { recovery, ledger } = fixture;
    const { id } = await recovery.plan({ auditId: AUDIT });
    const view = await recovery.execute(id, OPTIONS);
    await expectDelivered(files);
    expect(view).toMatchObject({ state: 'complete', error: null, summary: { exitCode: 1 } });
    expect(view.summary!.files).toEqual({ total: 1_200, copied: 1_200, skipped: 0, mismatch: 0, failed: 0, extras: 0 });
    addsUp(view.summary!);
    expect(
      databaseOf(ledger).value(
        "SELECT count(*) FROM deliveries WHERE state = 'delivered' AND placement = 'placed' AND verified_at IS NOT NULL",
      ),
    ).toBe(1_200);
    const log = readFileSync(view.log!, 'utf8');
    expect(log.startsWith('\uFEFF')).toBe(true);
    expect(log.split('\r\n').filter((line) => line.includes('\tCopiado\t'))).toHaveLength(1_200);
    expect(log).toMatch(/Files : +1200 +1200 +0 +0 +0 +0\r\n/);
    expect(log.replaceAll('\r\n', '')).not.toContain('\n');
  });

  it('skips what is there with equal content, overwrites nothing, and names what it could not read', async () => {
    const files = plantOrphans(fixture, 6);
    const [same, other, gone, altered] = files;
    mkdirSync(join(fixture.import, 'Import'));
    writeFileSync(targetOf(same!), same!.text);
    writeFileSync(targetOf(other!), 'outro conteúdo');
    rmSync(join(fixture.archive, gone!.path));
    writeFileSync(join(fixture.archive, altered!.path), 'alterado');
    const { recovery } = fixture;
    const { id } = await recovery.plan({ auditId: AUDIT });
    const { summary } = await recovery.execute(id, OPTIONS);
    expect(summary!.files).toMatchObject({ total: 6, copied: 2, skipped: 1, mismatch: 1, failed: 2 });
    expect(summary!.exitCode).toBe(1 + 4 + 8);
    addsUp(summary!);
    expect(readFileSync(targetOf(other!), 'utf8')).toBe('outro conteúdo');
    const lines = new Map(recovery.items(id, 0, 10).lines.map((line) => [line.identity, line]));
    expect(lines.get(same!.identity)).toMatchObject({ state: 'same', problem: null });
    expect(lines.get(other!.identity)).toMatchObject({
      state: 'conflict',
      problem: 'Outro conteúdo está no destino com este nome; nada foi sobrescrito.',
    });
    expect(lines.get(gone!.identity)).toMatchObject({ state: 'failed', problem: 'O arquivo não está no acervo.' });
    // once the other file is away, another recovery delivers what it had stood in the way of
    rmSync(targetOf(other!));
    const again = await recovery.plan({ auditId: AUDIT });
    expect((await recovery.execute(again.id, OPTIONS)).summary!.files).toMatchObject({ copied: 1, failed: 2 });
  });

  it('waits for a share that is away, says so, and goes on by itself', async () => {
    const files = plantOrphans(fixture, 500);
    const away = `${fixture.import}.fora`;
    renameSync(fixture.import, away);
    const { recovery } = fixture;
    const { id } = await recovery.plan({ auditId: AUDIT });
    const ended = recovery.execute(id, { ...OPTIONS, retries: 0 });
    await until(() => recovery.current()?.progress?.waitingFor.includes('import') === true);
    renameSync(away, fixture.import);
    while (!fixture.services.health.usable('import')) await fixture.services.health.check('import');
    const { summary, state } = await ended;
    expect(state).toBe('complete');
    expect(summary!.files).toMatchObject({ total: 500, copied: 500, failed: 0 });
    await expectDelivered(files);
  });

  it('is paused, resumed, stopped and gone on with', async () => {
    const files = plantOrphans(fixture, 3_000);
    const { recovery } = fixture;
    const { id } = await recovery.plan({ auditId: AUDIT });
    const first = recovery.execute(id, OPTIONS);
    await until(() => (recovery.current()?.progress?.files.copied ?? 0) > 0);
    recovery.pause();
    await until(() => recovery.current()?.state === 'paused');
    recovery.resume();
    await until(() => recovery.current()?.state === 'running');
    recovery.stop();
    const stopped = await first;
    expect(stopped).toMatchObject({ state: 'stopped', error: null, progress: null });
    addsUp(stopped.summary!);
    const before = stopped.summary!.files;
    expect(before).toMatchObject({ total: before.copied, skipped: 0 });
    // a file may be in its place when the stop comes, and its name not yet flushed: that is no delivery, so it is looked at again
    const unproven = arrived().length - before.copied;
    expect(unproven).toBeGreaterThanOrEqual(0);
    const done = await recovery.execute(id);
    expect(done).toMatchObject({ state: 'complete', options: OPTIONS });
    expect(done.summary!.files).toMatchObject({ total: 3_000, copied: 3_000 - unproven, skipped: unproven });
    await expectDelivered(files);
    expect(readFileSync(done.log!, 'utf8').match(/\t(?:Copiado|Já estava lá)\t/g)).toHaveLength(3_000);
  });

  it('that is paused or stopped leaves nothing behind that a dispatcher would deliver by itself', async () => {
    const files = plantOrphans(fixture, 2_400);
    const { recovery, ledger, services } = fixture;
    services.dispatcher.start();
    const own = files[2_399]!;
    const document = ledger.documents.byIdentity(own.identity)!;
    const { id } = await recovery.plan({ auditId: AUDIT });
    const ended = recovery.execute(id, OPTIONS);
    await until(() => arrived().length > 0);
    recovery.pause();
    await until(() => ledger.recoveryWork.waitingDestinations(id).length === 0);
    expect(services.outbox.pending()).toBe(0);
    const whenPaused = arrived();
    services.dispatcher.wake();
    await services.dispatcher.idle();
    expect(arrived()).toEqual(whenPaused);
    recovery.resume();
    await until(() => arrived().length > whenPaused.length);
    // what others have put into the outbox stays there, and goes out
    services.outbox.enqueueDocument({
      documentId: document.id,
      identity: own.identity,
      kind: 'NFe',
      month: '2026-03',
      sha256: own.sha256,
      source: fromStored(own.path),
      replaces: null,
    });
    recovery.stop();
    expect((await ended).state).toBe('stopped');
    services.dispatcher.wake();
    await until(() => services.outbox.pending() === 0);
    await services.dispatcher.idle();
    const whenStopped = arrived();
    expect(whenStopped).toContain(`${own.identity}.xml`);
    expect(whenStopped.length).toBeLessThan(2_400);
    expect(recovery.items(id, 0, 1_000).lines.filter(({ state }) => state === 'waiting')).toEqual([]);
    expect(ledger.journal.last(50).some(({ action }) => action === 'recovery.withdrawn')).toBe(true);
    services.dispatcher.wake();
    await services.dispatcher.idle();
    expect(arrived()).toEqual(whenStopped);
    const { summary } = await recovery.execute(id);
    expect(summary!.files.total).toBe(2_400);
    await expectDelivered(files);
  });

  it('sweeps what a killed one had left half-written on the share', async () => {
    plantOrphans(fixture, 3);
    const { recovery, ledger } = fixture;
    const { id } = await recovery.plan({ auditId: AUDIT });
    mkdirSync(join(fixture.import, 'Import'));
    const half = join(fixture.import, 'Import', temporaryName());
    writeFileSync(half, 'metade');
    utimesSync(half, new Date(0), new Date(0));
    ledger.recoveryWork.begin(id, OPTIONS, join(fixture.folder, 'x.log'));
    await recovery.execute(id);
    expect(existsSync(half)).toBe(false);
    expect(arrived()).toHaveLength(3);
  });

  it('is one at a time', async () => {
    plantOrphans(fixture, 500);
    const { recovery } = fixture;
    const { id } = await recovery.plan({ auditId: AUDIT });
    const first = recovery.execute(id, OPTIONS);
    await expect(recovery.execute(id, OPTIONS)).rejects.toMatchObject({ code: 'RECOVERY_IN_PROGRESS' });
    expect((await first).state).toBe('complete');
  });

  it('that its process left behind is told as interrupted', async () => {
    plantOrphans(fixture, 10);
    const { recovery, ledger } = fixture;
    const { id } = await recovery.plan({ auditId: AUDIT });
    ledger.recoveryWork.begin(id, OPTIONS, join(fixture.folder, 'x.log'));
    expect(recovery.list(1)[0]).toMatchObject({ id, state: 'interrupted' });
    expect((await recovery.execute(id)).state).toBe('complete');
  });
});

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await sleep(1);
}

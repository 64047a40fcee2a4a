import { mkdir, readdir, rm, truncate, unlink, writeFile } from 'node:fs/promises';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { DeliveryWorker, retryWait } from '../../../src/engine/delivery';
import type { FileRoot } from '../../../src/engine/shares';
import { MaloteError, type ErrorCode } from '../../../src/shared/errors';
import { faultyFs } from '../../support/faulty-fs';
import { openIntakeFixture, type IntakeFixture } from '../../support/intake-fixture';
import { openMemoryRoot } from '../../support/memory-root';
import { ALFA, note, noteEvent, noteKey } from '../../support/notes';

const neverRead = (): Promise<never> => new Promise(() => undefined);
const clients = [{ taxId: ALFA, folder: 'ALFA' }];
const target = `Import/${noteKey()}.xml`;
let fixture: IntakeFixture;
afterEach(() => fixture.dispose());

const states = (): unknown => fixture.rows('SELECT state, attempts, error_code AS code FROM deliveries ORDER BY id');

describe('a delivery', () => {
  it('is recorded with the size, hash and time of what was read back at the target', async () => {
    fixture = await openIntakeFixture({ clients });
    await fixture.accept([note(), noteEvent()]);
    fixture.clock.advance(5_000);
    expect(await fixture.drain()).toEqual({ delivered: 2, conflicts: 0, failed: 0 });
    const rows = fixture.rows(
      'SELECT target_path AS path, size, sha256, verified_at AS at FROM deliveries ORDER BY id',
    );
    expect(rows).toHaveLength(2);
    for (const row of rows) {
      const text = await fixture.text('import', row['path'] as string);
      expect(row).toMatchObject({
        size: Buffer.byteLength(text),
        sha256: createHash('sha256').update(text).digest('hex'),
        at: new Date(fixture.clock.now()).toISOString(),
      });
    }
    // the cancellation first, and only then what it cancels
    const ids = (column: string): unknown[] =>
      fixture.rows(`SELECT id FROM deliveries WHERE ${column} IS NOT NULL`).map(({ id }) => id);
    expect(fixture.ledger.journal.last(2)).toMatchObject([
      { action: 'delivery.verified', detail: { deliveries: ids('event_id') } },
      { action: 'delivery.verified', detail: { deliveries: ids('document_id') } },
    ]);
  });

  it('whose content is at the target already is delivered, and the file is not written again', async () => {
    fixture = await openIntakeFixture({ clients });
    await fixture.accept([note()]);
    await mkdir(join(fixture.folder, 'import', 'Import'));
    await writeFile(join(fixture.folder, 'import', target), note());
    expect(await fixture.drain()).toMatchObject({ delivered: 1 });
    expect(states()).toEqual([{ state: 'delivered', attempts: 1, code: null }]);
  });

  it('that finds a large stranger is a conflict too, whose content nobody knows, and the share is well', async () => {
    fixture = await openIntakeFixture({ clients, deadlineMs: 2_000, fs: { import: faultyFs({ digest: neverRead }) } });
    await fixture.accept([note(), note({ number: 2 })]);
    await mkdir(join(fixture.folder, 'import', 'Import'));
    await writeFile(join(fixture.folder, 'import', target), '');
    await truncate(join(fixture.folder, 'import', target), 1_500_000_000);
    expect(await fixture.drain()).toEqual({ delivered: 1, conflicts: 1, failed: 0 });
    expect(fixture.rows("SELECT found_sha256 FROM deliveries WHERE state = 'conflict'")).toEqual([
      { found_sha256: null },
    ]);
    const [conflict] = fixture.ledger.journal.last(9).filter(({ action }) => action === 'delivery.conflict');
    expect(conflict).toMatchObject({ detail: { found: null, bytes: 1_500_000_000 } });
  });

  it('that finds other content is a conflict, kept and shown, and never tried over it again', async () => {
    fixture = await openIntakeFixture({ clients });
    await fixture.accept([note()]);
    await mkdir(join(fixture.folder, 'import', 'Import'));
    await writeFile(join(fixture.folder, 'import', target), 'de outro programa');
    expect(await fixture.drain()).toMatchObject({ conflicts: 1 });
    fixture.deliveries.retryNow();
    expect(await fixture.drain()).toEqual({ delivered: 0, conflicts: 0, failed: 0 });
    expect(await fixture.text('import', target)).toBe('de outro programa');
    const found = createHash('sha256').update('de outro programa').digest('hex');
    expect(fixture.rows('SELECT state, found_sha256, verified_at FROM deliveries')).toEqual([
      { state: 'conflict', found_sha256: found, verified_at: null },
    ]);
    expect(fixture.ledger.evidence.undelivered('2026-03', null, 10)).toMatchObject([
      { identity: noteKey(), state: 'conflict' },
    ]);
    expect(fixture.ledger.journal.last(1)).toMatchObject([{ action: 'delivery.conflict', detail: { found } }]);
  });

  it.each([
    ['altered', 'DELIVERY_SOURCE_ALTERED', (path: string) => writeFile(path, 'adulterado')],
    ['absent', 'DELIVERY_SOURCE_ABSENT', (path: string) => unlink(path)],
  ])('whose archived file is %s fails with its code, and nothing reaches the share', async (_what, code, spoil) => {
    fixture = await openIntakeFixture({ clients });
    await fixture.accept([note()]);
    await spoil(join(fixture.folder, 'archive', (await fixture.files('archive'))[0]!));
    expect(await fixture.drain()).toEqual({ delivered: 0, conflicts: 0, failed: 1 });
    expect(states()).toEqual([{ state: 'failed', attempts: 1, code }]);
    expect(await fixture.files('import')).toEqual([]);
  });

  it('waits longer after each failure, and is not tried before', async () => {
    fixture = await openIntakeFixture({ clients });
    await fixture.accept([note()]);
    const path = join(fixture.folder, 'archive', (await fixture.files('archive'))[0]!);
    await writeFile(path, 'adulterado');
    for (const attempt of [1, 2, 3]) {
      await fixture.drain();
      expect(states()).toMatchObject([{ attempts: attempt }]);
      fixture.clock.advance(retryWait(attempt) - 1);
      expect(await fixture.drain()).toMatchObject({ failed: 0 });
      expect(fixture.deliveries.nextDue()).toBe(new Date(fixture.clock.now() + 1).toISOString());
      fixture.clock.advance(1);
    }
    await writeFile(path, note());
    expect(await fixture.drain()).toMatchObject({ delivered: 1 });
    expect([1, 2, 5, 6, 50].map(retryWait)).toEqual([30_000, 60_000, 480_000, 600_000, 600_000]);
  });

  it('of the oldest month goes first, and what failed after what never did', async () => {
    fixture = await openIntakeFixture({ clients });
    const old = { number: 9, issuedAt: '2026-01-05T10:00:00-03:00' };
    const older = { number: 8, issuedAt: '2025-12-05T10:00:00-03:00' };
    await fixture.accept([note(), note(old), note(older)]);
    const claim = (): string[] =>
      fixture.deliveries.claim(1, new Date(fixture.clock.now()).toISOString()).map(({ month }) => month);
    expect(claim()).toEqual(['2025-12']);
    fixture.deliveries.failed(3, 'SHARE_IO', new Date(fixture.clock.now()).toISOString());
    expect([claim(), claim(), claim(), claim()]).toEqual([['2026-01'], ['2026-03'], ['2025-12'], []]);
  });

  it('claims from a long queue in the order of an index, without sorting it', async () => {
    fixture = await openIntakeFixture({ clients });
    await fixture.accept([note()]);
    const plan = fixture.rows(
      `EXPLAIN QUERY PLAN SELECT v.id FROM deliveries v INDEXED BY deliveries_open
       WHERE v.state IN ('pending', 'copying', 'failed') AND v.state = 'pending' ORDER BY v.month, v.id LIMIT 9`,
    );
    expect(JSON.stringify(plan)).not.toMatch(/TEMP B-TREE/);
  });

  it('by type goes to a folder of its kind, and cancellations to a root of their own when there is one', async () => {
    fixture = await openIntakeFixture({ clients, layout: 'by-type', ownCancelledRoot: true });
    await fixture.accept([note(), note({ model: '65' }), noteEvent()]);
    await fixture.drain();
    expect(await fixture.files('import')).toEqual([`NFCe/${noteKey({ model: '65' })}.xml`, `NFe/${noteKey()}.xml`]);
    expect(await fixture.files('cancelled')).toEqual([`${noteKey()}_CANC.xml`]);
  });

  it('is not repeated when the other program has drained the share', async () => {
    fixture = await openIntakeFixture({ clients });
    await fixture.accept([note()]);
    await fixture.drain();
    await rm(join(fixture.folder, 'import', 'Import'), { recursive: true });
    await fixture.accept([note(), note({ number: 2 })]);
    await fixture.drain();
    expect(await fixture.files('import')).toEqual([`Import/${noteKey({ number: 2 })}.xml`]);
    expect(fixture.ledger.evidence.totals('2026-03')).toMatchObject({ delivered: 2 });
  });
});

describe('a root that begins nothing', () => {
  /** Every batch for this root fails at once with the code. After 20 of them the drain is stopped, which it should not need. */
  async function drainPast(
    name: 'archive' | 'import',
    code: ErrorCode,
  ): Promise<{ calls: number; suspected: unknown[] }> {
    let calls = 0;
    const suspected: unknown[] = [];
    const stop = new AbortController();
    const refuse = (files: readonly unknown[]) => {
      calls += 1;
      if (calls > 20) stop.abort();
      return Promise.resolve(files.map(() => ({ ok: false as const, error: new MaloteError(code), begun: false })));
    };
    const refusing: FileRoot = { ...openMemoryRoot(name), writeVerifiedMany: refuse, readMany: refuse };
    const archive = name === 'archive' ? refusing : fixture.roots.archive;
    const share = name === 'import' ? refusing : fixture.roots.import;
    const { ledger, deliveries: writer, outbox, clock } = fixture;
    const worker = new DeliveryWorker({
      ledger,
      writer,
      outbox,
      clock,
      roots: { archive, import: share, cancelled: share },
    });
    const timer = new Promise((resolve) => setTimeout(resolve, 0));
    const drained = worker.drain(stop.signal, {
      onSuspect: (root, error) => suspected.push([root.id, error.code]),
    });
    expect((await Promise.all([drained, timer]))[0]).toEqual({ delivered: 0, conflicts: 0, failed: 0 });
    return { calls, suspected };
  }

  const waiting = (): unknown =>
    fixture.rows('SELECT DISTINCT state, attempts, not_before AS due FROM deliveries ORDER BY state');

  it.each(['archive', 'import'] as const)(
    'as no process can be started for it, is told of and waited for, and everybody else goes on (%s)',
    async (name) => {
      fixture = await openIntakeFixture({ clients });
      await fixture.accept([note(), note({ number: 2 }), noteEvent()]);
      const { calls, suspected } = await drainPast(name, 'SHARE_AGENT_FAILED');
      expect(calls).toBeLessThanOrEqual(2);
      expect(new Set(suspected.map(String))).toEqual(new Set([`${name},SHARE_AGENT_FAILED`]));
      const due = new Date(fixture.clock.now() + retryWait(1)).toISOString();
      expect(waiting()).toEqual([{ state: 'pending', attempts: 0, due }]);
      fixture.clock.advance(retryWait(1));
      expect(await fixture.drain()).toMatchObject({ delivered: 3 });
    },
  );

  it('for no reason that it tells ends the drain, without blame for the files', async () => {
    fixture = await openIntakeFixture({ clients });
    await fixture.accept([note(), noteEvent()]);
    const { calls, suspected } = await drainPast('archive', 'CANCELLED');
    expect(calls).toBeLessThanOrEqual(2);
    expect(suspected).toEqual([]);
    expect(waiting()).toEqual([{ state: 'pending', attempts: 0, due: null }]);
  });
});

describe('a better form of a document', () => {
  it('takes the place of a delivery that still waits', async () => {
    fixture = await openIntakeFixture({ clients });
    await fixture.accept([note({ status: null })]);
    await fixture.accept([note()]);
    expect(states()).toMatchObject([{ state: 'superseded' }, { state: 'pending' }]);
    await fixture.drain();
    expect(await fixture.text('import', target)).toBe(note());
  });

  it('is delivered anew when the former one was drained already', async () => {
    fixture = await openIntakeFixture({ clients });
    await fixture.accept([note({ status: null })]);
    await fixture.drain();
    await unlink(join(fixture.folder, 'import', target));
    await fixture.accept([note()]);
    expect(fixture.ledger.evidence.undelivered('2026-03', null, 10)).toMatchObject([{ state: 'pending' }]);
    await fixture.drain();
    expect(await readdir(join(fixture.folder, 'import', 'Import'))).toHaveLength(1);
    expect(fixture.ledger.evidence.totals('2026-03')).toMatchObject({ delivered: 1 });
  });

  it('that comes while the former one is being copied ends that copy instead of failing it for ever', async () => {
    fixture = await openIntakeFixture({ clients });
    await fixture.accept([note({ status: null })]);
    fixture.deliveries.claim(10, new Date(fixture.clock.now()).toISOString());
    await fixture.accept([note()]);
    expect(states()).toMatchObject([{ state: 'copying' }, { state: 'pending' }]);
    fixture = fixture.reopen();
    await fixture.drain();
    expect(states()).toMatchObject([{ state: 'superseded' }, { state: 'delivered' }]);
    expect(await fixture.text('import', target)).toBe(note());
    expect(fixture.deliveries.pending()).toBe(0);
  });

  it('takes the place of a conflict of the former one: what counts is what the target holds now', async () => {
    fixture = await openIntakeFixture({ clients });
    await fixture.accept([note({ status: null })]);
    const share = join(fixture.folder, 'import', target);
    await mkdir(join(fixture.folder, 'import', 'Import'));
    await writeFile(share, 'de outro programa');
    await fixture.drain();
    await fixture.accept([note()]);
    await fixture.drain();
    expect(states()).toMatchObject([{ state: 'superseded' }, { state: 'conflict' }]);
    expect(fixture.ledger.evidence.totals('2026-03')).toMatchObject({ conflicts: 1 });
    await unlink(share);
    expect(fixture.deliveries.lookAgainAtConflicts()).toBe(1);
    expect(await fixture.drain()).toMatchObject({ delivered: 1 });
    expect(await fixture.text('import', target)).toBe(note());
    expect(fixture.ledger.evidence.totals('2026-03')).toMatchObject({ conflicts: 0, delivered: 1 });
  });

  it('never replaces what somebody else put in place of the former one', async () => {
    fixture = await openIntakeFixture({ clients });
    await fixture.accept([note({ status: null })]);
    await fixture.drain();
    await writeFile(join(fixture.folder, 'import', target), 'de outro programa');
    await fixture.accept([note()]);
    expect(await fixture.drain()).toMatchObject({ conflicts: 1 });
    expect(await fixture.text('import', target)).toBe('de outro programa');
  });
});

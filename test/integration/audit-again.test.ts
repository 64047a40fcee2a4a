import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { AuditService } from '../../src/engine/jobs/audit';
import type { FileRoot, ListOptions, RelPath } from '../../src/engine/shares';
import { databaseOf } from '../../src/engine/ledger/ledger';
import { MaloteError } from '../../src/shared/errors';
import { auditService, EVERYTHING, findingsOf, named, OtherHands } from '../support/audit-fixture';
import { openIntakeFixture, type IntakeFixture } from '../support/intake-fixture';
import { ALFA, note, noteKey } from '../support/notes';

const sold = '2026/0001_ALFA/03/NFe/Saída';
const OLD = new Date('2026-03-20T00:00:00Z');

let fixture: IntakeFixture;
let room: AuditService;
let hands: OtherHands;

const key = (number: number): string => noteKey({ number });
const file = (number: number): string => `${sold}/${key(number)}.xml`;

beforeEach(async () => {
  fixture = await openIntakeFixture({ clients: [{ taxId: ALFA, folder: '0001_ALFA' }] });
  room = auditService(fixture);
  hands = new OtherHands(fixture);
  await fixture.accept([1, 2, 3].map((number) => note({ number })));
  await fixture.drain();
  for (const number of [1, 2, 3]) await hands.touch(file(number), OLD);
});
afterEach(() => fixture.dispose());

/** Another root on the same folder, made faulty where a test wants it. */
function faultyArchive(changes: Partial<FileRoot>): FileRoot {
  const { archive } = fixture.roots;
  return {
    id: archive.id,
    location: archive.location,
    writeVerified: (path, bytes, options) => archive.writeVerified(path, bytes, options),
    read: (path, options) => archive.read(path, options),
    writeVerifiedMany: (files, options) => archive.writeVerifiedMany(files, options),
    readMany: (paths, options) => archive.readMany(paths, options),
    fingerprint: (path, options) => archive.fingerprint(path, options),
    fingerprintMany: (paths, options) => archive.fingerprintMany(paths, options),
    flush: (options) => archive.flush(options),
    list: (folder, options) => archive.list(folder, options),
    folders: (folder, options) => archive.folders(folder, options),
    move: (from, to, options) => archive.move(from, to, options),
    remove: (path, options) => archive.remove(path, options),
    check: (options) => archive.check(options),
    close: () => archive.close(),
    ...changes,
  };
}

function unreachable(): MaloteError {
  return new MaloteError('SHARE_UNREACHABLE', { location: 'Y:', path: 'Y:', cause: 'sumiu', systemCode: null });
}

describe('an audit after another', () => {
  it('reads only what has changed since, and everything when it is asked to', async () => {
    await hands.write(`${sold}/rascunho.xml`, 'isto não é XML');
    const first = await room.run(EVERYTHING);
    expect(first.figures).toMatchObject({ files: 4, read: 4, unchanged: 0 });
    fixture.clock.advance(1_000);
    const second = await room.run(EVERYTHING);
    expect(second.figures).toMatchObject({ files: 4, read: 0, bytesRead: 0, unchanged: 4, disk: 3 });
    expect(named(await findingsOf(room, second))).toEqual(named(await findingsOf(room, first)));

    await hands.write(file(2), note({ number: 2, blank: ' ' }));
    fixture.clock.advance(1_000);
    const third = await room.run(EVERYTHING);
    expect(third.figures).toMatchObject({ read: 1, unchanged: 3 });
    expect(named(await findingsOf(room, third))).toContain(`altered ${key(2)} ${file(2)}`);
    fixture.clock.advance(1_000);
    const full = await room.run(EVERYTHING, { full: true });
    expect(full.figures).toMatchObject({ read: 4, unchanged: 0 });
    expect(named(await findingsOf(room, full))).toEqual(named(await findingsOf(room, third)));
  });

  it('finds a file that was altered under the same size and time only when it reads everything', async () => {
    await room.run(EVERYTHING);
    await hands.write(file(1), note({ number: 1 }).replace('10.00', '99.00'));
    await hands.touch(file(1), OLD);
    fixture.clock.advance(1_000);
    expect(await findingsOf(room, await room.run(EVERYTHING))).toEqual([]);
    expect(named(await findingsOf(room, await room.run(EVERYTHING, { full: true })))).toEqual([
      `altered ${key(1)} ${file(1)}`,
    ]);
  });

  it('is compared with it: what is the same, mended, and new', async () => {
    await hands.write(`${sold}/${key(50)}.xml`, note({ number: 50 }));
    await hands.remove(file(1));
    const older = await room.run(EVERYTHING);
    await hands.write(file(1), note({ number: 1 }));
    await hands.remove(file(2));
    const newer = await room.run(EVERYTHING);
    const comparison = await room.compare(older.id, newer.id);
    const changed = comparison.categories.filter(({ same, gone, fresh }) => same + gone + fresh > 0);
    expect(changed).toEqual([
      { category: 'ghost', same: 0, gone: 1, fresh: 1 },
      { category: 'stray', same: 1, gone: 0, fresh: 0 },
    ]);
    expect(named(comparison.gone)).toEqual([`ghost ${key(1)} ${file(1)}`]);
    expect(named(comparison.fresh)).toEqual([`ghost ${key(2)} ${file(2)}`]);
    await expect(room.compare(older.id, 99)).rejects.toMatchObject({ code: 'AUDIT_UNKNOWN' });
  });
});

describe('an audit that does not come to its end', () => {
  it('fails with the error when the archive goes away, and calls nothing absent', async () => {
    // the listing ends well for a while, then the share is gone
    const archive = faultyArchive({
      list: async function* (folder: RelPath, options?: ListOptions) {
        for await (const one of fixture.roots.archive.list(folder, options)) {
          yield one;
          throw unreachable();
        }
      },
    });
    const failing = auditService(fixture, { archive });
    const view = await failing.run(EVERYTHING);
    expect(view).toMatchObject({ outcome: 'failed', counts: { ghost: 0 } });
    expect((await failing.overview()).error?.code).toBe('SHARE_UNREACHABLE');
    // or while what was not listed is asked for
    const blind = faultyArchive({
      list: async function* () {
        await Promise.resolve();
        yield* [];
      },
      fingerprintMany: (paths) => Promise.resolve(paths.map(() => ({ ok: false, error: unreachable(), begun: true }))),
    });
    expect(await auditService(fixture, { archive: blind }).run(EVERYTHING)).toMatchObject({
      outcome: 'failed',
      counts: { ghost: 0 },
    });
  });

  it('asks again for what a listing left out, before it calls it absent', async () => {
    const forgetful = faultyArchive({
      list: async function* () {
        await Promise.resolve();
        yield* [];
      },
    });
    const view = await auditService(fixture, { archive: forgetful }).run(EVERYTHING);
    expect(view.outcome).toBe('complete');
    expect(await findingsOf(room, view)).toEqual([]);
    expect(view.figures).toMatchObject({ files: 0, disk: 3 });
  });

  it('is stopped and gone on with: nothing is read twice, nothing found twice', async () => {
    await hands.write(`${sold}/${key(50)}.xml`, note({ number: 50 }));
    const stop = new AbortController();
    const asked: string[] = [];
    const watching = (thenStop: boolean): FileRoot =>
      faultyArchive({
        fingerprintMany: (paths, options) => {
          if (thenStop && asked.length > 0) stop.abort();
          asked.push(...paths.map((path) => path.join('/')));
          return fixture.roots.archive.fingerprintMany(paths, options);
        },
      });
    const stopping = auditService(fixture, { archive: watching(true), filesAtOnce: 1 });
    const stopped = await stopping.run(EVERYTHING, { full: true }, stop.signal);
    expect(stopped.outcome).toBe('stopped');
    expect(asked).toEqual([file(1), file(2)]);
    asked.length = 0;
    fixture.clock.advance(60_000);
    const again = auditService(fixture, { archive: watching(false) });
    const ended = await again.run(EVERYTHING, { resume: stopped.id });
    expect(ended).toMatchObject({ id: stopped.id, full: true, outcome: 'complete', figures: { files: 4 } });
    expect(named(await findingsOf(again, ended))).toEqual([`stray ${key(50)} ${sold}/${key(50)}.xml`]);
    expect(asked).toEqual([file(2), file(3)]);
    await expect(again.run(EVERYTHING, { resume: ended.id })).rejects.toMatchObject({ code: 'AUDIT_CANNOT_RESUME' });
    await expect(again.run(EVERYTHING, { resume: 77 })).rejects.toMatchObject({ code: 'AUDIT_UNKNOWN' });
  });

  it('is marked interrupted when its process died, and can be gone on with', async () => {
    const dead = fixture.ledger.audits.begin(EVERYTHING, false, {});
    const next = auditService(fixture);
    expect(await next.get(dead.id)).toMatchObject({ outcome: 'interrupted', figures: { files: 0 } });
    expect(await next.run(EVERYTHING, { resume: dead.id })).toMatchObject({ id: dead.id, outcome: 'complete' });
    expect(fixture.ledger.journal.last(2).map(({ action }) => action)).toEqual(['audit.started', 'audit.ended']);
  });

  it('is the only one at a time', async () => {
    const lock = fixture.ledger.lock('audit');
    expect(lock.take()).toBeNull();
    await expect(room.run(EVERYTHING)).rejects.toMatchObject({ code: 'AUDIT_IN_PROGRESS' });
    lock.release();
    expect((await room.run(EVERYTHING)).outcome).toBe('complete');
  });
});

describe('what is read of an audit', () => {
  it('comes in pages, by category, company, month, kind and words', async () => {
    databaseOf(fixture.ledger).run('DELETE FROM deliveries');
    await hands.write(`${sold}/${key(50)}.xml`, note({ number: 50 }));
    const { id: auditId } = await room.run(EVERYTHING);
    const first = await room.findings({ auditId }, 0, 3);
    expect(first).toMatchObject({ total: 4, next: expect.any(Number) as number });
    expect(await room.findings({ auditId }, first.next ?? 0, 3)).toMatchObject({
      next: null,
      lines: [{ category: 'orphan' }],
    });
    const total = async (query: object): Promise<number> => (await room.findings({ auditId, ...query }, 0, 1)).total;
    expect(await total({ categories: ['stray'] })).toBe(1);
    expect(await total({ companies: [ALFA], months: ['2026-03'], kinds: ['NFe'] })).toBe(4);
    expect(await total({ months: ['2026-04'] })).toBe(0);
    expect(await total({ search: key(2).toLowerCase() })).toBe(1);
    expect(await total({ search: key(2).replace(/(.{4})/g, '$1 ') })).toBe(1);
    expect(await room.groups(auditId)).toMatchObject([
      { category: 'orphan', company: { taxId: ALFA }, month: '2026-03', count: 3, fetchedSingly: null },
      { category: 'stray', count: 1 },
    ]);
    expect(await room.overview()).toMatchObject({ orphans: { documents: 3 }, running: null, last: { id: auditId } });
  });
});

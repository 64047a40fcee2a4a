import { setMaxListeners } from 'node:events';
import { mkdir, readFile, stat, truncate, unlink, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { verifyMonth } from '../../../../src/engine/jobs/audit';
import { toStored } from '../../../../src/engine/shares';
import { MaloteError } from '../../../../src/shared/errors';
import { gapsFileText } from '../../../../src/shared/messages/pt-BR/gaps';
import { GAP_REASONS } from '../../../../src/shared/ipc/verdict';
import { monthEvidence } from '../../../../src/engine/jobs/run';
import { databaseOf } from '../../../../src/engine/ledger/ledger';
import { auditService, EVERYTHING, findingsOf } from '../../../support/audit-fixture';
import { faultyFs } from '../../../support/faulty-fs';
import { openIntakeFixture, type IntakeFixture } from '../../../support/intake-fixture';
import { ALFA, note, noteEvent, noteKey } from '../../../support/notes';

const never = new AbortController().signal;
setMaxListeners(0, never);
let fixture: IntakeFixture;
afterEach(() => fixture.dispose());

async function delivered(): Promise<readonly string[]> {
  fixture = await openIntakeFixture({ clients: [{ taxId: ALFA, folder: 'ALFA' }] });
  await fixture.accept([...Array.from({ length: 20 }, (_, index) => note({ number: index + 1 })), noteEvent({})]);
  await fixture.drain();
  return fixture
    .rows('SELECT path FROM filings UNION ALL SELECT path FROM event_filings ORDER BY path')
    .map(({ path }) => String(path));
}
const month = (): string => String(fixture.rows('SELECT month FROM documents LIMIT 1')[0]!['month']);

it('tells a large stranger by its size, in the archive and at the target, and reads nothing of it', async () => {
  const never = (): Promise<never> => new Promise(() => undefined);
  const faulty = faultyFs({ digest: never });
  fixture = await openIntakeFixture({
    clients: [{ taxId: ALFA, folder: 'ALFA' }],
    deadlineMs: 2_000,
    fs: { archive: faulty, import: faulty },
  });
  await fixture.accept([note(), note({ number: 2 })]);
  await fixture.drain();
  const archived = String(fixture.rows('SELECT path FROM filings LIMIT 1')[0]!['path']);
  const target = `Import/${noteKey({ number: 2 })}.xml`;
  await truncate(join(fixture.folder, 'archive', archived), 1_500_000_000);
  await truncate(join(fixture.folder, 'import', target), 1_500_000_000);
  const { findings } = await verifyMonth(fixture, month(), new AbortController().signal);
  expect(findings.map(({ root, path, problem }) => [root, path, problem])).toEqual([
    ['archive', archived, 'altered'],
    ['import', target, 'altered'],
  ]);
});

it('names a folder in the place of a file, in the archive and at the target, and reads the rest of the month', async () => {
  const paths = await delivered();
  const [folder, gone, altered] = paths.filter((path) => !path.includes('_CANC')) as [string, string, string];
  const event = paths.find((path) => path.endsWith('_CANC.xml'))!;
  for (const path of [folder, event, gone]) await unlink(join(fixture.folder, 'archive', path));
  for (const path of [folder, event]) await mkdir(join(fixture.folder, 'archive', path));
  await writeFile(join(fixture.folder, 'archive', altered), 'outro');
  const target = `Import/${noteKey({ number: 20 })}.xml`;
  await unlink(join(fixture.folder, 'import', target));
  await mkdir(join(fixture.folder, 'import', target));
  const view = await verifyMonth(fixture, month(), never);
  const cause = 'há uma pasta com o nome do arquivo';
  expect(view.archiveFiles).toBe(paths.length);
  expect(view.findings.map(({ path, problem, cause: why }) => [path, problem, why]).sort()).toEqual(
    [
      [folder, 'unreadable', cause],
      [event, 'unreadable', cause],
      [gone, 'absent', null],
      [altered, 'altered', null],
      [target, 'unreadable', cause],
    ].sort(),
  );
});

it('ends where every other file would fail too', async () => {
  const [first] = await delivered();
  const { archive } = fixture.roots;
  const away: typeof archive = {
    ...archive,
    fingerprint: (path, options) =>
      toStored(path) === first
        ? Promise.reject(new MaloteError('SHARE_UNREACHABLE', { location: 'Y:', cause: 'fora' }))
        : archive.fingerprint(path, options),
  };
  await expect(
    verifyMonth({ ...fixture, roots: { ...fixture.roots, archive: away } }, month(), never),
  ).rejects.toMatchObject({
    code: 'SHARE_UNREACHABLE',
  });
});

/** What the one verdict counts of these reasons, over all companies and of nobody. */
function verdictOn(...codes: readonly string[]): (number | null)[] {
  const { verdict, companies } = monthEvidence(fixture.ledger, month(), null);
  const reasons = [...verdict.reasons, ...companies.flatMap((company) => company.reasons)];
  return codes.map((code) =>
    reasons.filter((one) => one.code === code).reduce((sum, { count }) => sum + (count ?? 0), 0),
  );
}
/** What is known to be missing or not in order; that SIEG was never asked is another thing. */
function gaps(): string[] {
  const { verdict, companies } = monthEvidence(fixture.ledger, month(), null);
  const codes = [...verdict.reasons, ...companies.flatMap(({ reasons }) => reasons)].map(({ code }) => code);
  return codes.filter((code) => (GAP_REASONS as readonly string[]).includes(code));
}
const verify = async (): Promise<number> => {
  fixture.clock.advance(1_000);
  return (await verifyMonth(fixture, month(), never)).findings.length;
};
const archived = (path: string): string => join(fixture.folder, 'archive', ...path.split('/'));

it('puts on record what it found, which no month is complete with, until a later look finds it in order', async () => {
  const paths = (await delivered()).filter((path) => !path.includes('_CANC'));
  const [gone, altered] = paths as [string, string];
  const kept = await Promise.all([gone, altered].map((path) => readFile(archived(path))));
  expect(await verify()).toBe(0);
  expect(gaps()).toEqual([]);
  expect(fixture.rows('SELECT * FROM file_looks')).toEqual([]);

  await unlink(archived(gone));
  await writeFile(archived(altered), 'outro');
  expect(await verify()).toBe(2);
  expect(verdictOn('damaged')).toEqual([2]);
  expect(
    fixture.rows("SELECT subject, detail ->> 'absent' AS absent FROM journal WHERE action = 'archive.damaged'"),
  ).toEqual([{ subject: month(), absent: 1 }]);

  await writeFile(archived(gone), kept[0]!);
  expect(await verify()).toBe(1);
  expect(verdictOn('damaged')).toEqual([1]);
  await writeFile(archived(altered), kept[1]!);
  expect(await verify()).toBe(0);
  expect(gaps()).toEqual([]);
});

it('is named copy by copy in the gaps of the month, and counted beside what is archived', async () => {
  const paths = await delivered();
  const [gone, altered] = paths.filter((path) => !path.includes('_CANC')) as [string, string];
  const event = paths.find((path) => path.endsWith('_CANC.xml'))!;
  expect(monthEvidence(fixture.ledger, month(), null).gaps).not.toHaveProperty('damaged');
  for (const path of [gone, event]) await unlink(archived(path));
  await writeFile(archived(altered), 'outro');
  await verify();
  const { documents, gaps: named } = monthEvidence(fixture.ledger, month(), null);
  expect(documents).toMatchObject({ archived: 20, damaged: 2 });
  expect(named.damaged?.map(({ company, path, problem, isEvent }) => [company, path, problem, isEvent]).sort()).toEqual(
    [
      ['ALFA', gone, 'absent', false],
      ['ALFA', altered, 'altered', false],
      ['ALFA', event, 'absent', true],
    ].sort(),
  );
  const text = gapsFileText(month(), named);
  for (const { identity, path } of named.damaged!) {
    expect(
      text.split('\r\n').find((line) => line.startsWith(`${identity}  `) && line.endsWith(`ALFA · ${path}`)),
    ).toBeDefined();
  }
  const ofOthers = monthEvidence(fixture.ledger, month(), ['00000000000191']);
  expect(ofOthers.documents).not.toHaveProperty('damaged');
  // the audit that finds the same says it once
  fixture.clock.advance(1_000);
  await auditService(fixture).run(EVERYTHING);
  expect(monthEvidence(fixture.ledger, month(), null).gaps.damaged).toHaveLength(3);
});

it('keeps what it had seen when it is stopped', async () => {
  const paths = await delivered();
  for (const path of paths.filter((one) => !one.includes('_CANC'))) await unlink(archived(path));
  const stop = new AbortController();
  setMaxListeners(0, stop.signal);
  const { archive } = fixture.roots;
  const stopping: typeof archive = {
    ...archive,
    fingerprint: async (path, options = {}) => {
      if (toStored(path).includes('_CANC')) stop.abort(new MaloteError('CANCELLED'));
      stop.signal.throwIfAborted();
      return archive.fingerprint(path, options);
    },
  };
  const roots = { ...fixture.roots, archive: stopping };
  await expect(verifyMonth({ ...fixture, roots }, month(), stop.signal)).rejects.toThrow();
  expect(verdictOn('damaged')).toEqual([20]);
});

it('is outdone by an audit that finds the file in order, and not by one that remembers it', async () => {
  const [path] = (await delivered()).filter((one) => !one.includes('_CANC')) as [string];
  const room = auditService(fixture);
  fixture.clock.advance(1_000);
  await room.run(EVERYTHING);
  fixture.clock.advance(1_000);
  await room.run(EVERYTHING);

  // other bytes of the same size and time: what an audit remembers says nothing of them
  const whole = await readFile(archived(path));
  const { atime, mtime } = await stat(archived(path));
  await writeFile(archived(path), whole.toString('utf8').replace('<', '>'));
  await utimes(archived(path), atime, mtime);
  expect(await verify()).toBe(1);
  fixture.clock.advance(1_000);
  const found = await room.run(EVERYTHING);
  expect((await findingsOf(room, found)).map(({ category, path: at }) => [category, at])).toEqual([['altered', path]]);
  expect(verdictOn('damaged')).toEqual([1]);

  await writeFile(archived(path), whole);
  fixture.clock.advance(1_000);
  await room.run(EVERYTHING);
  expect(verdictOn('damaged')).toEqual([0]);
  expect(fixture.rows('SELECT * FROM file_looks')).toEqual([]);
});

it('and an audit’s finding by a look that finds the file in order', async () => {
  const [path] = (await delivered()).filter((one) => !one.includes('_CANC')) as [string];
  const whole = await readFile(archived(path));
  await unlink(archived(path));
  fixture.clock.advance(1_000);
  await auditService(fixture).run(EVERYTHING);
  expect(verdictOn('damaged')).toEqual([1]);
  await writeFile(archived(path), whole);
  expect(await verify()).toBe(0);
  expect(verdictOn('damaged')).toEqual([0]);
});

it('holds a delivered copy of another content against the month, and hands it over anew once that is gone', async () => {
  await delivered();
  const target = `Import/${noteKey({ number: 20 })}.xml`;
  const taken = `Import/${noteKey({ number: 19 })}.xml`;
  await writeFile(join(fixture.folder, 'import', target), 'outro');
  await unlink(join(fixture.folder, 'import', taken));
  expect(await verify()).toBe(1);
  expect(verdictOn('altered-at-target', 'undelivered')).toEqual([1, 0]);

  await unlink(join(fixture.folder, 'import', target));
  expect(await verify()).toBe(0);
  expect(verdictOn('altered-at-target', 'undelivered')).toEqual([0, 1]);
  expect(fixture.rows("SELECT subject FROM journal WHERE action = 'delivery.renewed'")).toEqual([{ subject: target }]);
  await fixture.drain();
  expect(gaps()).toEqual([]);
  const files = await fixture.files('import');
  expect([files.includes(target), files.includes(taken)]).toEqual([true, false]);
});

it('knows the place of a form that a better one has taken over', async () => {
  fixture = await openIntakeFixture({ clients: [{ taxId: ALFA, folder: 'ALFA' }] });
  await fixture.accept([note({ status: null })]);
  await fixture.drain();
  await fixture.accept([note({})]);
  await fixture.drain();
  expect(fixture.rows("SELECT count(*) AS n FROM deliveries WHERE state = 'delivered'")).toEqual([{ n: 2 }]);
  expect(await verify()).toBe(0);
  expect(gaps()).toEqual([]);
});

it('holds no mark against a delivery that a better form has taken the place of since', async () => {
  fixture = await openIntakeFixture({ clients: [{ taxId: ALFA, folder: 'ALFA' }] });
  await fixture.accept([note({ status: null })]);
  await fixture.drain();
  // as a look would find it whose file the better form came into meanwhile
  const mark = (): unknown =>
    databaseOf(fixture.ledger).run(
      "UPDATE deliveries SET recheck = 'altered' WHERE id = (SELECT min(id) FROM deliveries)",
    );
  mark();
  expect(gaps()).toContain('altered-at-target');
  await fixture.accept([note({})]);
  await fixture.drain();
  mark();
  expect(gaps()).toEqual([]);
});

it('puts nothing on record of a file that was filed anew while it looked', async () => {
  const [path] = (await delivered()).filter((one) => !one.includes('_CANC')) as [string];
  await writeFile(archived(path), 'a forma nova');
  const { archive } = fixture.roots;
  const other = 'f'.repeat(64);
  const meanwhile: typeof archive = {
    ...archive,
    fingerprint: async (at, options) => {
      const found = await archive.fingerprint(at, options);
      databaseOf(fixture.ledger).run('UPDATE filings SET sha256 = ? WHERE path = ?', [other, path]);
      return found;
    },
  };
  const { findings } = await verifyMonth(
    { ...fixture, roots: { ...fixture.roots, archive: meanwhile } },
    month(),
    never,
  );
  expect(findings.map((finding) => finding.path)).toEqual([path]);
  expect(fixture.rows('SELECT * FROM file_looks')).toEqual([]);
});

it('hands a copy over anew from where its file lies now', async () => {
  await delivered();
  const target = `Import/${noteKey({ number: 20 })}.xml`;
  await writeFile(join(fixture.folder, 'import', target), 'outro');
  expect(await verify()).toBe(1);
  const [row] = fixture.rows(`SELECT source_path AS "from" FROM deliveries WHERE target_path = '${target}'`);
  databaseOf(fixture.ledger).run("UPDATE deliveries SET source_path = 'foi/movido.xml' WHERE target_path = ?", [
    target,
  ]);
  await unlink(join(fixture.folder, 'import', target));
  await verify();
  expect(fixture.rows(`SELECT source_path AS "from" FROM deliveries WHERE target_path = '${target}'`)).toEqual([row]);
});

it('has looked where the archive was when it began, wherever that is when it ends', async () => {
  await delivered();
  const { archive } = fixture.roots;
  const meanwhile: typeof archive = {
    ...archive,
    fingerprint: async (at, options) => {
      fixture.clock.advance(1_000);
      fixture.ledger.archiveMoves.declare('/outra/pasta');
      fixture.clock.advance(1_000);
      return archive.fingerprint(at, options);
    },
  };
  fixture.ledger.journal.write('archive.moved', 'archive', { from: '/antes', to: archive.location, files: 21 });
  fixture.clock.advance(1_000);
  await verifyMonth({ ...fixture, roots: { ...fixture.roots, archive: meanwhile } }, month(), never);
  expect(fixture.ledger.archiveMoves.unseenOf(month(), null)).not.toBeNull();
});

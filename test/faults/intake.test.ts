import { afterEach, describe, expect, it } from 'vitest';
import { openIntakeFixture, siegFile, never, MONTH, type IntakeFixture } from '../support/intake-fixture';
import { faultyFs, systemFailure } from '../support/faulty-fs';
import { ALFA, note, noteEvent, noteKey } from '../support/notes';

const clients = [{ taxId: ALFA, folder: 'ALFA' }];
const TABLES = ['documents', 'parties', 'filings', 'events', 'event_filings', 'deliveries', 'kept_files', 'journal'];
const BATCH = [note(), note({ number: 2 }), noteEvent({ number: 2 })];
let fixture: IntakeFixture;
afterEach(() => fixture.dispose());

const everything = (): unknown => TABLES.map((table) => fixture.rows(`SELECT * FROM ${table}`));
const nothing = TABLES.map(() => []);

describe('an archive that fails', () => {
  it.each([
    ['the disk is full', 'ENOSPC', 'SHARE_FULL'],
    ['the server is gone', 'ENOTCONN', 'SHARE_UNREACHABLE'],
  ])('leaves the ledger untouched, and the same batch succeeds later (%s)', async (_what, system, code) => {
    let writes = 0;
    let fails = true;
    const fs = faultyFs({}, (file) => ({
      sync: () => (fails && ++writes >= 2 ? systemFailure(system) : file.sync()),
    }));
    fixture = await openIntakeFixture({ clients, fs: { archive: fs } });
    await expect(fixture.accept(BATCH)).rejects.toMatchObject({ code });
    expect(everything()).toEqual(nothing);
    fails = false;
    expect(await fixture.accept(BATCH)).toMatchObject({ novelDocuments: 2, novelEvents: 1 });
    expect(await fixture.files('archive')).toEqual(
      [noteKey(), noteKey({ number: 2 }), `${noteKey({ number: 2 })}_CANC`]
        .map((name) => `2026/ALFA/03/NFe/Saída/${name}.xml`)
        .sort(),
    );
  });

  it('that hangs is given up after its deadline, without waiting for it once per file', async () => {
    let opened = 0;
    let hangs = true;
    const release: (() => void)[] = [];
    const fs = faultyFs({}, (file) => ({
      sync: () => {
        opened += 1;
        if (!hangs) return file.sync();
        return new Promise<void>((resolve) => release.push(resolve)).then(() => file.sync());
      },
    }));
    fixture = await openIntakeFixture({ clients, fs: { archive: fs }, deadlineMs: 2_000 });
    const many = Array.from({ length: 60 }, (_, index) => note({ number: index + 1 }));
    await expect(fixture.accept(many)).rejects.toMatchObject({ code: 'SHARE_TIMEOUT' });
    expect(opened).toBeLessThanOrEqual(12);
    expect(everything()).toEqual(nothing);
    hangs = false;
    for (const free of release) free();
    expect(await fixture.accept(many)).toMatchObject({ novelDocuments: 60 });
    expect(await fixture.files('archive')).toHaveLength(60);
  });

  it('of kept bytes fails the batch as well: nothing that came is ever lost', async () => {
    fixture = await openIntakeFixture({
      clients,
      fs: { kept: faultyFs({}, () => ({ sync: () => systemFailure('EIO') })) },
    });
    await expect(fixture.accept([note(), 'nada'])).rejects.toMatchObject({ code: 'SHARE_IO' });
    expect(everything()).toEqual(nothing);
  });

  it('does not hold up the batch after it', async () => {
    let fails = true;
    fixture = await openIntakeFixture({
      clients,
      fs: { archive: faultyFs({}, (file) => ({ sync: () => (fails ? systemFailure('EIO') : file.sync()) })) },
    });
    const first = fixture.accept([note()]).finally(() => (fails = false));
    const second = fixture.accept([note({ number: 2 })]);
    await expect(first).rejects.toMatchObject({ code: 'SHARE_IO' });
    expect(await second).toMatchObject({ novelDocuments: 1 });
  });
});

describe('an end between the files and the transaction', () => {
  const crash = (): never => {
    throw new Error('killed');
  };
  const batchOf = (files: readonly string[]): Parameters<IntakeFixture['intake']['accept']>[0] => ({
    files: files.map((file) => siegFile(file)),
    source: 'page',
    requestId: null,
    month: MONTH,
    siegDays: null,
  });

  it('leaves files that the same batch takes as its own: same rows, no second file', async () => {
    fixture = await openIntakeFixture({ clients });
    await expect(fixture.intake.accept(batchOf(BATCH), never, crash)).rejects.toThrow('killed');
    expect(everything()).toEqual(nothing);
    const files = await fixture.files('archive');
    expect(files).toHaveLength(3);
    fixture = fixture.reopen();
    await fixture.accept(BATCH);
    expect(await fixture.files('archive')).toEqual(files);
    expect(fixture.rows('SELECT identity FROM documents')).toHaveLength(2);
    expect(fixture.rows("SELECT 1 FROM journal WHERE action = 'archive.conflict'")).toEqual([]);
  });

  it('takes the record of the request back with it', async () => {
    fixture = await openIntakeFixture({ clients });
    const runId = fixture.ledger.runs.start(MONTH, {}, [], null);
    const requestId = fixture.ledger.requests.begin(runId, 'page', 'NFe', {}, 1);
    const alongside = (): void => {
      fixture.ledger.requests.end(requestId, { outcome: 'answered', files: 3 });
      crash();
    };
    await expect(fixture.intake.accept({ ...batchOf(BATCH), requestId }, never, alongside)).rejects.toThrow('killed');
    expect(fixture.rows('SELECT outcome, files FROM requests')).toEqual([{ outcome: null, files: null }]);
    expect(fixture.ledger.requests.abandonOpen()).toBe(1);
  });

  it('during an upgrade still keeps the former bytes on record, and they are delivered in no form but the better one', async () => {
    fixture = await openIntakeFixture({ clients });
    await fixture.accept([note({ status: null })]);
    await expect(fixture.intake.accept(batchOf([note()]), never, crash)).rejects.toThrow('killed');
    fixture = fixture.reopen();
    await fixture.accept([note()]);
    expect(fixture.rows('SELECT category, identity FROM kept_files')).toEqual([
      { category: 'variant', identity: noteKey() },
    ]);
    expect(await fixture.text('kept', (await fixture.files('kept'))[0]!)).toBe(note({ status: null }));
    await fixture.drain();
    expect(await fixture.text('import', `Import/${noteKey()}.xml`)).toBe(note());
    expect(fixture.deliveries.pending()).toBe(0);
  });

  it('is not felt by what was stopped by a person either', async () => {
    fixture = await openIntakeFixture({ clients });
    const stop = new AbortController();
    stop.abort();
    await expect(fixture.intake.accept(batchOf(BATCH), stop.signal)).rejects.toMatchObject({ code: 'CANCELLED' });
    expect(everything()).toEqual(nothing);
    expect(await fixture.accept(BATCH)).toMatchObject({ novelDocuments: 2 });
  });
});

describe('a file of somebody else under the name of a document', () => {
  it('is left alone; the document lies beside it, is delivered from there, and its cancellation too', async () => {
    fixture = await openIntakeFixture({ clients });
    const path = ['2026', 'ALFA', '03', 'NFe', 'Saída', `${noteKey()}.xml`];
    await fixture.roots.archive.writeVerified(path, new TextEncoder().encode('do sistema antigo'));
    await fixture.accept([note(), noteEvent()]);
    const files = await fixture.files('archive');
    expect(await fixture.text('archive', path.join('/'))).toBe('do sistema antigo');
    const aside = files.find((file) => file.includes('_CONFLITO_'))!;
    expect(await fixture.text('archive', aside)).toBe(note());
    expect(fixture.rows('SELECT path FROM filings')).toEqual([{ path: aside }]);
    expect(fixture.rows("SELECT subject FROM journal WHERE action = 'archive.conflict'")).toEqual([
      { subject: path.join('/') },
    ]);
    await fixture.drain();
    expect(await fixture.text('import', `Import/${noteKey()}.xml`)).toBe(note());
  });
});

import { afterEach, describe, expect, it } from 'vitest';
import { openDesk, siegFile, never, MONTH, type Desk } from '../support/desk';
import { bentFs, systemFailure } from '../support/bent-fs';
import { ALFA, note, noteEvent, noteKey } from '../support/notes';

const clients = [{ taxId: ALFA, folder: 'ALFA' }];
const TABLES = ['documents', 'parties', 'filings', 'events', 'event_filings', 'deliveries', 'kept_files', 'journal'];
const BATCH = [note(), note({ number: 2 }), noteEvent({ number: 2 })];
let desk: Desk;
afterEach(() => desk.dispose());

const everything = (): unknown => TABLES.map((table) => desk.rows(`SELECT * FROM ${table}`));
const nothing = TABLES.map(() => []);

describe('an archive that fails', () => {
  it.each([
    ['the disk is full', 'ENOSPC', 'SHARE_FULL'],
    ['the server is gone', 'ENOTCONN', 'SHARE_UNREACHABLE'],
  ])('leaves the ledger untouched, and the same batch succeeds later (%s)', async (_what, system, code) => {
    let writes = 0;
    let fails = true;
    const fs = bentFs({}, (file) => ({
      sync: () => (fails && ++writes >= 2 ? systemFailure(system) : file.sync()),
    }));
    desk = await openDesk({ clients, fs: { archive: fs } });
    await expect(desk.accept(BATCH)).rejects.toMatchObject({ code });
    expect(everything()).toEqual(nothing);
    fails = false;
    expect(await desk.accept(BATCH)).toMatchObject({ novelDocuments: 2, novelEvents: 1 });
    expect(await desk.files('archive')).toEqual(
      [noteKey(), noteKey({ number: 2 }), `${noteKey({ number: 2 })}_CANC`]
        .map((name) => `2026/ALFA/03/NFe/Saída/${name}.xml`)
        .sort(),
    );
  });

  it('that hangs is given up after its deadline, without waiting for it once per file', async () => {
    let opened = 0;
    let hangs = true;
    const release: (() => void)[] = [];
    const fs = bentFs({}, (file) => ({
      sync: () => {
        opened += 1;
        if (!hangs) return file.sync();
        return new Promise<void>((resolve) => release.push(resolve)).then(() => file.sync());
      },
    }));
    desk = await openDesk({ clients, fs: { archive: fs }, deadlineMs: 2_000 });
    const many = Array.from({ length: 60 }, (_, index) => note({ number: index + 1 }));
    await expect(desk.accept(many)).rejects.toMatchObject({ code: 'SHARE_TIMEOUT' });
    expect(opened).toBeLessThanOrEqual(12);
    expect(everything()).toEqual(nothing);
    hangs = false;
    for (const free of release) free();
    expect(await desk.accept(many)).toMatchObject({ novelDocuments: 60 });
    expect(await desk.files('archive')).toHaveLength(60);
  });

  it('of kept bytes fails the batch as well: nothing that came is ever lost', async () => {
    desk = await openDesk({ clients, fs: { kept: bentFs({}, () => ({ sync: () => systemFailure('EIO') })) } });
    await expect(desk.accept([note(), 'nada'])).rejects.toMatchObject({ code: 'SHARE_IO' });
    expect(everything()).toEqual(nothing);
  });

  it('does not hold up the batch after it', async () => {
    let fails = true;
    desk = await openDesk({
      clients,
      fs: { archive: bentFs({}, (file) => ({ sync: () => (fails ? systemFailure('EIO') : file.sync()) })) },
    });
    const first = desk.accept([note()]).finally(() => (fails = false));
    const second = desk.accept([note({ number: 2 })]);
    await expect(first).rejects.toMatchObject({ code: 'SHARE_IO' });
    expect(await second).toMatchObject({ novelDocuments: 1 });
  });
});

describe('an end between the files and the transaction', () => {
  const crash = (): never => {
    throw new Error('killed');
  };
  const batchOf = (files: readonly string[]): Parameters<Desk['intake']['accept']>[0] => ({
    ...{ files: files.map((file) => siegFile(file)), source: 'page', requestId: null, month: MONTH, siegDays: null },
  });

  it('leaves files that the same batch takes as its own: same rows, no second file', async () => {
    desk = await openDesk({ clients });
    await expect(desk.intake.accept(batchOf(BATCH), never, crash)).rejects.toThrow('killed');
    expect(everything()).toEqual(nothing);
    const files = await desk.files('archive');
    expect(files).toHaveLength(3);
    desk = desk.reopen();
    await desk.accept(BATCH);
    expect(await desk.files('archive')).toEqual(files);
    expect(desk.rows('SELECT identity FROM documents')).toHaveLength(2);
    expect(desk.rows("SELECT 1 FROM journal WHERE action = 'archive.conflict'")).toEqual([]);
  });

  it('takes the record of the request back with it', async () => {
    desk = await openDesk({ clients });
    const runId = desk.ledger.runs.start(MONTH, {}, [], null);
    const requestId = desk.ledger.requests.begin(runId, 'page', 'NFe', {}, 1);
    const alongside = (): void => {
      desk.ledger.requests.end(requestId, { outcome: 'answered', files: 3 });
      crash();
    };
    await expect(desk.intake.accept({ ...batchOf(BATCH), requestId }, never, alongside)).rejects.toThrow('killed');
    expect(desk.rows('SELECT outcome, files FROM requests')).toEqual([{ outcome: null, files: null }]);
    expect(desk.ledger.requests.abandonOpen()).toBe(1);
  });

  it('during an upgrade still keeps the former bytes on record, and they are delivered in no form but the better one', async () => {
    desk = await openDesk({ clients });
    await desk.accept([note({ status: null })]);
    await expect(desk.intake.accept(batchOf([note()]), never, crash)).rejects.toThrow('killed');
    desk = desk.reopen();
    await desk.accept([note()]);
    expect(desk.rows('SELECT category, identity FROM kept_files')).toEqual([
      { category: 'variant', identity: noteKey() },
    ]);
    expect(await desk.text('kept', (await desk.files('kept'))[0]!)).toBe(note({ status: null }));
    await desk.drain();
    expect(await desk.text('import', `Import/${noteKey()}.xml`)).toBe(note());
    expect(desk.outbox.writer.pending()).toBe(0);
  });

  it('is not felt by what was stopped by a person either', async () => {
    desk = await openDesk({ clients });
    const stop = new AbortController();
    stop.abort();
    await expect(desk.intake.accept(batchOf(BATCH), stop.signal)).rejects.toMatchObject({ code: 'CANCELLED' });
    expect(everything()).toEqual(nothing);
    expect(await desk.accept(BATCH)).toMatchObject({ novelDocuments: 2 });
  });
});

describe('a file of somebody else under the name of a document', () => {
  it('is left alone; the document lies beside it, is delivered from there, and its cancellation too', async () => {
    desk = await openDesk({ clients });
    const path = ['2026', 'ALFA', '03', 'NFe', 'Saída', `${noteKey()}.xml`];
    await desk.roots.archive.place(path, new TextEncoder().encode('do sistema antigo'));
    await desk.accept([note(), noteEvent()]);
    const files = await desk.files('archive');
    expect(await desk.text('archive', path.join('/'))).toBe('do sistema antigo');
    const aside = files.find((file) => file.includes('_CONFLITO_'))!;
    expect(await desk.text('archive', aside)).toBe(note());
    expect(desk.rows('SELECT path FROM filings')).toEqual([{ path: aside }]);
    expect(desk.rows("SELECT subject FROM journal WHERE action = 'archive.conflict'")).toEqual([
      { subject: path.join('/') },
    ]);
    await desk.drain();
    expect(await desk.text('import', `Import/${noteKey()}.xml`)).toBe(note());
  });
});

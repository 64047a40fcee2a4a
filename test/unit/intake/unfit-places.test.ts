import { execFileSync } from 'node:child_process';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { sha256Of } from '../../../src/engine/archive';
import { refileForNewCompanies } from '../../../src/engine/intake';
import { nodeFs, type FsPort } from '../../../src/engine/shares';
import { openIntakeFixture, siegFile, MONTH, never, type IntakeFixture } from '../../support/intake-fixture';
import { ALFA, BETA, note, noteEvent, noteKey } from '../../support/notes';

const FOLDER = 'ALFA';
const place = (number: number): string => `2026/${FOLDER}/03/NFe/Saída/${noteKey({ number })}.xml`;
const clients = [{ taxId: ALFA, folder: FOLDER }];
const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);
let fixture: IntakeFixture;
afterEach(() => fixture.dispose());

/** A page of two documents, taken in for the last time or not. */
const takeIn = (last: boolean, ...files: readonly string[]): ReturnType<IntakeFixture['accept']> =>
  fixture.intake.accept(
    {
      source: 'page',
      requestId: null,
      month: MONTH,
      files: files.map((file) => siegFile(file)),
      siegDays: { rule: 'within', from: '2026-03-01', to: '2026-03-31' },
    },
    never,
    undefined,
    last,
  );

const held = (): unknown =>
  fixture.rows('SELECT identity FROM documents ORDER BY identity').map(({ identity }) => identity);

describe('what stands in the archive under a document’s name and can be no document', () => {
  beforeEach(async () => {
    fixture = await openIntakeFixture({ clients });
    await mkdir(dirname(join(fixture.folder, 'archive', place(1))), { recursive: true });
  });

  const besideIt = (): string =>
    place(1).replace('.xml', `_CONFLITO_${sha256Of(bytesOf(note({ number: 1 }))).slice(0, 8)}.xml`);

  it.each([
    ['a folder', 'há uma pasta com o nome do arquivo', (path: string) => mkdir(path)],
    ...(process.platform === 'win32'
      ? []
      : [
          [
            'a pipe',
            'não é um arquivo comum',
            (path: string) => Promise.resolve(execFileSync('mkfifo', [path])),
          ] as const,
        ]),
  ] as const)('is that document’s affair: %s; it lies beside, and the page is filed', async (_what, because, make) => {
    await make(join(fixture.folder, 'archive', place(1)));
    await takeIn(false, note({ number: 1 }), note({ number: 2 }));
    expect(held()).toEqual([noteKey({ number: 1 }), noteKey({ number: 2 })]);
    expect(await fixture.text('archive', besideIt())).toBe(note({ number: 1 }));
    expect(fixture.rows('SELECT path FROM filings ORDER BY path')).toEqual(
      [{ path: place(2) }, { path: besideIt() }].sort((a, b) => (a.path < b.path ? -1 : 1)),
    );
    expect(fixture.ledger.journal.last(5).find(({ action }) => action === 'archive.conflict')).toMatchObject({
      subject: place(1),
      detail: { filedAs: besideIt(), found: null, because },
    });
    // and the same the next time
    await takeIn(false, note({ number: 1 }), note({ number: 2 }));
    expect(fixture.rows('SELECT 1 FROM filings')).toHaveLength(2);
    expect((await fixture.drain()).delivered).toBe(2);
  });
});

/** Names that contain this are taken away as soon as they are given, as a virus scanner does. */
function taking(part: string): FsPort {
  const thenGone = async (naming: Promise<void>, to: string): Promise<void> => {
    await naming;
    if (to.includes(part)) await nodeFs.unlink(to);
  };
  return {
    ...nodeFs,
    link: (from, to) => thenGone(nodeFs.link(from, to), to),
    rename: (from, to) => thenGone(nodeFs.rename(from, to), to),
  };
}

describe('a document that somebody takes from the archive each time', () => {
  it('is tried again first; the last time it is kept aside by name, and the page is filed without it', async () => {
    fixture = await openIntakeFixture({ clients, fs: { archive: taking(noteKey({ number: 1 })) } });
    await expect(takeIn(false, note({ number: 1 }), note({ number: 2 }))).rejects.toMatchObject({
      code: 'SHARE_VANISHED',
    });
    expect(held()).toEqual([]);
    const result = await takeIn(true, note({ number: 1 }), note({ number: 2 }));
    expect(held()).toEqual([noteKey({ number: 2 })]);
    expect(result.novelDocuments).toBe(1);
    expect(fixture.rows('SELECT category, code, identity FROM kept_files')).toEqual([
      { category: 'refused', code: 'SHARE_VANISHED', identity: noteKey({ number: 1 }) },
    ]);
    expect(await fixture.text('kept', (await fixture.files('kept'))[0]!)).toBe(note({ number: 1 }));
    expect(fixture.rows('SELECT document_id FROM deliveries')).toHaveLength(1);
    // it is filed as any other once nobody takes it any more
    fixture = fixture.reopen({ fs: {} });
    await takeIn(false, note({ number: 1 }), note({ number: 2 }));
    expect(held()).toEqual([noteKey({ number: 1 }), noteKey({ number: 2 })]);
  });

  it('takes with it the cancellation that waits for it, and brings both once nobody takes them any more', async () => {
    fixture = await openIntakeFixture({ clients, fs: { archive: taking(noteKey()) } });
    await takeIn(true, note(), noteEvent(), note({ number: 2 }));
    expect(held()).toEqual([noteKey({ number: 2 })]);
    expect(fixture.rows('SELECT 1 FROM events')).toEqual([]);
    expect(fixture.rows('SELECT category FROM kept_files')).toEqual([{ category: 'refused' }, { category: 'refused' }]);
    fixture = fixture.reopen({ fs: {} });
    await takeIn(false, note(), noteEvent(), note({ number: 2 }));
    expect(fixture.ledger.evidence.totals(MONTH)).toMatchObject({ archived: 2, cancelled: 1 });
  });

  it('is not left out where that would be the cancellation of a document that is held: nobody must deliver what is cancelled', async () => {
    fixture = await openIntakeFixture({ clients, fs: { archive: taking('_CANC') } });
    await takeIn(true, note());
    await expect(takeIn(true, noteEvent())).rejects.toMatchObject({ code: 'SHARE_VANISHED' });
    await expect(takeIn(true, note({ number: 3 }), noteEvent({ number: 3 }))).rejects.toMatchObject({
      code: 'SHARE_VANISHED',
    });
    expect(held()).toEqual([noteKey()]);
  });
});

/** Node's own `mkdir` says ENOTDIR in one thread and ENOENT in another; Windows always the latter. */
const NO_FOLDER: unknown = expect.stringMatching(/^SHARE_(?:BAD_PATH|BUSY)$/);

describe('a file where the folder of a company should be', () => {
  it('keeps that company’s documents and cancellations aside, and files those of the others', async () => {
    fixture = await openIntakeFixture({ clients: [...clients, { taxId: BETA, folder: 'BETA' }] });
    await mkdir(join(fixture.folder, 'archive', '2026'), { recursive: true });
    await writeFile(join(fixture.folder, 'archive', '2026', FOLDER), 'não é uma pasta');
    const ofBeta = { issuer: BETA, number: 5 };
    await expect(takeIn(false, note(), note(ofBeta))).rejects.toMatchObject({ code: NO_FOLDER });
    await takeIn(true, note(), noteEvent(), note(ofBeta), noteEvent(ofBeta));
    expect(held()).toEqual([noteKey(ofBeta)]);
    expect(fixture.rows('SELECT identity, code FROM kept_files ORDER BY id')).toMatchObject([
      { identity: noteKey(), code: NO_FOLDER },
      { code: NO_FOLDER },
    ]);
    // the archive refused them, they are no bad files
    expect(fixture.ledger.evidence.totals(MONTH)).toMatchObject({ archived: 1, refused: 0 });
    expect(fixture.ledger.journal.last(9).filter(({ action }) => action === 'document.set-aside')).toMatchObject([
      { subject: noteKey(), detail: { keptAs: expect.stringMatching(/^refused\/[0-9a-f]{64}\.xml$/) as unknown } },
      {},
    ]);
    await rm(join(fixture.folder, 'archive', '2026', FOLDER));
    await takeIn(false, note(), noteEvent(), note(ofBeta), noteEvent(ofBeta));
    expect(fixture.ledger.evidence.totals(MONTH)).toMatchObject({ archived: 2, cancelled: 2 });
  });

  it('does not keep held documents of the others from a company that is new', async () => {
    fixture = await openIntakeFixture({ clients: [] });
    await takeIn(false, note(), note({ issuer: BETA, number: 5 }));
    fixture = fixture.reopen({ clients: [...clients, { taxId: BETA, folder: 'BETA' }] });
    await writeFile(join(fixture.folder, 'archive', '2026', FOLDER), 'não é uma pasta');
    const { ledger, writers, outbox, companies, clock } = fixture;
    const options = {
      ledger,
      writers,
      outbox,
      companies,
      archive: fixture.roots.archive,
      previousMonthDays: 0,
      now: () => clock.now(),
    };
    await expect(refileForNewCompanies(options, never)).rejects.toMatchObject({ code: NO_FOLDER });
    expect(await refileForNewCompanies(options, never, true)).toBe(1);
    expect(fixture.rows("SELECT path FROM filings WHERE path LIKE '2026/BETA/%'")).toHaveLength(1);
    await rm(join(fixture.folder, 'archive', '2026', FOLDER));
    expect(await refileForNewCompanies(options, never)).toBe(1);
  });
});

import { execFileSync } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { sha256Of } from '../../../src/engine/archive';
import { nodeFs, type FsPort } from '../../../src/engine/shares';
import { openDesk, siegFile, MONTH, never, type Desk } from '../../support/desk';
import { ALFA, note, noteEvent, noteKey } from '../../support/notes';

const FOLDER = 'ALFA';
const place = (number: number): string => `2026/${FOLDER}/03/NFe/Saída/${noteKey({ number })}.xml`;
const clients = [{ taxId: ALFA, folder: FOLDER }];
const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);
let desk: Desk;
afterEach(() => desk.dispose());

/** A page of two documents, taken in for the last time or not. */
const takeIn = (last: boolean, ...files: readonly string[]): ReturnType<Desk['accept']> =>
  desk.intake.accept(
    {
      ...{ source: 'page', requestId: null, month: MONTH, files: files.map((file) => siegFile(file)) },
      siegDays: { rule: 'within', from: '2026-03-01', to: '2026-03-31' },
    },
    never,
    undefined,
    last,
  );

const held = (): unknown =>
  desk.rows('SELECT identity FROM documents ORDER BY identity').map(({ identity }) => identity);

describe('what stands in the archive under a document’s name and can be no document', () => {
  beforeEach(async () => {
    desk = await openDesk({ clients });
    await mkdir(dirname(join(desk.folder, 'archive', place(1))), { recursive: true });
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
    await make(join(desk.folder, 'archive', place(1)));
    await takeIn(false, note({ number: 1 }), note({ number: 2 }));
    expect(held()).toEqual([noteKey({ number: 1 }), noteKey({ number: 2 })]);
    expect(await desk.text('archive', besideIt())).toBe(note({ number: 1 }));
    expect(desk.rows('SELECT path FROM filings ORDER BY path')).toEqual(
      [{ path: place(2) }, { path: besideIt() }].sort((a, b) => (a.path < b.path ? -1 : 1)),
    );
    expect(desk.ledger.journal.last(5).find(({ action }) => action === 'archive.conflict')).toMatchObject({
      subject: place(1),
      detail: { filedAs: besideIt(), found: null, because },
    });
    // and the same the next time
    await takeIn(false, note({ number: 1 }), note({ number: 2 }));
    expect(desk.rows('SELECT 1 FROM filings')).toHaveLength(2);
    expect((await desk.drain()).delivered).toBe(2);
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
    desk = await openDesk({ clients, fs: { archive: taking(noteKey({ number: 1 })) } });
    await expect(takeIn(false, note({ number: 1 }), note({ number: 2 }))).rejects.toMatchObject({
      code: 'SHARE_VANISHED',
    });
    expect(held()).toEqual([]);
    const result = await takeIn(true, note({ number: 1 }), note({ number: 2 }));
    expect(held()).toEqual([noteKey({ number: 2 })]);
    expect(result.novelDocuments).toBe(1);
    expect(desk.rows('SELECT category, code, identity FROM kept_files')).toEqual([
      { category: 'refused', code: 'SHARE_VANISHED', identity: noteKey({ number: 1 }) },
    ]);
    expect(await desk.text('kept', (await desk.files('kept'))[0]!)).toBe(note({ number: 1 }));
    expect(desk.rows('SELECT document_id FROM deliveries')).toHaveLength(1);
    // it is filed as any other once nobody takes it any more
    desk = desk.reopen({ fs: {} });
    await takeIn(false, note({ number: 1 }), note({ number: 2 }));
    expect(held()).toEqual([noteKey({ number: 1 }), noteKey({ number: 2 })]);
  });

  it('is not left out where that would be a cancellation: nobody must deliver what is cancelled', async () => {
    desk = await openDesk({ clients, fs: { archive: taking('_CANC') } });
    await expect(takeIn(true, note(), noteEvent())).rejects.toMatchObject({ code: 'SHARE_VANISHED' });
    expect(held()).toEqual([]);
  });
});

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { archiveBatch, sha256Of, type FileToArchive } from '../../../src/engine/archive';
import { nodeFs, openLocalRoot, relPath, toStored, type FileRoot, type FsPort } from '../../../src/engine/shares';
import { MaloteError } from '../../../src/shared/errors';
import { openMemoryRoot } from '../../support/memory-root';

const signal = (): AbortSignal => new AbortController().signal;
const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);
const file = (name: string, text: string, replacing?: string): FileToArchive => ({
  path: relPath('pasta', name),
  bytes: bytesOf(text),
  sha256: sha256Of(bytesOf(text)),
  ...(replacing === undefined ? {} : { replacing: sha256Of(bytesOf(replacing)) }),
});

const folder = mkdtempSync(join(tmpdir(), 'malote-file-away-'));
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

describe('filing away', () => {
  it('answers in the order asked, with what lies there', async () => {
    const root = openMemoryRoot('archive');
    const files = Array.from({ length: 40 }, (_, index) => file(`${String(index)}.xml`, `texto ${String(index)}`));
    const archived = await archiveBatch(root, files, signal());
    expect(archived.map(({ path }) => toStored(path))).toEqual(files.map(({ path }) => toStored(path)));
    expect(archived.every(({ conflictWith }) => conflictWith === null)).toBe(true);
    expect(root.files.size).toBe(40);
    expect(await archiveBatch(root, [], signal())).toEqual([]);
  });

  it('puts a file aside when another content has its name, overwrites nothing, and finds it again', async () => {
    const root = openMemoryRoot('archive');
    await archiveBatch(root, [file('a.xml', 'antigo')], signal());
    for (const _again of [1, 2]) {
      const [archived] = await archiveBatch(root, [file('a.xml', 'novo')], signal());
      expect(toStored(archived!.path)).toBe(`pasta/a_CONFLITO_${sha256Of(bytesOf('novo')).slice(0, 8)}.xml`);
      expect(archived!.conflictWith?.sha256).toBe(sha256Of(bytesOf('antigo')));
    }
    expect([...root.files.keys()]).toHaveLength(2);
    expect(Buffer.from(root.files.get('pasta/a.xml')!.bytes).toString()).toBe('antigo');
  });

  it('puts a file aside also where the stranger is so large that nobody reads it', async () => {
    const root = openMemoryRoot('archive');
    await archiveBatch(root, [file('a.xml', 'x'.repeat(2 * 1024 ** 2))], signal());
    const [archived] = await archiveBatch(root, [file('a.xml', 'novo')], signal());
    expect(archived!.conflictWith).toEqual({ size: 2 * 1024 ** 2, sha256: null });
    expect(Buffer.from(root.files.get(toStored(archived!.path))!.bytes).toString()).toBe('novo');
  });

  it('replaces only the very content that it was told to', async () => {
    const root = openMemoryRoot('archive');
    await archiveBatch(root, [file('a.xml', 'um'), file('b.xml', 'alheio')], signal());
    const archived = await archiveBatch(root, [file('a.xml', 'dois', 'um'), file('b.xml', 'dois', 'um')], signal());
    expect(archived.map(({ conflictWith }) => conflictWith?.sha256 ?? null)).toEqual([
      null,
      sha256Of(bytesOf('alheio')),
    ]);
    expect(Buffer.from(root.files.get('pasta/a.xml')!.bytes).toString()).toBe('dois');
  });

  it('begins nothing more after a failure, and has ended what it began when it throws', async () => {
    let [begun, ended] = [0, 0];
    const open: FsPort['open'] = async (path, flags) => {
      begun += 1;
      const isFirst = begun === 1;
      await new Promise((resolve) => setImmediate(resolve));
      ended += 1;
      if (isFirst) throw Object.assign(new Error('full'), { code: 'ENOSPC' });
      return nodeFs.open(path, flags);
    };
    const root = openLocalRoot({ id: 'archive', location: folder, fs: { ...nodeFs, open } });
    const files = Array.from({ length: 200 }, (_, index) => file(`${String(index)}.xml`, String(index)));
    await expect(archiveBatch(root, files, signal())).rejects.toMatchObject({ code: 'SHARE_FULL' });
    expect(ended).toBe(begun);
    expect(begun).toBeLessThan(40);
    await root.close();
  });

  it('gives a root no more at once than its process may hold', async () => {
    const memory = openMemoryRoot('archive');
    const goes: number[] = [];
    const root: FileRoot = {
      ...memory,
      writeVerifiedMany: (files, options) => {
        goes.push(files.reduce((sum, { bytes }) => sum + bytes.byteLength, 0));
        return memory.writeVerifiedMany(files, options);
      },
    };
    const large = (name: string, mebibytes: number): FileToArchive =>
      file(name, name.padEnd(mebibytes * 1024 ** 2, '.'));
    const archived = await archiveBatch(root, [large('a.xml', 5), large('b.xml', 5), large('c.xml', 12)], signal());
    expect(archived.map(({ path }) => path.at(-1))).toEqual(['a.xml', 'b.xml', 'c.xml']);
    expect(goes).toEqual([5, 5, 12].map((mebibytes) => mebibytes * 1024 ** 2));
    await archiveBatch(root, [large('d.xml', 3), large('e.xml', 5), large('f.xml', 1)], signal());
    expect(goes.slice(3)).toEqual([8, 1].map((mebibytes) => mebibytes * 1024 ** 2));
  });

  it('fails when folders cannot be flushed, and when it is cancelled', async () => {
    const memory = openMemoryRoot('archive');
    const settle = (): Promise<never> => Promise.reject(new MaloteError('SHARE_IO', { location: 'x', cause: 'y' }));
    await expect(archiveBatch({ ...memory, flush: settle }, [file('a.xml', 'a')], signal())).rejects.toMatchObject({
      code: 'SHARE_IO',
    });
    await expect(archiveBatch(memory, [file('b.xml', 'b')], AbortSignal.abort())).rejects.toMatchObject({
      code: 'CANCELLED',
    });
  });
});

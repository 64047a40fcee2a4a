import { createHash } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FolderDigester, relPath, toStored } from '../../src/engine/shares';
import type { FileRoot, FolderDigest, ListOptions, RelPath } from '../../src/engine/shares';

type FolderNames = NonNullable<ListOptions['names']>;

export interface MadeRoot {
  readonly root: FileRoot;
  dispose(): Promise<void>;
}

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);
const hashOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

async function pathsOf(root: FileRoot, folder: RelPath): Promise<string[]> {
  const paths: string[] = [];
  for await (const file of root.list(folder)) paths.push(toStored(file.path));
  return paths.sort();
}

async function foldersOf(root: FileRoot, folder: RelPath, options?: ListOptions): Promise<FolderDigest[]> {
  const folders: FolderDigest[] = [];
  for await (const one of root.folders(folder, options)) folders.push(one);
  return folders;
}

/** What every FileRoot promises, whatever it stands on. */
export function fileRootContract(name: string, makeRoot: () => Promise<MadeRoot>): void {
  describe(`FileRoot: ${name}`, () => {
    const first = bytesOf('<nfe>primeira</nfe>');
    const second = bytesOf('<nfe>segunda</nfe>');
    const path = relPath('2026', '0001_EMPRESA_MODELO', '03', 'NFe', 'Saída', 'nota.xml');
    let made: MadeRoot;
    let root: FileRoot;

    beforeEach(async () => {
      made = await makeRoot();
      root = made.root;
    });
    afterEach(async () => {
      await root.close();
      await made.dispose();
    });

    it('places a file in folders that do not exist yet and gives its bytes back', async () => {
      const placed = await root.writeVerified(path, first);
      expect(placed).toEqual({ outcome: 'placed', found: { size: first.length, sha256: hashOf(first) } });
      expect(Uint8Array.from((await root.read(path)) ?? [])).toEqual(first);
      expect(await root.fingerprint(path)).toEqual(placed.found);
    });

    it('says "same" for the same content, so that placing twice is harmless', async () => {
      await root.writeVerified(path, first);
      expect((await root.writeVerified(path, first)).outcome).toBe('same');
      expect(await pathsOf(root, [])).toEqual([toStored(path)]);
    });

    it('says "conflict" for another content and keeps what stands there', async () => {
      await root.writeVerified(path, first);
      expect(await root.writeVerified(path, second)).toEqual({
        outcome: 'conflict',
        found: { size: first.length, sha256: hashOf(first) },
      });
      expect(await root.fingerprint(path)).toEqual({ size: first.length, sha256: hashOf(first) });
    });

    it('tells a large stranger by its size alone where that is another, and reads one that may be wanted', async () => {
      const large = new Uint8Array(2 * 1024 ** 2).fill(7);
      const whole = { size: large.length, sha256: hashOf(large) };
      const unread = { size: large.length, sha256: null };
      await root.writeVerified(path, large);
      expect(await root.writeVerified(path, first)).toEqual({ outcome: 'conflict', found: unread });
      expect(await root.fingerprint(path, { wantedSize: first.length })).toEqual(unread);
      expect(await root.fingerprint(path, { wantedSize: large.length })).toEqual(whole);
      expect(await root.fingerprint(path)).toEqual(whole);
      expect((await root.writeVerified(path, first, { replacing: hashOf(large) })).outcome).toBe('placed');
    });

    it('replaces only the content that was named', async () => {
      await root.writeVerified(path, first);
      const stranger = hashOf(bytesOf('outra'));
      expect((await root.writeVerified(path, second, { replacing: stranger })).outcome).toBe('conflict');
      expect((await root.writeVerified(path, second, { replacing: hashOf(first) })).outcome).toBe('placed');
      expect((await root.fingerprint(path))?.sha256).toBe(hashOf(second));
    });

    it('places and reads many in one go, each with a result of its own', async () => {
      const other = relPath('2026', 'outra.xml');
      await root.writeVerified(other, second);
      const placed = await root.writeVerifiedMany(
        [
          { path, bytes: first },
          { path: other, bytes: first },
          { path: ['..', 'fora.xml'], bytes: first },
          { path: other, bytes: first, replacing: hashOf(second) },
        ],
        { concurrency: 1 },
      );
      expect(placed.map((result) => (result.ok ? result.value.outcome : result.error.code))).toEqual([
        'placed',
        'conflict',
        'SHARE_BAD_PATH',
        'placed',
      ]);
      const read = await root.readMany([other, relPath('nenhuma.xml'), path]);
      expect(read.map((result) => result.ok && result.value && Uint8Array.from(result.value))).toEqual([
        first,
        null,
        first,
      ]);
      expect(await root.writeVerifiedMany([])).toEqual([]);
    });

    it('tells size and hash of many in one go, each with a result of its own', async () => {
      const other = relPath('2026', 'outra.xml');
      await root.writeVerified(other, second);
      await root.writeVerified(path, first);
      const told = await root.fingerprintMany([other, relPath('nenhuma.xml'), ['..', 'fora.xml'], path]);
      expect(told.map((result) => (result.ok ? (result.value?.sha256 ?? null) : result.error.code))).toEqual([
        hashOf(second),
        null,
        'SHARE_BAD_PATH',
        hashOf(first),
      ]);
    });

    it('answers for each file of a batch when the caller has given up, or the root is closed', async () => {
      const given = await root.readMany([path, path], { signal: AbortSignal.abort() });
      expect(given).toMatchObject([
        { ok: false, error: { code: 'CANCELLED' } },
        { ok: false, error: { code: 'CANCELLED' } },
      ]);
      await root.close();
      expect(await root.writeVerifiedMany([{ path, bytes: first }])).toMatchObject([
        { ok: false, error: { code: 'SHARE_CLOSED' } },
      ]);
    });

    it.each([
      [0, 4],
      [3, 4],
      [0, 1_000],
      [5, 1_000],
      [1_000, 4],
    ])('gives a part of a file: from %i, %i bytes', async (from, bytes) => {
      await root.writeVerified(path, first);
      const given = await root.read(path, { part: { from, bytes } });
      expect(Uint8Array.from(given ?? [])).toEqual(first.slice(from, from + bytes));
      expect(await root.read(relPath('nenhuma.xml'), { part: { from, bytes } })).toBeNull();
    });

    it('places an empty file', async () => {
      expect((await root.writeVerified(path, new Uint8Array())).found.size).toBe(0);
      expect((await root.read(path))?.length).toBe(0);
    });

    it('settles many placements of one name into one file with one of the contents', async () => {
      const outcomes = await Promise.all(
        [first, second, first, second].map(async (bytes) => (await root.writeVerified(path, bytes)).outcome),
      );
      expect(outcomes.sort()).toEqual(['conflict', 'conflict', 'placed', 'same']);
      expect(await pathsOf(root, [])).toEqual([toStored(path)]);
    });

    it('answers null for what is not there', async () => {
      expect(await root.read(path)).toBeNull();
      expect(await root.fingerprint(path)).toBeNull();
      expect(await root.move(path, relPath('b.xml'))).toBe(false);
    });

    it('keeps accents and paths beyond 240 characters', async () => {
      const long = relPath(
        ...Array.from({ length: 6 }, (_, depth) => `${depth}_${'Conceição '.repeat(5)}fim`),
        'Mês.xml',
      );
      expect(toStored(long).length).toBeGreaterThan(240);
      await root.writeVerified(long, first);
      expect(await pathsOf(root, [])).toEqual([toStored(long)]);
      expect((await root.fingerprint(long))?.sha256).toBe(hashOf(first));
    });

    it('lists the files below a folder with their size, and nothing for a missing folder', async () => {
      await root.writeVerified(relPath('a', 'b', '1.xml'), first);
      await root.writeVerified(relPath('a', '2.xml'), second);
      await root.writeVerified(relPath('ab', '3.xml'), second);
      expect(await pathsOf(root, relPath('a'))).toEqual(['a/2.xml', 'a/b/1.xml']);
      expect(await pathsOf(root, relPath('nenhuma'))).toEqual([]);
      for await (const file of root.list(relPath('ab'))) expect(file.size).toBe(second.length);
    });

    it('tells of each folder with files in it, in the order in which their files are listed', async () => {
      for (const name of ['10.xml', '2.xml', 'é.xml']) await root.writeVerified(relPath('a', 'b', name), first);
      await root.writeVerified(relPath('a', 'z.xml'), second);
      await root.writeVerified(relPath('ab', '3.xml'), second);
      await root.writeVerified(relPath('a', 'c', 'd', '4.xml'), second);
      const listed = new Map<string, { files: number; bytes: number; digester: FolderDigester }>();
      for await (const file of root.list([])) {
        const folder = toStored(file.path.slice(0, -1));
        const one = listed.get(folder) ?? { files: 0, bytes: 0, digester: new FolderDigester() };
        listed.set(folder, { ...one, files: one.files + 1, bytes: one.bytes + file.size });
        one.digester.add(file.path.at(-1) ?? '', file);
      }
      const told = await foldersOf(root, []);
      expect(told.map(({ path: folder }) => toStored(folder))).toEqual(['a', 'a/b', 'a/c/d', 'ab']);
      expect(told).toEqual(
        [...listed].map(([folder, { files, bytes, digester }]) => ({
          path: folder.split('/'),
          files,
          bytes,
          digest: digester.digest(),
        })),
      );
    });

    it('tells another digest of a folder when a file of its own has come, gone or changed, and the same otherwise', async () => {
      const digest = async (): Promise<string | undefined> =>
        (await foldersOf(root, relPath('a'))).find(({ path: folder }) => folder.length === 1)?.digest;
      await root.writeVerified(relPath('a', '1.xml'), first);
      const before = await digest();
      expect(await digest()).toBe(before);
      await root.writeVerified(relPath('a', 'b', '1.xml'), second);
      expect(await digest()).toBe(before);
      await root.writeVerified(relPath('a', '2.xml'), second);
      expect(await digest()).not.toBe(before);
      await root.move(relPath('a', '2.xml'), relPath('b', '2.xml'));
      expect(await digest()).toBe(before);
      await root.writeVerified(relPath('a', '1.xml'), second, { replacing: hashOf(first) });
      expect(await digest()).not.toBe(before);
    });

    it('tells only of the folders that are named for a depth, and of none of a missing folder', async () => {
      for (const folder of ['EMPRESA_1', 'EMPRESA_2']) {
        await root.writeVerified(relPath('2026', folder, '03', '1.xml'), first);
        await root.writeVerified(relPath('2026', folder, '04', '1.xml'), second);
      }
      await root.writeVerified(relPath('2026', 'solto.xml'), second);
      const paths = async (folder: RelPath, names: FolderNames): Promise<string[]> =>
        (await foldersOf(root, folder, { names })).map(({ path: found }) => toStored(found));
      expect(await paths(relPath('2026'), [['EMPRESA_2'], ['04']])).toEqual(['2026', '2026/EMPRESA_2/04']);
      expect(await paths(relPath('2026'), [[]])).toEqual(['2026']);
      expect(await paths(relPath('nenhuma'), [])).toEqual([]);
    });

    it('does not tell of folders to a caller that has given up, or once it is closed', async () => {
      await root.writeVerified(path, first);
      const signal = AbortSignal.abort();
      await expect(foldersOf(root, [], { signal })).rejects.toMatchObject({ code: 'CANCELLED' });
      await root.close();
      await expect(foldersOf(root, [])).rejects.toMatchObject({ code: 'SHARE_CLOSED' });
    });

    it('enters only the folders that are named for a depth', async () => {
      for (const folder of ['EMPRESA_1', 'EMPRESA_2']) {
        await root.writeVerified(relPath('2026', folder, '03', 'NFe', '1.xml'), first);
        await root.writeVerified(relPath('2026', folder, '04', 'NFe', '1.xml'), second);
      }
      const found: string[] = [];
      for await (const file of root.list(relPath('2026'), { names: [null, ['03']] })) found.push(toStored(file.path));
      expect(found.sort()).toEqual(['2026/EMPRESA_1/03/NFe/1.xml', '2026/EMPRESA_2/03/NFe/1.xml']);
      const one: string[] = [];
      for await (const file of root.list(relPath('2026'), { names: [['EMPRESA_2'], ['04']] })) {
        one.push(toStored(file.path));
      }
      expect(one).toEqual(['2026/EMPRESA_2/04/NFe/1.xml']);
    });

    it('moves a file, refuses to overwrite, and takes the same content for moved', async () => {
      const to = relPath('novo', 'nota.xml');
      await root.writeVerified(path, first);
      expect(await root.move(path, to)).toBe(true);
      expect(await pathsOf(root, [])).toEqual(['novo/nota.xml']);

      await root.writeVerified(path, second);
      await expect(root.move(path, to)).rejects.toMatchObject({ code: 'SHARE_EXISTS' });
      expect((await root.fingerprint(path))?.sha256).toBe(hashOf(second));

      const copy = relPath('copia.xml');
      await root.writeVerified(copy, first);
      expect(await root.move(copy, to)).toBe(true);
      expect(await root.read(copy)).toBeNull();
    });

    it('keeps a file that is moved onto itself', async () => {
      await root.writeVerified(path, first);
      expect(await root.move(path, path)).toBe(true);
      expect((await root.fingerprint(path))?.sha256).toBe(hashOf(first));
    });

    it('takes one file away for good, and says when there is none', async () => {
      const other = relPath('outra.xml');
      await root.writeVerified(path, first);
      await root.writeVerified(other, second);
      expect(await root.remove(path)).toBe(true);
      expect(await root.remove(path)).toBe(false);
      expect(await pathsOf(root, [])).toEqual([toStored(other)]);
      await root.flush();
      await expect(root.remove(['..', 'fora.xml'])).rejects.toMatchObject({ code: 'SHARE_BAD_PATH' });
    });

    it('refuses a path that would leave the root', async () => {
      await expect(root.writeVerified(['..', 'fora.xml'], first)).rejects.toMatchObject({ code: 'SHARE_BAD_PATH' });
      await expect(root.read(['a/../../fora.xml'])).rejects.toMatchObject({ code: 'SHARE_BAD_PATH' });
    });

    it('does nothing for a caller that has already given up', async () => {
      const signal = AbortSignal.abort();
      await expect(root.writeVerified(path, first, { signal })).rejects.toMatchObject({ code: 'CANCELLED' });
      await expect(root.read(path, { signal })).rejects.toMatchObject({ code: 'CANCELLED' });
      expect(await pathsOf(root, [])).toEqual([]);
    });

    it('checks itself without leaving anything behind, and settles', async () => {
      const health = await root.check();
      expect(health.latencyMs).toBeGreaterThanOrEqual(0);
      await root.writeVerified(path, first);
      await root.flush();
      expect(await pathsOf(root, [])).toEqual([toStored(path)]);
    });

    it('refuses work once it is closed', async () => {
      await root.close();
      await expect(root.read(path)).rejects.toMatchObject({ code: 'SHARE_CLOSED' });
    });
  });
}

import { hash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { prune } from '../../../../src/engine/jobs/backup/prune';
import { pack, type Slice } from '../../../../src/engine/jobs/backup/slices';
import { BackupStore } from '../../../../src/engine/jobs/backup/store';
import type { Manifest } from '../../../../src/engine/jobs/backup/manifest';
import { openMemoryRoot } from '../../../support/memory-root';

const { signal } = new AbortController();
const DAY_MS = 24 * 3_600_000;
const WORKSPACE = '00000000-0000-4000-8000-000000000001';

function slice(text: string): Slice {
  const bytes = Buffer.from(text);
  return { bytes, sha256: hash('sha256', bytes, 'hex') };
}

function openStore(now = Date.now()): { store: BackupStore; root: ReturnType<typeof openMemoryRoot> } {
  const root = openMemoryRoot('backup', () => now);
  return { root, store: new BackupStore(root, WORKSPACE) };
}

function manifest(id: string, sequence: number, createdAt: string, slices: readonly Slice[]): Manifest {
  const file = { path: 'malote.db', size: 1, sha256: 'a'.repeat(64), slices: slices.map(({ sha256 }) => sha256) };
  return {
    format: 1,
    program: '0.1.0',
    workspace: WORKSPACE,
    id,
    sequence,
    createdAt,
    previous: null,
    ledger: { version: 15, counts: {} },
    files: [file],
  };
}

const names = async (store: BackupStore): Promise<string[]> => {
  const found: string[] = [];
  for await (const { sha256 } of store.slices(signal)) found.push(sha256);
  return found.sort();
};

describe('the store of copies', () => {
  it('writes a slice once, and gives its content back', async () => {
    const { store } = openStore();
    const one = slice('conteúdo');
    expect(await store.put(one, signal)).toBeGreaterThan(0);
    expect(await store.put(one, signal)).toBe(0);
    expect(await store.get('id', one.sha256, signal)).toEqual(one.bytes);
    expect(await names(store)).toEqual([one.sha256]);
  });

  it('puts a slice in the place of one that is spoilt, and keeps one that another release has packed', async () => {
    const { store, root } = openStore();
    const one = slice('conteúdo '.repeat(100));
    await store.put(one, signal);
    const [key, stored] = [...root.files][0] ?? [];
    root.files.set(key ?? '', { ...stored!, bytes: Buffer.from('estragado') });
    await expect(store.get('id', one.sha256, signal)).rejects.toMatchObject({ code: 'BACKUP_ALTERED' });
    expect(await store.put(one, signal)).toBeGreaterThan(0);
    expect(await store.get('id', one.sha256, signal)).toEqual(one.bytes);
    // the same content with another header
    const repacked = Buffer.from(await pack(one.bytes));
    repacked[9] = 7;
    root.files.set(key ?? '', { ...stored!, bytes: repacked });
    expect(await store.put(one, signal)).toBe(0);
  });

  it('names a slice that is cut short, altered, or not there', async () => {
    const { store, root } = openStore();
    const one = slice('conteúdo '.repeat(100));
    await store.put(one, signal);
    const [key, stored] = [...root.files][0] ?? [];
    const whole = stored!.bytes;
    root.files.set(key ?? '', { ...stored!, bytes: whole.subarray(0, whole.length - 12) });
    await expect(store.get('id', one.sha256, signal)).rejects.toMatchObject({ code: 'BACKUP_TRUNCATED' });
    for (let at = 0; at < whole.length; at += 1) {
      const altered = Buffer.from(whole);
      altered[at] = (altered[at] ?? 0) ^ 0x10;
      root.files.set(key ?? '', { ...stored!, bytes: altered });
      const got = await store.get('id', one.sha256, signal).catch((error: unknown) => (error as { code: string }).code);
      // gzip's own header has bytes that say nothing of the content
      if (typeof got === 'string') expect(got).toMatch(/^BACKUP_(ALTERED|TRUNCATED)$/);
      else expect(got).toEqual(one.bytes);
    }
    root.files.delete(key ?? '');
    await expect(store.get('id', one.sha256, signal)).rejects.toMatchObject({ code: 'BACKUP_TRUNCATED' });
  });
});

describe('pruning', () => {
  const RULE = { daily: 1, weekly: 0, monthly: 0 };

  async function twoCopies(
    now: number,
  ): Promise<{ store: BackupStore; root: ReturnType<typeof openMemoryRoot>; kept: Slice[] }> {
    const { store, root } = openStore(now);
    const [old, both, fresh] = [slice('antigo'), slice('comum'), slice('novo')] as [Slice, Slice, Slice];
    for (const one of [old, both, fresh]) await store.put(one, signal);
    await store.conclude(manifest('a', 1, new Date(now - 3 * DAY_MS).toISOString(), [old, both]), signal);
    await store.conclude(manifest('b', 2, new Date(now).toISOString(), [both, fresh]), signal);
    return { store, root, kept: [both, fresh] };
  }

  it('takes a copy away with what only it is made of, once that is a day old', async () => {
    const now = Date.now();
    const { store, kept } = await twoCopies(now);
    expect(await prune(store, RULE, now, signal)).toEqual({ backups: ['a'], slices: 0 });
    expect(await prune(store, RULE, now + 2 * DAY_MS, signal)).toEqual({ backups: [], slices: 1 });
    expect(await names(store)).toEqual(kept.map(({ sha256 }) => sha256).sort());
    expect((await store.manifests(signal)).whole.map(({ manifest: { id } }) => id)).toEqual(['b']);
  });

  it('takes no slice while a manifest cannot be read', async () => {
    const now = Date.now();
    const { store, root } = await twoCopies(now);
    const key = [...root.files.keys()].find((path) => path.endsWith('b.json')) ?? '';
    root.files.set(key, { ...root.files.get(key)!, bytes: Buffer.from('{') });
    expect((await prune(store, RULE, now + 2 * DAY_MS, signal)).slices).toBe(0);
    expect(await names(store)).toHaveLength(3);
  });

  it('keeps a copy that was proven beside newer ones that were not', async () => {
    const now = Date.now();
    const { store } = await twoCopies(now);
    const proven = await store.manifest('a', signal);
    await store.noteProof('a', { at: new Date(now).toISOString(), ok: true, sha256: proven!.sha256 }, signal);
    expect((await prune(store, RULE, now, signal)).backups).toEqual([]);
  });
});

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { nodeFs, openLocalRoot, relPath, type FsPort, type LocalRoot } from '../../../src/engine/shares';
import { systemFailure } from '../../support/faulty-fs';
import { fsOn, locationOn } from '../../support/foreign-root';

const FOLDERS = 20;
let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'malote-settle-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** A root whose flushes of folders are told, and may be refused; what is there of them at the same time is counted. */
function observed() {
  const flushed: string[] = [];
  const seen = { underWay: 0, most: 0, refused: new Set<string>() };
  const open: FsPort['open'] = async (path, flags) => {
    const file = await nodeFs.open(path, flags);
    if (flags !== 'r') return file;
    return {
      ...file,
      sync: async () => {
        seen.most = Math.max(seen.most, (seen.underWay += 1));
        await new Promise((resolve) => setImmediate(resolve));
        seen.underWay -= 1;
        const name = path.slice(folder.length + 1);
        if (seen.refused.has(name)) return systemFailure('EIO');
        flushed.push(name);
        // Windows flushes no folder
        return process.platform === 'win32' ? undefined : file.sync();
      },
    };
  };
  const root = openLocalRoot({
    id: 'archive',
    location: locationOn('posix', folder),
    platform: 'posix',
    fs: fsOn('posix', { ...nodeFs, open }),
  });
  return { root, flushed, seen };
}

async function fill(root: LocalRoot, run: string): Promise<string[]> {
  const names = Array.from({ length: FOLDERS }, (_, index) => `pasta-${String(index)}`);
  await root.writeVerifiedMany(names.map((name) => ({ path: relPath(name, `${run}.xml`), bytes: Buffer.from(run) })));
  return names;
}

describe('the folders whose names are flushed', () => {
  it('are flushed side by side, each once, and a few at a time', async () => {
    const { root, flushed, seen } = observed();
    const names = await fill(root, 'a');
    await root.flush();
    expect(flushed.sort()).toEqual([...names, ''].sort());
    expect(seen.most).toBeGreaterThan(1);
    expect(seen.most).toBeLessThanOrEqual(8);
    await root.flush();
    expect(flushed).toHaveLength(FOLDERS + 1);
    await root.close();
  });

  it('are owed to the next time when one of them fails, and nothing is under way any more', async () => {
    const { root, flushed, seen } = observed();
    const names = await fill(root, 'b');
    seen.refused.add('pasta-3');
    await expect(root.flush()).rejects.toMatchObject({ code: 'SHARE_IO' });
    expect(seen.underWay).toBe(0);
    expect(flushed).not.toContain('pasta-3');
    seen.refused.clear();
    await root.flush();
    expect([...new Set(flushed)].sort()).toEqual([...names].sort());
    await root.close();
  });
});

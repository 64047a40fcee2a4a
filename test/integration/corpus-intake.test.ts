import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openIntakeFixture, type IntakeFixture } from '../support/intake-fixture';
import { fileTree } from '../support/file-tree';
import { ALFA, BETA, note } from '../support/notes';

const CORPUS = join(import.meta.dirname, '..', '..', '..', 'shared', 'corpus');

/** Bytes of all sorts: sound, broken, hostile. With the corpus beside the project, all of its documents too. */
async function specimens(): Promise<Map<string, Uint8Array>> {
  const encode = (text: string): Uint8Array => new TextEncoder().encode(text);
  const files = new Map<string, Uint8Array>([
    ['sound', encode(note())],
    ['cut in the middle', encode(note({ number: 2 }).slice(0, 400))],
    ['doctype', encode(`<!DOCTYPE a [<!ENTITY b "c">]>${note({ number: 3 })}`)],
    ['two in one', encode(note({ number: 4 }) + note({ number: 5 }))],
    ['empty', new Uint8Array()],
    ['not XML', encode('{"erro":"tente mais tarde"}')],
  ]);
  for (const folder of ['synthetic', 'public']) {
    const root = join(CORPUS, folder);
    if (!existsSync(root)) continue;
    for (const entry of await readdir(root, { recursive: true, withFileTypes: true })) {
      if (!entry.isFile()) continue;
      const path = join(entry.parentPath, entry.name);
      files.set(path, await readFile(path));
    }
  }
  return files;
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

describe('intake of whatever comes', () => {
  let fixture: IntakeFixture;

  beforeEach(async () => {
    fixture = await openIntakeFixture({
      clients: [
        { taxId: ALFA, folder: '0001_ALFA' },
        { taxId: BETA, folder: '0002_BETA' },
      ],
    });
  });

  afterEach(() => fixture.dispose());

  it('loses no byte: every file lies in the archive or among the kept ones, as it came', async () => {
    const files = await specimens();
    for (const bytes of files.values()) await fixture.accept([bytes]);
    const stored = new Set<string>();
    for (const root of ['archive', 'kept']) {
      for (const { sha256: content } of (await fileTree(join(fixture.folder, root))).values()) stored.add(content);
    }
    const lost = [...files].filter(([, bytes]) => !stored.has(sha256(bytes))).map(([name]) => name);
    expect(lost).toEqual([]);
  });

  it('delivers only what is a document of a client, each under one name, and every delivery is true', async () => {
    for (const bytes of (await specimens()).values()) await fixture.accept([bytes]);
    await fixture.drain();
    const delivered = fixture.rows("SELECT target_path AS path, sha256 FROM deliveries WHERE state = 'delivered'");
    const there = await fileTree(join(fixture.folder, 'import'));
    expect(delivered.length).toBeGreaterThan(0);
    expect(delivered.filter(({ path, sha256: content }) => there.get(path as string)?.sha256 !== content)).toEqual([]);
    expect(there.size).toBe(new Set(delivered.map(({ path }) => path)).size);
    expect(fixture.rows("SELECT target_path FROM deliveries WHERE state NOT IN ('delivered', 'superseded')")).toEqual(
      [],
    );
  });
});

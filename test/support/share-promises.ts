import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { contents, fileTree } from './file-tree';
import { queryLedger } from './ledger-dump';
import { truthOf } from './office-truth';
import type { Delivery, ShareScene } from './share-scene';

async function hashOf(file: string): Promise<string | null> {
  const bytes = await readFile(file).catch(() => null);
  return bytes === null ? null : createHash('sha256').update(bytes).digest('hex');
}

/** A delivered row is true when what it says lies there, or lay there until the reader took it. */
async function untrue(scene: ShareScene, delivery: Delivery): Promise<string | null> {
  const { destination, path, size, sha256, wanted } = delivery;
  if (sha256 !== wanted || size === null) return `${path}: recorded with another content`;
  const there = await hashOf(join(scene.shares[destination].behind, path));
  if (there === sha256) return null;
  const wasTaken = there === null && scene.reader.taken.get(basename(path)) === sha256;
  return wasTaken ? null : `${path}: recorded as delivered, but ${there ?? 'nothing'} is there`;
}

/** What the ledger says of deliveries and is not so; empty at every moment. */
export async function untrueDeliveries(scene: ShareScene): Promise<string[]> {
  const delivered = scene.deliveries().filter(({ state }) => state === 'delivered');
  const found = await Promise.all(delivered.map((delivery) => untrue(scene, delivery)));
  return found.filter((one) => one !== null);
}

/** Documents of the month that are not in the ledger and on the import share with their own bytes. */
function lost(scene: ShareScene): string[] {
  const { office, ledger } = scene;
  const held = new Map(
    queryLedger<{ identity: string; sha256: string }>(ledger, 'SELECT identity, sha256 FROM documents').map((row) => [
      row.identity,
      row.sha256,
    ]),
  );
  const delivered = new Set(scene.deliveries().flatMap(({ state, sha256 }) => (state === 'delivered' ? [sha256] : [])));
  return truthOf(office, office.month).flatMap(({ identity, sha256 }) => {
    if (held.get(identity) !== sha256) return [`${identity}: not archived`];
    return delivered.has(sha256) ? [] : [`${identity}: not delivered`];
  });
}

/** Nothing that nobody ordered, and no other content even for an instant. */
async function foreign(scene: ShareScene): Promise<string[]> {
  const ordered = new Map<string, Set<string>>();
  for (const { path, wanted } of scene.deliveries()) {
    const name = basename(path);
    ordered.set(name, (ordered.get(name) ?? new Set()).add(wanted));
  }
  const seen = [...scene.reader.seen].flatMap(([name, all]) =>
    all.every((sha256) => ordered.get(name)?.has(sha256)) ? [] : [`${name}: other content was seen`],
  );
  const names = await Promise.all(
    (['import', 'cancelled'] as const).map((root) => readdir(scene.shares[root].behind, { recursive: true })),
  );
  const extra = names.flat().filter((name) => name.endsWith('.xml') && !ordered.has(basename(name)));
  return [...seen, ...extra.map((name) => `${name}: nobody ordered this`)];
}

/** The archive holds what the ledger says, and nothing else but what a crash may leave. */
async function archiveFaults({ ledger, shares }: ShareScene): Promise<string[]> {
  const filed = queryLedger<{ path: string; sha256: string }>(
    ledger,
    `SELECT path, sha256 FROM filings UNION ALL SELECT path, sha256 FROM event_filings
     UNION ALL SELECT path, 'xlsx' FROM reports`,
  );
  const there = contents(await fileTree(shares.archive.behind));
  const wrong = filed.flatMap(({ path, sha256 }) => (there[path] === sha256 ? [] : [`${path}: not in the archive`]));
  const known = new Set(filed.map(({ path }) => path));
  const extra = Object.keys(there).filter((path) => !known.has(path) && !path.endsWith('.part'));
  return [...wrong, ...extra.map((path) => `${path}: archived, but not on record`)];
}

/** What is wrong when everything should have arrived; empty when all promises were kept. */
export async function brokenPromises(scene: ShareScene): Promise<string[]> {
  const open = scene.deliveries().filter(({ state }) => state !== 'delivered' && state !== 'superseded');
  return [
    ...open.map(({ path, state }) => `${path}: ${state}`),
    ...lost(scene),
    ...(await untrueDeliveries(scene)),
    ...(await foreign(scene)),
    ...(await archiveFaults(scene)),
  ];
}

import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { contents, fileTree } from './file-tree';
import { queryLedger } from './ledger-dump';
import { truthOf } from './office-truth';
import type { Delivery, ShareFixture } from './share-fixture';

async function hashOf(file: string): Promise<string | null> {
  const bytes = await readFile(file).catch(() => null);
  return bytes === null ? null : createHash('sha256').update(bytes).digest('hex');
}

/** A delivered row is true when what it says lies there, or lay there until the reader took it. */
async function untrue(fixture: ShareFixture, delivery: Delivery): Promise<string | null> {
  const { destination, path, size, sha256, wanted } = delivery;
  if (sha256 !== wanted || size === null) return `${path}: recorded with another content`;
  const there = await hashOf(join(fixture.shares[destination].behind, path));
  if (there === sha256) return null;
  const wasTaken = there === null && fixture.reader.taken.get(basename(path)) === sha256;
  return wasTaken ? null : `${path}: recorded as delivered, but ${there ?? 'nothing'} is there`;
}

/** What the ledger says of deliveries and is not so; empty at every moment. */
export async function untrueDeliveries(fixture: ShareFixture): Promise<string[]> {
  const delivered = fixture.deliveries().filter(({ state }) => state === 'delivered');
  const found = await Promise.all(delivered.map((delivery) => untrue(fixture, delivery)));
  return found.filter((one) => one !== null);
}

/** Documents of the month that are not in the ledger and on the import share with their own bytes. */
function lost(fixture: ShareFixture): string[] {
  const { office, ledger } = fixture;
  const held = new Map(
    queryLedger<{ identity: string; sha256: string }>(ledger, 'SELECT identity, sha256 FROM documents').map((row) => [
      row.identity,
      row.sha256,
    ]),
  );
  const delivered = new Set(
    fixture.deliveries().flatMap(({ state, sha256 }) => (state === 'delivered' ? [sha256] : [])),
  );
  return truthOf(office, office.month).flatMap(({ identity, sha256 }) => {
    if (held.get(identity) !== sha256) return [`${identity}: not archived`];
    return delivered.has(sha256) ? [] : [`${identity}: not delivered`];
  });
}

/** Nothing that nobody ordered, and no other content even for an instant. */
async function foreign(fixture: ShareFixture): Promise<string[]> {
  const ordered = new Map<string, Set<string>>();
  for (const { path, wanted } of fixture.deliveries()) {
    const name = basename(path);
    ordered.set(name, (ordered.get(name) ?? new Set()).add(wanted));
  }
  const seen = [...fixture.reader.seen].flatMap(([name, all]) =>
    all.every((sha256) => ordered.get(name)?.has(sha256)) ? [] : [`${name}: other content was seen`],
  );
  const names = await Promise.all(
    (['import', 'cancelled'] as const).map((root) => readdir(fixture.shares[root].behind, { recursive: true })),
  );
  const extra = names.flat().filter((name) => name.endsWith('.xml') && !ordered.has(basename(name)));
  return [...seen, ...extra.map((name) => `${name}: nobody ordered this`)];
}

/** The archive holds what the ledger says, and nothing else but what a crash may leave. */
async function archiveFaults({ ledger, shares }: ShareFixture): Promise<string[]> {
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
export async function brokenPromises(fixture: ShareFixture): Promise<string[]> {
  const open = fixture.deliveries().filter(({ state }) => state !== 'delivered' && state !== 'superseded');
  return [
    ...open.map(({ path, state }) => `${path}: ${state}`),
    ...lost(fixture),
    ...(await untrueDeliveries(fixture)),
    ...(await foreign(fixture)),
    ...(await archiveFaults(fixture)),
  ];
}

import { createHash } from 'node:crypto';
import { expect } from 'vitest';
import type { RunSummary } from '../../src/shared/views';
import { renderXml, type Office } from '../../src/simulator';
import { contents, fileTree } from './file-tree';
import { queryLedger } from './ledger-dump';
import type { Workspace } from './workspace';

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** Identity and content of every document that the office has in a month, in order of identity. */
export function truthOf(office: Office, month: string): { readonly identity: string; readonly sha256: string }[] {
  return office.documents
    .filter((document) => document.month === month)
    .map((document) => ({ identity: document.identity, sha256: sha256(renderXml(document, office)) }))
    .sort((one, other) => (one.identity < other.identity ? -1 : 1));
}

/**
 * The month in ledger, archive and import share is exactly what the office has: every document with its own bytes, every event,
 * every cancellation; each filed, delivered and verified.
 */
export async function expectTruth(workspace: Workspace, office: Office, summary: RunSummary): Promise<void> {
  const { month } = office;
  const expected = office.expected(month);
  const truth = truthOf(office, month);
  expect(summary).toMatchObject({
    run: { status: 'complete' },
    documents: { missing: 0, conflicts: 0, archived: truth.length, delivered: truth.length, verified: truth.length },
    outbox: { pending: 0 },
    gaps: { missing: [], shortfalls: [], undelivered: [] },
  });
  const held = queryLedger(
    workspace.ledger,
    'SELECT identity, sha256 FROM documents WHERE month = ? ORDER BY identity',
    [month],
  );
  expect(held).toEqual(truth);
  const events = new Set(
    queryLedger<{ identity: string }>(workspace.ledger, 'SELECT identity FROM events').map((row) => row.identity),
  );
  expect([...expected.events].filter((identity) => !events.has(identity))).toEqual([]);
  expect(cancelledIn(workspace)).toEqual([...expected.cancelled].sort());
  await expectFiles(workspace);
}

function cancelledIn({ ledger }: Workspace): string[] {
  const rows = queryLedger<{ identity: string }>(
    ledger,
    "SELECT DISTINCT document_identity AS identity FROM events WHERE effect = 'cancels' AND effective = 1 ORDER BY 1",
  );
  return rows.map((row) => row.identity);
}

/** Both shares hold what the ledger says, and nothing else. */
export async function expectFiles(workspace: Workspace): Promise<void> {
  const filed = queryLedger<{ path: string; sha256: string }>(
    workspace.ledger,
    `SELECT path, sha256 FROM filings UNION ALL SELECT path, sha256 FROM event_filings
     UNION ALL SELECT path, 'xlsx' FROM reports ORDER BY path`,
  );
  const archive = contents(await fileTree(workspace.archive));
  expect(archive).toEqual(Object.fromEntries(filed.map(({ path, sha256: hash }) => [path, hash])));
  const delivered = queryLedger<{ path: string; sha256: string }>(
    workspace.ledger,
    "SELECT target_path AS path, sha256 FROM deliveries WHERE state = 'delivered'",
  );
  const share = contents(await fileTree(workspace.import));
  expect(share).toEqual(Object.fromEntries(delivered.map(({ path, sha256: hash }) => [path, hash])));
}

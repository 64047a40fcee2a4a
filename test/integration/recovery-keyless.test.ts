import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Engine } from '../../src/engine';
import { createOffice, type DeadModes } from '../../src/simulator';
import { queryLedger } from '../support/ledger-dump';
import { makeWorkspace } from '../support/made-workspace';
import { openOfficeFixture, type OfficeFixture } from '../support/office-fixture';
import { removeWorkspace, type Workspace } from '../support/workspace';

const MONTH = '2026-03';
const ALL = {
  until: 'end',
  categories: ['missing', 'orphan', 'ghost', 'altered', 'unreadable', 'cancelled-live'],
} as const;

const office = createOffice({
  seed: 41,
  month: MONTH,
  companies: 4,
  documentsPerCompany: 30,
  kinds: ['NFSe', 'NFe'] as const,
  municipal: { share: 1, unknown: 0.2, cancelled: 0.3, again: 0 },
});

interface Filed {
  readonly identity: string;
  readonly path: string;
  readonly sha256: string;
}

/** What has no key, live or cancelled, or of a layout that nobody reads. */
const LOST: readonly (readonly [what: string, sql: string])[] = [
  [
    'a note',
    `SELECT d.identity, f.path, f.sha256 FROM documents d JOIN filings f ON f.document_id = d.id WHERE d.identity GLOB 'NFSE:*'
     AND NOT EXISTS (SELECT 1 FROM events e WHERE e.document_identity = d.identity) AND f.company_id IS NOT NULL
     GROUP BY d.id HAVING count(*) = 1 ORDER BY d.id LIMIT 1`,
  ],
  [
    'a cancelled note with the mark of its cancellation',
    `SELECT d.identity, f.path, f.sha256 FROM documents d JOIN filings f ON f.document_id = d.id
     WHERE d.id = (SELECT x.id FROM documents x JOIN events e ON e.document_identity = x.identity WHERE x.identity GLOB 'NFSE:*' ORDER BY x.id LIMIT 1)
     UNION ALL SELECT e.identity, g.path, g.sha256 FROM events e JOIN event_filings g ON g.event_id = e.id
     WHERE e.document_identity = (SELECT x.identity FROM documents x JOIN events y ON y.document_identity = x.identity
       WHERE x.identity GLOB 'NFSE:*' ORDER BY x.id LIMIT 1)`,
  ],
  [
    'a note of a layout that nobody reads',
    `SELECT d.identity, f.path, f.sha256 FROM documents d JOIN filings f ON f.document_id = d.id WHERE d.identity GLOB 'RAW:*'
     AND d.id = (SELECT min(id) FROM documents WHERE identity GLOB 'RAW:*')`,
  ],
];

async function lose(
  sql: string,
  { generation, made }: { readonly generation: 'legacy' | 'v1'; readonly made: Workspace },
  dead: DeadModes = {},
): Promise<{ fixture: OfficeFixture; engine: Engine; lost: Filed[] }> {
  const fixture = await openOfficeFixture({ office, generation, made });
  const { workspace } = fixture;
  const lost = queryLedger<Filed & { readonly [column: string]: unknown }>(workspace.ledger, sql);
  expect(lost.length).toBeGreaterThan(0);
  for (const { path } of lost) rmSync(join(workspace.archive, path));
  // as the program that drains the share does: no copy lies at hand any more
  for (const folder of readdirSync(workspace.import)) rmSync(join(workspace.import, folder), { recursive: true });
  if (Object.keys(dead).length > 0) await fixture.become(office, { dead });
  return { fixture, engine: await fixture.openEngine(), lost };
}

const requestsSince = (fixture: OfficeFixture): Record<string, number> =>
  Object.fromEntries(
    queryLedger<{ operation: string; n: number }>(
      fixture.workspace.ledger,
      `SELECT q.operation, count(*) AS n FROM requests q JOIN runs r ON r.id = q.run_id WHERE r.options LIKE '%recovery%' GROUP BY 1`,
    ).map(({ operation, n }) => [operation, n]),
  );

describe.each(['legacy', 'v1'] as const)('what has no key and is lost (%s)', (generation) => {
  /** The month, brought. */
  let made: Workspace;

  beforeAll(async () => {
    made = await makeWorkspace(office, (engine) => engine.run({ month: MONTH }), generation);
  }, 180_000);
  afterAll(() => removeWorkspace(made));

  it.each(LOST)(
    '%s comes back by the pages of its day, at the cost that was foreseen',
    async (_what, sql) => {
      const { fixture, engine, lost } = await lose(sql, { generation, made });
      const audit = await engine.audits.run({ months: [MONTH], companies: null });
      const ghosts = await engine.audits.findings({ auditId: audit.id, categories: ['ghost'] }, 0, 50);
      expect(ghosts.lines.map(({ path }) => path).sort()).toEqual(lost.map(({ path }) => path).sort());
      const plan = await engine.recovery.plan({ auditId: audit.id, categories: ['ghost'] });
      expect(plan.fetch.requests.least).toBeGreaterThan(0);
      const done = await engine.recovery.execute(plan.id);
      expect(done.summary!.files).toMatchObject({ failed: 0, mismatch: 0 });
      for (const { path, sha256 } of lost) {
        expect(
          createHash('sha256')
            .update(readFileSync(join(fixture.workspace.archive, path)))
            .digest('hex'),
        ).toBe(sha256);
      }
      const asked = requestsSince(fixture);
      expect(Object.keys(asked)).toEqual(['page']);
      expect(asked['page']).toBeLessThanOrEqual(plan.fetch.requests.most);
      expect(done.fetch.requests, 'what was foreseen stays what it was').toEqual(plan.fetch.requests);
      const again = await engine.audits.run({ months: [MONTH], companies: null });
      expect(again.counts).toMatchObject({ ghost: 0, duplicate: 0 });
    },
    120_000,
  );

  it('says why where the pages do not bring it, and asks for it by no other means', async () => {
    const { fixture, engine, lost } = await lose(LOST[0]![1], { generation, made }, { kinds: ['NFSe'] });
    const whole = await engine.wholeRecovery.run(ALL);
    expect(whole).toMatchObject({ state: 'complete', error: null });
    expect(engine.recovery.items(whole.recoveryId!, 0, 9).lines).toMatchObject([
      {
        identity: lost[0]!.identity,
        state: 'unavailable',
        problem: expect.stringContaining('páginas do dia') as string,
      },
    ]);
    expect(requestsSince(fixture)['document'] ?? 0).toBe(0);
  }, 120_000);

  it('says that SIEG failed where its pages fail', async () => {
    const { engine } = await lose(LOST[0]![1], { generation, made }, { pages: 'fail' });
    const whole = await engine.wholeRecovery.run(ALL);
    expect(engine.recovery.items(whole.recoveryId!, 0, 9).lines).toMatchObject([
      { state: 'failed', problem: expect.stringContaining('O SIEG não respondeu') as string },
    ]);
  }, 120_000);
});

import { existsSync, readdirSync, renameSync, mkdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Engine } from '../../src/engine';
import { createOffice } from '../../src/simulator';
import { queryLedger } from '../support/ledger-dump';
import { makeWorkspace } from '../support/made-workspace';
import { openOfficeFixture, type OfficeFixture } from '../support/office-fixture';
import { removeWorkspace, type Workspace } from '../support/workspace';

const MONTH = '2026-03';
const EVERYTHING = { months: null, companies: null } as const;
const office = createOffice({
  seed: 41,
  month: MONTH,
  companies: 4,
  documentsPerCompany: 50,
  kinds: ['NFSe', 'NFe'] as const,
  municipal: { share: 1, unknown: 0, cancelled: 0.3, again: 0 },
});

/** The month, brought. */
let made: Workspace;

beforeAll(async () => {
  made = await makeWorkspace(office, (engine) => engine.run({ month: MONTH }));
}, 180_000);
afterAll(() => removeWorkspace(made));

interface Mark {
  readonly [column: string]: unknown;
  /** Of the cancellation. */
  readonly identity: string;
  /** `…_CANC.xml`, which has the very bytes of its note. */
  readonly path: string;
  /** Of the note. */
  readonly beside: string;
}

/** Cancelled notes, municipal or national, of one company each. */
async function withMarks(
  form: 'NFSE:*' | '[0-9]*',
): Promise<{ fixture: OfficeFixture; engine: Engine; marks: Mark[] }> {
  const fixture = await openOfficeFixture({ office, made });
  const engine = await fixture.openEngine();
  const marks = queryLedger<Mark>(
    fixture.workspace.ledger,
    `SELECT e.identity, g.path, f.path AS beside FROM events e JOIN event_filings g ON g.event_id = e.id
       JOIN documents d ON d.identity = e.document_identity JOIN filings f ON f.document_id = d.id
     WHERE e.effect = 'cancels' AND d.identity GLOB '${form}' AND g.path LIKE '%!_CANC.xml' ESCAPE '!'
       AND (SELECT count(*) FROM filings x WHERE x.document_id = d.id) = 1
       AND (SELECT count(*) FROM event_filings x WHERE x.event_id = e.id) = 1 ORDER BY e.id`,
  );
  expect(marks.length).toBeGreaterThan(1);
  return { fixture, engine, marks };
}

async function audited(engine: Engine): Promise<string[]> {
  const { id } = await engine.audits.run(EVERYTHING);
  const { lines } = await engine.audits.findings({ auditId: id }, 0, 1_000);
  return lines
    .filter(({ category }) => !['number-gap', 'silent-company'].includes(category))
    .map(({ category, identity, path }) => [category, identity ?? '-', path ?? '-'].join(' '))
    .sort();
}

const otherMonth = (path: string): string => path.replace('/03/', '/02/');
const shouting = (path: string): string => path.replace(/[^/]+$/, (name) => name.toUpperCase());

describe.each(['NFSE:*', '[0-9]*'] as const)('the mark of a cancellation (%s)', (form) => {
  function move({ workspace }: OfficeFixture, from: string, to: string): string {
    mkdirSync(dirname(join(workspace.archive, to)), { recursive: true });
    renameSync(join(workspace.archive, from), join(workspace.archive, to));
    return to;
  }

  it('is renamed when only the case of its name changed, and misfiled when it was moved; corrections bring it back', async () => {
    const { fixture, engine, marks } = await withMarks(form);
    expect(await audited(engine)).toEqual([]);
    const [renamed, moved] = marks as [Mark, Mark];
    const loud = move(fixture, renamed.path, shouting(renamed.path));
    const away = move(fixture, moved.path, otherMonth(moved.path));
    expect(await audited(engine)).toEqual(
      [`renamed ${renamed.identity} ${loud}`, `misfiled ${moved.identity} ${away}`].sort(),
    );
    const correction = await engine.corrections.propose((await engine.audits.overview()).last!.id);
    await engine.corrections.apply(correction.id);
    for (const { path } of [renamed, moved]) expect(existsSync(join(fixture.workspace.archive, path))).toBe(true);
    expect(await audited(engine)).toEqual([]);
  }, 120_000);

  it('is misfiled with its note when both were moved, each under its own name', async () => {
    const { fixture, engine, marks } = await withMarks(form);
    const [both] = marks as [Mark, ...Mark[]];
    const [mark, note] = [both.path, both.beside].map((path) => move(fixture, path, otherMonth(path)));
    const noteIdentity = queryLedger<{ identity: string }>(
      fixture.workspace.ledger,
      `SELECT d.identity FROM documents d JOIN filings f ON f.document_id = d.id WHERE f.path = '${both.beside}'`,
    )[0]!.identity;
    expect(await audited(engine)).toEqual(
      [`misfiled ${both.identity} ${mark!}`, `misfiled ${noteIdentity} ${note!}`].sort(),
    );
    const correction = await engine.corrections.propose((await engine.audits.overview()).last!.id);
    await engine.corrections.apply(correction.id);
    expect(await audited(engine)).toEqual([]);
  }, 120_000);

  it('is renamed with everything else when the company’s folder is spelt otherwise, nothing is gone and nothing double', async () => {
    const { fixture, engine, marks } = await withMarks(form);
    const { archive } = fixture.workspace;
    const [year, folder] = marks[0]!.path.split('/') as [string, string];
    const files = readdirSync(join(archive, year, folder), { recursive: true, withFileTypes: true });
    renameSync(join(archive, year, folder), join(archive, year, folder.toLowerCase()));
    const found = await audited(engine);
    expect(new Set(found.map((line) => line.split(' ')[0]))).toEqual(new Set(['renamed']));
    expect(found).toHaveLength(files.filter(({ name }) => name.endsWith('.xml')).length);
  }, 120_000);

  it('is gone when it was deleted', async () => {
    const { fixture, engine, marks } = await withMarks(form);
    rmSync(join(fixture.workspace.archive, marks[0]!.path));
    expect(await audited(engine)).toEqual([`ghost ${marks[0]!.identity} ${marks[0]!.path}`]);
  }, 120_000);
});

import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Engine } from '../../src/engine';
import { openLedger } from '../../src/engine/ledger';
import { openSqlite } from '../../src/engine/ledger/sqlite';
import type { Correction, CorrectionItem } from '../../src/shared/ipc/recovery';
import { createOffice } from '../../src/simulator';
import { queryLedger } from '../support/ledger-dump';
import { makeWorkspace } from '../support/made-workspace';
import { openOfficeFixture, type OfficeFixture } from '../support/office-fixture';
import { removeWorkspace, type Workspace } from '../support/workspace';

const MONTH = '2026-03';
const office = createOffice({ seed: 31, month: MONTH, companies: 4, documentsPerCompany: 20 });

interface Filed {
  readonly [column: string]: unknown;
  readonly id: number;
  readonly document: number;
  readonly identity: string;
  readonly path: string;
  readonly folder: string;
}

/** The month, brought. */
let made: Workspace;
let fixture: OfficeFixture;
let engine: Engine;
let filed: Filed[];

beforeAll(async () => {
  made = await makeWorkspace(office, (first) => first.run({ month: MONTH }));
}, 180_000);
afterAll(() => removeWorkspace(made));

beforeEach(async () => {
  fixture = await openOfficeFixture({ office, made });
  engine = await fixture.openEngine();
  filed = queryLedger<Filed>(
    fixture.workspace.ledger,
    `SELECT f.id, d.id AS document, d.identity, f.path, c.folder FROM filings f JOIN documents d ON d.id = f.document_id
       JOIN companies c ON c.id = f.company_id
     WHERE d.kind IN ('NFe', 'CTe') AND d.month = '${MONTH}'
       AND (SELECT count(*) FROM filings x WHERE x.document_id = d.id) = 1
       AND NOT EXISTS (SELECT 1 FROM events e WHERE e.document_identity = d.identity) ORDER BY d.id`,
  );
});

const onDisk = (path: string): string => join(fixture.workspace.archive, path);
const hashOf = (path: string): string =>
  createHash('sha256')
    .update(readFileSync(onDisk(path)))
    .digest('hex');

function edit(...statements: readonly [sql: string, ...values: unknown[]][]): void {
  const db = openSqlite(fixture.workspace.ledger);
  try {
    db.pragma('foreign_keys = OFF');
    for (const [sql, ...values] of statements) db.prepare(sql).run(...values);
  } finally {
    db.close();
  }
}

function moveOnDisk(from: string, to: string): void {
  mkdirSync(dirname(onDisk(to)), { recursive: true });
  renameSync(onDisk(from), onDisk(to));
}

/** As the old system could: in the folder of another company, and the ledger says so. @returns where it lies now */
function misfile({ id, path, folder }: Filed): string {
  const other = filed.find((one) => one.folder !== folder)!.folder;
  const wrong = path.replace(`/${folder}/`, `/${other}/`);
  moveOnDisk(path, wrong);
  edit(['UPDATE filings SET path = ? WHERE id = ?', wrong, id]);
  return wrong;
}

/** Nobody knows of the file any more. */
function forget({ document }: Filed): void {
  edit(
    ...['filings', 'parties', 'deliveries', 'pass_documents'].map((table): [string, number] => [
      `DELETE FROM ${table} WHERE document_id = ?`,
      document,
    ]),
    ['DELETE FROM documents WHERE id = ?', document],
  );
}

async function propose(): Promise<Correction> {
  const audit = await engine.audits.run({ months: [MONTH], companies: null });
  return engine.corrections.propose(audit.id);
}

const linesOf = ({ id }: Correction): readonly CorrectionItem[] => engine.corrections.items(id, 0, 100).lines;
const pathOf = ({ id }: Filed): string | undefined =>
  queryLedger<{ path: string }>(fixture.workspace.ledger, 'SELECT path FROM filings WHERE id = ?', [id])[0]?.path;
const categories = async (): Promise<string[]> => {
  const { id } = await engine.audits.run({ months: [MONTH], companies: null });
  return (await engine.audits.groups(id)).map(({ category }) => category);
};
const actions = (): string[] =>
  queryLedger<{ action: string }>(
    fixture.workspace.ledger,
    "SELECT action FROM journal WHERE action LIKE 'correction.%' ORDER BY id",
  ).map(({ action }) => action);

describe('a correction', () => {
  it('is proposed with its evidence, and nothing changes until it is applied', async () => {
    const [first, second] = filed;
    const wrong = misfile(first!);
    forget(second!);
    const correction = await propose();
    expect(correction).toMatchObject({
      state: 'proposed',
      appliedAt: null,
      refile: 1,
      adopt: 1,
      items: { proposed: 2, applied: 0, undone: 0, failed: 0 },
    });
    expect(linesOf(correction)).toMatchObject([
      {
        action: 'refile',
        identity: first!.identity,
        from: wrong,
        to: first!.path,
        state: 'proposed',
        why: `Está na pasta errada (empresa). Lugar certo: ${first!.path}`,
        sha256: hashOf(wrong),
        problem: null,
      },
      {
        action: 'adopt',
        identity: second!.identity,
        from: second!.path,
        to: second!.path,
        state: 'proposed',
        why: 'Traz um documento fiscal que não consta do registro.',
      },
    ]);
    expect(existsSync(onDisk(first!.path))).toBe(false);
    expect(pathOf(first!)).toBe(wrong);
    expect(actions()).toEqual(['correction.proposed']);
  });

  it('puts the file in its place and its filing with it, adopts the stray, and can be undone as a batch', async () => {
    const [first, second, third] = filed;
    const [wrong, alsoWrong] = [misfile(first!), misfile(third!)];
    forget(second!);
    const before = await categories();
    expect(before).toEqual(expect.arrayContaining(['misfiled', 'stray']));
    const { id } = await propose();
    const applied = await engine.corrections.apply(id);
    expect(applied).toMatchObject({ state: 'applied', items: { proposed: 0, applied: 3, failed: 0 } });
    expect([existsSync(onDisk(wrong)), existsSync(onDisk(alsoWrong))]).toEqual([false, false]);
    expect([pathOf(first!), pathOf(third!)]).toEqual([first!.path, third!.path]);
    const after = await categories();
    expect(after.filter((category) => ['misfiled', 'stray', 'ghost'].includes(category))).toEqual([]);
    // nothing is handed over that nobody has asked for
    expect(after).toContain('orphan');

    const undone = await engine.corrections.undo(id);
    expect(undone).toMatchObject({ state: 'undone', items: { applied: 0, undone: 3 } });
    expect([pathOf(first!), pathOf(third!)]).toEqual([wrong, alsoWrong]);
    expect([existsSync(onDisk(wrong)), existsSync(onDisk(first!.path))]).toEqual([true, false]);
    expect(existsSync(onDisk(second!.path))).toBe(true);
    expect(
      queryLedger(fixture.workspace.ledger, 'SELECT 1 FROM documents WHERE identity = ?', [second!.identity]),
    ).toEqual([]);
    expect(await categories()).toEqual(before);
    expect(actions()).toEqual([
      'correction.proposed',
      ...Array<string>(3).fill('correction.applied'),
      ...Array<string>(3).fill('correction.undone'),
    ]);
    await expect(engine.corrections.apply(id)).rejects.toMatchObject({ code: 'CORRECTION_WRONG_STATE' });
  });

  it('takes a file that nobody knew to its place and onto the record, and can be undone', async () => {
    const [first] = filed;
    forget(first!);
    const wrong = first!.path.replace(
      `/${first!.folder}/`,
      `/${filed.find(({ folder }) => folder !== first!.folder)!.folder}/`,
    );
    moveOnDisk(first!.path, wrong);
    const correction = await propose();
    expect(linesOf(correction)).toMatchObject([{ action: 'refile', from: wrong, to: first!.path, state: 'proposed' }]);
    expect((await engine.corrections.apply(correction.id)).items).toMatchObject({ applied: 1, failed: 0 });
    expect(existsSync(onDisk(first!.path))).toBe(true);
    const held = 'SELECT f.path FROM documents d JOIN filings f ON f.document_id = d.id WHERE d.identity = ?';
    expect(queryLedger(fixture.workspace.ledger, held, [first!.identity])).toEqual([{ path: first!.path }]);
    // nothing is delivered by that; and SIEG's count is set against what SIEG itself has handed out
    expect((await categories()).filter((category) => category !== 'missing')).toEqual(['orphan']);
    expect(await engine.corrections.undo(correction.id)).toMatchObject({ state: 'undone', items: { undone: 1 } });
    expect(queryLedger(fixture.workspace.ledger, held, [first!.identity])).toEqual([]);
    expect([existsSync(onDisk(wrong)), existsSync(onDisk(first!.path))]).toEqual([true, false]);
  });

  it('puts a moved file back to where it is filed, and can be undone; its finding is open again then', async () => {
    const [first] = filed;
    const wrong = first!.path.replace(
      `/${first!.folder}/`,
      `/${filed.find(({ folder }) => folder !== first!.folder)!.folder}/`,
    );
    moveOnDisk(first!.path, wrong);
    const correction = await propose();
    expect(linesOf(correction)).toMatchObject([{ action: 'put-back', from: wrong, to: first!.path }]);
    const open = async (): Promise<number> =>
      (await engine.audits.findings({ auditId: correction.auditId, open: true }, 0, 9)).total;
    expect(await open()).toBe(1);
    await engine.corrections.apply(correction.id);
    expect([await open(), pathOf(first!), existsSync(onDisk(first!.path))]).toEqual([0, first!.path, true]);
    expect(await categories()).toEqual([]);
    await engine.corrections.undo(correction.id);
    expect([await open(), pathOf(first!), existsSync(onDisk(wrong))]).toEqual([1, first!.path, true]);
  });

  it('leaves alone what has changed since, and overwrites nothing', async () => {
    const [changed, taken, gone, same] = filed;
    const [, wrongTaken, wrongGone, wrongSame] = [changed!, taken!, gone!, same!].map(misfile);
    const { id } = await propose();
    const lines = new Map(linesOf({ id } as Correction).map((line) => [line.identity, line]));
    writeFileSync(onDisk(lines.get(changed!.identity)!.from), '<outro/>');
    for (const place of [taken!.path, same!.path]) mkdirSync(dirname(onDisk(place)), { recursive: true });
    writeFileSync(onDisk(taken!.path), '<de-outro/>');
    // an equal file at the target is no leave to delete this one
    writeFileSync(onDisk(same!.path), readFileSync(onDisk(wrongSame!)));
    rmSync(onDisk(wrongGone!));
    const result = await engine.corrections.apply(id);
    expect(result.items).toEqual({ proposed: 0, applied: 0, undone: 0, failed: 4, leftOut: 0 });
    const problems = new Map(linesOf(result).map(({ identity, problem }) => [identity, problem]));
    expect(problems.get(changed!.identity)).toMatch(/mudou depois da auditoria/);
    expect(problems.get(taken!.identity)).toMatch(/nada foi sobrescrito/);
    expect(problems.get(same!.identity)).toMatch(/nada foi sobrescrito/);
    expect(problems.get(gone!.identity)).toMatch(/não está mais onde/);
    expect(readFileSync(onDisk(taken!.path), 'utf8')).toBe('<de-outro/>');
    expect(existsSync(onDisk(wrongSame!))).toBe(true);
    expect(pathOf(taken!)).toBe(wrongTaken);
    // once the other file is away, the same batch goes on
    rmSync(onDisk(taken!.path));
    expect((await engine.corrections.apply(id)).items).toMatchObject({ applied: 1, failed: 3 });
    expect(pathOf(taken!)).toBe(taken!.path);
  });

  it('that was killed between the move and its row is healed by looking, applied or undone', async () => {
    const [first, second] = filed;
    const wrongs = [misfile(first!), misfile(second!)];
    const { id } = await propose();
    const items = linesOf({ id } as Correction);
    const stateOfKilled: [string, number] = ["UPDATE corrections SET state = 'applied' WHERE id = ?", id];
    moveOnDisk(wrongs[0]!, first!.path);
    edit(stateOfKilled);
    expect(() => engine.corrections.drop(id)).toThrow(expect.objectContaining({ code: 'CORRECTION_WRONG_STATE' }));
    const itemOf = ({ identity }: Filed): number => items.find((item) => item.identity === identity)!.id;
    expect((await engine.corrections.apply(id, [itemOf(first!)])).items).toMatchObject({ applied: 1, proposed: 1 });
    expect(pathOf(first!)).toBe(first!.path);
    // the other one was moved too when its process died, and now the batch is undone
    moveOnDisk(wrongs[1]!, second!.path);
    expect(await engine.corrections.undo(id)).toMatchObject({ state: 'undone', items: { undone: 2 } });
    expect([first!, second!].map(pathOf)).toEqual(wrongs);
    expect(wrongs.map((path) => existsSync(onDisk(path)))).toEqual([true, true]);
    expect([first!, second!].map(({ path }) => existsSync(onDisk(path)))).toEqual([false, false]);
  });

  it('that was killed while it was being undone goes on', async () => {
    const [first] = filed;
    const wrong = misfile(first!);
    const { id } = await propose();
    await engine.corrections.apply(id);
    moveOnDisk(first!.path, wrong);
    expect(await engine.corrections.undo(id)).toMatchObject({ state: 'undone' });
    expect(pathOf(first!)).toBe(wrong);
    expect(existsSync(onDisk(wrong))).toBe(true);
  });

  it('takes what waits to be delivered with it', async () => {
    const [first] = filed;
    const wrong = misfile(first!);
    const delivered = join(fixture.workspace.import, 'Import', `${first!.identity}.xml`);
    rmSync(delivered);
    edit([
      "UPDATE deliveries SET state = 'pending', sha256 = NULL, size = NULL, verified_at = NULL, source_path = ? WHERE document_id = ?",
      wrong,
      first!.document,
    ]);
    const { id } = await propose();
    await engine.corrections.apply(id);
    expect((await engine.deliver()).delivered).toBe(1);
    expect(existsSync(delivered)).toBe(true);
  });

  it('keeps an adopted document that was used since', async () => {
    const [first] = filed;
    forget(first!);
    const { id } = await propose();
    await engine.corrections.apply(id);
    const audit = await engine.audits.run({ months: [MONTH], companies: null });
    const recovery = await engine.recovery.plan({ auditId: audit.id, categories: ['orphan'] });
    expect((await engine.recovery.execute(recovery.id)).state).toBe('complete');
    const kept = await engine.corrections.undo(id);
    expect(kept).toMatchObject({ state: 'applied', items: { applied: 1, undone: 0 } });
    expect(linesOf(kept)[0]!.problem).toMatch(/já foi usado/);
    expect(
      queryLedger(
        fixture.workspace.ledger,
        'SELECT 1 FROM parties p JOIN documents d ON d.id = p.document_id WHERE d.identity = ?',
        [first!.identity],
      ),
    ).not.toEqual([]);
  });

  it('of names that differ only in case is none, and of two files for one place there is one', async () => {
    const [first, second] = filed;
    const wrong = misfile(first!);
    const copy = wrong.replace(/\.xml$/, ' (2).xml');
    writeFileSync(onDisk(copy), readFileSync(onDisk(wrong)));
    const shouting = second!.path.replace(second!.folder, second!.folder.toLowerCase());
    moveOnDisk(second!.path, shouting);
    edit(['UPDATE filings SET path = ? WHERE id = ?', shouting, second!.id]);
    const { id } = await engine.audits.run({ months: [MONTH], companies: null });
    edit([
      `INSERT INTO audit_findings (audit_id, category, identity, root, path, detail) VALUES (?, 'misfiled', ?, 'archive', ?, ?)`,
      ...[id, second!.identity, shouting, JSON.stringify({ differs: ['company'], expected: second!.path })],
    ]);
    const correction = await engine.corrections.propose(id);
    expect(linesOf(correction).filter(({ state }) => state === 'proposed')).toMatchObject([
      { identity: first!.identity },
    ]);
    expect(linesOf(correction).filter(({ state }) => state === 'left-out')).toMatchObject([
      { identity: second!.identity, from: shouting, problem: expect.stringMatching(/não sabe dizer/) as string },
    ]);
    // the copy of a file that is filed is no misplaced file, and is named as what it is
    const { lines } = await engine.audits.findings({ auditId: id, categories: ['duplicate'] }, 0, 9);
    expect(lines.map(({ path }) => path)).toEqual([copy]);
  });

  it('is dropped, unknown, or not to be made', async () => {
    await expect(propose()).rejects.toMatchObject({ code: 'CORRECTION_NOTHING_TO_DO' });
    await expect(engine.corrections.propose(99)).rejects.toMatchObject({ code: 'AUDIT_UNKNOWN' });
    misfile(filed[0]!);
    const { id } = await propose();
    expect(engine.corrections.drop(id)).toMatchObject({ state: 'dropped' });
    await expect(engine.corrections.apply(id)).rejects.toMatchObject({ code: 'CORRECTION_WRONG_STATE' });
    await expect(engine.corrections.apply(99)).rejects.toMatchObject({ code: 'CORRECTION_UNKNOWN' });
    await expect(engine.corrections.undo(id)).rejects.toMatchObject({ code: 'CORRECTION_WRONG_STATE' });
    expect(engine.corrections.list(9).map((one) => one.id)).toEqual([id]);
  });

  it('waits for nobody: another run holds the documents', async () => {
    misfile(filed[0]!);
    const { id } = await propose();
    // as a run of another process does, for as long as it lasts
    const other = openLedger(fixture.workspace.ledger, { now: Date.now });
    const lock = other.lock('run');
    expect(lock.take()).toBeNull();
    await expect(engine.corrections.apply(id)).rejects.toMatchObject({ code: 'RUN_IN_PROGRESS' });
    lock.release();
    other.close();
    expect((await engine.corrections.apply(id)).items.applied).toBe(1);
  });
});

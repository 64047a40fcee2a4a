import { createHash } from 'node:crypto';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';
import type { Engine } from '../../src/engine';
import { openLedger, type Ledger } from '../../src/engine/ledger';
import { openSqlite } from '../../src/engine/ledger/sqlite';
import type { AuditView, Finding } from '../../src/shared/ipc/audit';
import { createOffice } from '../../src/simulator';
import { queryLedger } from '../support/ledger-dump';
import { openOfficeFixture, type OfficeFixture } from '../support/office-fixture';

const MONTH = '2026-03';
const EVERYTHING = { months: null, companies: null } as const;
const OPTIONS = { threads: 8, retries: 1, waitSeconds: 1 };

interface Filed {
  readonly [column: string]: unknown;
  readonly id: number;
  readonly identity: string;
  readonly path: string;
  readonly sha256: string;
  readonly folder: string;
}

/** What other hands did to one file, and how an audit is to name it: once, and with nothing beside it. */
interface Planted {
  readonly category: Finding['category'];
  readonly identity: string;
  /** Where the audit is to say that it is. */
  readonly path: string;
}

/** An archive of some hundred documents, of which everything is filed and handed over. */
class Archive {
  readonly #used = new Set<string>();
  /** The folder that `decompose` has renamed. */
  decomposed = '';

  constructor(readonly fixture: OfficeFixture) {}

  at(path: string): string {
    return join(this.fixture.workspace.archive, path);
  }

  /** Filed documents that nothing was planted on, in order. */
  take(count: number, where = 'n = 1'): Filed[] {
    const found = this.query(
      `SELECT f.id, d.identity, f.path, f.sha256, c.folder,
         (SELECT count(*) FROM filings x WHERE x.document_id = d.id AND x.company_id IS NOT NULL) AS n
       FROM filings f JOIN documents d ON d.id = f.document_id JOIN companies c ON c.id = f.company_id
       WHERE NOT EXISTS (SELECT 1 FROM events e WHERE e.document_identity = d.identity) AND ${where} ORDER BY f.id`,
    ).filter(({ identity, path }) => !this.#used.has(identity) && dirname(path) !== this.decomposed);
    const taken = found.slice(0, count);
    expect(taken).toHaveLength(count);
    for (const { identity } of taken) this.#used.add(identity);
    return taken;
  }

  query(sql: string): Filed[] {
    return queryLedger<Filed>(this.fixture.workspace.ledger, sql);
  }

  move({ identity }: Pick<Filed, 'identity'>, from: string, to: string): Planted {
    mkdirSync(dirname(this.at(to)), { recursive: true });
    renameSync(this.at(from), this.at(to));
    return { category: 'misfiled', identity, path: to };
  }

  otherFolder({ folder }: Filed): string {
    return this.query(`SELECT folder FROM companies WHERE folder <> '${folder}' ORDER BY folder`)[0]!.folder;
  }

  /** Every filed file that does not lie where it is filed with its bytes. */
  broken(): string[] {
    const filed = this.query('SELECT path, sha256 FROM filings UNION ALL SELECT path, sha256 FROM event_filings');
    return filed.filter(({ path, sha256 }) => this.#hashAt(path) !== sha256).map(({ path }) => path);
  }

  #hashAt(path: string): string | null {
    const file = [path, decomposed(path)].map((one) => this.at(one)).find(existsSync);
    return file === undefined ? null : createHash('sha256').update(readFileSync(file)).digest('hex');
  }
}

const decomposed = (path: string): string => path.replace('Saída', 'Saída'.normalize('NFD'));
const lineOf = ({ category, identity, path }: Pick<Finding, 'category' | 'identity' | 'path'>): string =>
  [category, identity ?? '-', path ?? '-'].join(' ');

async function openArchive(): Promise<{ readonly archive: Archive; readonly engine: Engine }> {
  const office = createOffice({ seed: 77, month: MONTH, companies: 20, documentsPerCompany: 40 });
  const fixture = await openOfficeFixture({ office });
  const engine = await fixture.openEngine();
  await engine.run({ month: MONTH });
  const archive = new Archive(fixture);
  expect(archive.query('SELECT identity FROM documents').length).toBeGreaterThanOrEqual(760);
  return { archive, engine };
}

function ledgerOf<Value>(archive: Archive, read: (ledger: Ledger) => Value): Value {
  const ledger = openLedger(archive.fixture.workspace.ledger, { now: Date.now });
  try {
    return read(ledger);
  } finally {
    ledger.close();
  }
}

async function findingsOf(engine: Engine, { id }: Pick<AuditView, 'id'>): Promise<readonly Finding[]> {
  return (await engine.audits.findings({ auditId: id }, 0, 100_000)).lines;
}

/** One file that is filed where it does not belong, as the system before this one left them, and the ledger says so. */
function misfile(archive: Archive, filed: Filed, of: 'filings' | 'event_filings' = 'filings'): Planted {
  const wrong = filed.path.replace(`/${filed.folder}/`, `/${archive.otherFolder(filed)}/`);
  const planted = archive.move(filed, filed.path, wrong);
  const db = openSqlite(archive.fixture.workspace.ledger);
  db.prepare(`UPDATE ${of} SET path = ? WHERE id = ?`).run(wrong, filed.id);
  db.close();
  return planted;
}

function plantMoves(archive: Archive): Planted[] {
  const [company, month, below] = archive.take(3) as [Filed, Filed, Filed];
  const [shared] = archive.take(1, 'n = 2') as [Filed];
  const other = archive.query(
    `SELECT c.folder FROM filings f JOIN companies c ON c.id = f.company_id JOIN documents d ON d.id = f.document_id
     WHERE d.identity = '${shared.identity}' AND f.id <> ${String(shared.id)}`,
  )[0]!.folder;
  const name = (path: string): string => path.slice(path.lastIndexOf('/') + 1);
  return [
    archive.move(
      company,
      company.path,
      company.path.replace(`/${company.folder}/`, `/${archive.otherFolder(company)}/`),
    ),
    archive.move(month, month.path, month.path.replace('/03/', '/02/')),
    archive.move(below, below.path, below.path.replace(name(below.path), `conferidos/${name(below.path)}`)),
    // one note of two clients: the copy of the one lies in the folder of the other, which has its own
    archive.move(shared, shared.path, `2026/${other}/03/NFe/conferir/${name(shared.path)}`),
  ];
}

/** Files that lie where they are filed and are not what was filed. For some of them the BI has taken the delivered copy. */
function plantAlterations(archive: Archive): Planted[] {
  const [cut, emptied, rubbish, other, unlike, drained] = archive.take(6) as [Filed, Filed, Filed, Filed, Filed, Filed];
  truncateSync(archive.at(cut.path), 700);
  truncateSync(archive.at(emptied.path), 0);
  writeFileSync(archive.at(rubbish.path), Buffer.from([0, 255, 10, 0, 7]));
  copyFileSync(archive.at(other.path), archive.at(unlike.path));
  writeFileSync(archive.at(other.path), `${readFileSync(archive.at(other.path), 'utf8')} `);
  truncateSync(archive.at(drained.path), 100);
  drain(archive, drained.identity);
  return [cut, emptied, rubbish, other, unlike, drained].map(({ identity, path }) => ({
    category: 'altered',
    identity,
    path,
  }));
}

function plantDeletions(archive: Archive): Planted[] {
  const [gone, drained] = archive.take(2) as [Filed, Filed];
  const [shared] = archive.take(1, 'n = 2') as [Filed];
  drain(archive, drained.identity);
  drain(archive, shared.identity);
  const cancellations = archive.query(
    `SELECT f.id, e.identity, f.path, f.sha256, c.folder FROM event_filings f JOIN events e ON e.id = f.event_id
       JOIN companies c ON c.id = f.company_id
     WHERE e.effect = 'cancels' AND e.effective = 1 AND f.path LIKE '%!_CANC.xml' ESCAPE '!'
       AND (SELECT count(*) FROM event_filings x WHERE x.event_id = e.id) = 1 ORDER BY f.id LIMIT 3`,
  );
  expect(cancellations).toHaveLength(3);
  // of one the delivered copy is there, of two it was taken: SIEG has the event
  for (const { identity } of cancellations.slice(1)) drain(archive, identity);
  return [gone, drained, shared, ...cancellations].map(({ identity, path }) => {
    rmSync(archive.at(path));
    return { category: 'ghost', identity, path };
  });
}

/** The BI program has taken the delivered copy. */
function drain(archive: Archive, identity: string): void {
  for (const { path } of archive.query(
    `SELECT v.target_path AS path FROM deliveries v WHERE v.state = 'delivered'
       AND (v.document_id = (SELECT id FROM documents WHERE identity = '${identity}')
         OR v.event_id = (SELECT id FROM events WHERE identity = '${identity}'))`,
  )) {
    rmSync(join(archive.fixture.workspace.import, path));
  }
}

/** A whole folder with its name as macOS writes it: nothing is wrong with it. */
function decompose(archive: Archive): string {
  const [{ folder }] = archive.query(
    `SELECT c.folder FROM filings f JOIN companies c ON c.id = f.company_id WHERE f.path LIKE '%/NFe/Saída/%' ORDER BY f.id DESC LIMIT 1`,
  ) as [Filed];
  const path = `2026/${folder}/03/NFe/Saída`;
  renameSync(archive.at(path), archive.at(decomposed(path)));
  archive.decomposed = path;
  return path;
}

function plantNames(archive: Archive): Planted[] {
  const [ending, kind] = archive.take(2, "n = 1 AND f.path LIKE '%/NFe/%'") as [Filed, Filed];
  const shout = (filed: Filed, to: string): Planted => ({
    ...archive.move(filed, filed.path, to),
    category: 'renamed',
  });
  return [shout(ending, ending.path.replace(/\.xml$/, '.XML')), shout(kind, kind.path.replace('/NFe/', '/nfe/'))];
}

/** Sixteen files of the system before this one, in the folders of other companies: among them a note with its cancellation. */
function plantMisfiled(archive: Archive): Planted[] {
  const [event] = archive.query(
    `SELECT f.id, e.identity, f.path, f.sha256, c.folder, d.id AS document FROM event_filings f JOIN events e ON e.id = f.event_id
       JOIN companies c ON c.id = f.company_id JOIN documents d ON d.identity = e.document_identity
     WHERE e.effect = 'cancels' AND e.effective = 1 AND f.path LIKE '%!_CANC.xml' ESCAPE '!'
       AND (SELECT count(*) FROM event_filings x WHERE x.event_id = e.id) = 1 ORDER BY f.id DESC LIMIT 1`,
  ) as [Filed];
  const [note] = archive.query(
    `SELECT f.id, d.identity, f.path, f.sha256, c.folder FROM filings f JOIN documents d ON d.id = f.document_id
       JOIN companies c ON c.id = f.company_id WHERE d.id = ${String(event['document'])} AND f.company_id IS NOT NULL`,
  ) as [Filed];
  return [
    ...archive.take(14).map((filed) => misfile(archive, filed)),
    misfile(archive, note),
    misfile(archive, event, 'event_filings'),
  ];
}

it('names each thing that was planted in an archive of 800 documents, and nothing else; heals all of it; and is clean then', async () => {
  const { archive, engine } = await openArchive();
  expect(await findingsOf(engine, await engine.audits.run(EVERYTHING))).toEqual([]);
  const composed = decompose(archive);
  const planted = [
    ...plantMoves(archive),
    ...plantAlterations(archive),
    ...plantDeletions(archive),
    ...plantNames(archive),
    ...plantMisfiled(archive),
  ];

  const audit = await engine.audits.run(EVERYTHING);
  const findings = await findingsOf(engine, audit);
  expect(findings.map(lineOf).sort()).toEqual(planted.map(lineOf).sort());
  expect(findings.filter(({ remedy, resolved }) => remedy === 'look' || resolved)).toEqual([]);
  const open = ledgerOf(archive, (ledger) => ledger.history.openFindings(MONTH, null));
  expect(open?.groups.reduce((sum, { n }) => sum + n, 0)).toBe(planted.length);
  const misplaced = findings.filter(({ category }) => category === 'misfiled' || category === 'renamed');

  const correction = await engine.corrections.propose(audit.id);
  expect(correction.items).toMatchObject({ proposed: misplaced.length, leftOut: 0 });
  expect(await engine.corrections.apply(correction.id)).toMatchObject({
    items: { applied: misplaced.length, proposed: 0, failed: 0 },
  });
  const plan = await engine.recovery.plan({ auditId: audit.id });
  expect(plan.fetch.items).toBe(planted.length - misplaced.length);
  const recovery = await engine.recovery.execute(plan.id, OPTIONS);
  expect(recovery).toMatchObject({ state: 'complete', error: null });
  expect(recovery.summary!.files).toMatchObject({ copied: planted.length - misplaced.length, failed: 0 });

  expect(archive.broken()).toEqual([]);
  expect((await findingsOf(engine, audit)).filter(({ resolved }) => !resolved)).toEqual([]);
  expect(await findingsOf(engine, await engine.audits.run(EVERYTHING))).toEqual([]);
  expect(await findingsOf(engine, await engine.audits.run(EVERYTHING, { full: true }))).toEqual([]);
  expect((await engine.verify(MONTH)).findings).toEqual([]);
  expect(existsSync(archive.at(decomposed(composed)))).toBe(true);
  await expect(engine.recovery.plan({ auditId: audit.id })).rejects.toMatchObject({ code: 'RECOVERY_ALREADY_MENDED' });
  expect(ledgerOf(archive, (ledger) => ledger.history.openFindings(MONTH, null))).toMatchObject({ groups: [] });
  expect((await engine.audits.groups(audit.id)).reduce((sum, { open }) => sum + open, 0)).toBe(0);
  // only what no copy could give back cost a request, and what lay in the way was kept
  const asked = archive.query(
    `SELECT q.operation, count(*) AS n FROM requests q JOIN runs r ON r.id = q.run_id WHERE r.options LIKE '%recovery%' GROUP BY 1`,
  );
  expect(asked).toEqual([
    { operation: 'document', n: 2 },
    { operation: 'events', n: 2 },
  ]);
  expect(archive.query("SELECT code FROM kept_files WHERE code = 'ALTERED_ON_DISK'")).toHaveLength(6);
  expect(readdirSync(join(archive.fixture.workspace.folder, 'guardados', 'variant'))).toHaveLength(6);
}, 600_000);

import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { openLedger, type Ledger } from '../../../src/engine/ledger';
import { RecordsService } from '../../../src/engine/records';
import { openLocalRoot, type FileRoot } from '../../../src/engine/shares';
import { databaseOf } from '../../../src/engine/ledger/ledger';
import { testFolder } from '../../support/test-folder';
import { readingsOf } from '../../support/readings';

export const MONTH = '2025-08';
export const BEFORE_AUDIT = '2025-09-01T08:00:00.000Z';
export const AUDIT_END = '2025-09-02T08:00:00.000Z';
export const AFTER_AUDIT = '2025-09-03T08:00:00.000Z';

/** A ledger file with rows as the other rooms write them, an archive folder and the room that reads both. */
export interface Book {
  readonly folder: string;
  readonly archive: string;
  readonly root: FileRoot;
  readonly ledger: Ledger;
  readonly records: RecordsService;
  /** Milliseconds; tests move it. */
  time: { now: number };
}

export async function openBook(): Promise<Book> {
  const folder = await mkdtemp(join(await testFolder(), 'malote-relatos-'));
  const archive = join(folder, 'arquivo');
  await mkdir(archive);
  const time = { now: Date.parse('2025-09-05T12:00:00Z') };
  const ledger = openLedger(join(folder, 'malote.db'), { now: () => time.now });
  const root = openLocalRoot({ id: 'archive', location: archive });
  const records = new RecordsService({
    ledger,
    readings: readingsOf(ledger),
    workspace: folder,
    now: () => time.now,
    version: '9.9.9',
    issuer: 'Ana <ana> & filhos',
    withArchive: (work) => work(root),
  });
  onTestFinished(async () => {
    ledger.close();
    await root.close();
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  });
  return { folder, archive, root, ledger, records, time };
}

export function addCompany({ ledger }: Pick<Book, 'ledger'>, taxId: string, folder: string): number {
  return databaseOf(ledger).run(
    "INSERT INTO companies (tax_id, folder, code, name, imported_at) VALUES (?, ?, NULL, ?, '2025-08-01T00:00:00.000Z')",
    [taxId, folder, `Nome de ${folder}`],
  ).id;
}

export interface Paper {
  readonly identity: string;
  readonly companies: readonly number[];
  readonly kind?: string;
  readonly month?: string;
  readonly cents?: number;
  readonly archivedAt?: string;
  readonly delivery?: 'delivered' | 'pending' | 'conflict' | 'older content';
  readonly before?: boolean;
  readonly cancelled?: boolean;
  readonly promisedTo?: readonly number[];
}

export const shaOf = (identity: string): string => `sha-${identity}`;

/** A document with all that is known of it. @returns its number and that of its delivery, if it has one */
export function addPaper({ ledger }: Pick<Book, 'ledger'>, paper: Paper): { id: number; delivery: number | null } {
  const { identity, companies, kind = 'NFe', month = MONTH, cents = 100, archivedAt = BEFORE_AUDIT } = paper;
  const sha256 = shaOf(identity);
  const { id } = databaseOf(ledger).run(
    `INSERT INTO documents (identity, kind, model, form, number, issue_day, month, total_cents, sha256, size, source, archived_at)
     VALUES (?, ?, '55', 'processed', ?, ?, ?, ?, ?, 10, 'page', ?)`,
    [identity, kind, identity.slice(-3), `${month}-10`, month, cents, sha256, archivedAt],
  );
  for (const company of companies.length === 0 ? [null] : companies) {
    databaseOf(ledger).run(
      "INSERT INTO filings (document_id, company_id, direction, path, sha256, size, verified_at) VALUES (?, ?, 'inbound', ?, ?, 10, ?)",
      [id, company, `2025/${String(company)}/08/${kind}/${identity}.xml`, sha256, archivedAt],
    );
  }
  for (const company of paper.promisedTo ?? []) promise({ ledger }, identity, company, kind, month);
  if (paper.cancelled === true) {
    databaseOf(ledger).run(
      `INSERT INTO events (identity, kind, model, document_identity, event_type, sequence, effect, effective, month, sha256, size, source, archived_at)
       VALUES (?, ?, '55', ?, '110111', 1, 'cancels', 1, ?, ?, 5, 'page', ?)`,
      [`EV${identity}`, kind, identity, month, `sha-EV${identity}`, archivedAt],
    );
  }
  if (paper.before === true) claim({ ledger }, identity);
  const delivery = paper.delivery === undefined ? null : deliver({ ledger }, id, identity, month, paper.delivery);
  return { id, delivery };
}

function deliver(
  { ledger }: Pick<Book, 'ledger'>,
  id: number,
  identity: string,
  month: string,
  state: NonNullable<Paper['delivery']>,
): number {
  databaseOf(ledger).run(
    "INSERT OR IGNORE INTO destinations (id, name, location, layout) VALUES (1, 'import', 'x', 'flat')",
  );
  const sha256 = state === 'older content' ? 'sha-older' : shaOf(identity);
  const done = state === 'delivered' || state === 'older content';
  return databaseOf(ledger).run(
    `INSERT INTO deliveries (destination_id, document_id, source_path, target_path, content_sha256, month, state, size, sha256, verified_at, enqueued_at)
     VALUES (1, ?, 's', ?, ?, ?, ?, ?, ?, ?, ?)`,
    [
      ...[id, `${identity}.xml`, sha256, month, done ? 'delivered' : state],
      ...[done ? 10 : null, done ? sha256 : null, done ? BEFORE_AUDIT : null, BEFORE_AUDIT],
    ],
  ).id;
}

export function promise(
  { ledger }: Pick<Book, 'ledger'>,
  identity: string,
  company: number | null,
  kind = 'NFe',
  month = MONTH,
): void {
  databaseOf(ledger).run(
    `INSERT OR IGNORE INTO expectations (identity, kind, month, company_id, source, issue_day, run_id, at)
     VALUES (?, ?, ?, ?, 'old-report', '2025-08-10', NULL, ?)`,
    [identity, kind, month, company, BEFORE_AUDIT],
  );
}

function claim({ ledger }: Pick<Book, 'ledger'>, identity: string): void {
  databaseOf(ledger).run(
    "INSERT OR IGNORE INTO legacy_files (id, sort, location, size, modified_ms, read_at) VALUES (1, 'transaction', 'x', 1, 1, '')",
  );
  databaseOf(ledger).run("INSERT INTO legacy_claims (identity, claim, file_id) VALUES (?, 'handed-over', 1)", [
    identity,
  ]);
}

export interface Found {
  readonly category: string;
  readonly identity: string | null;
  readonly company: number | null;
  readonly path?: string;
}

export function addAudit(
  { ledger }: Pick<Book, 'ledger'>,
  findings: readonly Found[],
  scope: unknown = { months: null, companies: null },
  outcome = 'complete',
): number {
  const { id } = databaseOf(ledger).run(
    "INSERT INTO audits (scope, read_all, started_at, ended_at, outcome, figures) VALUES (?, 0, ?, ?, ?, '{}')",
    [JSON.stringify(scope), AUDIT_END, AUDIT_END, outcome],
  );
  for (const { category, identity, company, path = null } of findings) {
    databaseOf(ledger).run(
      "INSERT INTO audit_findings (audit_id, category, identity, company_id, kind, month, root, path, detail) VALUES (?, ?, ?, ?, 'NFe', ?, 'archive', ?, '{}')",
      [id, category, identity, company, MONTH, path],
    );
  }
  return id;
}

/** 44 digits. */
export function keyOf(n: number): string {
  return `3525081234567800019555001${String(n).padStart(19, '0')}`;
}

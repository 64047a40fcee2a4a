import type { Sqlite } from '../../../src/engine/ledger/sqlite';
import { folderOf, monthsOf, taxIdOf, type BigLedgerSize } from './big-office';

/** One of so many documents. */
const CLAIMED = 25;
const FOUND = 80;
const KEPT = 100;
const KINDS = ['NFe', 'CTe', 'NFSe', 'NFCe', 'CFe'] as const;
const ROLES = ['issuer', 'recipient', 'taker', 'sender'] as const;

/** What a ledger keeps besides its documents: SIEG's counts and reports, audits, a recovery, the old system, shares, alerts, the diary. */
export function writeHistory(db: Sqlite, size: BigLedgerSize): void {
  db.transaction(() => {
    writeAnswers(db, size);
    writeAudits(db, size);
    writeOldSystem(db);
    writeWatching(db, size);
  })();
}

function writeAnswers(db: Sqlite, { companies, months }: BigLedgerSize): void {
  const count = db.prepare(
    `INSERT INTO counts (run_id, scope, kind, filter, day_from, day_to, count, at) VALUES (?, ?, ?, 'issue', ?, ?, ?, ?)`,
  );
  const request = db.prepare(
    `INSERT INTO requests (run_id, operation, kind, query, attempt, asked_at, ended_at, outcome) VALUES (?, ?, ?, '{}', 1, ?, ?, 'answered')`,
  );
  const answer = db.prepare(
    `INSERT INTO report_answers (company_id, kind, month, rows, unheld, closing, run_id, asked_at, unnamed) VALUES (?, ?, ?, 0, 0, 1, ?, ?, 0)`,
  );
  monthsOf({ months }).forEach((month, at) => {
    const [from, to] = [`${month}-01`, lastDayOf(db, month)];
    for (let day = 1; day <= 28; day += 1) {
      const when = `${month}-${String(day).padStart(2, '0')}T22:00:00.000Z`;
      for (const kind of KINDS) count.run(at * 28 + day, 'account', kind, from, to, 100 * day, when);
      request.run(at * 28 + day, 'count', null, when, when);
    }
    const last = at * 28 + 28;
    const when = `${month}-28T22:30:00.000Z`;
    for (let company = 1; company <= companies; company += 1) {
      for (const kind of ['NFe', 'CTe', 'NFSe']) {
        answer.run(company, kind, month, last, when);
        request.run(last, 'report', kind, when, when);
      }
      // of some companies SIEG was asked in every role
      if (company % 20 !== 1) continue;
      for (const role of ROLES) {
        for (const kind of KINDS) count.run(last, `${role}:${taxIdOf(company)}`, kind, from, to, 5, when);
      }
    }
  });
  db.exec(
    `UPDATE report_answers SET rows = e.n FROM (SELECT company_id, kind, month, count(*) AS n FROM expectations GROUP BY 1, 2, 3) e
     WHERE e.company_id = report_answers.company_id AND e.kind = report_answers.kind AND e.month = report_answers.month;
     INSERT INTO reports (company_id, kind, month, rows, rows_hash, path, sha256, run_id, asked_at)
     SELECT company_id, kind, month, rows, 'h', 'r', 's', run_id, asked_at FROM report_answers`,
  );
}

function lastDayOf(db: Sqlite, month: string): string {
  return db.prepare("SELECT date(? || '-01', '+1 month', '-1 day')").pluck().get(month) as string;
}

/** Audits of everything, as one a month; the last ones with findings of all categories, and a recovery made of them. */
function writeAudits(db: Sqlite, { months }: BigLedgerSize): void {
  const scope = JSON.stringify({ months: null, companies: null });
  const all = monthsOf({ months });
  all.forEach((month, at) => {
    db.prepare(
      `INSERT INTO audits (id, scope, read_all, started_at, ended_at, outcome, figures) VALUES (?, ?, 0, ?, ?, 'complete', '{}')`,
    ).run(at + 1, scope, `${month}-27T01:00:00.000Z`, `${month}-27T02:00:00.000Z`);
  });
  for (const audit of [all.length - 1, all.length]) {
    db.prepare(
      `INSERT INTO audit_findings (audit_id, category, identity, company_id, kind, month, root, path, size, detail)
       SELECT @audit, CASE (d.id / @found) % 8 WHEN 0 THEN 'orphan' WHEN 1 THEN 'altered' WHEN 2 THEN 'ghost' WHEN 3 THEN 'misfiled'
           WHEN 4 THEN 'cancelled-live' WHEN 5 THEN 'conflict' WHEN 6 THEN 'renamed' ELSE 'duplicate' END,
         d.identity, f.company_id, d.kind, d.month, 'archive', f.path, f.size, json_object('expected', f.path, 'sha256', d.sha256)
       FROM documents d JOIN filings f ON f.id = (SELECT g.id FROM filings g WHERE g.document_id = d.id LIMIT 1) WHERE d.id % @found = 0`,
    ).run({ audit, found: FOUND });
    db.prepare(
      `INSERT INTO audit_findings (audit_id, category, identity, company_id, kind, month, detail)
       SELECT ?, 'missing', identity, company_id, kind, month, '{}' FROM expectations WHERE substr(identity, 44) IN ('X', 'Y')`,
    ).run(audit);
    db.prepare(
      `INSERT INTO audit_findings (audit_id, category, company_id, kind, month, detail)
       SELECT ?, 'silent-company', c.id, NULL, ?, '{"before":9}' FROM companies c WHERE c.id % 10 = 3`,
    ).run(audit, all[audit - 1] ?? '');
  }
  db.prepare(
    `INSERT INTO recoveries (id, audit_id, state, options, source, targets, created_at, started_at, ended_at)
     VALUES (1, ?, 'complete', '{}', 'arquivo', '[]', '2026-10-27T03:00:00.000Z', '2026-10-27T03:00:00.000Z', '2026-10-27T04:00:00.000Z')`,
  ).run(all.length);
  db.exec(
    `INSERT OR IGNORE INTO recovery_items (recovery_id, action, category, identity, document_id, company_id, kind, month, source_path,
       target_path, size, sha256, state)
     SELECT 1, 'deliver', a.category, d.identity, d.id, a.company_id, d.kind, d.month, a.path, a.path, d.size, d.sha256, 'delivered'
     FROM audit_findings a JOIN documents d ON d.identity = a.identity
     WHERE a.audit_id = (SELECT max(id) FROM audits) AND a.category = 'orphan'`,
  );
}

/** The part of the documents that no delivery of this program covers, and some more. */
function writeOldSystem(db: Sqlite): void {
  db.exec(`INSERT INTO legacy_files (id, sort, location, size, modified_ms, read_at)
    VALUES (1, 'transaction', 'antigo/transacoes.json', 1, 1, '2026-01-02T03:04:05.000Z')`);
  db.prepare(
    `INSERT INTO legacy_claims (identity, claim, file_id, tax_id, kind, month)
     SELECT identity, 'handed-over', 1, issuer, kind, month FROM documents WHERE id % @claimed = 0 AND id % (@claimed * 40) <> 0`,
  ).run({ claimed: CLAIMED });
  db.prepare(
    `INSERT INTO kept_files (sha256, category, code, reason, identity, path, at)
     SELECT sha256, CASE id % 3 WHEN 0 THEN 'refused' WHEN 1 THEN 'variant' ELSE 'summary' END, NULL, 'exemplo', identity, 'g/' || id,
       archived_at FROM documents WHERE id % ? = 0`,
  ).run(KEPT);
}

/** Looks at the shares of ninety days, alerts, and what the diary holds besides documents. */
function writeWatching(db: Sqlite, { documents, companies, months }: BigLedgerSize): void {
  const sample = db.prepare(
    'INSERT INTO share_samples (root, at, latency_ms, free_bytes, code) VALUES (?, ?, ?, 1000000000, NULL)',
  );
  const start = Date.parse('2026-08-01T00:00:00.000Z');
  for (const root of ['archive', 'import', 'cancelled']) {
    for (let minute = 0; minute < Math.min(60_000, documents); minute += 1) {
      sample.run(root, new Date(start + minute * 120_000).toISOString(), 2 + (minute % 7));
    }
  }
  const alert = db.prepare(
    `INSERT INTO alerts (at, kind, severity, title, text, screen, read_at) VALUES (?, 'run-gaps', 'warning', 't', 'x', 'panel', ?)`,
  );
  const entry = db.prepare("INSERT INTO journal (at, actor, action, subject, detail) VALUES (?, 'engine', ?, ?, '{}')");
  for (const month of monthsOf({ months })) {
    for (let day = 1; day <= 28; day += 1) {
      const at = `${month}-${String(day).padStart(2, '0')}T23:30:00.000Z`;
      alert.run(at, at);
      entry.run(at, 'run.ended', `run ${String(day)}`);
      for (let one = 1; one <= companies; one += 10) entry.run(at, 'document.upgraded', folderOf(one));
    }
  }
}

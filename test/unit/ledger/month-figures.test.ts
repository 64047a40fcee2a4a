import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openLedger, type Ledger } from '../../../src/engine/ledger';
import { DeliveryWriter } from '../../../src/engine/ledger/writers/deliveries';
import { databaseOf } from '../../../src/engine/ledger/ledger';
import { writeBigLedger } from '../../bench/support/big-ledger';
import { monthsOf, taxIdOf } from '../../bench/support/big-office';

// The statements of before, which asked the same in the plainest words and took seconds for it.

const COMPANIES = `
  SELECT c.tax_id AS taxId, c.folder, coalesce(h.nfe, 0) AS nfe, coalesce(h.cte, 0) AS cte, coalesce(h.other, 0) AS other,
    coalesce(h.delivered, 0) AS delivered, coalesce(h.conflicts, 0) AS conflicts, coalesce(m.missing, 0) AS missing
  FROM companies c LEFT JOIN (
    SELECT f.company_id, count(DISTINCT CASE WHEN d.kind = 'NFe' THEN d.id END) AS nfe,
      count(DISTINCT CASE WHEN d.kind = 'CTe' THEN d.id END) AS cte,
      count(DISTINCT CASE WHEN d.kind NOT IN ('NFe', 'CTe') THEN d.id END) AS other,
      count(DISTINCT CASE WHEN v.state = 'delivered' AND v.sha256 = d.sha256 THEN d.id END) AS delivered,
      count(DISTINCT CASE WHEN v.state = 'conflict' THEN d.id END) AS conflicts
    FROM filings f JOIN documents d ON d.id = f.document_id LEFT JOIN deliveries v ON v.document_id = d.id
    WHERE d.month = @month GROUP BY f.company_id) h ON h.company_id = c.id
  LEFT JOIN (SELECT company_id, count(DISTINCT identity) AS missing FROM missing_documents WHERE month = @month
    GROUP BY company_id) m ON m.company_id = c.id
  WHERE c.active = 1 ORDER BY c.folder`;
const DELIVERED = `SELECT count(*) FROM documents d WHERE d.month = ? AND d.id IN (SELECT document_id FROM covered_documents)`;
const UNDELIVERED = `SELECT d.identity FROM documents d WHERE d.month = ? AND d.form <> 'unread'
  AND d.id NOT IN (SELECT document_id FROM handed_over_documents)
  AND EXISTS (SELECT 1 FROM filings f WHERE f.document_id = d.id AND f.company_id IS NOT NULL) ORDER BY d.identity`;
const CONTRADICTED = `SELECT companyId, kind, sum(n) AS n FROM (
    SELECT r.company_id AS companyId, r.kind, count(DISTINCT d.id) AS n
    FROM report_answers r JOIN filings f ON f.company_id = r.company_id JOIN documents d ON d.id = f.document_id
    WHERE r.month = @month AND d.month = @month AND coalesce(d.sieg_kind, d.kind) = r.kind AND d.archived_at < r.asked_at
      AND d.source <> 'folder'
      AND NOT EXISTS (SELECT 1 FROM expectations x WHERE x.identity = d.identity AND x.company_id = r.company_id)
    GROUP BY r.company_id, r.kind
    UNION ALL
    SELECT x.company_id, x.kind, count(DISTINCT d.id)
    FROM expectations x JOIN companies c ON c.id = x.company_id JOIN documents d ON d.identity = x.identity
    WHERE x.month = @month AND x.source = 'report'
      AND NOT EXISTS (SELECT 1 FROM parties p WHERE p.document_id = d.id AND p.tax_id = c.tax_id)
    GROUP BY x.company_id, x.kind) GROUP BY companyId, kind ORDER BY companyId, kind`;
const HELD_BY_PARTY = `SELECT count(*) FROM documents d WHERE d.sieg_kind = ? AND d.sieg_day BETWEEN ? AND ? AND d.form <> 'unread'
  AND EXISTS (SELECT 1 FROM parties p WHERE p.document_id = d.id AND p.tax_id = ? AND p.role IN (SELECT value FROM json_each(?)))`;
const TO_THE_SHARE = `SELECT id FROM deliveries WHERE state = 'delivered' AND destination_id = 1`;
const DUE = `SELECT min(v.not_before) AS due, sum(v.not_before IS NULL) AS now FROM deliveries v WHERE v.state IN ('pending', 'failed')`;
const MONTHS = `SELECT DISTINCT d.month FROM filings f JOIN documents d ON d.id = f.document_id WHERE f.company_id = ? ORDER BY d.month DESC`;
const HELD_OF = `SELECT DISTINCT d.identity FROM filings f JOIN documents d ON d.id = f.document_id WHERE f.company_id = ? AND d.month = ?
  UNION SELECT identity FROM missing_documents WHERE company_id = ?1 AND month = ?2 ORDER BY 1`;

const folder = mkdtempSync(join(tmpdir(), 'malote-figures-'));
const size = { documents: 6_000, companies: 40, months: 3 };
let ledger: Ledger;

beforeAll(() => {
  const file = join(folder, 'malote.db');
  writeBigLedger(file, size);
  ledger = openLedger(file, { now: () => Date.parse('2026-11-02T12:00:00Z') });
});

afterAll(() => {
  ledger.close();
  rmSync(folder, { recursive: true, force: true });
});

describe.each(monthsOf(size))('the figures of %s, by indexes and in the plainest words', (month) => {
  const days = [`${month}-01`, `${month}-31`] as const;

  it('are the same of every company, to the letter', () => {
    const companies = ledger.evidence.liveCompanies(month);
    expect(JSON.stringify(companies)).toBe(JSON.stringify(databaseOf(ledger).all(COMPANIES, { month })));
    expect(companies.some(({ delivered, other }) => delivered > 0 && other > 0)).toBe(true);
  });

  it('are the same of what is handed over and what is not', () => {
    expect(ledger.evidence.totals(month).delivered).toBe(databaseOf(ledger).value(DELIVERED, [month]));
    const plain = databaseOf(ledger)
      .all<{ identity: string }>(UNDELIVERED, [month])
      .map(({ identity }) => identity);
    expect(ledger.verdictFacts.filed(month).undelivered).toBe(plain.length);
    const listed = ledger.evidence.undelivered(month, null, 1_000_000).map(({ identity }) => identity);
    expect(listed).toEqual(plain);
    expect(plain.length).toBeGreaterThan(0);
  });

  it('are the same of what contradicts the reports, and of who stands in what', () => {
    const lines = [...ledger.verdictFacts.contradictedReports(month)];
    lines.sort((a, b) => a.companyId - b.companyId || (a.kind < b.kind ? -1 : 1));
    expect(lines).toEqual(databaseOf(ledger).all(CONTRADICTED, { month }));
    const parties = ledger.verdictFacts.heldByParties(...days, [taxIdOf(1), taxIdOf(2)]);
    for (const roles of [['issuer'], ['recipient', 'taker']] as const) {
      for (const kind of ['NFe', 'NFSe'] as const) {
        const of = parties.filter((one) => one.siegKind === kind && one.taxId === taxIdOf(1));
        const held = of
          .filter((one) => one.roles.some((role) => (roles as readonly string[]).includes(role)))
          .reduce((sum, { n }) => sum + n, 0);
        expect(held).toBe(databaseOf(ledger).value(HELD_BY_PARTY, [kind, ...days, taxIdOf(1), JSON.stringify(roles)]));
      }
    }
  });

  it('are the same of one company: its months, its documents page by page', () => {
    expect(ledger.companyMonths.months(1)).toEqual(
      databaseOf(ledger)
        .all<{ month: string }>(MONTHS, [1])
        .map((row) => row.month),
    );
    const filter = { companyId: 1, month, state: 'all' } as const;
    const seen: string[] = [];
    for (let after = ''; ; after = seen.at(-1) ?? '') {
      const { rows, total } = ledger.companyMonths.documents(filter, after, 70);
      seen.push(...rows.map(({ identity }) => identity));
      if (rows.length < 70) {
        expect(total).toBe(seen.length);
        break;
      }
    }
    const plain = HELD_OF.replaceAll('?1', '@company').replaceAll('?2', '@month');
    const named = plain.replace('f.company_id = ? AND d.month = ?', 'f.company_id = @company AND d.month = @month');
    expect(seen).toEqual(
      databaseOf(ledger)
        .all<{ identity: string }>(named, { company: 1, month })
        .map(({ identity }) => identity),
    );
  });
});

describe('what couriers ask', () => {
  it('is the same by the indexes of the outbox and in the plainest words', () => {
    const { outbox } = ledger;
    const db = databaseOf(ledger);
    const writer = new DeliveryWriter(db, () => '2026-11-02T12:00:00Z');
    const since = '2026-08-10T00:00:00.000Z';
    const settled = ledger.journal
      .last(100_000)
      .filter(({ action, at }) => action === 'delivery.verified' && at >= since)
      .flatMap(({ detail }) => (detail as { deliveries: number[] }).deliveries);
    const toShare = new Set(db.all<{ id: number }>(TO_THE_SHARE).map(({ id }) => id));
    const delivered = settled.filter((id) => toShare.has(id)).length;
    expect(outbox.countVerifiedSince(since, ['import'], outbox.newest())).toBe(delivered);
    expect(delivered).toBeGreaterThan(1_000);
    expect(outbox.isUnderWay(['import'], outbox.newest())).toBe(true);
    expect(outbox.isUnderWay(['import'], 1)).toBe(false);
    const { due, now } = db.get<{ due: string | null; now: number }>(DUE) ?? { due: null, now: 0 };
    expect(writer.nextDue()).toBe(now > 0 ? null : due);
    const waiting = db.value<number>(
      "SELECT count(*) FROM deliveries WHERE destination_id = 1 AND state IN ('pending', 'failed', 'conflict')",
    );
    expect(writer.undelivered('import')).toHaveLength(waiting);
  });
});

describe('the month beside a filing', () => {
  const wrong = `SELECT count(*) FROM filings f JOIN documents d ON d.id = f.document_id WHERE f.month IS NOT d.month`;

  it('follows the document, whatever becomes of either', () => {
    const db = databaseOf(ledger);
    expect(db.value(wrong)).toBe(0);
    db.run("UPDATE documents SET month = '2026-12' WHERE id <= 5");
    expect(db.value(wrong)).toBe(0);
    expect(db.value("SELECT count(*) FROM filings WHERE month = '2026-12'")).toBeGreaterThanOrEqual(5);
    db.run('UPDATE filings SET document_id = 1 WHERE id = 100');
    expect(db.value(wrong)).toBe(0);
  });
});

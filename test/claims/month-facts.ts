import type { Facts } from './support/office';

export type MonthFacts = Readonly<
  Record<'expected' | 'archived' | 'verified' | 'missing' | 'pending' | 'events' | 'cancelled', number>
>;

/** The month by statements of the test's own, which know nothing of the program's views. */
export function monthFacts({ value }: Facts, month: string): MonthFacts {
  const ofMonth = `FROM documents d WHERE d.month = '${month}'`;
  const counted =
    value(`SELECT sum(count) FROM counts c WHERE scope = 'account' AND filter = 'issue' AND day_from = '${month}-01'
    AND day_to = date('${month}-01', '+1 month', '-1 day')
    AND id = (SELECT max(id) FROM counts x WHERE x.scope = c.scope AND x.kind = c.kind AND x.filter = c.filter
              AND x.day_from = c.day_from AND x.day_to = c.day_to)`);
  const archived = value(`SELECT count(*) ${ofMonth}`);
  return {
    expected: Math.max(counted, archived),
    archived,
    verified: value(`SELECT count(*) ${ofMonth} AND EXISTS (SELECT 1 FROM deliveries v WHERE v.document_id = d.id
      AND v.state = 'delivered' AND v.verified_at IS NOT NULL)`),
    missing: Math.max(0, counted - archived),
    pending: value(
      "SELECT count(*) FROM deliveries WHERE state NOT IN ('delivered', 'superseded', 'dropped', 'conflict')",
    ),
    events: value(`SELECT count(*) FROM events WHERE month = '${month}'`),
    cancelled:
      value(`SELECT count(*) ${ofMonth} AND EXISTS (SELECT 1 FROM events e WHERE e.document_identity = d.identity
      AND e.effect = 'cancels' AND e.effective = 1)`),
  };
}

export interface Held {
  readonly folder: string;
  readonly tax_id: string;
  readonly nfe: number;
  readonly cte: number;
  readonly other: number;
  readonly delivered: number;
}

/** What is filed for each company of the list. */
export function companiesHeld({ sql }: Facts, month: string): Held[] {
  return sql<Held>(
    `SELECT c.folder, c.tax_id, count(DISTINCT d.id) FILTER (WHERE d.kind = 'NFe') AS nfe,
       count(DISTINCT d.id) FILTER (WHERE d.kind = 'CTe') AS cte,
       count(DISTINCT d.id) FILTER (WHERE d.kind NOT IN ('NFe', 'CTe')) AS other,
       count(DISTINCT d.id) FILTER (WHERE EXISTS (SELECT 1 FROM deliveries v WHERE v.document_id = d.id AND v.state = 'delivered')) AS delivered
     FROM companies c LEFT JOIN filings f ON f.company_id = c.id LEFT JOIN documents d ON d.id = f.document_id AND d.month = '${month}'
     WHERE c.active = 1 GROUP BY c.id ORDER BY c.folder`,
  );
}

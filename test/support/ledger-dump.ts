import { openSqlite } from '../../src/engine/ledger/sqlite';

type Row = Readonly<Record<string, unknown>>;

/** Rows of any query on a ledger file, in the order that the query says. */
export function queryLedger<Result extends Row>(
  file: string,
  sql: string,
  bindings: readonly unknown[] = [],
): Result[] {
  const db = openSqlite(file, { readonly: true });
  try {
    return db.prepare(sql).all(...bindings) as Result[];
  } finally {
    db.close();
  }
}

/**
 * What the ledger says, without what depends on the way there: no row numbers, no instants, no requests. Two workspaces that
 * hold the same have the same facts.
 */
const FACTS = {
  companies: 'SELECT tax_id, folder, name, active FROM companies ORDER BY tax_id',
  documents: 'SELECT identity, kind, form, sha256, month, sieg_day FROM documents ORDER BY identity',
  parties:
    'SELECT d.identity, p.role, p.tax_id FROM parties p JOIN documents d ON d.id = p.document_id ORDER BY 1, 2, 3',
  filings:
    'SELECT f.path, f.sha256, f.direction, d.identity FROM filings f JOIN documents d ON d.id = f.document_id ORDER BY f.path',
  events: 'SELECT identity, document_identity, effect, effective, month, sha256 FROM events ORDER BY identity',
  eventFilings:
    'SELECT f.path, f.sha256, e.identity FROM event_filings f JOIN events e ON e.id = f.event_id ORDER BY f.path',
  deliveries:
    'SELECT n.name, v.target_path, v.content_sha256, v.state FROM deliveries v JOIN destinations n ON n.id = v.destination_id ORDER BY 1, 2, 3',
  kept: 'SELECT category, sha256, identity FROM kept_files ORDER BY category, sha256',
  reports:
    'SELECT c.tax_id, r.kind, r.month, r.rows, r.rows_hash, r.path FROM reports r JOIN companies c ON c.id = r.company_id ORDER BY 1, 2, 3',
  missing: 'SELECT identity FROM missing_documents ORDER BY identity',
} as const;

export type LedgerFacts = Readonly<Record<string, readonly Row[]>>;

export function ledgerFacts(file: string): LedgerFacts {
  return Object.fromEntries(Object.entries(FACTS).map(([name, sql]) => [name, queryLedger(file, sql)]));
}

/** Every row of every table, but for the named tables and columns. */
export function ledgerRows(
  file: string,
  except: { readonly tables: readonly string[]; readonly columns: readonly string[] },
): Record<string, Row[]> {
  const tables = queryLedger<{ name: string }>(
    file,
    "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name",
  );
  const wanted = tables.map(({ name }) => name).filter((name) => !except.tables.includes(name));
  return Object.fromEntries(
    wanted.map((name) => {
      const columns = queryLedger<{ name: string }>(file, `SELECT name FROM pragma_table_info('${name}')`)
        .map((column) => column.name)
        .filter((column) => !except.columns.includes(`${name}.${column}`));
      return [name, queryLedger(file, `SELECT ${columns.join(', ')} FROM ${name} ORDER BY 1, 2`)];
    }),
  );
}

/** Requests of one run by what they asked. */
export function requestsOfRun(file: string, runId: number): Record<string, number> {
  const rows = queryLedger<{ operation: string; n: number }>(
    file,
    'SELECT operation, count(*) AS n FROM requests WHERE run_id = ? GROUP BY operation',
    [runId],
  );
  return Object.fromEntries(rows.map(({ operation, n }) => [operation, n]));
}

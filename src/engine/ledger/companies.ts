import type { TaxId } from '../domain';
import type { LedgerDatabase } from './database';

export interface CompanyRow {
  readonly id: number;
  readonly taxId: TaxId;
  readonly folder: string;
  readonly code: string | null;
  readonly name: string;
}

export interface CompanyChanges {
  readonly added: number;
  readonly changed: number;
  readonly retired: number;
}

function differs(known: CompanyRow, listed: Omit<CompanyRow, 'id'>): boolean {
  return known.folder !== listed.folder || known.code !== listed.code || known.name !== listed.name;
}

const COLUMNS = 'id, tax_id AS taxId, folder, code, name';

/** The client companies, as the last workbook import left them. */
export class CompanyRepository {
  constructor(
    private readonly db: LedgerDatabase,
    private readonly now: () => string,
  ) {}

  active(): CompanyRow[] {
    return this.db.all<CompanyRow>(`SELECT ${COLUMNS} FROM companies WHERE active = 1 ORDER BY folder`);
  }

  /** Also those that have left the workbook. */
  everyone(): CompanyRow[] {
    return this.db.all<CompanyRow>(`SELECT ${COLUMNS} FROM companies ORDER BY id`);
  }

  byTaxId(taxId: TaxId): CompanyRow | undefined {
    return this.db.get<CompanyRow>(`SELECT ${COLUMNS} FROM companies WHERE tax_id = ?`, [taxId]);
  }

  /** Makes the given list the active one. Companies that left the workbook are retired, never deleted: their filings stay. */
  replaceActive(companies: readonly Omit<CompanyRow, 'id'>[]): CompanyChanges {
    return this.db.transaction(() => {
      const before = new Map(
        this.db
          .all<CompanyRow & { active: number }>(`SELECT ${COLUMNS}, active FROM companies`)
          .map((row) => [row.taxId, row]),
      );
      const listed = new Set(companies.map((company) => company.taxId));
      const wantedFolders = new Set(companies.map((company) => company.folder));
      let added = 0;
      let changed = 0;
      // folders may be swapped between companies: free the names first
      for (const company of companies) {
        const known = before.get(company.taxId);
        if (known !== undefined && known.folder !== company.folder) {
          this.db.run("UPDATE companies SET folder = '~' || id WHERE id = ?", [known.id]);
        }
      }
      for (const known of before.values()) {
        if (!listed.has(known.taxId) && wantedFolders.has(known.folder)) {
          this.db.run("UPDATE companies SET folder = folder || '~' || id WHERE id = ?", [known.id]);
        }
      }
      for (const company of companies) {
        const known = before.get(company.taxId);
        if (known === undefined) added += 1;
        else if (differs(known, company) || known.active === 0) changed += 1;
        this.db.run(
          `INSERT INTO companies (tax_id, folder, code, name, active, imported_at) VALUES (?, ?, ?, ?, 1, ?)
           ON CONFLICT (tax_id) DO UPDATE SET folder = excluded.folder, code = excluded.code, name = excluded.name,
             active = 1, imported_at = excluded.imported_at`,
          [company.taxId, company.folder, company.code, company.name, this.now()],
        );
      }
      let retired = 0;
      for (const known of before.values()) {
        if (known.active === 1 && !listed.has(known.taxId)) {
          retired += this.db.run('UPDATE companies SET active = 0 WHERE id = ?', [known.id]).changes;
        }
      }
      return { added, changed, retired };
    });
  }
}

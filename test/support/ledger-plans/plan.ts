import { MIGRATIONS } from '../../../src/engine/ledger/migrations';
import { openSqlite, type Sqlite } from '../../../src/engine/ledger/sqlite';
import recorded from './statistics.json' with { type: 'json' };

/** More rows than this are too many to go through for one question. */
const MANY = 10_000;

/** Table, index (null: the table as a whole), and what ANALYZE says of it: first of all the number of its rows. */
type Statistic = readonly [table: string, index: string | null, stat: string];
const statistics = recorded as unknown as readonly Statistic[];

/** The evidence of a month goes through what the month has, and through no more. */
const MORE_THAN_A_MONTH = 150_000;

interface Step {
  readonly id: number;
  readonly parent: number;
  readonly detail: string;
}

const rowsOf = (stat: string): number => Number(stat.split(' ')[0]);
const isMany = (stat: string): boolean => rowsOf(stat) > MANY;
const TABLES: ReadonlySet<string> = new Set(statistics.flatMap(([table, , stat]) => (isMany(stat) ? [table] : [])));
/** Of large tables, the indexes that hold few of their rows: what is open, or in conflict. */
const SMALL_INDEXES: ReadonlySet<string> = new Set(
  statistics.flatMap(([, index, stat]) => (index !== null && !isMany(stat) ? [index] : [])),
);

/**
 * The plans that SQLite makes on a ledger of a million documents. The planner looks at the schema and at its statistics alone, so an
 * empty ledger with the statistics of a full one (`npm run bench -- ledger` writes such a one) has the same plans.
 */
export class Planner {
  readonly #db: Sqlite;

  constructor(file: string, { withStatistics = true } = {}) {
    this.#db = openSqlite(file);
    for (const { sql } of MIGRATIONS) this.#db.exec(sql);
    if (withStatistics) this.#record();
    this.#db.exec(
      'CREATE TEMP TABLE supposed (fact TEXT NOT NULL, identity TEXT NOT NULL, PRIMARY KEY (fact, identity)) WITHOUT ROWID',
    );
    for (const name of ['recovery_document', 'recovery_cancellation', 'correction_place', 'correction_why']) {
      this.#db.function(name, { varargs: true, deterministic: true }, () => null);
    }
  }

  #record(): void {
    this.#db.exec('ANALYZE');
    this.#db.exec('DELETE FROM sqlite_stat1');
    const insert = this.#db.prepare('INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES (?, ?, ?)');
    for (const row of statistics) insert.run(...row);
    this.#db.exec('ANALYZE sqlite_schema');
  }

  /** Every step of the plan, in SQLite's words. @throws SqliteError what is no statement */
  steps(text: string): string[] {
    const statement = this.#db.prepare(`EXPLAIN QUERY PLAN ${text}`);
    return (statement.all(...bindingsOf(text)) as Step[]).map(({ detail }) => detail);
  }

  /** What is wrong with the plan of a statement; empty: nothing. @throws SqliteError what is no statement */
  faults(text: string): string[] {
    const statement = this.#db.prepare(`EXPLAIN QUERY PLAN ${text}`);
    const steps = statement.all(...bindingsOf(text)) as Step[];
    const tables = tablesByAlias(text);
    const isLarge = (alias: string): boolean =>
      tables.get(alias)?.some((table) => TABLES.has(table)) ?? TABLES.has(alias);
    const large = (detail: string): boolean => {
      const [, alias = '', index] = /^(?:SCAN|SEARCH) (\S+)(?: USING (?:COVERING )?INDEX (\S+))?/.exec(detail) ?? [];
      return isLarge(alias) && (index === undefined || !SMALL_INDEXES.has(index));
    };
    return steps.flatMap((step) => {
      const { detail } = step;
      if (detail.includes('AUTOMATIC')) return [detail];
      if (detail.startsWith('SCAN ') && large(detail)) return [detail];
      if (isSearchOfMost(detail) || (detail.endsWith('(rowid<?)') && large(detail))) return [detail];
      if (detail.startsWith('LIST SUBQUERY') && below(steps, step).some((inner) => large(inner.detail)))
        return [detail];
      return [];
    });
  }

  isStatement(text: string): boolean {
    try {
      this.#db.prepare(text);
      return true;
    } catch {
      return false;
    }
  }

  close(): void {
    this.#db.close();
  }
}

/** An index that is searched by so little that most of a large table is left, or by one of its later columns for each value of the first. */
function isSearchOfMost(detail: string): boolean {
  const [, index = '', by = ''] = /^SEARCH \S+ USING (?:COVERING )?INDEX (\S+) \((.*)\)$/.exec(detail) ?? [];
  const numbers =
    statistics
      .find(([, name]) => name === index)?.[2]
      .split(' ')
      .map(Number) ?? [];
  // a span of days or of numbers is as long as it was asked for
  if ((numbers[0] ?? 0) <= MANY || (by.includes('>?') && by.includes('<?'))) return false;
  const equal = by.split(' AND ').filter((one) => one.endsWith('=?')).length;
  return by.includes('ANY(') || (equal > 0 && (numbers[equal] ?? 0) > MORE_THAN_A_MONTH);
}

function below(steps: readonly Step[], { id }: Step): Step[] {
  return steps.filter(({ parent }) => parent === id).flatMap((step) => [step, ...below(steps, step)]);
}

/** A plan names aliases, and a statement may use one for several tables. */
function tablesByAlias(text: string): Map<string, string[]> {
  const tables = new Map<string, string[]>();
  for (const [, table = '', alias = table] of text.matchAll(
    /\b(?:FROM|JOIN|UPDATE|INTO|,)\s+([a-z_]+)(?:\s+(?:AS\s+)?(?!(?:ON|WHERE|SET|JOIN|CROSS|LEFT|GROUP|ORDER|LIMIT|INDEXED|UNION|NOT|VALUES)\b)([a-z_]\w*))?/g,
  )) {
    tables.set(alias, [...(tables.get(alias) ?? []), table]);
  }
  return tables;
}

/** EXPLAIN runs nothing, but wants every parameter bound. */
function bindingsOf(text: string): unknown[] {
  const named = [...text.matchAll(/@(\w+)/g)].map(([, name = '']) => [name, null] as const);
  const plain = [...text.replaceAll(/'[^']*'/g, '').matchAll(/\?/g)].map(() => null);
  return [...plain, ...(named.length === 0 ? [] : [Object.fromEntries(named)])];
}

import { MIGRATIONS } from '../../../src/engine/ledger/migrations';
import { openSqlite, type Sqlite } from '../../../src/engine/ledger/sqlite';
import { seededRandom } from '../../support/seeded-random';
import { writeHistory } from './big-ledger-history';
import { folderOf, monthsOf, taxIdOf, type BigLedgerSize } from './big-office';

/** So many documents came with one answer of SIEG. */
export const PAGE = 50;
/** So many deliveries are settled at once. */
export const BATCH = 192;
/** What an outage left waiting. */
const waitingOf = ({ documents }: BigLedgerSize): number => Math.min(6_000, documents / 10);
const ROWS_AT_ONCE = 50_000;
const SECONDS = 1_000;

interface Drawn {
  readonly kind: string;
  readonly model: string;
  readonly siegKind: string;
}

/** Of a hundred documents. */
const KINDS: readonly (Drawn & { readonly of: number })[] = [
  { kind: 'NFe', model: '55', siegKind: 'NFe', of: 55 },
  { kind: 'CTe', model: '57', siegKind: 'CTe', of: 20 },
  { kind: 'NFCe', model: '65', siegKind: 'NFCe', of: 15 },
  { kind: 'NFSe', model: 'NFSe', siegKind: 'NFSe', of: 7 },
  { kind: 'NF3e', model: '66', siegKind: 'NFe', of: 2 },
  { kind: 'CFe', model: '59', siegKind: 'CFe', of: 1 },
];

function drawKind(random: number): Drawn {
  let rest = random * 100;
  for (const one of KINDS) {
    rest -= one.of;
    if (rest < 0) return one;
  }
  return KINDS[0] as Drawn;
}

/** A hash that is not one: as long, and different for each number. */
function shaOf(number: number, form = 0): string {
  const part = (number * 2_654_435_761 + form * 97) % 2 ** 48;
  return part.toString(16).padStart(16, '0').repeat(4);
}

/**
 * Writes such a ledger into a new file, by this program's own migrations and into its own columns, with statistics: what is delivered,
 * waits, failed, met other content, was cancelled, belongs to no client; a giant client; reports of every company. The same each time.
 */
export function writeBigLedger(file: string, size: BigLedgerSize): void {
  const db = openSqlite(file);
  try {
    for (const { sql } of MIGRATIONS) db.exec(sql);
    db.pragma(`user_version = ${String(MIGRATIONS.length)}`);
    // speed alone: a ledger that was not finished is thrown away
    db.pragma('synchronous = OFF');
    db.pragma('journal_mode = MEMORY');
    db.pragma('foreign_keys = OFF');
    db.pragma(`cache_size = -${String(512 * 1024)}`);
    db.pragma('temp_store = MEMORY');
    const indexes = setIndexesAside(db);
    writeCompanies(db, size);
    writeDocuments(db, size);
    for (const { sql } of indexes) db.exec(sql);
    writeHistory(db, size);
    db.pragma('journal_mode = WAL');
    db.pragma('analysis_limit = 0');
    db.exec('ANALYZE');
  } finally {
    db.close();
  }
}

/** Sorting a whole column once is quicker than keeping it sorted a million times. */
function setIndexesAside(db: Sqlite): { readonly name: string; readonly sql: string }[] {
  const found = db.prepare("SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL").all() as {
    name: string;
    sql: string;
  }[];
  for (const { name } of found) db.exec(`DROP INDEX ${name}`);
  return found;
}

function writeCompanies(db: Sqlite, { companies, months }: BigLedgerSize): void {
  const company = db.prepare(
    `INSERT INTO companies (id, tax_id, folder, code, name, active, imported_at) VALUES (?, ?, ?, ?, ?, ?, '2025-01-02T11:00:00.000Z')`,
  );
  const run = db.prepare(
    `INSERT INTO runs (id, month, started_at, ended_at, outcome, options, detail) VALUES (?, ?, ?, ?, ?, ?, '{}')`,
  );
  const runCompany = db.prepare('INSERT INTO run_companies (run_id, company_id) VALUES (?, ?)');
  db.transaction(() => {
    for (let id = 1; id <= companies; id += 1) {
      company.run(id, taxIdOf(id), folderOf(id), String(id), `EMPRESA EXEMPLO ${String(id)}`, id % 50 === 0 ? 0 : 1);
    }
    db.exec(
      `INSERT INTO destinations (id, name, location, layout) VALUES (1, 'import', 'importação', 'flat'), (2, 'cancelled', 'cancelados', 'flat')`,
    );
    monthsOf({ months }).forEach((month, at) => {
      for (let day = 1; day <= 28; day += 1) {
        const id = at * 28 + day;
        const when = `${month}-${String(day).padStart(2, '0')}T22:00:00.000Z`;
        const closes = day === 28 && at < months - 1;
        const options = JSON.stringify({ only: null, close: closes, reports: true });
        run.run(id, month, when, when.replace('T22', 'T23'), closes ? 'complete' : 'gaps', options);
        for (let of = 1; of <= companies; of += 1) runCompany.run(id, of);
      }
    });
  })();
}

/** Where a document stands in its month, and whose it is. */
interface Place {
  readonly id: number;
  readonly month: string;
  readonly at: number;
  readonly day: string;
  /** Of the hour in which the day's documents come. */
  readonly second: number;
  readonly company: number | null;
  readonly runId: number;
}

function writeDocuments(db: Sqlite, size: BigLedgerSize): void {
  const writer = new DocumentRows(db, size);
  for (let from = 1; from <= size.documents; from += ROWS_AT_ONCE) {
    db.transaction(() => {
      for (let id = from; id < Math.min(size.documents + 1, from + ROWS_AT_ONCE); id += 1) writer.write(id);
    })();
  }
  db.transaction(() => writer.finish())();
}

/** Every row that a document brings with it. */
class DocumentRows {
  readonly #random = seededRandom(11);
  readonly #months: readonly string[];
  readonly #statements;
  #page: number[] = [];
  #pageEvents: number[] = [];
  #verified: number[] = [];
  #requests = 0;
  #passes = 0;
  #deliveries = 0;
  #events = 0;
  #at = '';

  constructor(
    private readonly db: Sqlite,
    private readonly size: BigLedgerSize,
  ) {
    this.#months = monthsOf(size);
    this.#statements = statementsOf(db);
  }

  write(id: number): void {
    const place = this.#placeOf(id);
    if (this.#page.length === 0) this.#openPage(place);
    const { document, parties, filings } = this.#statements;
    const { kind, model, siegKind } = drawKind(this.#random());
    const unread = this.#random() < 0.0005;
    const outbound = place.company !== null && this.#random() < 0.4;
    const issuer = outbound ? taxIdOf(place.company) : taxIdOf(500_000 + Math.floor(this.#random() * 40_000));
    const number = String(id);
    const identity = `35${place.month.slice(2, 4)}${place.month.slice(5)}${issuer}${model.padStart(2, '0').slice(0, 2)}001${number.padStart(18, '0')}`;
    const sha256 = shaOf(id);
    const bytes = 4_000 + (id % 3_000);
    const form = unread ? 'unread' : id % 400 === 0 ? 'bare' : 'processed';
    document.run({
      id,
      identity,
      kind,
      model,
      form,
      number,
      issuer,
      day: place.day,
      month: place.month,
      sha256,
      bytes,
      issuedAt: `${place.day}T10:00:00-03:00`,
      total: unread ? null : 1_000 + ((id * 7_919) % 900_000),
      source: id % 1_000 === 0 ? 'folder' : id % 333 === 0 ? 'single' : 'page',
      requestId: this.#requests,
      at: this.#at,
      siegKind: unread ? null : siegKind,
      siegDay: unread ? null : place.day,
    });
    parties.run(id, 'issuer', issuer);
    if (!outbound && place.company !== null)
      parties.run(id, kind === 'CTe' ? 'taker' : 'recipient', taxIdOf(place.company));
    else parties.run(id, 'recipient', taxIdOf(600_000 + (id % 90_000)));
    const shared = place.company !== null && id % 30 === 0 ? (place.company % this.size.companies) + 1 : null;
    if (shared !== null) parties.run(id, 'receiver', taxIdOf(shared));
    const way = outbound ? 'Saída' : 'Entrada';
    for (const company of new Set([place.company, ...(shared === null ? [] : [shared])])) {
      const path = this.#pathOf(company, place, kind, way, identity);
      filings.run(
        id,
        company,
        outbound && company === place.company ? 'outbound' : 'inbound',
        path,
        sha256,
        bytes,
        this.#at,
      );
      this.#statements.diskFiles.run(path, bytes, Date.parse(this.#at), sha256, this.#at);
    }
    this.#statements.passDocuments.run(this.#passes, id);
    if (kind === 'NFSe' && id % 2 === 0)
      this.#statements.municipal.run(id, issuer, number, taxIdOf(place.company ?? 1));
    this.#expect(place, identity, kind, shared);
    const target = `Import/${identity}.xml`;
    if (place.company !== null && !unread) this.#deliver(place, { sha256, bytes, target, source: `a/${identity}.xml` });
    if (this.#random() < 0.02) this.#cancel(place, { identity, kind, model });
    this.#page.push(id);
    if (this.#page.length === PAGE) this.#closePage();
  }

  finish(): void {
    this.#closePage();
    this.#settleBatch();
  }

  #placeOf(id: number): Place {
    const share = ((id - 1) * this.#months.length) / this.size.documents;
    const at = Math.floor(share);
    const month = this.#months[at] ?? '';
    const days = (share - at) * 28;
    const day = 1 + Math.floor(days);
    const second = Math.floor((days % 1) * 3_600);
    const drawn = this.#random();
    // one giant, some of nobody, the others from large to small
    const other = 2 + Math.floor(this.#random() ** 2 * (this.size.companies - 1));
    const company = drawn < 0.02 ? null : drawn < 0.2 ? 1 : other;
    return { id, month, at, second, day: `${month}-${String(day).padStart(2, '0')}`, company, runId: at * 28 + day };
  }

  #pathOf(company: number | null, { month }: Place, kind: string, way: string, identity: string): string {
    const folder = company === null ? 'Sem_empresa' : folderOf(company);
    return `${month.slice(0, 4)}/${folder}/${month.slice(5)}/${kind}/${way}/${identity}.xml`;
  }

  #openPage({ day, id, runId, second }: Place): void {
    this.#at = new Date(Date.parse(`${day}T22:00:00.000Z`) + second * SECONDS).toISOString();
    this.#requests += 1;
    this.#statements.request.run(
      this.#requests,
      runId,
      'page',
      'NFe',
      `{"skip":${String(id)}}`,
      this.#at,
      this.#at,
      'answered',
      PAGE,
      PAGE,
    );
    if (this.#requests % 20 !== 1) return;
    this.#passes += 1;
    this.#statements.pass.run(this.#passes, runId, 'account', 'NFe', day, day, 1_000, this.#at, this.#at);
  }

  #closePage(): void {
    if (this.#page.length === 0) return;
    this.#journal('intake.accepted', 'page', {
      request: this.#requests,
      documents: this.#page,
      events: this.#pageEvents,
    });
    this.#page = [];
    this.#pageEvents = [];
  }

  /** Of each company the reports of its documents, and now and then a key that never came. */
  #expect({ id, month, day, company, runId }: Place, identity: string, kind: string, shared: number | null): void {
    if (company === null || kind === 'CFe' || kind === 'NFCe') return;
    const { expectation } = this.#statements;
    for (const of of shared === null ? [company] : [company, shared]) {
      expectation.run(identity, kind, month, of, 'report', day, runId, this.#at);
    }
    if (id % 2_000 === 0)
      expectation.run(`${identity.slice(0, 43)}X`, kind, month, company, 'report', day, runId, this.#at);
    if (id % 9_000 === 0)
      expectation.run(`${identity.slice(0, 43)}Y`, kind, month, null, 'broken-file', null, runId, this.#at);
  }

  #deliver(
    { id, month }: Place,
    { sha256, bytes, target, source }: { sha256: string; bytes: number; target: string; source: string },
  ): void {
    const { delivery } = this.#statements;
    // handed over by the system before this one
    if (id % 25 === 0) return;
    const late = this.size.documents - id;
    const state =
      late < waitingOf(this.size)
        ? id % 60 === 0
          ? 'failed'
          : 'pending'
        : id % 1_500 === 0
          ? 'conflict'
          : 'delivered';
    if (id % 700 === 0) {
      this.#deliveries += 1;
      delivery.run(
        this.#deliveries,
        1,
        id,
        null,
        source,
        target,
        shaOf(id, 1),
        month,
        'superseded',
        1,
        null,
        null,
        null,
        null,
        this.#at,
      );
    }
    this.#deliveries += 1;
    const done = state === 'delivered';
    delivery.run(
      ...[this.#deliveries, 1, id, null, source, target, sha256, month, state, done ? 1 : 0],
      ...[
        done ? bytes : null,
        done ? sha256 : null,
        done ? this.#at : null,
        state === 'failed' ? 'SHARE_LOST' : null,
        this.#at,
      ],
    );
    if (!done) return;
    this.#verified.push(this.#deliveries);
    if (this.#verified.length >= BATCH) this.#settleBatch();
  }

  #settleBatch(): void {
    if (this.#verified.length === 0) return;
    this.#journal('delivery.verified', 'outbox', { deliveries: this.#verified });
    this.#verified = [];
  }

  #cancel(
    { id, month, company }: Place,
    { identity, kind, model }: { identity: string; kind: string; model: string },
  ): void {
    const { event, eventFiling, delivery } = this.#statements;
    this.#events += 1;
    const sha256 = shaOf(id, 2);
    event.run(this.#events, `110111 ${identity} 1`, kind, model, identity, month, sha256, this.#requests, this.#at);
    eventFiling.run(this.#events, company, `eventos/${String(this.#events)}.xml`, sha256, this.#at);
    this.#pageEvents.push(this.#events);
    if (company === null) return;
    this.#deliveries += 1;
    const waits = this.size.documents - id < waitingOf(this.size);
    delivery.run(
      ...[
        this.#deliveries,
        2,
        null,
        this.#events,
        `eventos/${String(this.#events)}.xml`,
        `Cancelados/${identity}.xml`,
        sha256,
        month,
      ],
      ...[
        waits ? 'pending' : 'delivered',
        waits ? 0 : 1,
        waits ? null : 2_000,
        waits ? null : sha256,
        waits ? null : this.#at,
        null,
      ],
      this.#at,
    );
    if (!waits) this.#verified.push(this.#deliveries);
  }

  #journal(action: string, subject: string, detail: unknown): void {
    this.#statements.journal.run(this.#at, action, subject, JSON.stringify(detail));
  }
}

function statementsOf(db: Sqlite) {
  return {
    document: db.prepare(
      `INSERT INTO documents (id, identity, access_key, kind, model, form, number, series, issuer, operation, issued_at, issue_day, month,
         total_cents, protocol_status, digest, environment, sha256, size, source, request_id, archived_at, sieg_kind, sieg_day, findings)
       VALUES (@id, @identity, @identity, @kind, @model, @form, @number, '1', @issuer, '1', @issuedAt, @day, @month,
         @total, '100', @sha256, '1', @sha256, @bytes, @source, @requestId, @at, @siegKind, @siegDay, '[]')`,
    ),
    parties: db.prepare('INSERT OR IGNORE INTO parties (document_id, role, tax_id) VALUES (?, ?, ?)'),
    filings: db.prepare(
      'INSERT INTO filings (document_id, company_id, direction, path, sha256, size, verified_at) VALUES (?, ?, ?, ?, ?, ?, ?)',
    ),
    diskFiles: db.prepare(
      'INSERT INTO disk_files (path, size, modified_ms, sha256, content, problem, read_at) VALUES (?, ?, ?, ?, NULL, NULL, ?)',
    ),
    municipal: db.prepare(
      `INSERT INTO municipal_notes (document_id, layout, municipality, issuer, number, taker) VALUES (?, 'abrasf', '3550308', ?, ?, ?)`,
    ),
    passDocuments: db.prepare('INSERT INTO pass_documents (pass_id, document_id) VALUES (?, ?)'),
    expectation: db.prepare(
      `INSERT INTO expectations (identity, kind, month, company_id, source, issue_day, run_id, at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
    ),
    delivery: db.prepare(
      `INSERT INTO deliveries (id, destination_id, document_id, event_id, source_path, target_path, content_sha256, month, state, attempts,
         size, sha256, verified_at, error_code, enqueued_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    ),
    event: db.prepare(
      `INSERT INTO events (id, identity, kind, model, document_identity, event_type, sequence, status, effect, effective, month, sha256,
         size, source, request_id, archived_at) VALUES (?, ?, ?, ?, ?, '110111', 1, '135', 'cancels', 1, ?, ?, 2000, 'events', ?, ?)`,
    ),
    eventFiling: db.prepare(
      'INSERT INTO event_filings (event_id, company_id, path, sha256, size, verified_at) VALUES (?, ?, ?, ?, 2000, ?)',
    ),
    request: db.prepare(
      `INSERT INTO requests (id, run_id, operation, kind, query, attempt, asked_at, ended_at, outcome, files, documents)
       VALUES (?, ?, ?, ?, ?, 1, ?, ?, ?, ?, ?)`,
    ),
    pass: db.prepare(
      `INSERT INTO passes (id, run_id, scope, kind, filter, day_from, day_to, promised, state, next_skip, files, seen, opened_at, touched_at)
       VALUES (?, ?, ?, ?, 'issue', ?, ?, ?, 'complete', 1000, 1000, 1000, ?, ?)`,
    ),
    journal: db.prepare("INSERT INTO journal (at, actor, action, subject, detail) VALUES (?, 'engine', ?, ?, ?)"),
  };
}

import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Capture, DEFAULT_TUNING, pageSettlement, type CaptureContext } from '../../src/engine/capture';
import { SIEG_KINDS, cnpjCheckDigits, lastDay, type Day, type SiegKind } from '../../src/engine/domain';
import type { IntakeBatch, IntakeResult } from '../../src/engine/intake';
import { openLedger, type Ledger } from '../../src/engine/ledger';
import { createLimiter, createMemoryLimiterStore, limitsFor } from '../../src/engine/sieg';
import { databaseOf } from '../../src/engine/ledger/ledger';
import { openMemoryRoot } from '../support/memory-root';
import { bound, printMachine } from './support/report';
import { ThinAccount, thinDocuments, type ThinCompany, type ThinDocument } from './support/thin-account';
import { VirtualClock } from './support/virtual-clock';

/**
 * What a month of a large office costs in requests, and how long they take at SIEG's limits, on a clock that jumps. Ledger, planner and
 * limiter are the real ones; SIEG is a double that speaks the port with documents of one line, and intake writes their rows and
 * nothing else. Left out: HTTP, XML, the archive, delivery, and failures of SIEG.
 */
const MONTH = '2026-10';
/** What the disk costs is not the question here. */
const MEMORY = existsSync('/dev/shm') ? '/dev/shm' : tmpdir();

/** 10 × 10,000, 90 × 1,000, 400 × 100, 300 × 10, 200 with nothing: 233,000 documents of 1,000 companies. */
const OFFICE = companiesOf([
  [10, 10_000],
  [90, 1_000],
  [400, 100],
  [300, 10],
  [200, 0],
]);
/** The account on which pages that end at an offset of 1,000 were first measured: 68 pages at least. */
const SMALL = companiesOf([
  [1, 1_900],
  [10, 140],
]);

function companiesOf(groups: readonly (readonly [companies: number, documents: number])[]): ThinCompany[] {
  const sizes = groups.flatMap(([companies, documents]) => Array.from({ length: companies }, () => documents));
  return sizes.map((documents, at) => ({ taxId: taxIdOf(at), documents }));
}

/** An invented CNPJ. */
function taxIdOf(at: number): string {
  const first = `${String(90_000_000 + at * 37)}0001`;
  return `${first}${cnpjCheckDigits(first)}`;
}

type Generation = 'legacy' | 'v1';

interface Spent {
  readonly byKind: ReadonlyMap<string, number>;
  readonly hours: number;
  readonly missing: number;
}

/** One workspace in front of one account, run after run. */
class IntakeFixture {
  readonly clock: VirtualClock;
  readonly ledger: Ledger;
  readonly #folder = mkdtempSync(join(MEMORY, 'malote-bench-requests-'));
  readonly #account: ThinAccount;
  readonly #ids = new Map<string, number>();
  readonly #archive;

  constructor(
    generation: Generation,
    private readonly companies: readonly ThinCompany[],
    private readonly documents: readonly ThinDocument[],
    start: Day,
    wall?: number,
  ) {
    const clock = new VirtualClock(Date.parse(`${start}T23:00:00Z`));
    this.clock = clock;
    this.ledger = openLedger(join(this.#folder, 'malote.db'), { now: () => clock.now() });
    this.ledger.companies.replaceActive(
      companies.map(({ taxId }, at) => ({ taxId, folder: `E${String(at).padStart(4, '0')}`, code: null, name: taxId })),
    );
    this.#archive = openMemoryRoot('archive', () => clock.now());
    const limiter = createLimiter({
      store: createMemoryLimiterStore(),
      keyFingerprint: 'bench',
      limits: limitsFor(generation),
      clock,
    });
    this.#account = new ThinAccount({
      generation,
      companies,
      documents,
      clock,
      limiter,
      ...(wall === undefined ? {} : { wall }),
    });
  }

  until(day: Day): void {
    this.clock.advanceTo(Date.parse(`${day}T23:00:00Z`));
  }

  async run(closing: boolean): Promise<Spent> {
    const { ledger, clock } = this;
    const active = ledger.companies.active();
    const runId = ledger.runs.start(MONTH, { only: null, close: closing }, [], null);
    const started = clock.now();
    const base = { runId, chain: [runId], month: MONTH, companies: active, ledger, api: this.#account, clock };
    const context: CaptureContext = {
      ...base,
      intake: this.#intake(),
      archive: this.#archive,
      random: () => 0.5,
      gate: { pass: () => Promise.resolve(), closing: new AbortController().signal },
      observer: SILENT,
      signal: new AbortController().signal,
      tuning: { ...DEFAULT_TUNING, closing },
    };
    await new Capture(context).month(false);
    ledger.runs.end(runId, 'complete', {});
    const byKind = ledger.requests.totals([runId]);
    const known = this.documents.filter(
      ({ uploadDay }) => uploadDay <= new Date(clock.now()).toISOString().slice(0, 10),
    );
    return { byKind, hours: (clock.now() - started) / 3_600_000, missing: known.length - this.#ids.size };
  }

  /** Rows as intake writes them, without the files behind them. */
  #intake(): CaptureContext['intake'] {
    const settlement = pageSettlement(this.ledger);
    return {
      page: (batch, note) => {
        const result = this.ledger.transaction(() => {
          const taken = this.#take(batch);
          settlement.filed(batch, note, taken, 'at-once');
          return taken;
        });
        return Promise.resolve({ result, documents: result.identities, contents: result.contents });
      },
      accept: (batch, _signal, alongside) => {
        const result = this.ledger.transaction(() => {
          const taken = this.#take(batch);
          alongside?.(taken);
          return taken;
        });
        return Promise.resolve(result);
      },
      allFiled: () => Promise.resolve(),
      patiently: (work) => work(false),
    };
  }

  #take(batch: IntakeBatch): IntakeResult {
    const contents = batch.files.map(({ bytes }) => Buffer.from(bytes).toString('latin1'));
    const identities = new Set<string>();
    let novel = 0;
    for (const { bytes } of batch.files) {
      const text = Buffer.from(bytes).toString('latin1');
      if (!text.startsWith('D')) continue;
      const key = text.slice(1);
      identities.add(key);
      if (this.#ids.has(key)) continue;
      novel += 1;
      this.#insert(key, batch);
    }
    const ids = [...identities].map((key) => this.#ids.get(key) ?? 0);
    return {
      documentIds: ids,
      identities: [...identities],
      contents,
      novelDocuments: novel,
      novelEvents: 0,
      refusals: [],
      companyIds: [],
    };
  }

  #insert(key: string, batch: IntakeBatch): void {
    const document = this.#account.thing(key);
    if (document === undefined) throw new Error(`the account has no ${key}`);
    const { kind, issueDay, role, company } = document;
    const db = databaseOf(this.ledger);
    const at = new Date(this.clock.now()).toISOString();
    const { id } = db.run(
      `INSERT INTO documents (identity, access_key, kind, model, form, issue_day, month, sha256, size, source, request_id, archived_at,
         sieg_day, sieg_kind) VALUES (?, ?, ?, '55', 'processed', ?, ?, ?, 1, 'page', ?, ?, ?, ?)`,
      [key, key, kind, issueDay, issueDay.slice(0, 7), key, batch.requestId, at, issueDay, kind],
    );
    const taxId = this.companies[company]?.taxId;
    db.run('INSERT INTO parties (document_id, role, tax_id) VALUES (?, ?, ?)', [id, role, taxId]);
    db.run(
      `INSERT INTO filings (document_id, company_id, direction, path, sha256, size, verified_at)
       SELECT ?, id, 'inbound', ?, ?, 1, ? FROM companies WHERE tax_id = ?`,
      [id, key, key, at, taxId],
    );
    this.#ids.set(key, id);
  }

  close(): void {
    this.ledger.close();
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

const SILENT: CaptureContext['observer'] = {
  requestEnded: () => undefined,
  foresee: () => undefined,
  phase: () => undefined,
  promised: () => undefined,
  companiesTouched: () => undefined,
  companyCompared: () => undefined,
  siegAway: () => undefined,
  companySetAside: () => undefined,
  companyTakenUp: () => undefined,
  failed: () => undefined,
  notice: () => undefined,
  unanswered: (question, error) => {
    console.log(`unanswered: ${question}: ${error.message}`);
  },
};

/** Pages that bring these files at least: a walk a kind, each ending with a page that is not full. */
function fewestPages(documents: readonly ThinDocument[], until: Day, since: Day = '0000-00-00'): number {
  const files = new Map<SiegKind, number>();
  for (const { kind, uploadDay, cancelled } of documents) {
    if (uploadDay > until || uploadDay <= since) continue;
    files.set(kind, (files.get(kind) ?? 0) + (cancelled !== null && cancelled <= until ? 2 : 1));
  }
  return SIEG_KINDS.reduce((sum, kind) => sum + Math.ceil(((files.get(kind) ?? 0) + 1) / 50), 0);
}

function totalOf({ byKind }: Spent): number {
  return [...byKind.values()].reduce((sum, count) => sum + count, 0);
}

function show(name: string, spent: Spent, fewest: number): void {
  const kinds = ['count', 'page', 'report', 'events', 'document'].map(
    (kind) => `${kind} ${String(spent.byKind.get(kind) ?? 0)}`,
  );
  console.log(
    `     ${name}: ${String(totalOf(spent))} requests (${kinds.join(', ')}), ${spent.hours.toFixed(2)} h, ` +
      `at least ${String(fewest)} pages; not brought: ${String(spent.missing)}`,
  );
}

const HOURS = { first: 3.7, daily: 0.3 };
const WALL = 1.4;
/** A closing wants two reports of every company, so that a first run which closes cannot take less than 3.74 h: it is set beside that. */
const CLOSING = 1.05;
const REPORTS_A_COMPANY = 2;
const PER_HOUR = 30 * 60;

async function office(generation: Generation, documents: readonly ThinDocument[]): Promise<void> {
  const end = lastDay(MONTH);
  const first = new IntakeFixture(generation, OFFICE, documents, end);
  const begun = await first.run(false);
  show(`${generation}, first run on the last day`, begun, fewestPages(documents, end));
  first.until('2026-11-12');
  show(`${generation}, closing on 12 November`, await first.run(true), fewestPages(documents, '2026-11-12', end));
  show(`${generation}, closing once more`, await first.run(true), 0);
  first.close();

  const daily = new IntakeFixture(generation, OFFICE, documents, '2026-10-21');
  await daily.run(false);
  daily.until('2026-10-22');
  const spent = await daily.run(false);
  show(`${generation}, daily run of 22 October`, spent, fewestPages(documents, '2026-10-22', '2026-10-21'));
  daily.close();

  const late = new IntakeFixture(generation, OFFICE, documents, '2026-11-12');
  const whole = await late.run(true);
  show(`${generation}, first run that closes the month`, whole, fewestPages(documents, '2026-11-12'));
  late.close();
  if (generation !== 'legacy') return;
  bound('legacy, first run in hours at 30 a minute', totalOf(begun) / PER_HOUR, HOURS.first, ' h');
  const fewest = fewestPages(documents, '2026-11-12') + REPORTS_A_COMPANY * OFFICE.length;
  bound('legacy, first run that closes the month, to the fewest', totalOf(whole) / fewest, CLOSING, ' ×');
  bound('legacy, daily run of an open month', totalOf(spent) / PER_HOUR, HOURS.daily, ' h');
}

async function wall(generation: Generation): Promise<void> {
  const documents = thinDocuments(SMALL, MONTH);
  const fixture = new IntakeFixture(generation, SMALL, documents, '2026-11-12', 1_000);
  const spent = await fixture.run(false);
  const fewest = fewestPages(documents, '2026-11-12');
  show(`${generation}, pages that end at 1,000`, spent, fewest);
  bound(
    `${generation}, pages with a wall at 1,000 to the fewest`,
    (spent.byKind.get('page') ?? 0) / fewest,
    WALL,
    ' ×',
  );
  bound(`${generation}, documents behind the wall not brought`, spent.missing, 0);
  fixture.close();
}

/** `--generation v1`: one of them alone. `--wall-of-days`: also what takes long. */
const asked = process.argv.indexOf('--generation');

/** The same wall where single days have four times as many documents: companies and roles are what is left to cut by. */
async function wallOfDays(generation: Generation, documents: readonly ThinDocument[]): Promise<void> {
  const fixture = new IntakeFixture(generation, OFFICE, documents, '2026-11-12', 1_000);
  show(
    `${generation}, the office with a wall at 1,000`,
    await fixture.run(false),
    fewestPages(documents, '2026-11-12'),
  );
  fixture.close();
}

printMachine();
const documents = thinDocuments(OFFICE, MONTH);
console.log(`     ${String(OFFICE.length)} companies, ${String(documents.length)} documents of ${MONTH}`);
for (const generation of ['legacy', 'v1'] as const) {
  if (asked > 0 && process.argv[asked + 1] !== generation) continue;
  await wall(generation);
  await office(generation, documents);
  if (process.argv.includes('--wall-of-days')) await wallOfDays(generation, documents);
}

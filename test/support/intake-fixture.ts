import { setMaxListeners } from 'node:events';
import { mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DeliveryWorker, Outbox, type ImportLayout } from '../../src/engine/delivery';
import type { Month, TaxId } from '../../src/engine/domain';
import { CompanyIndex, Intake, type IntakeBatch, type IntakeResult } from '../../src/engine/intake';
import type { Ledger } from '../../src/engine/ledger';
import { openLedgerWithWriters, type LedgerWriters } from '../../src/engine/ledger/writers/hand-out';
import { openLocalRoot, type FileRoot, type FsPort } from '../../src/engine/shares';
import type { SiegFile } from '../../src/engine/sieg';
import { databaseOf } from '../../src/engine/ledger/ledger';
import { fakeClock, type FakeClock } from '../unit/base/failures/fake-clock';

export interface Client {
  readonly taxId: TaxId;
  readonly folder: string;
}

export interface IntakeFixtureOptions {
  readonly clients: readonly Client[];
  readonly layout?: ImportLayout;
  readonly ownCancelledRoot?: boolean;
  readonly previousMonthDays?: number;
  /** File systems that fail, by root. */
  readonly fs?: Partial<Record<RootName, FsPort>>;
  readonly deadlineMs?: number;
}

type RootName = 'archive' | 'import' | 'cancelled' | 'kept';

/** The services between SIEG and the import share, on real folders and a real ledger file of their own, with a clock that tests move. */
export interface IntakeFixture {
  readonly folder: string;
  readonly clock: FakeClock;
  readonly ledger: Ledger;
  readonly intake: Intake;
  readonly outbox: Outbox;
  /** What intake writes with, and what delivery writes with. */
  readonly writers: LedgerWriters['documents'];
  readonly deliveries: LedgerWriters['deliveries'];
  readonly worker: DeliveryWorker;
  readonly companies: CompanyIndex;
  readonly roots: Readonly<Record<RootName, FileRoot>>;
  /** Everything of a batch as SIEG would have sent it for March 2026. */
  accept(files: readonly (string | Uint8Array)[], changes?: Partial<IntakeBatch>): Promise<IntakeResult>;
  drain(signal?: AbortSignal): ReturnType<DeliveryWorker['drain']>;
  /** Rows of a query, for what no repository tells. */
  rows(sql: string): Record<string, unknown>[];
  /** Paths below one of the folders (`archive`, `import`, …), in order. */
  files(root: RootName): Promise<string[]>;
  text(root: RootName, path: string): Promise<string>;
  /** The same folders with a new process's eyes: the ledger opened again, what was half-done healed, other clients if given. */
  reopen(changes?: Partial<IntakeFixtureOptions>): IntakeFixture;
  dispose(): Promise<void>;
}

export const MONTH: Month = '2026-03';
export const never = new AbortController().signal;
setMaxListeners(0, never);

export function siegFile(content: string | Uint8Array, name: string | null = null): SiegFile {
  return { name, bytes: typeof content === 'string' ? new TextEncoder().encode(content) : content, problem: null };
}

export async function openIntakeFixture(options: IntakeFixtureOptions): Promise<IntakeFixture> {
  const folder = await mkdtemp(join(tmpdir(), 'malote-mesa-'));
  for (const name of ['archive', 'import', 'cancelled', 'kept']) await mkdir(join(folder, name));
  return fixtureAt(folder, options, fakeClock(Date.parse('2026-04-02T12:00:00Z')));
}

function openRoots(
  folder: string,
  { fs = {}, deadlineMs, ownCancelledRoot }: IntakeFixtureOptions,
): Record<RootName, FileRoot> {
  const open = (id: RootName): FileRoot => {
    const faulty = fs[id];
    return openLocalRoot({
      id,
      location: join(folder, id),
      ...(faulty === undefined ? {} : { fs: faulty }),
      ...(deadlineMs === undefined ? {} : { deadlineMs }),
    });
  };
  const share = open('import');
  const cancelled = ownCancelledRoot === true ? open('cancelled') : share;
  return { archive: open('archive'), import: share, cancelled, kept: open('kept') };
}

function fixtureAt(folder: string, options: IntakeFixtureOptions, clock: FakeClock): IntakeFixture {
  const now = (): number => clock.now();
  const {
    ledger,
    writers: { documents: writers, deliveries },
  } = openLedgerWithWriters(join(folder, 'malote.db'), { now });
  const roots = openRoots(folder, options);
  ledger.companies.replaceActive(
    options.clients.map(({ taxId, folder: name }) => ({ taxId, folder: name, code: null, name })),
  );
  const companies = new CompanyIndex(ledger.companies.active());
  const outbox = new Outbox(
    ledger,
    deliveries,
    {
      layout: options.layout ?? 'flat',
      importLocation: roots.import.location,
      cancelledLocation: options.ownCancelledRoot === true ? roots.cancelled.location : null,
    },
    now,
  );
  deliveries.healInterrupted();
  const { archive, kept } = roots;
  const previousMonthDays = options.previousMonthDays ?? 0;
  const intake = new Intake({ ledger, writers, archive, kept, outbox, companies, previousMonthDays, now });
  const worker = new DeliveryWorker({ ledger, writer: deliveries, outbox, roots, clock });
  const base = { source: 'page' as const, requestId: null, month: MONTH };
  const siegDays = { rule: 'within' as const, from: '2026-03-01', to: '2026-03-31' };
  return {
    folder,
    clock,
    ledger,
    intake,
    outbox,
    writers,
    deliveries,
    worker,
    companies,
    roots,
    accept: (files, changes = {}) =>
      intake.accept({ ...base, siegDays, files: files.map((file) => siegFile(file)), ...changes }, never),
    drain: (signal = never) => {
      setMaxListeners(0, signal);
      return worker.drain(signal);
    },
    rows: (sql) => databaseOf(ledger).all<Record<string, unknown>>(sql),
    files: (root) => filesBelow(join(folder, root)),
    text: (root, path) => readFile(join(folder, root, path), 'utf8'),
    reopen: (changes = {}) => {
      ledger.close();
      return fixtureAt(folder, { ...options, ...changes }, clock);
    },
    dispose: async () => {
      ledger.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function filesBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) =>
      join(entry.parentPath, entry.name)
        .slice(folder.length + 1)
        .replaceAll('\\', '/'),
    )
    .sort();
}

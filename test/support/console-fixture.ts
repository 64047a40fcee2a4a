import { setMaxListeners } from 'node:events';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { systemClock } from '../../src/engine/base/clock';
import { Intake } from '../../src/engine/intake';
import { openLedgerWithWriters } from '../../src/engine/ledger/writers/hand-out';
import { JobRunner } from '../../src/engine/jobs/runner';
import { openServices } from '../../src/engine/app/services';
import { settingsSchema } from '../../src/engine/settings';
import { openAgentRoot, openLocalRoot, type SpawnAgent } from '../../src/engine/shares';
import { databaseOf } from '../../src/engine/ledger/ledger';
import { ALFA } from './notes';

export interface ConsoleFixtureOptions {
  /** For ledger and kept files; made when it is missing. */
  readonly folder: string;
  readonly archive: string;
  readonly import: string;
  readonly cancelled: string;
  readonly spawn: SpawnAgent;
}

/** The services of an engine at work by themselves in real time, with a process for each share and documents handed in by hand. */
export interface ConsoleFixture {
  /** Resolves when they are archived and in the outbox. */
  file(documents: readonly string[]): Promise<void>;
  /** Of one destination, those that are done. */
  delivered(destination: 'import' | 'cancelled'): number;
  close(): Promise<void>;
}

const never = new AbortController().signal;
setMaxListeners(0, never);

export function openConsoleFixture(options: ConsoleFixtureOptions): ConsoleFixture {
  const { folder, spawn } = options;
  const clock = systemClock();
  const now = (): number => clock.now();
  const kept = join(folder, 'guardados');
  mkdirSync(kept, { recursive: true });
  const { ledger, writers } = openLedgerWithWriters(join(folder, 'malote.db'), { now });
  ledger.companies.replaceActive([{ taxId: ALFA, folder: 'ALFA', code: null, name: 'ALFA' }]);
  const services = openServices({
    ledger,
    writers,
    clock,
    workspace: folder,
    runner: new JobRunner({ ledger, onChange: () => undefined }),
    settings: settingsSchema.parse({
      sieg: { generation: 'legacy' },
      archive: { root: options.archive },
      importShare: { root: options.import, layout: 'flat', cancelledRoot: options.cancelled },
      companies: { workbook: 'https://127.0.0.1/empresas.xlsx' },
      previousMonth: {},
      capture: {},
      shares: { checkEveryMinutes: 1 },
    }),
    openRoot: ({ id, location }) => openAgentRoot({ id, location, spawn }),
    tell: () => undefined,
    onChange: () => undefined,
    onNotice: () => undefined,
  });
  const keptRoot = openLocalRoot({ id: 'kept', location: kept });
  const { outbox, companies, dispatcher, health, roots } = services;
  const intake = new Intake({
    ledger,
    writers: writers.documents,
    outbox,
    companies,
    now,
    archive: roots.archive,
    kept: keptRoot,
    previousMonthDays: 0,
  });
  health.start();
  dispatcher.start();
  const siegDays = { rule: 'within', from: '2026-03-01', to: '2026-03-31' } as const;
  return {
    file: async (documents) => {
      const files = documents.map((text) => ({ name: null, bytes: Buffer.from(text), problem: null }));
      await intake.accept({ files, source: 'page', requestId: null, month: '2026-03', siegDays }, never);
      dispatcher.wake();
    },
    delivered: (destination) =>
      databaseOf(ledger).all<{ n: number }>(
        `SELECT count(*) AS n FROM deliveries v JOIN destinations d ON d.id = v.destination_id
         WHERE d.name = '${destination}' AND v.state = 'delivered'`,
      )[0]?.n ?? 0,
    close: async () => {
      await services.close();
      await keptRoot.close();
      ledger.close();
    },
  };
}

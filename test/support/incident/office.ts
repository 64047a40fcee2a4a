import { setMaxListeners } from 'node:events';
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { AuditService } from '../../../src/engine/jobs/audit';
import { systemClock } from '../../../src/engine/base/clock';
import { readWorkbook } from '../../../src/engine/companies';
import { DeliveryWorker } from '../../../src/engine/delivery';
import { Intake } from '../../../src/engine/intake';
import { LegacyService } from '../../../src/engine/jobs/legacy-import';
import { JobRunner } from '../../../src/engine/jobs/runner';
import type { Ledger } from '../../../src/engine/ledger';
import { openLedgerWithWriters } from '../../../src/engine/ledger/writers/hand-out';
import { RecoveryService } from '../../../src/engine/jobs/recovery';
import { openServices, type Services } from '../../../src/engine/app/services';
import { settingsSchema } from '../../../src/engine/settings';
import { openLocalRoot } from '../../../src/engine/shares';
import { MaloteError } from '../../../src/shared/errors';
import type { Incident } from '.';
import { readingsOf } from '../readings';

/** A workspace on the incident's folders: the services and the services of audit, import and recovery, without an engine around them. */
export interface IncidentOffice {
  readonly ledger: Ledger;
  readonly services: Services;
  readonly outbox: Services['outbox'];
  readonly legacy: LegacyService;
  readonly audits: AuditService;
  readonly recovery: RecoveryService;
  drain(): Promise<unknown>;
  close(): Promise<void>;
}

type Places = Pick<Incident, 'folder' | 'archive' | 'import' | 'workbook'>;

const nothing = (): void => undefined;

export async function openIncidentOffice(
  { folder, archive, import: share, workbook }: Places,
  onImport = nothing,
): Promise<IncidentOffice> {
  const clock = systemClock();
  const now = (): number => clock.now();
  const workspace = join(folder, 'trabalho');
  await mkdir(workspace, { recursive: true });
  const { ledger, writers } = openLedgerWithWriters(join(workspace, 'malote.db'), { now });
  ledger.companies.replaceActive((await readWorkbook(await readFile(workbook), workbook)).companies);
  const settings = settingsSchema.parse({
    sieg: { generation: 'legacy', baseUrl: 'http://127.0.0.1:9' },
    archive: { root: archive },
    importShare: { root: share, layout: 'flat' },
    companies: { workbook },
    previousMonth: { days: 0 },
    capture: { reports: 'always', rescanPreviousMonth: true },
  });
  const runner = new JobRunner({ ledger, onChange: nothing });
  const base = { ledger, runner, clock, workspace, onChange: nothing, onNotice: nothing };
  const services = openServices({ ...base, writers, settings, openRoot: openLocalRoot, tell: nothing });
  const { roots, outbox, companies } = services;
  const kept = openLocalRoot({ id: 'guardados', location: join(workspace, 'guardados') });
  const intake = new Intake({
    ledger,
    writers: writers.documents,
    archive: roots.archive,
    kept,
    outbox,
    companies,
    previousMonthDays: 0,
    now,
  });
  const worker = new DeliveryWorker({ ledger, writer: writers.deliveries, outbox, roots, clock });
  const never = new AbortController().signal;
  setMaxListeners(0, never);
  const noSieg = new MaloteError('SIEG_CREDENTIALS_MISSING', { missing: 'a chave da API' });
  const recovery = new RecoveryService({
    ...base,
    within: (work) => work(services),
    openSieg: () => Promise.reject(noSieg),
  });
  return {
    ledger,
    services,
    outbox,
    recovery,
    legacy: new LegacyService({
      ledger,
      clock,
      openRoot: openLocalRoot,
      runner: new JobRunner({ ledger, onChange: onImport }),
      within: (work) => work({ intake, roots, companies }),
    }),
    audits: new AuditService({
      ledger,
      readings: readingsOf(ledger),
      now,
      runner,
      within: (work) => work({ ...roots, kept }),
    }),
    drain: () => worker.drain(never),
    close: async () => {
      await runner.close();
      await services.close();
      await kept.close();
      ledger.close();
    },
  };
}

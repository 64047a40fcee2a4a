import type { MaloteError } from '../../shared/errors';
import { AuditService, type AuditApi } from '../jobs/audit';
import { RetentionService, type RetentionApi } from '../jobs/retention';
import { BackupService, type BackupApi, type InspectCopy } from '../jobs/backup';
import type { Clock } from '../base';
import type { CompanyList } from './company-list';
import type { Ledger } from '../ledger';
import { LegacyService, type LegacyApi } from '../jobs/legacy-import';
import type { ServiceContainer } from './service-container';
import { RecordsService, type RecordsApi } from '../records';
import {
  CorrectionService,
  RecoveryService,
  type CorrectionApi,
  type RecoveryApi,
  WholeRecoveryService,
  type WholeRecoveryApi,
} from '../jobs/recovery';
import type { JobDoors } from './job-doors';
import type { JobRunner } from '../jobs/runner';
import { RereadService } from './reread-service';
import type { Services } from './services';
import type { Settings } from '../settings';
import type { Readings } from './readings';
import type { RootOpener } from '../shares';
import type { OpenedSieg } from './sieg-connection';
import type { SpoolFiling } from './spool-filing';

export interface EvidenceServicesOptions {
  readonly ledger: Ledger;
  readonly readings: Readings;
  readonly clock: Clock;
  readonly workspace: string;
  readonly openRoot: RootOpener;
  readonly container: ServiceContainer;
  readonly filing: SpoolFiling;
  readonly companies: CompanyList;
  readonly openSieg: (settings: Settings) => Promise<OpenedSieg>;
  /** Of the program, for what it issues. */
  readonly version: string | undefined;
  readonly runner: JobRunner;
  /** Folders with logs. */
  readonly logs: readonly string[];
  /** Looks through a copy of the ledger. */
  readonly inspect: InspectCopy;
  /** A copy of the workspace could not be made, or put together for trial. */
  readonly onBackupFailure: (what: 'copy' | 'proof', error: MaloteError) => void;
  readonly onChange: () => void;
  readonly onNotice: (level: 'info' | 'warning' | 'error', text: string, code: string | null) => void;
}

/** What looks at the evidence, and what puts right what it finds, as the engine shows them. */
export interface EvidenceApis {
  readonly audits: AuditApi;
  readonly recovery: RecoveryApi;
  readonly wholeRecovery: WholeRecoveryApi;
  readonly corrections: CorrectionApi;
  readonly rereads: RereadService;
  readonly legacy: LegacyApi;
  readonly records: RecordsApi;
  readonly backups: BackupApi;
  readonly retention: RetentionApi;
}

export interface EvidenceServices extends EvidenceApis {
  /** How the jobs among them are begun. */
  readonly doors: Omit<JobDoors, 'run' | 'scrub'>;
}

export function openEvidenceServices(options: EvidenceServicesOptions): EvidenceServices {
  const { ledger, readings, clock, workspace, openRoot, container, filing, companies, runner, onChange } = options;
  const { onNotice, version } = options;
  const within = <Value>(work: (services: Services) => Promise<Value>): Promise<Value> => container.within(work);
  const beforeIntake = (): Promise<void> => filing.makeWay();
  const now = (): number => clock.now();
  const audits = new AuditService({
    ledger,
    readings,
    now,
    runner,
    within: (work) => within(({ roots: { archive }, kept }) => work({ archive, kept })),
  });
  const recovery = new RecoveryService({
    ledger,
    runner,
    clock,
    within,
    onChange,
    onNotice,
    workspace,
    beforeIntake,
    openSieg: options.openSieg,
  });
  const wholeRecovery = new WholeRecoveryService({ ledger, runner, readings, audits, recovery, now });
  const corrections = new CorrectionService({ ledger, runner, within, onChange, beforeIntake });
  const rereads = new RereadService({ ledger, within, onChange, beforeIntake });
  const legacy = new LegacyService({
    ledger,
    runner,
    clock,
    within,
    openRoot,
    prepare: async (signal) => {
      await companies.refresh((await container.settings()).companies.workbook, signal);
      // last: the lock of the runs is taken right after it
      await beforeIntake();
    },
  });
  const records = new RecordsService({
    ledger,
    readings,
    now,
    workspace,
    ...(version === undefined ? {} : { version }),
    withArchive: (work) => within(({ roots }) => work(roots.archive)),
  });
  const backups = new BackupService({
    ledger,
    runner,
    workspace,
    clock,
    openRoot,
    version,
    settings: () => container.settings(),
    inspect: options.inspect,
    onFailure: options.onBackupFailure,
    onWarning: ({ message, action, code }) => onNotice('warning', `${message} ${action}`, code),
  });
  const retention = new RetentionService({
    ledger,
    readings,
    runner,
    clock,
    place: { workspace, ledger: ledger.file, logs: options.logs },
    settings: () => container.settings(),
    onWarning: ({ message, action, code }) => onNotice('warning', `${message} ${action}`, code),
  });
  const doors: EvidenceServices['doors'] = {
    audit: ({ scope, full, resume }) =>
      audits.run(scope, { ...(full === undefined ? {} : { full }), ...(resume === undefined ? {} : { resume }) }),
    recovery: ({ recoveryId, options: how }) => recovery.execute(recoveryId, how),
    'whole-recovery': (asked) => wholeRecovery.run(asked),
    correction: ({ correctionId, action, items }) =>
      action === 'undo' ? corrections.undo(correctionId) : corrections.apply(correctionId, items),
    'legacy-import': (asked) => legacy.import(asked),
    backup: () => backups.run(),
    'backup-proof': ({ id }) => backups.verify(id),
    retention: () => retention.run(),
  };
  return { audits, recovery, wholeRecovery, corrections, rereads, legacy, records, backups, retention, doors };
}

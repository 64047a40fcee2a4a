import { AuditRoom, type AuditDesk } from '../jobs/audit';
import type { Clock } from '../base';
import type { CompanyList } from './company-list';
import type { Ledger } from '../ledger';
import { LegacyRoom, type LegacyDesk } from '../jobs/legacy-import';
import type { Premises } from './premises';
import { RecordsRoom, type RecordsDesk } from '../records';
import {
  CorrectionRoom,
  RecoveryRoom,
  type CorrectionDesk,
  type RecoveryDesk,
  WholeRecoveryRoom,
  type WholeRecoveryDesk,
} from '../jobs/recovery';
import { RereadDesk } from './reread-desk';
import type { Rooms } from './rooms';
import type { Settings } from '../settings';
import type { Readings } from './readings';
import type { RootOpener } from '../shares';
import type { OpenedSieg } from './sieg-connection';
import type { SpoolFiling } from './spool-filing';

export interface EvidenceDesksOptions {
  readonly ledger: Ledger;
  readonly readings: Readings;
  readonly clock: Clock;
  readonly workspace: string;
  readonly openRoot: RootOpener;
  readonly premises: Premises;
  readonly filing: SpoolFiling;
  readonly companies: CompanyList;
  readonly openSieg: (settings: Settings) => Promise<OpenedSieg>;
  /** Of the program, for what it issues. */
  readonly version: string | undefined;
  readonly onChange: () => void;
  readonly onNotice: (level: 'info' | 'warning' | 'error', text: string, code: string | null) => void;
}

/** What looks at the evidence, and what puts right what it finds. */
export interface EvidenceDesks {
  readonly audits: AuditDesk;
  readonly recovery: RecoveryDesk;
  readonly wholeRecovery: WholeRecoveryDesk;
  readonly corrections: CorrectionDesk;
  readonly rereads: RereadDesk;
  readonly legacy: LegacyDesk;
  readonly records: RecordsDesk;
  /** Stops whatever is at work; the premises wait for it. */
  close(): Promise<void>;
}

export function openEvidenceDesks(options: EvidenceDesksOptions): EvidenceDesks {
  const { ledger, readings, clock, workspace, openRoot, premises, filing, companies, onChange, onNotice, version } =
    options;
  const within = <Value>(work: (rooms: Rooms) => Promise<Value>): Promise<Value> => premises.within(work);
  const beforeIntake = (): Promise<void> => filing.makeWay();
  const now = (): number => clock.now();
  const audits = new AuditRoom({
    ...{ ledger, readings, now, onChange },
    within: (work) => within(({ roots: { archive }, kept }) => work({ archive, kept })),
  });
  const recovery = new RecoveryRoom({
    ...{ ledger, clock, within, onChange, onNotice, workspace, beforeIntake },
    openSieg: options.openSieg,
  });
  const wholeRecovery = new WholeRecoveryRoom({ ledger, readings, audits, recovery, now, onChange });
  const corrections = new CorrectionRoom({ ledger, within, onChange, beforeIntake });
  const rereads = new RereadDesk({ ledger, now, within, onChange, beforeIntake });
  const legacy = new LegacyRoom({
    ...{ ledger, clock, within, onChange, openRoot },
    prepare: async (signal) => {
      await companies.refresh((await premises.settings()).companies.workbook, signal);
      // last: the lock of the runs is taken right after it
      await beforeIntake();
    },
  });
  const records = new RecordsRoom({
    ...{ ledger, readings, now, workspace },
    ...(version === undefined ? {} : { version }),
    withArchive: (work) => within(({ roots }) => work(roots.archive)),
  });
  const close = async (): Promise<void> => {
    audits.stop();
    legacy.stop();
    await wholeRecovery.close();
    await Promise.all([recovery.close(), corrections.close()]);
  };
  return { audits, recovery, wholeRecovery, corrections, rereads, legacy, records, close };
}

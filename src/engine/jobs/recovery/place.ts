import type { Clock } from '../../base';
import type { OutboxDispatcher, Outbox } from '../../delivery';
import type { Reception, Restorer } from '../../intake';
import type { WrittenRoots } from '../../archive';
import type { Ledger } from '../../ledger';
import type { JobRunner } from '../runner';
import type { Settings } from '../../settings';
import type { FileRoot, HealthMonitor } from '../../shares';
import type { SiegApi } from '../../sieg';

/** What a recovery needs of the opened services. */
export interface RecoveryServices {
  readonly settings: Settings;
  readonly roots: { readonly archive: FileRoot; readonly import: FileRoot; readonly cancelled: FileRoot };
  readonly outbox: Outbox;
  readonly dispatcher: OutboxDispatcher;
  readonly reception: Reception;
  readonly restorer: Restorer;
  readonly health: HealthMonitor;
  readonly written: WrittenRoots;
}

export interface RecoveryServiceOptions {
  readonly ledger: Ledger;
  readonly runner: JobRunner;
  readonly clock: Clock;
  /** Folder of the workspace: logs and exported plans lie in `relatorios` below it. */
  readonly workspace: string;
  /** Works with the services, which stay as they are meanwhile. */
  readonly within: <Value>(work: (place: RecoveryServices) => Promise<Value>) => Promise<Value>;
  /** For what must be asked of SIEG. @throws MaloteError SIEG_CREDENTIALS_*, SIEG_ADDRESS_* */
  readonly openSieg: (settings: Settings) => Promise<{ readonly api: SiegApi; close(): void }>;
  /** Ends what holds the lock of runs in this process, before documents are fetched or corrected. */
  readonly beforeIntake?: () => Promise<void>;
  readonly random?: () => number;
  /** A plan has changed; what is at work is told by the runner. */
  readonly onChange: () => void;
  readonly onNotice: (level: 'info' | 'warning' | 'error', text: string, code: string | null) => void;
}

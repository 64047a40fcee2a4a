import { asMaloteError, isMaloteError, MaloteError } from '../../../shared/errors';
import type { BackupView } from '../../../shared/ipc/backups';
import type { JobAsked } from '../../../shared/jobs';
import type { Clock } from '../../base';
import type { Ledger } from '../../ledger';
import type { Settings } from '../../settings';
import { onSameDisk, resolveFrom, type DiskMeans, type FileRoot, type RootOpener } from '../../shares';
import type { Job, JobContext, JobRunner } from '../runner';
import { backupReader, listBackups } from './backup-reader';
import { ensureIdentity } from './identity';
import type { InspectCopy } from './inspect';
import { makeBackup } from './make-backup';
import { proveBackup, type BackupProof } from './prove';
import { prune } from './prune';
import { sizeOf } from './rebuild';
import { BackupStore } from './store';

export interface BackupServiceOptions {
  readonly ledger: Ledger;
  readonly runner: JobRunner;
  readonly workspace: string;
  readonly clock: Clock;
  readonly openRoot: RootOpener;
  /** @throws MaloteError SETTINGS_* */
  readonly settings: () => Promise<Settings>;
  readonly inspect: InspectCopy;
  /** Of the program. */
  readonly version: string | undefined;
  /** A copy could not be made, or one that was made could not be put together: told outside. */
  readonly onFailure: (what: 'copy' | 'proof', error: MaloteError) => void;
  readonly onWarning: (warning: MaloteError) => void;
  readonly disks?: DiskMeans;
}

/** What a backup has come to. */
export interface MadeBackupView {
  readonly id: string;
  readonly files: number;
  /** Of its files, unpacked. */
  readonly bytes: number;
  /** That it has added to the store. */
  readonly written: number;
  /** Copies that retention has taken away. */
  readonly removed: readonly string[];
}

/** Copies of this workspace. All of it is long, since it is spoken with another place. */
export interface BackupApi {
  /** @throws MaloteError BACKUP_*, SHARE_*, LEDGER_*, JOB_IN_PROGRESS, CANCELLED */
  run(signal?: AbortSignal): Promise<MadeBackupView>;
  /** Newest first. @throws MaloteError BACKUP_NO_FOLDER, SHARE_* */
  list(signal?: AbortSignal): Promise<readonly BackupView[]>;
  /** Puts a copy together for trial; default: the newest. @throws MaloteError BACKUP_*, SHARE_*, JOB_IN_PROGRESS, CANCELLED */
  verify(id?: string, signal?: AbortSignal): Promise<BackupProof>;
  /** `verify` of the newest; null: there is none yet. */
  proveNewest(signal?: AbortSignal): Promise<BackupProof | null>;
  /** Milliseconds since the newest whole copy was made; null: there is none. @throws MaloteError BACKUP_NO_FOLDER, SHARE_* */
  newestAgeMs(signal?: AbortSignal): Promise<number | null>;
}

const UNKNOWN_VERSION = '0';
const never = (): AbortSignal => new AbortController().signal;

export class BackupService implements BackupApi {
  readonly job: Job<JobAsked<'backup'>, MadeBackupView> = {
    kind: 'backup',
    needs: () => ['backups'],
    heal: () => [],
    run: (_, context) => this.#make(context),
  };
  readonly proof: Job<JobAsked<'backup-proof'>, BackupProof> = {
    kind: 'backup-proof',
    needs: () => ['backups'],
    heal: () => [],
    run: ({ id }, context) => this.#prove(id ?? null, context),
  };

  constructor(private readonly options: BackupServiceOptions) {
    options.runner.register(this.job);
    options.runner.register(this.proof);
  }

  run(signal?: AbortSignal): Promise<MadeBackupView> {
    return this.#run(this.job, {}, signal);
  }

  verify(id?: string, signal?: AbortSignal): Promise<BackupProof> {
    return this.#run(this.proof, id === undefined ? {} : { id }, signal);
  }

  async proveNewest(signal?: AbortSignal): Promise<BackupProof | null> {
    const [newest] = await this.list(signal);
    return newest === undefined ? null : this.verify(undefined, signal);
  }

  list(signal: AbortSignal = never()): Promise<readonly BackupView[]> {
    return this.#within(async (root) => listBackups(await this.#store(root), signal));
  }

  async newestAgeMs(signal?: AbortSignal): Promise<number | null> {
    const newest = (await this.list(signal)).find(({ createdAt }) => createdAt !== null);
    return newest === undefined ? null : this.options.clock.now() - Date.parse(newest.createdAt ?? '');
  }

  async #run<Asked, Result>(job: Job<Asked, Result>, asked: Asked, signal?: AbortSignal): Promise<Result> {
    const { result, failure } = await this.options.runner.run(job, asked, signal);
    if (result === null) throw failure;
    return result;
  }

  async #make(context: JobContext): Promise<MadeBackupView> {
    const { ledger, workspace, inspect, clock, version = UNKNOWN_VERSION, settings } = this.options;
    const { backup } = await settings();
    const now = clock.now();
    const { signal } = context;
    return this.#within((root) =>
      this.#telling('copy', context, async () => {
        await this.#refuseSameDisk(root.location, backup.sameDisk);
        const store = await this.#store(root);
        const made = await makeBackup({
          ledger,
          workspace,
          store,
          inspect,
          program: version,
          now,
          signal,
          tell: (phase, done, total) => context.tell({ phase, done, total }),
        });
        context.tell({ phase: 'pruning', done: 0, total: null });
        const { backups: removed } = await prune(store, backup, now, signal);
        const { manifest } = made.sealed;
        const view = { id: manifest.id, files: manifest.files.length, bytes: sizeOf(manifest), written: made.written };
        ledger.journal.write('backup.made', manifest.id, { ...view, removed });
        return { ...view, removed };
      }),
    );
  }

  async #prove(id: string | null, context: JobContext): Promise<BackupProof> {
    const { workspace, inspect, clock, ledger } = this.options;
    const { signal } = context;
    return this.#within((root) =>
      this.#telling('proof', context, async () => {
        const reader = await backupReader({ root, workspace, signal, of: await ensureIdentity(workspace) });
        const sealed = await reader.find(id);
        const proof = await proveBackup(sealed, {
          store: reader.store,
          workspace,
          inspect,
          now: clock.now(),
          signal,
          tell: (done, total) => context.tell({ phase: null, done, total }),
        });
        ledger.journal.write('backup.proven', proof.id, { files: proof.files, bytes: proof.bytes });
        return proof;
      }),
    );
  }

  /** From here on it is on record, and what it fails with is told outside, but for a stop and for what was asked wrongly. */
  async #telling<Result>(what: 'copy' | 'proof', context: JobContext, work: () => Promise<Result>): Promise<Result> {
    const { onFailure, ledger } = this.options;
    context.begin(() => ({ subject: null }));
    try {
      return await work();
    } catch (error) {
      if (context.signal.aborted || isMaloteError(error, 'BACKUP_UNKNOWN')) throw error;
      const failure = asMaloteError(error);
      if (what === 'proof')
        ledger.journal.write('backup.unproven', String(failure.details['id'] ?? ''), { code: failure.code });
      onFailure(what, failure);
      throw error;
    }
  }

  /** @throws MaloteError BACKUP_SAME_DISK */
  async #refuseSameDisk(location: string, isAllowed: boolean): Promise<void> {
    const { workspace, disks, onWarning } = this.options;
    if ((await onSameDisk(workspace, location, disks)) !== true) return;
    if (!isAllowed) throw new MaloteError('BACKUP_SAME_DISK', { location });
    onWarning(new MaloteError('BACKUP_ON_SAME_DISK', { location }));
  }

  async #store(root: FileRoot): Promise<BackupStore> {
    return new BackupStore(root, await ensureIdentity(this.options.workspace));
  }

  /** @throws MaloteError BACKUP_NO_FOLDER */
  async #within<Result>(work: (root: FileRoot) => Promise<Result>): Promise<Result> {
    const { settings, workspace, openRoot, clock } = this.options;
    const { folder } = (await settings()).backup;
    if (folder === undefined) throw new MaloteError('BACKUP_NO_FOLDER');
    const root = openRoot({ id: 'backup', location: resolveFrom(workspace, folder), clock });
    try {
      return await work(root);
    } finally {
      await root.close();
    }
  }
}

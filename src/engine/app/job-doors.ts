import { isDeepStrictEqual } from 'node:util';
import type { JobAsked, JobKind } from '../../shared/jobs';
import type { AuditView } from '../../shared/ipc/audit';
import type { JobView } from '../../shared/ipc/jobs';
import type { LegacyImportView } from '../../shared/ipc/legacy';
import type { Correction, RecoveryView, WholeRecovery } from '../../shared/ipc/recovery';
import type { ScrubView } from '../../shared/ipc/shares';
import type { RunSummary } from '../../shared/views';
import type { BackupProof, MadeBackupView } from '../jobs/backup';
import type { RetentionView } from '../jobs/retention';
import type { JobRunner } from '../jobs/runner';

/** What each kind comes to. */
export interface JobResults {
  readonly run: RunSummary;
  readonly audit: AuditView;
  readonly recovery: RecoveryView;
  readonly 'whole-recovery': WholeRecovery;
  readonly correction: Correction;
  readonly 'legacy-import': LegacyImportView;
  readonly scrub: ScrubView | null;
  readonly backup: MadeBackupView;
  readonly 'backup-proof': BackupProof;
  readonly retention: RetentionView;
}

/** How each kind is begun. */
export type JobDoors = { readonly [Kind in JobKind]: (asked: JobAsked<Kind>) => Promise<JobResults[Kind]> };

/** Long works of every kind, in the same terms. */
export interface JobApi {
  /**
   * @returns `begun` is so once it is under way or has ended already, and rejects with what kept it from beginning; `ended` rejects with
   * what it failed by
   */
  start<Kind extends JobKind>(
    kind: Kind,
    asked: JobAsked<Kind>,
  ): {
    readonly begun: Promise<void>;
    readonly ended: Promise<JobResults[Kind]>;
    readonly hasBegun: () => boolean;
  };
  /** The end of the one at work that was begun by `start` for the same; null: there is none. */
  join<Kind extends JobKind>(kind: Kind, asked: JobAsked<Kind>): Promise<JobResults[Kind]> | null;
  /** Nothing happens where none of this kind is at work in this process. @throws MaloteError JOB_CANNOT_PAUSE */
  pause(kind: JobKind): void;
  resume(kind: JobKind): void;
  /** `after-step` lets what is in flight finish, where the kind can; `now` aborts it. Both leave a job that can be gone on with. */
  stop(kind: JobKind, how: 'now' | 'after-step'): void;
  /** At work in whatever process, and ended; newest first. @throws MaloteError LEDGER_* */
  list(limit: number): readonly JobView[];
}

export function jobApi(runner: JobRunner, doors: JobDoors): JobApi {
  const atWork = new Map<JobKind, { readonly asked: unknown; readonly ended: Promise<unknown> }>();
  return {
    start: (kind, asked) => {
      const begin = runner.whenBegun(kind);
      const isFirst = !runner.isHere(kind);
      const ended = doors[kind](asked).finally(() => {
        if (isFirst) atWork.delete(kind);
      });
      if (isFirst) atWork.set(kind, { asked: plain(asked), ended });
      const begun = Promise.race([begin.begun, ended.then(() => undefined)]).finally(() => begin.forget());
      // who looks at the end alone hears there what kept it from beginning
      begun.catch(() => undefined);
      return { begun, ended, hasBegun: () => begin.hasBegun() };
    },
    join: <Kind extends JobKind>(kind: Kind, asked: JobAsked<Kind>) => {
      const same = atWork.get(kind);
      if (same === undefined || !isDeepStrictEqual(same.asked, plain(asked))) return null;
      return same.ended as Promise<JobResults[Kind]>;
    },
    pause: (kind) => runner.pause(kind),
    resume: (kind) => runner.resume(kind),
    stop: (kind, how) => runner.stop(kind, how),
    list: (limit) => runner.list(limit),
  };
}

/** What was left out is as what is undefined. */
function plain(asked: object): object {
  return Object.fromEntries(Object.entries(asked).filter(([, value]) => value !== undefined));
}

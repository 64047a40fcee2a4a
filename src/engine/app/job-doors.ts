import type { JobAsked, JobKind } from '../../shared/jobs';
import type { JobView } from '../../shared/ipc/jobs';
import type { JobRunner } from '../jobs/runner';

/** How each kind is begun. What it comes to is in its own tables. */
export type JobDoors = { readonly [Kind in JobKind]: (asked: JobAsked<Kind>) => Promise<unknown> };

/** Long works of every kind, in the same terms. */
export interface JobApi {
  /**
   * @returns `begun` is so once it is under way or has ended already, and rejects with what kept it from beginning; `ended` rejects with
   * what it failed by
   */
  start<Kind extends JobKind>(
    kind: Kind,
    asked: JobAsked<Kind>,
  ): { readonly begun: Promise<void>; readonly ended: Promise<void>; readonly hasBegun: () => boolean };
  /** Nothing happens where none of this kind is at work in this process. @throws MaloteError JOB_CANNOT_PAUSE */
  pause(kind: JobKind): void;
  resume(kind: JobKind): void;
  /** `after-step` lets what is in flight finish, where the kind can; `now` aborts it. Both leave a job that can be gone on with. */
  stop(kind: JobKind, how: 'now' | 'after-step'): void;
  /** At work in whatever process, and ended; newest first. @throws MaloteError LEDGER_* */
  list(limit: number): readonly JobView[];
}

export function jobApi(runner: JobRunner, doors: JobDoors): JobApi {
  return {
    start: (kind, asked) => {
      const begin = runner.whenBegun(kind);
      const ended = doors[kind](asked).then(() => undefined);
      const begun = Promise.race([begin.begun, ended]).finally(() => begin.forget());
      // who looks at the end alone hears there what kept it from beginning
      begun.catch(() => undefined);
      return { begun, ended, hasBegun: () => begin.hasBegun() };
    },
    pause: (kind) => runner.pause(kind),
    resume: (kind) => runner.resume(kind),
    stop: (kind, how) => runner.stop(kind, how),
    list: (limit) => runner.list(limit),
  };
}

import { MaloteError } from '../../shared/errors';
import type { JobOutcome } from '../../shared/ipc/commands';
import type { ConsoleClient } from '../../shared/ipc/client';
import type { JobRequest } from '../../shared/ipc/jobs';
import { JOBS, type JobKind, type JobStart } from '../../shared/jobs';
import type { ScheduleRunView } from '../../shared/ipc/schedule';
import { SCHEDULED_WORK_ROWS, SCHEDULED_WORKS, type ScheduledWork } from '../../shared/schedule';
import { attachedMessages } from '../../shared/messages/pt-BR/terminal/attached';
import { isBusy, type Holder } from './holder';

export interface WorkOptions {
  readonly holder: Holder;
  readonly say: (text: string) => void;
}

/** Jobs that the holder does for a command: begun for it, or followed where somebody else has asked for the same. */
export class HoldersWork {
  /** At work for this command, by their kinds; what somebody else has begun is only followed, until it is left. */
  readonly #atWork = new Map<JobKind, { readonly isFollowed: boolean; readonly leave: () => void }>();

  constructor(private readonly options: WorkOptions) {}

  /** What this command follows and has not begun. */
  get followed(): JobKind | null {
    return [...this.#atWork].find(([, { isFollowed }]) => isFollowed)?.[0] ?? null;
  }

  isAtWork(kind: JobKind): boolean {
    return this.#atWork.has(kind);
  }

  /**
   * @param alone does the same in this process, once nobody holds the workspace any more; its result is the answer
   * @throws MaloteError what kept it from beginning, what it failed by; CLI_JOB_GOES_ON after a stop where it was only followed
   */
  async run<Kind extends JobKind, Value>(
    kind: Kind,
    asked: JobStart<Kind>,
    { read, alone, signal }: Reading<Value>,
  ): Promise<Value> {
    const job = { kind, ...asked } as unknown as JobRequest;
    const stop = (): void => this.stop(kind, 'now');
    signal?.addEventListener('abort', stop, { once: true });
    try {
      signal?.throwIfAborted();
      return await this.options.holder.ask(async (engine) => read(await this.#done(engine, job)), alone);
    } finally {
      signal?.removeEventListener('abort', stop);
      this.#atWork.delete(kind);
    }
  }

  /**
   * What a line of the schedule does. It is on record from the moment it was asked for: where the holder dies, whoever comes next does it.
   * @throws MaloteError SCHEDULE_UNKNOWN; CLI_JOB_GOES_ON where the holder has gone meanwhile
   */
  async scheduled(what: ScheduledWork, id: number, alone: () => Promise<ScheduleRunView>): Promise<ScheduleRunView> {
    const { job } = SCHEDULED_WORK_ROWS[what];
    if (job !== null) this.#atWork.set(job, { isFollowed: false, leave: () => undefined });
    let isAsked = false;
    try {
      return await this.options.holder.ask(
        (engine) => {
          if (isAsked) throw goesOn(what);
          isAsked = true;
          return engine.doSchedule({ id });
        },
        () => {
          if (isAsked) throw goesOn(what);
          return alone();
        },
      );
    } finally {
      if (job !== null) this.#atWork.delete(job);
    }
  }

  /** What this command has begun is stopped; what it follows goes on without it. */
  stop(kind: JobKind, how: 'now' | 'after-step'): void {
    const atWork = this.#atWork.get(kind);
    if (atWork?.isFollowed === true) atWork.leave();
    else if (atWork !== undefined) this.options.holder.tell((engine) => engine.stopJob({ kind, how }));
  }

  async #done(engine: ConsoleClient['engine'], job: JobRequest): Promise<JobOutcome> {
    for (;;) {
      this.#atWork.set(job.kind, { isFollowed: false, leave: () => undefined });
      try {
        const outcome = await engine.doJob({ job, join: false });
        if (outcome !== null) return outcome;
      } catch (error) {
        if (!isBusy(error) || !(await engine.isAtWork({ job }))) throw error;
      }
      const followed = await this.#follow(engine, job);
      // it had ended in between
      if (followed !== null) return followed;
    }
  }

  async #follow(engine: ConsoleClient['engine'], job: JobRequest): Promise<JobOutcome | null> {
    const { title } = JOBS[job.kind];
    this.options.say(attachedMessages.following(title));
    const left = new Promise<never>((_, reject) => {
      const leave = (): void => reject(new MaloteError('CLI_JOB_GOES_ON', { title }));
      this.#atWork.set(job.kind, { isFollowed: true, leave });
    });
    return Promise.race([engine.doJob({ job, join: true }), left]);
  }
}

function goesOn(what: ScheduledWork): MaloteError {
  return new MaloteError('CLI_JOB_GOES_ON', { title: SCHEDULED_WORKS[what].title });
}

export interface Reading<Value> {
  /** What a job has come to, as its ledger tells it. */
  readonly read: (outcome: JobOutcome) => Promise<Value> | Value;
  readonly alone: () => Promise<Value>;
  readonly signal?: AbortSignal | undefined;
}

import type { Engine } from '../../engine';
import { MaloteError } from '../../shared/errors';
import type { ConsoleClient } from '../../shared/ipc/client';
import type { JobOutcome } from '../../shared/ipc/commands';
import type { ConsoleState } from '../../shared/ipc/state';
import type { EngineEvent, RunSummary } from '../../shared/views';
import type { Holder } from './holder';
import { over } from './over';
import type { HoldersWork } from './work';

/**
 * An engine as commands know it, over another program that holds the workspace: jobs and what begins or changes something are done there, by
 * the contract; what is only read comes from the ledger, through the engine of this process, which works by itself only once nobody holds
 * the workspace any more.
 */
export function attachedEngine(local: Engine, holder: Holder, work: HoldersWork): Engine {
  const stop = (how: 'after-page' | 'now'): void => {
    work.stop('run', how === 'now' ? 'now' : 'after-step');
    local.stop(how);
  };
  const shown = <Value>(read: (state: ConsoleState) => Value, alone: () => Value): Value => {
    const { state } = holder;
    return state === null ? alone() : read(state);
  };
  return over(local, {
    ...servicesOf(local, holder, work),
    run: (options, signal) => {
      const { month, only, limit, close } = options;
      const asked = { month, only: only === undefined ? undefined : [...only], limit, close };
      return work.run('run', plain(asked), { read: wholeSummary, alone: () => local.run(options, signal), signal });
    },
    stop,
    deliver: (signal) =>
      holder.ask(
        (engine) => engine.deliver(),
        () => local.deliver(signal),
      ),
    subscribe: (listener) => {
      const stops = [local.subscribe(listener), holder.subscribe(eventsFor(listener, work))];
      return () => {
        for (const each of stops) each();
      };
    },
    shares: over(local.shares, {
      lines: () =>
        shown(
          ({ shares }) => shares,
          () => local.shares.lines(),
        ),
    }),
    jobs: over(local.jobs, {
      list: (limit) =>
        shown(
          ({ jobs }) => jobs.slice(0, limit),
          () => local.jobs.list(limit),
        ),
      stop: (kind, how) => {
        work.stop(kind, how);
        local.jobs.stop(kind, how);
      },
    }),
    get outbox() {
      return shown(
        ({ outbox }) => outbox,
        () => local.outbox,
      );
    },
    get spool() {
      return shown(
        ({ spool }) => spool,
        () => local.spool,
      );
    },
    close: async () => {
      holder.close();
      await local.close();
    },
  });
}

type Services = Pick<Engine, 'audits' | 'recovery' | 'wholeRecovery' | 'corrections' | 'backups' | 'schedule'>;

function servicesOf(local: Engine, holder: Holder, work: HoldersWork): Services {
  return {
    audits: attachedAudits(local, holder, work),
    ...attachedRecovery(local, holder, work),
    backups: over(local.backups, {
      run: (signal) =>
        work.run('backup', {}, { read: ({ made }) => given(made), alone: () => local.backups.run(signal), signal }),
      verify: (id, signal) =>
        work.run('backup-proof', plain({ id }), {
          read: ({ proof }) => given(proof),
          alone: () => local.backups.verify(id, signal),
          signal,
        }),
    }),
    schedule: attachedSchedule(local, holder, work),
  };
}

function attachedAudits({ audits }: Engine, holder: Holder, work: HoldersWork): Engine['audits'] {
  let error: JobOutcome['error'] = null;
  return over(audits, {
    get running() {
      return holder.state === null ? audits.running : holder.state.audit.running;
    },
    // why one failed is known to who has made it
    overview: async () => {
      const overview = await audits.overview();
      return { ...overview, error: overview.error ?? error };
    },
    run: (scope, how = {}, signal) =>
      work.run(
        'audit',
        { scope: { months: listed(scope.months), companies: listed(scope.companies) }, ...how },
        {
          read: (outcome) => {
            error = outcome.error;
            return audits.get(given(outcome.subject));
          },
          alone: () => audits.run(scope, how, signal),
          signal,
        },
      ),
  });
}

function attachedRecovery(
  { recovery, wholeRecovery, corrections }: Engine,
  holder: Holder,
  work: HoldersWork,
): Pick<Services, 'recovery' | 'wholeRecovery' | 'corrections'> {
  const correct = (correctionId: number, action: 'apply' | 'undo', items: readonly number[] | undefined) =>
    plain({ correctionId, action, items: items === undefined ? undefined : [...items] });
  const corrected = ({ subject }: JobOutcome) => corrections.get(given(subject));
  return {
    recovery: over(recovery, {
      current: () => (holder.state === null ? recovery.current() : holder.state.recovery),
      plan: (request) =>
        holder.ask(
          (engine) => engine.planRecovery(request),
          () => recovery.plan(request),
        ),
      execute: (recoveryId, options, signal) =>
        work.run('recovery', plain({ recoveryId, options }), {
          read: ({ subject, error }) => {
            const view = recovery.list(LISTED).find(({ id }) => id === subject);
            return { ...given(view ?? null), error };
          },
          alone: () => recovery.execute(recoveryId, options, signal),
          signal,
        }),
    }),
    wholeRecovery: over(wholeRecovery, {
      run: (request, signal) =>
        work.run('whole-recovery', request, {
          read: () => given(wholeRecovery.current()),
          alone: () => wholeRecovery.run(request, signal),
          signal,
        }),
    }),
    corrections: over(corrections, {
      propose: (auditId) =>
        holder.ask(
          (engine) => engine.proposeCorrections({ auditId }),
          () => corrections.propose(auditId),
        ),
      apply: (id, items, signal) =>
        work.run('correction', correct(id, 'apply', items), {
          read: corrected,
          alone: () => corrections.apply(id, items, signal),
          signal,
        }),
      undo: (id, signal) =>
        work.run('correction', correct(id, 'undo', undefined), {
          read: corrected,
          alone: () => corrections.undo(id, signal),
          signal,
        }),
    }),
  };
}

function attachedSchedule({ schedule }: Engine, holder: Holder, work: HoldersWork): Engine['schedule'] {
  const numbers = async (): Promise<number[]> => (await schedule.list()).map(({ id }) => id);
  /** The numbers of what a change has added; one that was made before its answer was lost is not made again. */
  const added = async (
    change: (engine: ConsoleClient['engine']) => Promise<void>,
    alone: () => Promise<readonly number[]>,
  ): Promise<readonly number[]> => {
    const before = await numbers();
    const fresh = async (): Promise<readonly number[]> => (await numbers()).filter((id) => !before.includes(id));
    return holder.ask(
      async (engine) => {
        if ((await fresh()).length === 0) await change(engine);
        return fresh();
      },
      async () => ((await fresh()).length === 0 ? alone() : fresh()),
    );
  };
  return over(schedule, {
    add: async (wanted) => {
      const [id] = await added(
        (engine) => engine.addSchedule(wanted),
        async () => [await schedule.add(wanted)],
      );
      return given(id ?? null);
    },
    addStandard: () =>
      added(
        (engine) => engine.addStandardSchedule(),
        () => schedule.addStandard(),
      ),
    setPaused: (id, paused) =>
      holder.ask(
        (engine) => engine.pauseSchedule({ id, paused }),
        () => schedule.setPaused(id, paused),
      ),
    remove: (id) =>
      holder.ask(
        (engine) => engine.removeSchedule({ id }),
        () => schedule.remove(id),
      ),
    runHere: async (id) => {
      const line = (await schedule.list()).find((each) => each.id === id);
      if (line === undefined) throw new MaloteError('SCHEDULE_UNKNOWN', { id });
      return work.scheduled(line.work, id, () => schedule.runHere(id));
    },
  });
}

/** Recoveries that are looked through for the one that has just ended. */
const LISTED = 100;

/** What the holder shows as the events of an engine: of a run those that this command waits for, and every notice. */
function eventsFor(
  listener: (event: EngineEvent) => void,
  work: HoldersWork,
): (state: ConsoleState, before: ConsoleState | null) => void {
  return (state, before) => {
    // a run of which nothing is known yet has no number
    if (work.isAtWork('run') && state.run !== null && state.run !== before?.run && state.run.runId !== 0)
      listener({ type: 'progress', progress: state.run });
    const told = new Set(before?.notices.map(({ id }) => id));
    const isSame = before !== null && before.epoch === state.epoch;
    for (const { id, level, text, code } of isSame ? state.notices : [])
      if (!told.has(id)) listener({ type: 'notice', level, text, code });
    listener({ type: 'watch' });
  };
}

function wholeSummary({ summary }: JobOutcome): RunSummary {
  return given(summary) as RunSummary;
}

function listed<Value>(values: readonly Value[] | null): Value[] | null {
  return values === null ? null : [...values];
}

/** What the kind of a job always leaves. @throws MaloteError IPC_BAD_ANSWER */
function given<Value>(value: Value | null): Value {
  if (value === null) throw new MaloteError('IPC_BAD_ANSWER', { request: 'doJob' });
  return value;
}

type Defined<Whole> = { [Name in keyof Whole]: Exclude<Whole[Name], undefined> };

/** Without what was left out. */
function plain<Whole extends object>(asked: Whole): Defined<Whole> {
  return Object.fromEntries(Object.entries(asked).filter(([, value]) => value !== undefined)) as Defined<Whole>;
}

import type { AskedJob, Engine } from '../engine';
import { MaloteError, asMaloteError } from '../shared/errors';
import type { JobRequest } from '../shared/ipc/jobs';
import type { JobAsked } from '../shared/jobs';
import type { Linked, RunPorts } from './ports';

type StartedShown = ReturnType<Engine['jobs']['start']>;

/**
 * Begins a job, or goes on with it.
 * @returns once it is under way, or has ended already; how it goes on and ends is in the deltas
 * @throws MaloteError what kept it from beginning; what it fails by later becomes a notice
 */
export async function startJob(host: RunPorts & Linked, request: JobRequest): Promise<void> {
  const { engine } = await host.workspace();
  switch (request.kind) {
    case 'run':
      return startRun(host, request.month, request.only ?? null);
    case 'legacy-import': {
      const from = await host.link.ask('pickedPath', { id: request.pathId, what: 'legacy' });
      if (from === null) throw new MaloteError('SHELL_PLACE_UNKNOWN');
      return begin(host, engine, 'legacy-import', { from, dryRun: request.dryRun });
    }
    default: {
      const { kind, ...asked } = request;
      return begin(host, engine, kind, asked);
    }
  }
}

async function begin(host: RunPorts, engine: Engine, kind: JobRequest['kind'], asked: JobAsked): Promise<void> {
  const { begun, ended, hasBegun } = shown(host, engine, kind, asked);
  host.inBackground(
    ended.catch((error: unknown) => {
      if (hasBegun()) throw error;
    }),
  );
  await begun;
}

/** Begins a job of which who closes the window is told, and whose end is looked at. */
function shown(host: RunPorts, engine: Engine, kind: JobRequest['kind'], asked: JobAsked): StartedShown {
  const done = host.atWork(null);
  const started = engine.jobs.start(kind, asked);
  const ended = started.ended.finally(() => {
    done();
    host.console.refresh();
  });
  return { ...started, ended };
}

/** What is scheduled shows like what a person has begun. How it ends the schedule says. */
export function startScheduled(host: RunPorts, engine: Engine, job: AskedJob): StartedShown {
  return job.kind === 'run' ? shownRun(host, engine, job.asked) : shown(host, engine, job.kind, job.asked);
}

/**
 * Starts, or goes on with, the run of a month: the console shows it from the first moment, before the engine can tell of it.
 * @throws MaloteError SHELL_RUN_UNDER_WAY, and what kept the run from beginning
 */
export async function startRun(host: RunPorts, month: string, only: readonly string[] | null): Promise<void> {
  const { engine } = await host.workspace();
  if (host.console.running) throw new MaloteError('SHELL_RUN_UNDER_WAY');
  const { begun, ended, hasBegun } = shownRun(host, engine, { month, ...(only === null ? {} : { only: [...only] }) });
  const told = ended.catch((error: unknown) => {
    if (!hasBegun()) throw error;
    const { message, action, code } = asMaloteError(error);
    host.log.error(`the run ended by an error: ${message}`);
    host.console.notice('error', `${message} ${action}`, code);
  });
  // who is refused sees no run any more
  await begun.catch(() => told);
}

/** Begins a run that the console shows from its first moment to its last. */
function shownRun(host: RunPorts, engine: Engine, asked: JobAsked<'run'>): StartedShown {
  const { month, only = null } = asked;
  host.console.runStarting(month, only);
  const done = host.atWork(month);
  const started = engine.jobs.start('run', asked);
  const ended = started.ended.finally(() => {
    host.console.runEnded();
    done();
  });
  return { ...started, ended };
}

import type { AskedJob, Engine } from '../engine';
import { MaloteError, asMaloteError } from '../shared/errors';
import type { JobRequest } from '../shared/ipc/jobs';
import type { JobAsked, JobKind } from '../shared/jobs';
import type { Linked, RunPorts } from './ports';

type StartedShown<Kind extends JobKind = JobKind> = ReturnType<typeof startOf<Kind>>;

/**
 * Begins a job, or goes on with it.
 * @returns once it is under way, or has ended already; how it goes on and ends is in the deltas
 * @throws MaloteError what kept it from beginning; what it fails by later becomes a notice
 */
export async function startJob(host: RunPorts & Linked, request: JobRequest): Promise<void> {
  const { engine } = await host.workspace();
  if (request.kind === 'run') return startRun(host, request);
  return begin(host, engine, request.kind, await askedOf(host, request));
}

/** What the engine is asked: of a page's id the path that was picked under it. @throws MaloteError SHELL_PLACE_UNKNOWN */
export async function askedOf(host: Linked, request: JobRequest): Promise<JobAsked> {
  const { kind, ...asked } = request;
  if (kind !== 'legacy-import') return asked as JobAsked;
  const { pathId, dryRun } = request;
  const from = await host.link.ask('pickedPath', { id: pathId, what: 'legacy' });
  if (from === null) throw new MaloteError('SHELL_PLACE_UNKNOWN');
  return { from, dryRun };
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

function startOf<Kind extends JobKind>(engine: Engine, kind: Kind, asked: JobAsked<Kind>) {
  return engine.jobs.start(kind, asked);
}

/** Begins a job of which who closes the window is told, and whose end is looked at. */
function shown<Kind extends JobKind>(
  host: RunPorts,
  engine: Engine,
  kind: Kind,
  asked: JobAsked<Kind>,
): StartedShown<Kind> {
  const done = host.atWork(null);
  const started = startOf(engine, kind, asked);
  const ended = started.ended.finally(() => {
    done();
    host.console.refresh();
  });
  return { ...started, ended };
}

/** Begins a job of whatever kind so that the console shows it. How it ends is for the caller to say. */
export function startShown<Kind extends JobKind>(
  host: RunPorts,
  engine: Engine,
  kind: Kind,
  asked: JobAsked<Kind>,
): StartedShown<Kind> {
  if (kind !== 'run') return shown(host, engine, kind, asked);
  return shownRun(host, engine, asked as JobAsked<'run'>) as unknown as StartedShown<Kind>;
}

/** What is scheduled shows like what a person has begun. How it ends the schedule says. */
export function startScheduled(host: RunPorts, engine: Engine, job: AskedJob): StartedShown {
  return startShown(host, engine, job.kind, job.asked);
}

/**
 * Starts, or goes on with, the run of a month: the console shows it from the first moment, before the engine can tell of it.
 * @throws MaloteError SHELL_RUN_UNDER_WAY, and what kept the run from beginning
 */
export async function startRun(host: RunPorts, { month, only, limit, close }: JobAsked<'run'>): Promise<void> {
  const { engine } = await host.workspace();
  if (host.console.running) throw new MaloteError('SHELL_RUN_UNDER_WAY');
  const { begun, ended, hasBegun } = shownRun(host, engine, {
    month,
    ...(only === undefined ? {} : { only: [...only] }),
    ...(limit === undefined ? {} : { limit }),
    ...(close === undefined ? {} : { close }),
  });
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
function shownRun(host: RunPorts, engine: Engine, asked: JobAsked<'run'>): StartedShown<'run'> {
  const { month, only = null } = asked;
  host.console.runStarting(month, only);
  const done = host.atWork(month);
  const started = startOf(engine, 'run', asked);
  const ended = started.ended.finally(() => {
    host.console.runEnded();
    done();
  });
  return { ...started, ended };
}

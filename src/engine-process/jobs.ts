import type { Engine } from '../engine';
import { MaloteError, asMaloteError } from '../shared/errors';
import type { JobRequest } from '../shared/ipc/jobs';
import type { JobAsked } from '../shared/jobs';
import type { Linked, RunPorts } from './ports';

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
  // who closes the window is told that something is under way
  const done = host.atWork(null);
  const { begun, ended, hasBegun } = engine.jobs.start(kind, asked);
  host.inBackground(
    ended
      .catch((error: unknown) => {
        if (hasBegun()) throw error;
      })
      .finally(() => {
        done();
        host.console.refresh();
      }),
  );
  await begun;
}

/**
 * Starts, or goes on with, the run of a month: the console shows it from the first moment, before the engine can tell of it.
 * @throws MaloteError SHELL_RUN_UNDER_WAY, and what kept the run from beginning
 */
export async function startRun(host: RunPorts, month: string, only: readonly string[] | null): Promise<void> {
  const { engine } = await host.workspace();
  if (host.console.running) throw new MaloteError('SHELL_RUN_UNDER_WAY');
  host.console.runStarting(month, only);
  const done = host.atWork(month);
  const { begun, ended, hasBegun } = engine.jobs.start('run', { month, ...(only === null ? {} : { only: [...only] }) });
  const told = ended
    .catch((error: unknown) => {
      if (!hasBegun()) throw error;
      const { message, action, code } = asMaloteError(error);
      host.log.error(`the run ended by an error: ${message}`);
      host.console.notice('error', `${message} ${action}`, code);
    })
    .finally(() => {
      host.console.runEnded();
      done();
    });
  // who is refused sees no run any more
  await begun.catch(() => told);
}

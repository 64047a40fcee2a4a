import type { Handlers } from '../shared/ipc/contract';
import type { jobRequests } from '../shared/ipc/jobs';
import type { scheduleRequests } from '../shared/ipc/schedule';
import { startJob } from './jobs';
import type { HostPorts } from './ports';

type JobHandlers = Pick<Handlers<'engine'>, keyof typeof jobRequests | keyof typeof scheduleRequests>;

/** Long works of every kind and when they are done, over one host. What is asked of a run shows at once, before the engine's next word. */
export function createJobHandlers(host: HostPorts): JobHandlers {
  const schedule = async () => (await host.workspace()).engine.schedule;
  const jobs = async () => (await host.workspace()).engine.jobs;
  return {
    startJob: (request) => startJob(host, request),
    pauseJob: async ({ kind }) => {
      (await jobs()).pause(kind);
      if (kind === 'run') host.console.runPaused(true);
    },
    resumeJob: async ({ kind }) => {
      (await jobs()).resume(kind);
      if (kind === 'run') host.console.runPaused(false);
    },
    stopJob: async ({ kind, how }) => {
      (await jobs()).stop(kind, how);
      if (kind === 'run') host.console.runStopping(how === 'now' ? 'now' : 'after-page');
    },
    jobs: async ({ limit }) => [...(await jobs()).list(limit)],
    jobItems: async ({ kind, subject, after, limit }) => {
      const { recovery, corrections } = (await host.workspace()).engine;
      return kind === 'recovery'
        ? { kind, ...recovery.items(subject, after, limit) }
        : { kind, ...corrections.items(subject, after, limit) };
    },
    addSchedule: async (wanted) => {
      await (await schedule()).add(wanted);
    },
    addStandardSchedule: async () => {
      await (await schedule()).addStandard();
    },
    pauseSchedule: async ({ id, paused }) => (await schedule()).setPaused(id, paused),
    removeSchedule: async ({ id }) => (await schedule()).remove(id),
    runScheduleNow: async ({ id }) => {
      (await schedule()).runNow(id);
    },
  };
}

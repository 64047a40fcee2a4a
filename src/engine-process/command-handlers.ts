import type { Engine, JobResults } from '../engine';
import type { commandRequests, JobOutcome } from '../shared/ipc/commands';
import type { Handlers } from '../shared/ipc/contract';
import type { JobRequest } from '../shared/ipc/jobs';
import type { JobKind } from '../shared/jobs';
import { askedOf, startShown } from './jobs';
import type { HostPorts } from './ports';

type CommandHandlers = Pick<Handlers<'engine'>, keyof typeof commandRequests>;

/** What commands and attached windows ask, over one host: answered at the end of the work. */
export function createCommandHandlers(host: HostPorts): CommandHandlers {
  return {
    doJob: ({ job, join }) => doJob(host, job, join),
    isAtWork: async ({ job }) => {
      const { engine } = await host.workspace();
      return engine.jobs.join(job.kind, await askedOf(host, job)) !== null;
    },
    doSchedule: async ({ id }) => (await host.workspace()).engine.schedule.runHere(id),
    deliver: async () => {
      const view = await (await host.workspace()).engine.deliver();
      return { ...view, waitingFor: [...view.waitingFor] };
    },
    settingsChanged: () => host.settingsChanged(),
    desktopShown: ({ id, error }) => {
      host.desktop.shown(id, error);
    },
  };
}

/** @throws MaloteError what kept it from beginning, and what it failed by */
async function doJob(host: HostPorts, request: JobRequest, join: boolean): Promise<JobOutcome | null> {
  const { engine } = await host.workspace();
  const { kind } = request;
  const asked = await askedOf(host, request);
  const same = join ? engine.jobs.join(kind, asked) : null;
  if (same === null && join) return null;
  // the one that is shown is at work: it is refused by its lock, and nothing else is shown
  const isShown = kind === 'run' && host.console.running;
  const start = () => (isShown ? engine.jobs.start(kind, asked) : startShown(host, engine, kind, asked));
  return outcomeOf(engine, kind, await (same ?? start().ended));
}

type Told = Partial<Omit<JobOutcome, 'kind'>>;

/** What each kind leaves elsewhere than in its own tables. */
const TOLD: { readonly [Kind in JobKind]: (result: JobResults[Kind]) => Told } = {
  run: (summary) => ({ subject: summary.run.id, error: summary.error, summary }),
  audit: ({ id }) => ({ subject: id }),
  recovery: ({ id, error }) => ({ subject: id, error }),
  'whole-recovery': ({ id, error }) => ({ subject: id, error }),
  correction: ({ id }) => ({ subject: id }),
  'legacy-import': () => ({}),
  scrub: () => ({}),
  backup: (made) => ({ made: { ...made, removed: [...made.removed] } }),
  'backup-proof': (proof) => ({ proof: { ...proof, counts: { ...proof.counts } } }),
  retention: () => ({}),
};

async function outcomeOf<Kind extends JobKind>(
  engine: Pick<Engine, 'audits'>,
  kind: Kind,
  result: JobResults[Kind],
): Promise<JobOutcome> {
  const told = TOLD[kind](result);
  // why an audit failed stands in no table
  const error = kind === 'audit' ? (await engine.audits.overview()).error : null;
  return { kind, subject: null, summary: null, made: null, proof: null, error, ...told };
}

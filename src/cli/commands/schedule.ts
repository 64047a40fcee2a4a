import type { Engine } from '../../engine';
import { MaloteError } from '../../shared/errors';
import { SCHEDULE_RUN_WORDS } from '../../shared/messages/pt-BR/schedule';
import { scheduleTerminalMessages as words } from '../../shared/messages/pt-BR/terminal/schedule';
import { valueNames } from '../../shared/messages/pt-BR/terminal/commands';
import { usageReasons } from '../../shared/messages/pt-BR/terminal/usage';
import { JOB_KINDS } from '../../shared/jobs';
import {
  SCHEDULED_WORKS,
  scheduleRuleSchema,
  type ScheduledWork,
  type ScheduleRule,
  type ScheduleRunState,
} from '../../shared/schedule';
import { writeJson, type CommandResult, type CommonOptions, type Context } from '../context';
import { EXIT, type ExitCode } from '../exit-codes';
import { columnsOf, writeLines } from '../host';
import { liveEngine } from '../live-engine';
import { cancellable, withSession, type Session } from '../session';
import { renderSchedule } from '../text/schedule';
import { resolveWorkspace } from '../workspace';

export interface AddScheduleOptions extends CommonOptions {
  readonly at?: string;
  readonly days?: string;
  readonly cron?: string;
  readonly limit?: number;
  readonly standard?: boolean;
}

type Work<Result> = (session: Session, context: Context) => Promise<Result>;

function withEngine<Result>(context: Context, options: CommonOptions, work: Work<Result>): Promise<Result> {
  const workspace = resolveWorkspace(options.workspace, context.host);
  return withSession(context, { workspace }, (session) => work(session, context), { attaches: true });
}

/** `malote schedule`: what is done at times. */
export async function listSchedule(context: Context, options: CommonOptions): CommandResult {
  return withEngine(context, options, ({ engine }) => show(context, engine, options, []));
}

/** `malote schedule add`: one line, or the office's standard. @throws MaloteError SCHEDULE_* */
export async function addSchedule(
  context: Context,
  work: ScheduledWork | undefined,
  options: AddScheduleOptions,
): CommandResult {
  if (work === undefined && options.standard !== true) {
    throw new MaloteError('CLI_USAGE', { reason: usageReasons.argumentMissing(valueNames.work) });
  }
  return withEngine(context, options, async ({ engine: { schedule }, engine }) => {
    const added =
      work === undefined
        ? await schedule.addStandard()
        : [
            await schedule.add({
              work,
              rule: ruleOf(work, options),
              ...(options.limit === undefined ? {} : { limit: options.limit }),
            }),
          ];
    return show(context, engine, options, [added.length === 0 ? words.nothingToAdd : words.added(added.length)]);
  });
}

/** @throws MaloteError SCHEDULE_UNKNOWN */
export async function pauseSchedule(
  context: Context,
  id: number,
  paused: boolean,
  options: CommonOptions,
): CommandResult {
  return withEngine(context, options, async ({ engine }) => {
    await engine.schedule.setPaused(id, paused);
    return show(context, engine, options, [paused ? words.paused(id) : words.resumed(id)]);
  });
}

/** @throws MaloteError SCHEDULE_UNKNOWN */
export async function removeSchedule(context: Context, id: number, options: CommonOptions): CommandResult {
  return withEngine(context, options, async ({ engine }) => {
    await engine.schedule.remove(id);
    return show(context, engine, options, [words.removed(id)]);
  });
}

/** `malote schedule run-now`: what a line does, in this process, or in the one that holds the workspace. @throws MaloteError SCHEDULE_UNKNOWN */
export async function runScheduleNow(context: Context, id: number, options: CommonOptions): CommandResult {
  const { host } = context;
  const live = await liveEngine(context, resolveWorkspace(options.workspace, host));
  const work = ({ engine, reporter }: Session): CommandResult => {
    const runNow = async (signal: AbortSignal): CommandResult => {
      signal.addEventListener('abort', () => {
        for (const kind of JOB_KINDS) engine.jobs.stop(kind, 'now');
      });
      const run = await engine.schedule.runHere(id);
      const { work } = (await engine.schedule.list()).find((line) => line.id === id) ?? { work: null };
      const said = work === null ? '' : words.ended(SCHEDULED_WORKS[work].title, SCHEDULE_RUN_WORDS[run.state]);
      const why = run.error === null ? [] : [`${run.error.message} ${run.error.action}`];
      if (options.json === true) writeJson(host, { run });
      else writeLines(host.stdout, run.state === 'waiting' ? [words.waiting] : [said, ...why]);
      return EXIT_OF[run.state];
    };
    return cancellable(context, reporter, runNow);
  };
  return withSession(context, live.options, work, { attaches: true });
}

const EXIT_OF: Readonly<Record<ScheduleRunState, ExitCode>> = {
  complete: EXIT.complete,
  waiting: EXIT.busy,
  running: EXIT.busy,
  stopped: EXIT.stopped,
  failed: EXIT.gaps,
  interrupted: EXIT.gaps,
  'passed-over': EXIT.gaps,
};

async function show(
  { host }: Context,
  { schedule }: Pick<Engine, 'schedule'>,
  { json }: CommonOptions,
  said: readonly string[],
): CommandResult {
  const lines = await schedule.list();
  if (json === true) writeJson(host, { schedule: lines });
  else writeLines(host.stdout, [...said, ...renderSchedule(lines, columnsOf(host.stdout))]);
  return EXIT.complete;
}

const WEEKDAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];

/** What is not said is as in the office's standard. @throws MaloteError SCHEDULE_BAD_RULE */
export function ruleOf(work: ScheduledWork, { at, days, cron }: AddScheduleOptions): ScheduleRule {
  const { standard } = SCHEDULED_WORKS[work];
  const given =
    cron === undefined ? { ...(days === undefined ? standard : daysOf(days)), at: at ?? standard.at } : null;
  const read = scheduleRuleSchema.safeParse(given ?? { days: 'cron', pattern: cron });
  if (!read.success)
    throw new MaloteError('SCHEDULE_BAD_RULE', { pattern: cron ?? [days, at].filter(Boolean).join(' ') });
  return read.data;
}

function daysOf(text: string): object {
  const days = text.trim().toLowerCase();
  if (days === 'daily') return { days: 'every' };
  if (days === 'business') return { days };
  const [, nth] = /^business:(\d+)$/.exec(days) ?? [];
  if (nth !== undefined) return { days: 'nth-business', nth: Number(nth) };
  if (/^\d+$/.test(days)) return { days: 'monthly', day: Number(days) };
  const on = days.split(',').map((day) => WEEKDAYS.indexOf(day.trim()));
  return { days: 'weekly', on: [...new Set(on)].sort((one, other) => one - other) };
}

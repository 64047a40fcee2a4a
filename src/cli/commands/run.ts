import type { CommandResult, CommonOptions, Context } from '../context';
import { liveEngine } from '../live-engine';
import { placesOf, runMonth, showEvidence } from '../month-run';
import { withSession } from '../session';
import { defaultMonth } from '../values';
import { resolveWorkspace } from '../workspace';

export interface RunCommandOptions extends CommonOptions {
  readonly month?: string;
  readonly company?: readonly string[];
  readonly limit?: number;
  readonly close?: boolean;
}

/** `malote run`: brings, files and delivers a month, and proves it. */
export async function run(context: Context, options: RunCommandOptions): CommandResult {
  const workspace = resolveWorkspace(options.workspace, context.host);
  const month = options.month ?? defaultMonth(context.host.now());
  const live = await liveEngine(context, workspace);
  const only = options.company === undefined ? {} : { only: options.company };
  const close = options.close === true ? { close: true } : {};
  const ended = await withSession(
    context,
    live.options,
    (session) => runMonth(context, session, { month, ...only, ...close, limit: options.limit }),
    { attaches: true },
  );
  return showEvidence(context, ended, { json: options.json === true, places: placesOf(workspace, live.settings) });
}

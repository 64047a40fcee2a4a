import type { Engine } from '../../engine';
import type { Correction, CorrectionItem } from '../../shared/ipc/recovery';
import { writeJson, type CommandResult, type CommonOptions, type Context } from '../context';
import { EXIT, type ExitCode } from '../exit-codes';
import { columnsOf, writeLines, type Host } from '../host';
import { liveEngine } from '../live-engine';
import { cancellable, withSession } from '../session';
import { renderCorrection, renderCorrections } from '../text/corrections';
import { resolveWorkspace } from '../workspace';
import { latestAudit } from './recover';

export interface CorrectionsCommandOptions extends CommonOptions {
  readonly propose?: boolean;
  readonly audit?: number;
  readonly show?: number;
  readonly apply?: number;
  readonly undo?: number;
  readonly drop?: number;
  readonly list?: boolean;
}

/** The part of the engine that this command needs. */
export type CorrectingEngine = Pick<Engine, 'corrections' | 'audits'>;

const LIST = 30;
const PAGE = 1_000;
/** More than a person reads, and than one line of JSON should be. */
const ITEMS_AT_MOST = 5_000;

/** `malote corrections`: proposes, shows, applies, undoes and drops retroactive corrections. */
export async function corrections(context: Context, options: CorrectionsCommandOptions): CommandResult {
  const workspace = resolveWorkspace(options.workspace, context.host);
  const live = await liveEngine(context, workspace);
  return withSession(
    context,
    live.options,
    ({ engine, reporter, isFollowing }) =>
      cancellable(context, reporter, (signal) => runCorrections(context.host, engine, options, signal), isFollowing),
    { attaches: true },
  );
}

/** What the command does with an open engine. */
export async function runCorrections(
  host: Host,
  engine: CorrectingEngine,
  options: CorrectionsCommandOptions,
  signal: AbortSignal,
): CommandResult {
  const { corrections: service } = engine;
  const correction = await chosen(engine, options, signal);
  if (correction === null) return showList(host, service.list(LIST), options);
  const items = itemsOf(engine, correction.id);
  if (options.json === true) writeJson(host, { correction, items });
  else writeLines(host.stdout, renderCorrection(correction, items));
  return correction.items.failed > 0 || isHalfUndone(correction, options) ? EXIT.gaps : EXIT.complete;
}

async function chosen(
  engine: CorrectingEngine,
  { propose, audit, show, apply, undo, drop }: CorrectionsCommandOptions,
  signal: AbortSignal,
): Promise<Correction | null> {
  const { corrections: service } = engine;
  const proposed = propose === true ? await service.propose(audit ?? (await latestAudit(engine))) : null;
  if (apply !== undefined) return service.apply(apply, undefined, signal);
  if (undo !== undefined) return service.undo(undo, signal);
  if (drop !== undefined) return service.drop(drop);
  return proposed ?? (show === undefined ? null : service.get(show));
}

function itemsOf({ corrections: service }: CorrectingEngine, id: number): CorrectionItem[] {
  const items: CorrectionItem[] = [];
  for (let after: number | null = 0; after !== null && items.length < ITEMS_AT_MOST;) {
    const page = service.items(id, after, PAGE);
    items.push(...page.lines);
    after = page.next;
  }
  return items;
}

function isHalfUndone({ items }: Correction, { undo }: CorrectionsCommandOptions): boolean {
  return undo !== undefined && items.applied > 0;
}

function showList(host: Host, list: readonly Correction[], { json }: CorrectionsCommandOptions): ExitCode {
  if (json === true) writeJson(host, { corrections: list });
  else writeLines(host.stdout, renderCorrections(list, columnsOf(host.stdout)));
  return EXIT.complete;
}

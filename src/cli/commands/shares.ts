import type { Engine } from '../../engine';
import type { ShareLine, ShareRoot, ShareState } from '../../shared/ipc/shares';
import { sessionMessages } from '../../shared/messages/pt-BR/terminal/session';
import { writeJson, type CommandResult, type CommonOptions, type Context } from '../context';
import { EXIT, type ExitCode } from '../exit-codes';
import { columnsOf, writeLines, type Host } from '../host';
import { withSession } from '../session';
import { untilStopSignal } from '../stop-signals';
import { spoolLines } from '../text/delivery';
import { renderShares, shareChangeLine } from '../text/shares';
import { styleFor } from '../text/style';
import { wrap } from '../text/width';
import { resolveWorkspace } from '../workspace';

export interface SharesCommandOptions extends CommonOptions {
  readonly watch?: boolean;
}

/** The part of the engine that this command needs. */
export type WatchedEngine = Pick<Engine, 'shares' | 'watch' | 'subscribe'> & {
  readonly live: Pick<Engine['live'], 'spooled'>;
};

/** `malote shares`: looks at every configured root now; with `--watch` goes on looking until a signal ends it. */
export async function shares(context: Context, options: SharesCommandOptions): CommandResult {
  const workspace = resolveWorkspace(options.workspace, context.host);
  return withSession(context, { workspace }, ({ engine }) => showShares(context.host, engine, options));
}

/** What the command does with an open engine. */
export async function showShares(host: Host, engine: WatchedEngine, options: SharesCommandOptions): CommandResult {
  const stopped = untilStopSignal(host).then(() => 'stopped' as const);
  if (options.watch === true) await engine.watch();
  if ((await Promise.race([engine.shares.check(), stopped])) === 'stopped') return EXIT.stopped;
  const lines = engine.shares.lines();
  if (options.json !== true) show(host, lines, spoolLines(engine.live.spooled()));
  else if (options.watch !== true) writeJson(host, { shares: lines });
  if (options.watch === true) await tellChanges(host, engine, options.json === true, stopped);
  return exitCodeOfShares(engine.shares.lines());
}

function show(host: Host, lines: readonly ShareLine[], below: readonly string[]): void {
  const columns = columnsOf(host.stdout);
  const waiting = below.flatMap((text) => ['', ...wrap(text, columns)]);
  writeLines(host.stdout, [...renderShares(lines, { style: styleFor(host.stdout, host.env), columns }), ...waiting]);
}

/** A line for every change; as JSON, the state that each root has at the beginning is its first change. */
async function tellChanges(host: Host, engine: WatchedEngine, json: boolean, until: Promise<unknown>): Promise<void> {
  const style = styleFor(host.stdout, host.env);
  const told = new Map<ShareRoot, ShareState>(
    json ? [] : engine.shares.lines().map(({ root, state }) => [root, state]),
  );
  const tell = (): void => {
    for (const line of engine.shares.lines()) {
      if (line.state === 'unknown' || told.get(line.root) === line.state) continue;
      if (json) writeJson(host, { from: told.get(line.root) ?? 'unknown', ...line });
      else writeLines(host.stdout, [shareChangeLine(line, style)]);
      told.set(line.root, line.state);
    }
  };
  tell();
  const unsubscribe = engine.subscribe(({ type }) => {
    if (type === 'watch') tell();
  });
  if (!json) writeLines(host.stderr, [sessionMessages.watching]);
  await until;
  unsubscribe();
}

/** A root out of reach weighs more than one that works with difficulty. */
export function exitCodeOfShares(lines: readonly Pick<ShareLine, 'state'>[]): ExitCode {
  if (lines.some(({ state }) => state !== 'ok' && state !== 'degraded')) return EXIT.storage;
  return lines.some(({ state }) => state === 'degraded') ? EXIT.gaps : EXIT.complete;
}

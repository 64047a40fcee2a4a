import { openLocalRoot } from '../../engine';
import { ServedDesktop, ServedEngine, takeSeat, type Attachment, type Holding } from '../../engine-process';
import type { Peer, Port } from '../../engine-link';
import { attachedMessages } from '../../shared/messages/pt-BR/terminal/attached';
import { scheduleTerminalMessages as words } from '../../shared/messages/pt-BR/terminal/schedule';
import { writeJson, type CommandResult, type CommonOptions, type Context } from '../context';
import { EXIT } from '../exit-codes';
import { liveEngine } from '../live-engine';
import { openLog, type Log } from '../log';
import { createReporter } from '../reporter';
import { alertSecrets } from '../secrets';
import { withSession, type Session } from '../session';
import { untilStopSignal } from '../stop-signals';
import { resolveWorkspace } from '../workspace';

type Live = Awaited<ReturnType<typeof liveEngine>>;

/**
 * `malote service run`: holds the workspace, watches and does what is scheduled, without a window, until a signal ends it. While somebody else
 * holds it, waits to take his place.
 */
export async function runService(context: Context, options: CommonOptions): CommandResult {
  const { host } = context;
  const live = await liveEngine(context, resolveWorkspace(options.workspace, host));
  const { workspace } = live.options;
  const log = openLog(workspace, (text) => context.redactor.redact(text));
  const stopped = untilStopSignal(host);
  for (;;) {
    const callers = new Callers();
    const seat = await takeSeat({
      workspace,
      version: host.version,
      role: 'service',
      onConnection: (port, peer) => callers.called(port, peer),
      log: (text) => log.warning(text),
    });
    if (seat.holds) return hold(context, { live, options, seat, callers, log, stopped });
    if ((await waitForSeat(context, seat, options, stopped)) === 'stopped') return EXIT.complete;
  }
}

/** Who calls before the engine is open waits until it is. */
class Callers {
  #serve: ((port: Port, peer: Peer) => void) | null = null;
  #early: (readonly [Port, Peer])[] = [];

  called(port: Port, peer: Peer): void {
    if (this.#serve === null) this.#early.push([port, peer]);
    else this.#serve(port, peer);
  }

  serve(by: (port: Port, peer: Peer) => void): void {
    this.#serve = by;
    for (const [port, peer] of this.#early) by(port, peer);
    this.#early = [];
  }
}

interface Held {
  readonly live: Live;
  readonly options: CommonOptions;
  readonly seat: Holding;
  readonly callers: Callers;
  readonly log: Log;
  readonly stopped: Promise<void>;
}

async function hold(context: Context, held: Held): CommandResult {
  const { live, seat } = held;
  const desktop = new ServedDesktop();
  try {
    return await withSession(context, { ...live.options, desktop: desktop.channel }, (session) =>
      serve(context, held, desktop, session),
    );
  } finally {
    await seat.close();
  }
}

async function serve(
  { host, alertSecrets: secrets }: Context,
  { live, options, seat, callers, log, stopped }: Held,
  desktop: ServedDesktop,
  { engine, reporter }: Session,
): CommandResult {
  const { workspace: folder, stateFolder = folder, credentials } = live.options;
  const served = new ServedEngine({
    engine,
    place: { folder, stateFolder, demonstration: null, credentials },
    version: host.version,
    reader: host.reader,
    openRoot: host.openRoot ?? openLocalRoot,
    secrets: alertSecrets(secrets),
    log,
    desktop,
  });
  try {
    await engine.watch();
    callers.serve((port, peer) => served.connect(port, peer));
    const lines = await engine.schedule.list();
    if (options.json === true) writeJson(host, { schedule: lines });
    else reporter.say(words.watching(lines.length));
    await stopped;
    return EXIT.complete;
  } finally {
    // who is attached goes on elsewhere with what he has begun, before it is stopped here
    await seat.close();
    served.close();
  }
}

/** @returns why the waiting is over */
async function waitForSeat(
  { host }: Context,
  { line, holder }: Attachment,
  { json }: CommonOptions,
  stopped: Promise<void>,
): Promise<'stopped' | 'free'> {
  const by = holder.role === 'window' ? 'window' : 'service';
  if (json === true) writeJson(host, { heldBy: by });
  else createReporter(host).say(attachedMessages.waitsForHolder[by]);
  const over = await Promise.race([stopped.then(() => 'stopped' as const), line.gone.then(() => 'free' as const)]);
  line.close();
  return over;
}

import { mkdir } from 'node:fs/promises';
import { fileReason, ledgerFile, openEngine, tellDamageOf, type Engine, type EngineChoice } from '../engine';
import { isLedgerLoss, isMaloteError, MaloteError } from '../shared/errors';
import type { EngineEvent } from '../shared/views';
import { sessionMessages } from '../shared/messages/pt-BR/terminal/session';
import { attachedMessages } from '../shared/messages/pt-BR/terminal/attached';
import { attachedEngine } from './attached/engine';
import { Holder } from './attached/holder';
import { HoldersWork } from './attached/work';
import type { Context } from './context';
import { asMaloteError } from './failure';
import { logEvents, openLog } from './log';
import { createReporter, type Reporter } from './reporter';
import { alertSecrets } from './secrets';
import { onStopSignals } from './stop-signals';
import { isWorkspace, wantWorkspace } from './workspace';

/** An open engine with everything that watches it. */
export interface Session {
  readonly engine: Engine;
  readonly reporter: Reporter;
  /** Whether it only follows, for now, what another program was asked for: a stop then leaves that alone. */
  readonly isFollowing: () => boolean;
}

export interface SessionOptions {
  /** Whether the command may begin a workspace; any other wants one that is there. */
  readonly begins?: boolean;
  /** Whether another program that holds the workspace does the work, where there is one. */
  readonly attaches?: boolean;
}

/**
 * Opens the engine on a workspace, shows and logs what it says, and closes all of it whatever happens.
 * @throws MaloteError CLI_NO_WORKSPACE, CLI_CANNOT_WRITE, LINK_*
 */
export async function withSession<T>(
  context: Context,
  options: EngineChoice,
  work: (session: Session) => Promise<T>,
  { begins = false, attaches = false }: SessionOptions = {},
): Promise<T> {
  const { host } = context;
  const { workspace } = options;
  if (!begins) await wantWorkspace(workspace);
  const isNew = !(await isWorkspace(workspace));
  if (isNew) await makeWorkspace(workspace);
  const log = openLog(options.workspace, (text) => context.redactor.redact(text));
  const reporter = createReporter(context.host);
  if (isNew) reporter.say(sessionMessages.newWorkspace(workspace));
  const logged = logEvents(log);
  const damage = new AbortController();
  const handle = (event: EngineEvent): void => {
    reporter.handle(event);
    logged(event);
    if (isDamage(event)) damage.abort();
  };
  try {
    const holder = attaches ? await Holder.find({ workspace, version: host.version }) : null;
    const secrets = alertSecrets(context.alertSecrets);
    const local = await openEngine({
      // who holds the workspace tells people, alone
      secrets: async (name, address) => (holder?.isThere === true ? null : secrets(name, address)),
      version: host.version,
      reader: host.reader,
      ...(host.openRoot === undefined ? {} : { openRoot: host.openRoot }),
      whileOpening: handle,
      ...options,
    });
    const { engine, isFollowing } = throughHolder(local, holder, reporter);
    const unsubscribe = engine.subscribe(handle);
    try {
      return await unlessDamaged(damage.signal, options.workspace, work({ engine, reporter, isFollowing }));
    } finally {
      unsubscribe();
      await engine.close();
    }
  } catch (error) {
    if (isMaloteError(error) && isLedgerLoss(error.code)) {
      const telling = { workspace: options.workspace, secrets: alertSecrets(context.alertSecrets) };
      for (const { message } of await tellDamageOf(telling, error)) log.warning(message);
    }
    const { code, message, cause } = asMaloteError(error);
    log.error(`${code}: ${message}${cause instanceof Error ? `\n${cause.stack ?? ''}` : ''}`);
    throw error;
  } finally {
    reporter.close();
  }
}

function throughHolder(
  local: Engine,
  holder: Holder | null,
  reporter: Pick<Reporter, 'say'>,
): Omit<Session, 'reporter'> {
  if (holder === null) return { engine: local, isFollowing: () => false };
  const work = new HoldersWork({
    holder,
    say: (text) => {
      reporter.say(text);
    },
  });
  return { engine: attachedEngine(local, holder, work), isFollowing: () => work.followed !== null };
}

function isDamage(event: EngineEvent): boolean {
  return event.type === 'notice' && event.code === 'LEDGER_DAMAGED';
}

/** Nothing that a command still says of a damaged ledger is worth anything. @throws MaloteError LEDGER_DAMAGED */
function unlessDamaged<T>(damaged: AbortSignal, workspace: string, work: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const give = (): void => {
      reject(new MaloteError('LEDGER_DAMAGED', { place: ledgerFile(workspace) }));
    };
    damaged.addEventListener('abort', give, { once: true });
    if (damaged.aborted) give();
    work.then(resolve, reject);
  });
}

async function makeWorkspace(workspace: string): Promise<void> {
  try {
    await mkdir(workspace, { recursive: true });
  } catch (error) {
    const reason = fileReason(error);
    throw new MaloteError('CLI_CANNOT_WRITE', { place: workspace, reason }, { cause: error });
  }
}

/** Runs a call that a signal cancels: the first asks it to end, the second ends the process. */
export async function cancellable<T>(
  context: Context,
  reporter: Reporter,
  call: (signal: AbortSignal) => Promise<T>,
  isFollowing: () => boolean = () => false,
): Promise<T> {
  const abort = new AbortController();
  const stopListening = onStopSignals(context.host, (text) => reporter.say(text), [
    {
      sentence: () => (isFollowing() ? attachedMessages.leaving : sessionMessages.interrupting),
      act: () => {
        abort.abort(new MaloteError('CANCELLED'));
      },
    },
  ]);
  try {
    return await call(abort.signal);
  } finally {
    stopListening();
  }
}

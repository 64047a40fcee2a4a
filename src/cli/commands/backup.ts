import { resolve } from 'node:path';
import { listCopies, proveCopy, restoreWorkspace, type BackupProof, type CopiesPlace, type Engine } from '../../engine';
import { backupsMessages } from '../../shared/messages/pt-BR/terminal/backups';
import { writeJson, type CommandResult, type CommonOptions, type Context } from '../context';
import { EXIT } from '../exit-codes';
import { columnsOf, writeLines } from '../host';
import { openLog } from '../log';
import { createReporter, type Reporter } from '../reporter';
import { saying } from '../saying';
import { cancellable, withSession, type Session } from '../session';
import { isSound, renderBackups } from '../text/backups';
import { styleFor } from '../text/style';
import { resolveWorkspace } from '../workspace';

export interface CopiesCommandOptions extends CommonOptions {
  /** A folder with copies, instead of the one of the settings. */
  readonly from?: string;
  /** Whose copies, by the name of their folder there. */
  readonly of?: string;
}

export interface RestoreCommandOptions extends CopiesCommandOptions {
  readonly foreign?: boolean;
}

const LATEST = 'latest';

/** `malote backup now`: copies the workspace while it may be worked in. */
export async function backupNow(context: Context, options: CommonOptions): CommandResult {
  const { host } = context;
  const workspace = resolveWorkspace(options.workspace, host);
  const work = ({ engine, reporter, isFollowing }: Session): CommandResult => {
    const make = async (signal: AbortSignal): CommandResult => {
      const sentence = (): string | null => progressOf(engine);
      const made = await saying({ host, engine, reporter, sentence }, () => engine.backups.run(signal));
      if (options.json === true) writeJson(host, { backup: made });
      else writeLines(host.stdout, backupsMessages.made(made));
      return EXIT.complete;
    };
    return cancellable(context, reporter, make, isFollowing);
  };
  return withSession(context, { workspace }, work, { attaches: true });
}

function progressOf({ jobs }: Pick<Engine, 'jobs'>): string | null {
  const atWork = jobs.list(1).find(({ kind, here }) => here && (kind === 'backup' || kind === 'backup-proof'));
  const progress = atWork?.progress ?? null;
  if (progress === null) return null;
  return atWork?.kind === 'backup'
    ? backupsMessages.progress(progress)
    : backupsMessages.puttingTogether(progress.done, progress.total ?? 0);
}

/** `malote backup list`: the copies that there are. */
export async function listBackups(context: Context, options: CopiesCommandOptions): CommandResult {
  const { host } = context;
  const backups = await withPlace(context, options, (place) => listCopies(place));
  if (options.json === true) writeJson(host, { backups });
  else
    writeLines(
      host.stdout,
      renderBackups(backups, { style: styleFor(host.stdout, host.env), columns: columnsOf(host.stdout) }),
    );
  return backups.every(isSound) ? EXIT.complete : EXIT.gaps;
}

/** `malote backup verify`: puts a copy together for trial. */
export async function verifyBackup(
  context: Context,
  id: string | undefined,
  options: CopiesCommandOptions,
): CommandResult {
  const { host } = context;
  const isOwn = options.from === undefined && options.of === undefined;
  const proof = isOwn
    ? await proveOwn(context, idOf(id), options)
    : await withPlace(context, options, (place) => proveCopy(place, idOf(id)));
  if (options.json === true) writeJson(host, { proof });
  else writeLines(host.stdout, [backupsMessages.proven(proof)]);
  return EXIT.complete;
}

function proveOwn(context: Context, id: string | null, options: CommonOptions): Promise<BackupProof> {
  const { host } = context;
  const workspace = resolveWorkspace(options.workspace, host);
  const work = ({ engine, reporter, isFollowing }: Session): Promise<BackupProof> => {
    const prove = (signal: AbortSignal): Promise<BackupProof> => {
      const sentence = (): string | null => progressOf(engine);
      return saying({ host, engine, reporter, sentence }, () => engine.backups.verify(id ?? undefined, signal));
    };
    return cancellable(context, reporter, prove, isFollowing);
  };
  return withSession(context, { workspace }, work, { attaches: true });
}

/** `malote backup restore`: a copy takes the place of the workspace, which is put aside. Needs no ledger that can be opened. */
export async function restoreBackup(context: Context, id: string, options: RestoreCommandOptions): CommandResult {
  const { host } = context;
  const outcome = await withPlace(context, options, (place, reporter) => {
    const tell = now(context, reporter);
    return restoreWorkspace(place, { id: idOf(id), foreign: options.foreign === true }, tell);
  });
  const { code, message, action } = outcome;
  const workspace = resolveWorkspace(options.workspace, host);
  openLog(workspace, (text) => context.redactor.redact(text)).info(`${code}: ${message}`);
  if (options.json === true) writeJson(host, { code, message, action, id: outcome.details['id'] ?? null });
  else writeLines(host.stdout, [message, action]);
  return EXIT.complete;
}

/** Says how far it is every few seconds. */
function now({ host }: Context, reporter: Reporter): (done: number, total: number) => void {
  let toldAt = host.now().getTime();
  return (done, total) => {
    const at = host.now().getTime();
    if (at - toldAt < TOLD_EVERY_MS) return;
    toldAt = at;
    reporter.say(backupsMessages.puttingTogether(done, total));
  };
}

const TOLD_EVERY_MS = 5_000;

const idOf = (id: string | undefined): string | null => (id === undefined || id === LATEST ? null : id);

async function withPlace<Value>(
  context: Context,
  options: CopiesCommandOptions,
  work: (place: CopiesPlace, reporter: Reporter) => Promise<Value>,
): Promise<Value> {
  const { host } = context;
  const reporter = createReporter(host);
  const { openRoot } = host;
  try {
    return await cancellable(context, reporter, (signal) =>
      work(
        {
          workspace: resolveWorkspace(options.workspace, host),
          folder: options.from === undefined ? null : resolve(options.from),
          of: options.of ?? null,
          reader: host.reader,
          ...(openRoot === undefined ? {} : { openRoot }),
          signal,
        },
        reporter,
      ),
    );
  } finally {
    reporter.close();
  }
}

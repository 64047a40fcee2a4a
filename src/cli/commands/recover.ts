import type { Engine } from '../../engine';
import { ERRORS, MaloteError, type ErrorCode } from '../../shared/errors';
import type { WrittenFile } from '../../shared/ipc/history';
import type { FindingCategory } from '../../shared/ipc/audit';
import type { DocumentKindName } from '../../shared/ipc/documents';
import {
  DEFAULT_RECOVERY_OPTIONS,
  type RecoveryItem,
  type RecoveryOptions,
  type RecoveryView,
  type WholeRecovery,
  type WholeRecoveryScope,
} from '../../shared/ipc/recovery';
import { RECOVERABLE } from '../../shared/audit-categories';
import { usageReasons } from '../../shared/messages/pt-BR/terminal/usage';
import { recordsMessages } from '../../shared/messages/pt-BR/terminal/records';
import { recoveryMessages } from '../../shared/messages/pt-BR/terminal/recovery';
import { writeJson, type CommandResult, type CommonOptions, type Context } from '../context';
import { EXIT, exitCodeOf, type ExitCode } from '../exit-codes';
import { columnsOf, writeLines, type Host } from '../host';
import { liveEngine } from '../live-engine';
import type { Reporter } from '../reporter';
import { saying } from '../saying';
import { cancellable, withSession } from '../session';
import { auditSentence } from '../text/audit';
import {
  recoverySentence,
  renderRecoveries,
  renderRecovery,
  renderUnrecovered,
  type Unrecovered,
} from '../text/recovery';
import { resolveWorkspace } from '../workspace';

export interface RecoverCommandOptions extends CommonOptions {
  readonly plan?: boolean;
  readonly audit?: number;
  readonly category?: readonly FindingCategory[];
  readonly company?: readonly string[];
  readonly month?: readonly string[];
  readonly kind?: readonly DocumentKindName[];
  readonly execute?: number | 'latest';
  readonly mt?: number;
  readonly r?: number;
  readonly w?: number;
  readonly script?: number | 'latest';
  readonly export?: 'csv' | 'xlsx';
  readonly list?: boolean;
  readonly all?: boolean;
}

/** The part of the engine that this command needs. */
export type RecoveringEngine = Pick<Engine, 'recovery' | 'wholeRecovery' | 'audits' | 'subscribe'>;

const LIST = 30;
const PAGE = 1_000;
const SHOWN_UNRECOVERED = 20;

/** `malote recover`: plans from an audit, executes, exports and lists recoveries. */
export async function recover(context: Context, options: RecoverCommandOptions): CommandResult {
  const workspace = resolveWorkspace(options.workspace, context.host);
  const live = await liveEngine(context, workspace);
  return withSession(
    context,
    live.options,
    ({ engine, reporter, isFollowing }) =>
      cancellable(
        context,
        reporter,
        (signal) => runRecover(context.host, engine, reporter, options, signal),
        isFollowing,
      ),
    { attaches: true },
  );
}

/** What the command does with an open engine. */
export async function runRecover(
  host: Host,
  engine: RecoveringEngine,
  reporter: Pick<Reporter, 'say'>,
  options: RecoverCommandOptions,
  signal: AbortSignal,
): CommandResult {
  refuseUnused(options);
  if (options.all === true) return recoverAll(host, engine, reporter, options, signal);
  const view = options.plan === true ? await plan(engine, options) : null;
  const files = await exported(engine, options, view);
  if (options.execute !== undefined) {
    const id = view?.id ?? idOf(engine, options.execute);
    const done = await execute(host, engine, reporter, id, options, signal);
    return showOne(host, done, { files, left: unrecovered(engine, done) }, options);
  }
  if (view !== null) return showOne(host, view, { files, left: NOTHING_LEFT }, options);
  if (files.length > 0) return showFiles(host, files, options);
  return showList(host, engine.recovery.list(LIST), options);
}

/** How each option that narrows a plan is written. */
const NARROWING = { audit: '--audit', category: '--category', company: '--company', month: '--month', kind: '--kind' };
const HOW = { mt: '--mt', r: '--r', w: '--w' };
const INSTEAD_OF_ALL = {
  plan: '--plan',
  execute: '--execute',
  script: '--script',
  export: '--export',
  list: '--list',
};

/** An option that nothing would heed is refused by its name. @throws MaloteError CLI_USAGE */
function refuseUnused(options: RecoverCommandOptions): void {
  const given = (names: Readonly<Partial<Record<keyof RecoverCommandOptions, string>>>): string | undefined =>
    Object.entries(names).find(([name]) => ![undefined, false].includes(options[name as 'plan']))?.[1];
  const refuse = (name: string | undefined, reason: (option: string) => string): void => {
    if (name !== undefined) throw new MaloteError('CLI_USAGE', { reason: reason(name) });
  };
  if (options.all === true) refuse(given(INSTEAD_OF_ALL), usageReasons.notWithAll);
  else if (options.plan !== true) {
    refuse(given(NARROWING), usageReasons.onlyToPlan);
    if (options.execute === undefined) refuse(given(HOW), usageReasons.onlyToRecover);
  }
}

/** The one click: audit where that is needed, plan, execute; what was stopped goes on. */
async function recoverAll(
  host: Host,
  engine: RecoveringEngine,
  reporter: Pick<Reporter, 'say'>,
  options: RecoverCommandOptions,
  signal: AbortSignal,
): CommandResult {
  const sentence = (): string | null => {
    const view = engine.recovery.current();
    return view === null || view.progress === null ? auditSentence(engine.audits.running) : recoverySentence(view);
  };
  const whole = await saying({ host, engine, reporter, sentence }, () =>
    engine.wholeRecovery.run(
      {
        until: 'end',
        categories: [...(options.category ?? RECOVERABLE)],
        scope: scopeOf(options),
        options: tuned(DEFAULT_RECOVERY_OPTIONS, options),
      },
      signal,
    ),
  );
  const view =
    whole.recoveryId === null ? null : (engine.recovery.list(LIST).find(({ id }) => id === whole.recoveryId) ?? null);
  const left = view === null ? NOTHING_LEFT : unrecovered(engine, view);
  if (options.json === true) writeJson(host, { whole, recovery: view, unrecovered: left.items });
  else
    writeLines(host.stdout, [
      ...(view === null ? [] : [...renderRecovery(view, columnsOf(host.stdout)), ...renderUnrecovered(left), '']),
      ...wholeLines(whole, left.total, options),
    ]);
  if (whole.error !== null) return exitCodeOfError(whole.error.code);
  if (whole.state !== 'complete') return EXIT.stopped;
  return view === null ? EXIT.complete : exitCodeOfRecovery(view);
}

/** The same command once more. */
function againOf({ category, company, month, kind, audit }: RecoverCommandOptions): string {
  const words = (name: string, values: readonly string[] = []): string[] => values.map((value) => `${name} ${value}`);
  return [
    'malote recover --all',
    ...words('--category', category),
    ...words('--company', company),
    ...words('--month', month),
    ...words('--kind', kind),
    ...(audit === undefined ? [] : [`--audit ${String(audit)}`]),
  ].join(' ');
}

function wholeLines(
  { state, recoveryId, error }: WholeRecovery,
  unrecoveredItems: number,
  options: RecoverCommandOptions,
): string[] {
  if (error !== null) return [error.message, error.action];
  if (state !== 'complete') return [recoveryMessages.whole.stopped(againOf(options))];
  if (recoveryId === null) return [recoveryMessages.whole.nothing];
  return [unrecoveredItems === 0 ? recoveryMessages.whole.complete : recoveryMessages.whole.notAll(unrecoveredItems)];
}

const NOTHING_LEFT: Unrecovered = { items: [], total: 0 };

/** What a recovery that has ended could not bring back, the first of them with their reason. */
function unrecovered({ recovery }: RecoveringEngine, { id, summary }: RecoveryView): Unrecovered {
  const total = summary === null ? 0 : summary.files.failed + summary.files.mismatch;
  const items: RecoveryItem[] = [];
  for (let after: number | null = 0; after !== null && items.length < Math.min(total, SHOWN_UNRECOVERED);) {
    const page = recovery.items(id, after, PAGE);
    items.push(...page.lines.filter(({ state }) => ['failed', 'unavailable', 'conflict'].includes(state)));
    after = page.next;
  }
  return { items: items.slice(0, SHOWN_UNRECOVERED), total };
}

async function plan(engine: RecoveringEngine, options: RecoverCommandOptions): Promise<RecoveryView> {
  const { category, company, month, kind } = options;
  return engine.recovery.plan({
    auditId: options.audit ?? (await latestAudit(engine)),
    options: tuned(DEFAULT_RECOVERY_OPTIONS, options),
    ...(category === undefined ? {} : { categories: [...category] }),
    ...(company === undefined ? {} : { companies: [...company] }),
    ...(month === undefined ? {} : { months: [...month] }),
    ...(kind === undefined ? {} : { kinds: [...kind] }),
  });
}

function scopeOf({ company, month, kind, audit }: RecoverCommandOptions): WholeRecoveryScope {
  const listed = <Value>(values: readonly Value[] | undefined): Value[] | null =>
    values === undefined ? null : [...values];
  return { companies: listed(company), months: listed(month), kinds: listed(kind), auditId: audit ?? null };
}

/** The last audit that looked at everything of its scope. @throws MaloteError CLI_USAGE */
export async function latestAudit(engine: Pick<Engine, 'audits'>): Promise<number> {
  const audit = (await engine.audits.list(LIST)).find(({ outcome }) => outcome === 'complete');
  if (audit === undefined) {
    throw new MaloteError('CLI_USAGE', { reason: usageReasons.noWholeAudit });
  }
  return audit.id;
}

function idOf(engine: RecoveringEngine, which: number | 'latest'): number {
  if (which !== 'latest') return which;
  const [latest] = engine.recovery.list(1);
  if (latest === undefined) throw new MaloteError('RECOVERY_UNKNOWN', { id: 'latest' });
  return latest.id;
}

function tuned(base: RecoveryOptions, { mt, r, w }: RecoverCommandOptions): RecoveryOptions {
  return { threads: mt ?? base.threads, retries: r ?? base.retries, waitSeconds: w ?? base.waitSeconds };
}

async function exported(
  engine: RecoveringEngine,
  options: RecoverCommandOptions,
  planned: RecoveryView | null,
): Promise<WrittenFile[]> {
  const { execute: executed, script, export: table } = options;
  const files: WrittenFile[] = [];
  const write = async (which: number | 'latest', format: 'powershell' | 'csv' | 'xlsx'): Promise<void> => {
    files.push(await engine.recovery.export(planned?.id ?? idOf(engine, which), format));
  };
  if (script !== undefined) await write(script, 'powershell');
  if (table !== undefined) await write(executed ?? script ?? 'latest', table);
  return files;
}

async function execute(
  host: Host,
  engine: RecoveringEngine,
  reporter: Pick<Reporter, 'say'>,
  id: number,
  options: RecoverCommandOptions,
  signal: AbortSignal,
): Promise<RecoveryView> {
  const { recovery } = engine;
  const before = recovery.list(LIST).find((one) => one.id === id);
  const sentence = (): string | null => {
    const view = recovery.current();
    return view === null || view.progress === null ? null : recoverySentence(view);
  };
  return saying({ host, engine, reporter, sentence }, () =>
    recovery.execute(id, tuned(before?.options ?? DEFAULT_RECOVERY_OPTIONS, options), signal),
  );
}

function showOne(
  host: Host,
  view: RecoveryView,
  { files, left }: { readonly files: readonly WrittenFile[]; readonly left: Unrecovered },
  { json }: RecoverCommandOptions,
): ExitCode {
  if (json === true) writeJson(host, { recovery: view, files, unrecovered: left.items });
  else
    writeLines(host.stdout, [
      ...renderRecovery(view, columnsOf(host.stdout)),
      ...renderUnrecovered(left),
      ...fileLines(files),
    ]);
  return exitCodeOfRecovery(view);
}

function showFiles(host: Host, files: readonly WrittenFile[], { json }: RecoverCommandOptions): ExitCode {
  if (json === true) writeJson(host, { files });
  else writeLines(host.stdout, fileLines(files));
  return EXIT.complete;
}

function showList(host: Host, views: readonly RecoveryView[], { json }: RecoverCommandOptions): ExitCode {
  if (json === true) writeJson(host, { recoveries: views });
  else writeLines(host.stdout, renderRecoveries(views, columnsOf(host.stdout)));
  return EXIT.complete;
}

function fileLines(files: readonly WrittenFile[]): string[] {
  return files.map(({ shown }) => recordsMessages.file(shown));
}

/** Malote's own exit codes; robocopy's bits stand in the summary. */
export function exitCodeOfRecovery({
  state,
  summary,
  error,
}: Pick<RecoveryView, 'state' | 'summary' | 'error'>): ExitCode {
  if (error !== null) return exitCodeOfError(error.code);
  if (state === 'planned') return EXIT.complete;
  if (state !== 'complete') return EXIT.stopped;
  return summary !== null && summary.files.mismatch + summary.files.failed > 0 ? EXIT.gaps : EXIT.complete;
}

function exitCodeOfError(code: string): ExitCode {
  return isErrorCode(code) ? exitCodeOf(code) : EXIT.unexpected;
}

function isErrorCode(code: string): code is ErrorCode {
  return Object.hasOwn(ERRORS, code);
}

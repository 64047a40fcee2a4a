import type { AuditApi } from '../../engine';
import { MaloteError } from '../../shared/errors';
import type { AuditStatus, AuditScope, AuditView, Finding, FindingPage, FindingQuery } from '../../shared/ipc/audit';
import { thrownFrom } from '../../shared/ipc/thrown';
import { valueReasons } from '../../shared/messages/pt-BR/terminal/usage';
import { dayAndMinute } from '../../shared/messages/pt-BR/moments';
import { writeJson, type CommandResult, type CommonOptions, type Context } from '../context';
import { EXIT, exitCodeOf, type ExitCode } from '../exit-codes';
import { columnsOf, writeLines, type Host } from '../host';
import { saying } from '../saying';
import { cancellable, withSession } from '../session';
import { auditSentence, renderAudit, renderAuditList, renderComparison, renderFindings, totalOf } from '../text/audit';
import { styleFor } from '../text/style';
import { resolveWorkspace } from '../workspace';

export interface AuditCommandOptions extends CommonOptions {
  readonly month?: readonly string[];
  readonly company?: readonly string[];
  readonly full?: boolean;
  readonly resume?: number;
  readonly compare?: readonly string[];
  /** An audit that was made before, instead of a new one. */
  readonly id?: number;
  readonly list?: boolean;
}

const PAGE = 1_000;
const LISTED_AUDITS = 100;

/** `malote audit`: compares promises, ledger, disk and deliveries, or shows what earlier audits found. */
export async function audit(context: Context, options: AuditCommandOptions): CommandResult {
  const workspace = resolveWorkspace(options.workspace, context.host);
  return withSession(
    context,
    { workspace },
    ({ engine, reporter, isFollowing }) =>
      cancellable(
        context,
        reporter,
        (signal) => {
          const { host } = context;
          const sentence = (): string | null => auditSentence(engine.audits.running);
          return saying({ host, engine, reporter, sentence }, () => auditWith(host, engine.audits, options, signal));
        },
        isFollowing,
      ),
    { attaches: true },
  );
}

/** What the command does with an open engine. */
export async function auditWith(
  host: Host,
  service: AuditApi,
  options: AuditCommandOptions,
  signal: AbortSignal,
): CommandResult {
  if (options.compare !== undefined) return compare(host, service, options);
  if (options.list === true && options.id === undefined && !asksForAudit(options))
    return listAudits(host, service, options);
  const view = await auditOf(service, options, signal);
  const query = { auditId: view.id };
  const style = styleFor(host.stdout, host.env);
  if (options.json === true) {
    const findings = options.list === true ? { findings: await allFindings(service, query) } : {};
    writeJson(host, {
      audit: view,
      groups: await service.groups(view.id),
      ...findings,
      error: await errorOf(service, view),
    });
  } else {
    writeLines(host.stdout, renderAudit(view, { style, columns: columnsOf(host.stdout) }));
    if (options.list === true)
      for await (const page of pages(service, query)) writeLines(host.stdout, renderFindings(page, style));
    await throwFailure(service, view);
  }
  return exitCodeOfAudit(service, view);
}

/** To be said as what a command fails with: an audit that failed has found nothing out. @throws MaloteError what it failed with */
export async function throwFailure(service: AuditApi, view: AuditView): Promise<void> {
  const error = await errorOf(service, view);
  if (error !== null) throw thrownFrom(error);
}

function asksForAudit({ month, company, full, resume }: AuditCommandOptions): boolean {
  return month !== undefined || company !== undefined || full === true || resume !== undefined;
}

/** The audit that was named, or a new one of the scope. */
export function auditOf(
  service: AuditApi,
  options: Pick<AuditCommandOptions, 'id' | 'month' | 'company' | 'full' | 'resume'>,
  signal: AbortSignal,
): Promise<AuditView> {
  const { id, month, company, full, resume } = options;
  if (id !== undefined) return service.get(id);
  const scope: AuditScope = { months: month ?? null, companies: company ?? null };
  const how = { ...(full === undefined ? {} : { full }), ...(resume === undefined ? {} : { resume }) };
  return service.run(scope, how, signal);
}

export async function errorOf(service: AuditApi, { outcome, id }: AuditView): Promise<AuditStatus['error']> {
  const { last, error } = await service.overview();
  return outcome === 'failed' && last?.id === id ? error : null;
}

export async function exitCodeOfAudit(service: AuditApi, view: AuditView): Promise<ExitCode> {
  if (view.outcome === 'stopped' || view.outcome === 'interrupted') return EXIT.stopped;
  const error = await errorOf(service, view);
  if (error !== null) return exitCodeOf(thrownFrom(error).code);
  if (view.outcome === 'failed') return EXIT.unexpected;
  return totalOf(view) === 0 ? EXIT.complete : EXIT.gaps;
}

async function listAudits(host: Host, service: AuditApi, { json }: AuditCommandOptions): CommandResult {
  const audits = await service.list(LISTED_AUDITS);
  if (json === true) writeJson(host, { audits });
  else writeLines(host.stdout, renderAuditList(audits, dayAndMinute, columnsOf(host.stdout)));
  return EXIT.complete;
}

async function compare(
  host: Host,
  service: AuditApi,
  { compare: asked = [], json }: AuditCommandOptions,
): CommandResult {
  const [older = 0, newer = 0] = asked.map(auditNumber);
  if (asked.length !== 2) {
    throw new MaloteError('CLI_VALUE_INVALID', {
      option: '--compare',
      value: asked.join(' '),
      reason: valueReasons.twoAudits,
    });
  }
  const comparison = await service.compare(older, newer);
  const style = styleFor(host.stdout, host.env);
  if (json === true) writeJson(host, comparison);
  else writeLines(host.stdout, renderComparison(comparison, { style, columns: columnsOf(host.stdout) }));
  return comparison.categories.some(({ fresh, same }) => fresh + same > 0) ? EXIT.gaps : EXIT.complete;
}

function auditNumber(text: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw new MaloteError('CLI_VALUE_INVALID', {
    option: '--compare',
    value: text,
    reason: valueReasons.auditNumber,
  });
}

/** Every finding, a page in memory at a time. */
export async function* pages(service: AuditApi, query: FindingQuery): AsyncGenerator<readonly Finding[]> {
  for (let after: number | null = 0; after !== null;) {
    const page: FindingPage = await service.findings(query, after, PAGE);
    yield page.lines;
    after = page.next;
  }
}

export async function allFindings(service: AuditApi, query: FindingQuery): Promise<Finding[]> {
  const found: Finding[] = [];
  for await (const page of pages(service, query)) found.push(...page);
  return found;
}

import type { AuditApi, Engine } from '../../engine';
import type { AuditView } from '../../shared/ipc/audit';
import { orphansMessages } from '../../shared/messages/pt-BR/terminal/audit';
import { writeJson, type CommandResult, type CommonOptions, type Context } from '../context';
import { EXIT } from '../exit-codes';
import { columnsOf, writeLines, type Host } from '../host';
import { saying } from '../saying';
import { cancellable, withSession } from '../session';
import { auditSentence, groupsOfOrphans, renderNotThere, renderOrphans, type CompanyOrphans } from '../text/audit';
import { movedLines } from '../text/shares';
import { styleFor } from '../text/style';
import { resolveWorkspace } from '../workspace';
import { auditOf, errorOf, exitCodeOfAudit, pages, throwFailure } from './audit';

export interface OrphansCommandOptions extends CommonOptions {
  readonly month?: readonly string[];
  readonly company?: readonly string[];
  /** An audit that was made before, instead of a new one. */
  readonly audit?: number;
}

/** `malote orphans`: what is in the archive and nothing proves to have been handed over, by company, with every key. */
export async function orphans(context: Context, options: OrphansCommandOptions): CommandResult {
  const workspace = resolveWorkspace(options.workspace, context.host);
  return withSession(context, { workspace }, ({ engine, reporter }) =>
    cancellable(context, reporter, (signal) => {
      const { host } = context;
      const sentence = (): string | null => auditSentence(engine.audits.running);
      const work = (): CommandResult => orphansWith(host, engine.audits, options, signal, engine.live);
      return saying({ host, engine, reporter, sentence }, work);
    }),
  );
}

/** What the command does with an open engine. */
export async function orphansWith(
  host: Host,
  service: AuditApi,
  options: OrphansCommandOptions,
  signal: AbortSignal,
  live: Pick<Engine['live'], 'archiveMoved'>,
): CommandResult {
  const { audit: id, month, company } = options;
  const scope = { ...(month === undefined ? {} : { month }), ...(company === undefined ? {} : { company }) };
  const view = await auditOf(service, id === undefined ? scope : { id }, signal);
  const groups = await orphansByCompany(service, view);
  const total = groups.reduce((sum, group) => sum + group.count, 0);
  const isWhole = view.outcome === 'complete';
  if (options.json === true) {
    // unknown is never zero
    const orphans = isWhole ? total : null;
    const error = await errorOf(service, view);
    const archiveMoved = live.archiveMoved();
    writeJson(host, { auditId: view.id, outcome: view.outcome, orphans, companies: groups, error, archiveMoved });
  } else {
    const style = styleFor(host.stdout, host.env);
    writeLines(host.stdout, [
      ...renderOrphans(groups, isWhole, style),
      ...renderNotThere(view, style),
      ...movedLines(live.archiveMoved(), style, columnsOf(host.stdout)),
    ]);
    await throwFailure(service, view);
  }
  if (!isWhole) return exitCodeOfAudit(service, view);
  return total === 0 ? EXIT.complete : EXIT.gaps;
}

async function orphansByCompany(service: AuditApi, { id }: AuditView): Promise<CompanyOrphans[]> {
  const nameOf = (taxId: string | undefined, month: string | null): string => `${taxId ?? ''}|${month ?? ''}`;
  const keys = new Map<string, string[]>();
  for await (const page of pages(service, { auditId: id, categories: ['orphan'] })) {
    for (const { company, month, identity } of page) {
      const name = nameOf(company?.taxId, month);
      const known = keys.get(name) ?? [];
      keys.set(name, known);
      if (identity !== null) known.push(identity);
    }
  }
  return groupsOfOrphans(await service.groups(id)).map(({ company, month, count, bytes, fetchedSingly }) => ({
    folder: company?.folder ?? orphansMessages.withoutCompany,
    taxId: company?.taxId ?? null,
    month,
    count,
    bytes,
    fetchedSingly,
    keys: keys.get(nameOf(company?.taxId, month)) ?? [],
  }));
}

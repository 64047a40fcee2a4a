import { resolve } from 'node:path';
import { writeJson, type CommandResult, type CommonOptions, type Context } from '../context';
import { EXIT } from '../exit-codes';
import { writeLines } from '../host';
import { cancellable, withSession } from '../session';
import { renderImport } from '../text/companies';
import { styleFor } from '../text/style';
import { resolveWorkspace } from '../workspace';

/** `malote companies import`: takes the list of companies from the workbook; good rows are used, bad ones and sheets left out are named. */
export async function importCompanies(
  context: Context,
  source: string | undefined,
  options: CommonOptions,
): CommandResult {
  const { host } = context;
  const workspace = resolveWorkspace(options.workspace, host);
  // what a person types is seen from where they stand, not from the workspace
  const place = source === undefined || /^[a-z][a-z0-9+.-]+:\/\//i.test(source) ? source : resolve(source);
  const view = await withSession(
    context,
    { workspace },
    ({ engine, reporter }) => cancellable(context, reporter, (signal) => engine.importCompanies(place, signal)),
    { begins: true },
  );
  if (options.json === true) writeJson(host, view);
  else writeLines(host.stdout, renderImport(view, styleFor(host.stdout, host.env)));
  return view.badRows.length === 0 ? EXIT.complete : EXIT.gaps;
}

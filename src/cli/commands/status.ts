import { writeJson, type CommandResult, type CommonOptions, type Context } from '../context';
import { EXIT } from '../exit-codes';
import { columnsOf, writeLines } from '../host';
import { withSession } from '../session';
import { spoolLines } from '../text/delivery';
import { renderStatus } from '../text/status';
import { styleFor } from '../text/style';
import { defaultMonth } from '../values';
import { resolveWorkspace } from '../workspace';

export interface StatusCommandOptions extends CommonOptions {
  readonly month?: string;
}

/** `malote status`: how the month stands by the ledger; asks SIEG nothing. */
export async function status(context: Context, options: StatusCommandOptions): CommandResult {
  const { host } = context;
  const workspace = resolveWorkspace(options.workspace, host);
  const month = options.month ?? defaultMonth(host.now());
  const { view, spooled } = await withSession(context, { workspace }, async ({ engine }) => ({
    view: await engine.status(month),
    spooled: engine.live.spooled(),
  }));
  if (options.json === true) writeJson(host, view);
  else
    writeLines(host.stdout, [
      ...renderStatus(view, { style: styleFor(host.stdout, host.env), columns: columnsOf(host.stdout) }),
      ...spoolLines(spooled),
    ]);
  return EXIT.complete;
}

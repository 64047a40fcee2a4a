import { writeJson, type CommandResult, type CommonOptions, type Context } from '../context';
import { EXIT } from '../exit-codes';
import { columnsOf, writeLines } from '../host';
import { withSession } from '../session';
import { spoolLines } from '../text/delivery';
import { pagesTold, renderStatus } from '../text/status';
import { styleFor } from '../text/style';
import { shownMonth } from '../values';
import { resolveWorkspace } from '../workspace';

export interface StatusCommandOptions extends CommonOptions {
  readonly month?: string;
}

/** `malote status`: how the month stands by the ledger; asks SIEG nothing. */
export async function status(context: Context, options: StatusCommandOptions): CommandResult {
  const { host } = context;
  const workspace = resolveWorkspace(options.workspace, host);
  const { view, settingsError, spooled } = await withSession(context, { workspace }, async ({ engine }) => {
    // first: where the archive lies belongs to how the month stands
    const settingsError = await engine.checkSettings();
    return {
      view: await engine.status(shownMonth(engine, options.month, host.now())),
      settingsError,
      spooled: engine.live.spooled(),
    };
  });
  if (options.json === true) writeJson(host, { ...view, settingsError });
  else
    writeLines(host.stdout, [
      ...renderStatus(view, { style: styleFor(host.stdout, host.env), columns: columnsOf(host.stdout), settingsError }),
      ...spoolLines({ pages: spooled.pages - pagesTold(view) }),
    ]);
  return EXIT.complete;
}

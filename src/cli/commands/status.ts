import { writeJson, type CommandResult, type CommonOptions, type Context } from '../context';
import { EXIT } from '../exit-codes';
import { columnsOf, writeLines } from '../host';
import { withSession } from '../session';
import { spoolLines } from '../text/delivery';
import { jobLines, pagesTold, renderStatus } from '../text/status';
import { styleFor } from '../text/style';
import { shownMonth } from '../values';
import { resolveWorkspace } from '../workspace';

export interface StatusCommandOptions extends CommonOptions {
  readonly month?: string;
}

/** Those at work are among the last: there is one of a kind. */
const LISTED_JOBS = 30;

/** `malote status`: how the month stands by the ledger; asks SIEG nothing. */
export async function status(context: Context, options: StatusCommandOptions): CommandResult {
  const { host } = context;
  const workspace = resolveWorkspace(options.workspace, host);
  const { view, settingsError, spooled, jobs } = await withSession(context, { workspace }, async ({ engine }) => {
    // first: where the archive lies belongs to how the month stands
    const settingsError = await engine.checkSettings();
    return {
      view: await engine.status(shownMonth(engine, options.month, host.now())),
      settingsError,
      spooled: engine.live.spooled(),
      jobs: engine.jobs.list(LISTED_JOBS).filter(({ endedAt }) => endedAt === null),
    };
  });
  if (options.json === true) writeJson(host, { ...view, settingsError, jobs });
  else
    writeLines(host.stdout, [
      ...renderStatus(view, { style: styleFor(host.stdout, host.env), columns: columnsOf(host.stdout), settingsError }),
      ...spoolLines({ pages: spooled.pages - pagesTold(view) }),
      ...jobLines(jobs),
    ]);
  return EXIT.complete;
}

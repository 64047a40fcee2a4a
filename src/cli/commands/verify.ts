import { writeJson, type CommandResult, type CommonOptions, type Context } from '../context';
import { EXIT } from '../exit-codes';
import { columnsOf, writeLines } from '../host';
import { cancellable, withSession } from '../session';
import { movedLines } from '../text/shares';
import { styleFor } from '../text/style';
import { renderVerification } from '../text/verification';
import { shownMonth } from '../values';
import { resolveWorkspace } from '../workspace';

export interface VerifyCommandOptions extends CommonOptions {
  readonly month?: string;
}

/** `malote verify`: reads every archived file of the month back and compares it with the ledger. */
export async function verify(context: Context, options: VerifyCommandOptions): CommandResult {
  const { host } = context;
  const workspace = resolveWorkspace(options.workspace, host);
  const { view, moved } = await withSession(context, { workspace }, ({ engine, reporter }) =>
    cancellable(context, reporter, async (signal) => {
      const view = await engine.verify(shownMonth(engine, options.month, host.now()), signal);
      return { view, moved: engine.live.archiveMoved() };
    }),
  );
  const style = styleFor(host.stdout, host.env);
  if (options.json === true) writeJson(host, { ...view, archiveMoved: moved });
  else
    writeLines(host.stdout, [...renderVerification(view, style), ...movedLines(moved, style, columnsOf(host.stdout))]);
  return view.findings.length === 0 ? EXIT.complete : EXIT.gaps;
}

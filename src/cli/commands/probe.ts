import type { ProbeView } from '../../shared/views';
import { writeJson, type CommandResult, type CommonOptions, type Context } from '../context';
import { EXIT, type ExitCode } from '../exit-codes';
import { columnsOf, writeLines } from '../host';
import { liveEngine } from '../live-engine';
import { cancellable, withSession } from '../session';
import { renderProbe } from '../text/probe';
import { styleFor } from '../text/style';
import { resolveWorkspace } from '../workspace';

const REFUSED: readonly (number | null)[] = [401, 403];

/** `malote probe`: one cheap question to SIEG, to see who answers and whether the credential is accepted. */
export async function probe(context: Context, options: CommonOptions): CommandResult {
  const { host } = context;
  const workspace = resolveWorkspace(options.workspace, host);
  const live = await liveEngine(context, workspace);
  const view = await withSession(context, live.options, ({ engine, reporter }) =>
    cancellable(context, reporter, (signal) => engine.probe(signal)),
  );
  if (options.json === true) writeJson(host, view);
  else {
    const shown = { style: styleFor(host.stdout, host.env), columns: columnsOf(host.stdout) };
    writeLines(host.stdout, renderProbe(view, live.settings.sieg.baseUrl, shown));
  }
  return exitCodeOfProbe(view);
}

function exitCodeOfProbe({ ok, status }: ProbeView): ExitCode {
  if (ok) return EXIT.complete;
  return REFUSED.includes(status) ? EXIT.authentication : EXIT.siegUnreachable;
}

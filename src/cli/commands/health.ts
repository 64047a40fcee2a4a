import { healthOfWorkspace } from '../../engine';
import type { HealthView } from '../../shared/health';
import { writeJson, type CommandResult, type CommonOptions, type Context } from '../context';
import { EXIT, type ExitCode } from '../exit-codes';
import { columnsOf, writeLines } from '../host';
import { renderHealth } from '../text/health';
import { styleFor } from '../text/style';
import { resolveWorkspace, wantWorkspace } from '../workspace';

/**
 * `malote health`: whether the engine is alive and what waits, by the ledger alone; no network and no folder is asked, so that a monitor
 * may call it every minute.
 * @throws MaloteError LEDGER_*, DIAGNOSIS_NO_LEDGER: with an exit code of their own
 */
export async function health(context: Context, options: CommonOptions): CommandResult {
  const { host } = context;
  const workspace = resolveWorkspace(options.workspace, host);
  await wantWorkspace(workspace);
  const view = await healthOfWorkspace({ workspace, reader: host.reader });
  if (options.json === true) writeJson(host, view);
  else
    writeLines(
      host.stdout,
      renderHealth(view, { style: styleFor(host.stdout, host.env), columns: columnsOf(host.stdout) }),
    );
  return exitCodeOfHealth(view);
}

/** What stops everything weighs more than what waits. */
export function exitCodeOfHealth({ healthy, engine, shares }: HealthView): ExitCode {
  if (engine.state === 'silent' || engine.state === 'dead') return EXIT.unexpected;
  if (shares.some(({ state }) => state === 'down' || state === 'recovering')) return EXIT.storage;
  return healthy ? EXIT.complete : EXIT.gaps;
}

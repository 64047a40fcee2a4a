import { resolve } from 'node:path';
import { beginFreshLedger, restoreLedgerFrom } from '../../engine';
import type { MaloteError } from '../../shared/errors';
import { writeJson, type CommandResult, type CommonOptions, type Context } from '../context';
import { EXIT } from '../exit-codes';
import { writeLines, type Host } from '../host';
import { openLog } from '../log';
import { resolveWorkspace, wantWorkspace } from '../workspace';

/** `malote ledger accept-fresh`: a person gives a damaged ledger up, which is kept, and begins an empty one. A sound one stays. */
export function acceptFresh(context: Context, options: CommonOptions): CommandResult {
  return settle(context, options, beginFreshLedger);
}

/** `malote ledger restore`: a copy takes the place of a damaged ledger, or of one that is gone. */
export function restore(context: Context, copy: string, options: CommonOptions): CommandResult {
  return settle(context, options, (workspace) =>
    restoreLedgerFrom(workspace, copy.trim() === '' ? copy : resolve(copy)),
  );
}

async function settle(
  context: Context,
  options: CommonOptions,
  work: (workspace: string) => MaloteError,
): CommandResult {
  const workspace = resolveWorkspace(options.workspace, context.host);
  await wantWorkspace(workspace);
  const outcome = work(workspace);
  openLog(workspace, (text) => context.redactor.redact(text)).info(`${outcome.code}: ${outcome.message}`);
  tell(context.host, outcome, options.json === true);
  return EXIT.complete;
}

function tell(host: Host, { code, message, action }: MaloteError, json: boolean): void {
  if (json) writeJson(host, { code, message, action });
  else writeLines(host.stdout, [message, action]);
}

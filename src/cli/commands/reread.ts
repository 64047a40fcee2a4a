import type { RereadView } from '../../shared/ipc/reread';
import { writeJson, type CommandResult, type CommonOptions, type Context } from '../context';
import { EXIT } from '../exit-codes';
import { writeLines } from '../host';
import { liveEngine } from '../live-engine';
import { cancellable, withSession } from '../session';
import { renderReread, renderRereads } from '../text/reread';
import { resolveWorkspace } from '../workspace';

export interface RereadCommandOptions extends CommonOptions {
  readonly undo?: number;
  readonly list?: boolean;
}

const LIST = 30;

/** `malote reread`: reads kept files of unread layouts again, shows the batches, and undoes one. */
export async function reread(context: Context, options: RereadCommandOptions): CommandResult {
  const workspace = resolveWorkspace(options.workspace, context.host);
  const live = await liveEngine(context, workspace);
  const { host } = context;
  return withSession(context, live.options, ({ engine: { rereads }, reporter }) =>
    cancellable(context, reporter, async (signal) => {
      if (options.list === true) {
        const list = rereads.list(LIST);
        if (options.json === true) writeJson(host, { rereads: list });
        else writeLines(host.stdout, renderRereads(list));
        return EXIT.complete;
      }
      const view: RereadView =
        options.undo === undefined ? await rereads.run(signal) : await rereads.undo(options.undo, signal);
      if (options.json === true) writeJson(host, { reread: view });
      else writeLines(host.stdout, renderReread(view));
      return view.state === 'done' && view.unread + view.gone > 0 ? EXIT.gaps : EXIT.complete;
    }),
  );
}

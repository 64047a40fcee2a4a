import { writeJson, type CommandResult, type CommonOptions, type Context } from '../context';
import { EXIT } from '../exit-codes';
import { writeLines } from '../host';
import { cancellable, withSession } from '../session';
import { renderDelivery } from '../text/delivery';
import { resolveWorkspace } from '../workspace';

/** `malote deliver`: delivers what waits in the outbox now, without asking SIEG anything. */
export async function deliver(context: Context, options: CommonOptions): CommandResult {
  const { host } = context;
  const workspace = resolveWorkspace(options.workspace, host);
  const view = await withSession(context, { workspace }, ({ engine, reporter }) =>
    cancellable(context, reporter, (signal) => engine.deliver(signal)),
  );
  if (options.json === true) writeJson(host, view);
  else writeLines(host.stdout, renderDelivery(view));
  if (view.elsewhere) return EXIT.busy;
  return view.pending === 0 && view.conflicts === 0 ? EXIT.complete : EXIT.gaps;
}

import { writeJson, type CommandResult, type CommonOptions, type Context } from '../context';
import { EXIT } from '../exit-codes';
import { writeLines } from '../host';
import { saying } from '../saying';
import { cancellable, withSession, type Session } from '../session';
import { deliveryWords } from '../../shared/messages/pt-BR/delivery';
import { deliverySentence, spoolLines } from '../text/delivery';
import { resolveWorkspace } from '../workspace';

/** `malote deliver`: delivers what waits in the outbox now, without asking SIEG anything. */
export async function deliver(context: Context, options: CommonOptions): CommandResult {
  const { host } = context;
  const workspace = resolveWorkspace(options.workspace, host);
  const json = options.json === true;
  const work = async ({ engine, reporter }: Session) => {
    const sentence = (): string | null => (json ? null : deliverySentence(engine.outbox));
    const view = await cancellable(context, reporter, (signal) =>
      saying({ host, engine, reporter, sentence }, () => engine.deliver(signal)),
    );
    return { view, spooled: engine.live.spooled() };
  };
  const { view, spooled } = await withSession(context, { workspace }, work, { attaches: true });
  if (json) writeJson(host, view);
  else writeLines(host.stdout, [...deliveryWords(view), ...spoolLines(spooled)]);
  if (view.elsewhere) return EXIT.busy;
  return view.pending === 0 && view.conflicts === 0 ? EXIT.complete : EXIT.gaps;
}

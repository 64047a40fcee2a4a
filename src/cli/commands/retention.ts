import { retentionMessages } from '../../shared/messages/pt-BR/terminal/retention';
import { growthText, type GrowthText } from '../../shared/growth-words';
import { growthWords } from '../../shared/messages/pt-BR/retention';
import { writeJson, type CommandResult, type CommonOptions, type Context } from '../context';
import { EXIT } from '../exit-codes';
import { columnsOf, writeLines } from '../host';
import { cancellable, withSession } from '../session';
import { styleFor } from '../text/style';
import { renderTable, type Column } from '../text/table';
import { resolveWorkspace } from '../workspace';

const COLUMNS: readonly (Column & { readonly of: keyof GrowthText })[] = [
  { title: growthWords.columns.title, align: 'left', of: 'title' },
  { title: growthWords.columns.amount, align: 'right', of: 'amount' },
  { title: growthWords.columns.size, align: 'right', of: 'size' },
  { title: growthWords.columns.oldest, align: 'left', of: 'oldest' },
  { title: growthWords.columns.bound, align: 'left', flexible: true, of: 'bound' },
];

/** `malote retention`: everything that grows, its size and its bound. */
export async function listGrowth(context: Context, options: CommonOptions): CommandResult {
  const { host } = context;
  const workspace = resolveWorkspace(options.workspace, host);
  return withSession(context, { workspace }, async ({ engine }) => {
    const lines = await engine.retention.look();
    if (options.json === true) writeJson(host, { growth: lines });
    else {
      const cells = lines.map(growthText).map((text) => COLUMNS.map(({ of }) => text[of]));
      const [head = '', ...rows] = renderTable(COLUMNS, cells, columnsOf(host.stdout));
      writeLines(host.stdout, [styleFor(host.stdout, host.env).quiet(head), ...rows]);
    }
    return EXIT.complete;
  });
}

/** `malote retention now`: takes away what is past its bound. */
export async function keepNow(context: Context, options: CommonOptions): CommandResult {
  const { host } = context;
  const workspace = resolveWorkspace(options.workspace, host);
  return withSession(context, { workspace }, ({ engine, reporter }) =>
    cancellable(context, reporter, async (signal) => {
      const kept = await engine.retention.run(signal);
      if (options.json === true) writeJson(host, { retention: kept });
      else writeLines(host.stdout, retentionMessages.done(kept));
      return EXIT.complete;
    }),
  );
}

import { writeJson, type CommandResult, type CommonOptions, type Context } from '../context';
import { EXIT } from '../exit-codes';
import { writeLines } from '../host';
import { cancellable, withSession } from '../session';
import { renderSummaries, renderWritten } from '../text/journal';
import { shownMonth } from '../values';
import { resolveWorkspace } from '../workspace';

export const REPORT_FORMATS = ['xlsx', 'html', 'resumo'] as const;

export interface ReportCommandOptions extends CommonOptions {
  readonly month?: string;
  readonly format?: (typeof REPORT_FORMATS)[number];
}

/** `malote report`: the evidence of a month as a workbook, as a page to be printed, or as the summaries in the companies' folders. */
export async function report(context: Context, options: ReportCommandOptions): CommandResult {
  const { host } = context;
  const workspace = resolveWorkspace(options.workspace, host);
  const format = options.format ?? 'xlsx';
  await withSession(context, { workspace }, ({ engine, reporter }) =>
    cancellable(context, reporter, async (signal) => {
      const month = shownMonth(engine, options.month, host.now());
      if (format === 'resumo') {
        const files = await engine.records.summaries(month, signal);
        if (options.json === true) writeJson(host, { month, files });
        else writeLines(host.stdout, renderSummaries(month, files));
        return;
      }
      const written = await engine.records.report(month, format, signal);
      if (options.json === true) writeJson(host, written);
      else writeLines(host.stdout, renderWritten(written));
    }),
  );
  return EXIT.complete;
}

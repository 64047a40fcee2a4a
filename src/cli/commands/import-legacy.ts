import { resolve } from 'node:path';
import type { LegacyImportView } from '../../shared/ipc/legacy';
import { writeJson, type CommandResult, type CommonOptions, type Context } from '../context';
import { EXIT, type ExitCode } from '../exit-codes';
import { writeLines } from '../host';
import { saying } from '../saying';
import { cancellable, withSession } from '../session';
import { legacySentence, renderLegacyImport } from '../text/legacy';
import { styleFor } from '../text/style';
import { resolveWorkspace } from '../workspace';

export interface ImportLegacyOptions extends CommonOptions {
  readonly dryRun?: boolean;
}

/** `malote import-legacy`: takes over the old system's evidence and the archive; with `--dry-run` only tells what that would bring. */
export async function importLegacy(context: Context, folder: string, options: ImportLegacyOptions): CommandResult {
  const { host } = context;
  const workspace = resolveWorkspace(options.workspace, host);
  const wanted = { from: resolve(folder), dryRun: options.dryRun === true };
  const view = await withSession(context, { workspace }, ({ engine, reporter }) =>
    cancellable(context, reporter, (signal) => {
      const sentence = (): string | null => legacySentence(engine.legacy.progress);
      return saying({ host, engine, reporter, sentence }, () => engine.legacy.import(wanted, signal));
    }),
  );
  if (options.json === true) writeJson(host, view);
  else writeLines(host.stdout, renderLegacyImport(view, styleFor(host.stdout, host.env)));
  return exitCodeOfImport(view);
}

export function exitCodeOfImport({ outcome, unreadableTotal }: LegacyImportView): ExitCode {
  if (outcome !== 'complete') return EXIT.stopped;
  return unreadableTotal === 0 ? EXIT.complete : EXIT.gaps;
}

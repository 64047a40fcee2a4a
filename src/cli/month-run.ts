import { resolve } from 'node:path';
import type { Engine, RunOptions, SettingsToSave } from '../engine';
import type { RunSummary } from '../shared/views';
import { sessionMessages } from '../shared/messages/pt-BR/terminal/session';
import { attachedMessages } from '../shared/messages/pt-BR/terminal/attached';
import { evidenceMessages } from '../shared/messages/pt-BR/terminal/run';
import { writeJson, type Context } from './context';
import { exitCodeOfRun, type ExitCode } from './exit-codes';
import { asMaloteError } from './failure';
import { columnsOf, writeLines, type Host } from './host';
import { saying } from './saying';
import type { Session } from './session';
import { onStopSignals } from './stop-signals';
import { renderEvidence, type Place } from './text/evidence';
import { filingSentence } from './text/progress';
import { styleFor } from './text/style';

export interface EndedRun {
  readonly summary: RunSummary;
  /** Names every gap; null when there is none, or it could not be written. */
  readonly gapsFile: string | null;
}

/** Runs a month; signals stop it in three steps: after the requests under way, at once, and without asking anybody. */
export async function runMonth(
  context: Context,
  { engine, reporter, isFollowing }: Session,
  options: RunOptions,
): Promise<EndedRun> {
  const stopListening = onStopSignals(context.host, (text) => reporter.say(text), [
    {
      sentence: () => (isFollowing() ? attachedMessages.leaving : sessionMessages.stoppingAfterPage),
      act: () => {
        engine.stop('after-page');
      },
    },
    {
      sentence: sessionMessages.stoppingNow,
      act: () => {
        engine.stop('now');
      },
    },
  ]);
  try {
    const { host } = context;
    const sentence = filingBeforeRun(engine, host);
    const summary = await saying({ host, engine, reporter, sentence }, () => engine.run(options));
    const gapsFile = await engine.keepGaps(summary.run.month).catch((error: unknown) => {
      // The evidence itself must not be lost with its file.
      writeLines(context.host.stderr, [asMaloteError(error).message]);
      return null;
    });
    return { summary, gapsFile };
  } finally {
    stopListening();
    reporter.close();
  }
}

/** What there is to say before the run tells of itself: what an earlier one had received is filed first. */
function filingBeforeRun(engine: Engine, host: Pick<Host, 'now'>): () => string | null {
  const begun = host.now().getTime();
  let isUnderWay = false;
  const unsubscribe = engine.subscribe(({ type }) => {
    if (type !== 'progress') return;
    isUnderWay = true;
    unsubscribe();
  });
  return () => {
    const { pages } = engine.spool;
    if (isUnderWay || pages === 0) return null;
    const isAway = engine.shares.lines().some(({ root, state }) => root === 'archive' && state === 'down');
    return filingSentence(pages, isAway, (host.now().getTime() - begun) / 1000);
  };
}

/** Shows what the run proves, with the list of gaps beside it. @returns the exit code of the run. */
export function showEvidence(
  { host }: Context,
  { summary, gapsFile }: EndedRun,
  options: { readonly json: boolean; readonly places: readonly Place[] },
): ExitCode {
  if (options.json) writeJson(host, summary);
  else {
    const view = {
      style: styleFor(host.stdout, host.env),
      columns: columnsOf(host.stdout),
      places: options.places,
      gapsFile,
    };
    const air = host.stdout.isTTY === true ? [''] : [];
    writeLines(host.stdout, [...air, ...renderEvidence(summary, view)]);
  }
  return exitCodeOfRun(summary);
}

/** Where the settings put the files. */
export function placesOf(workspace: string, settings: SettingsToSave): Place[] {
  return [
    { label: evidenceMessages.places.archive, path: resolve(workspace, settings.archive.root) },
    { label: evidenceMessages.places.import, path: resolve(workspace, settings.importShare.root) },
  ];
}

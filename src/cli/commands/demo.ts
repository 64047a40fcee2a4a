import { startDemonstration, type OfficeChoice } from '../../demonstration';
import type { CommandResult, CommonOptions, Context } from '../context';
import { columnsOf, writeLines } from '../host';
import { prepareDemo } from '../demo-workspace';
import { placesOf, runMonth, showEvidence } from '../month-run';
import { withSession } from '../session';
import { readDead, readQuirks } from '../simulation';
import { wrap } from '../text/width';
import { lastCompleteMonth } from '../values';
import type { SiegGeneration } from '../../shared/sieg-generations';
import { demonstrationMessages } from '../../shared/messages/pt-BR/terminal/session';

export interface DemoCommandOptions extends CommonOptions {
  readonly companies?: number;
  readonly documents?: number;
  readonly seed?: number;
  readonly month?: string;
  readonly giant?: number;
  readonly municipal?: number;
  readonly bills?: number;
  readonly quirks: string;
  readonly dead: string;
  readonly api: SiegGeneration;
  readonly speed: number;
}

/** `malote demo`: a whole month against an invented SIEG in this very process, from nothing to its evidence. */
export async function demo(context: Context, options: DemoCommandOptions): CommandResult {
  const { host } = context;
  const quirks = readQuirks(options.quirks);
  const place = await prepareDemo(host, options.workspace, wantedOffice(options), lastCompleteMonth(host.now()));
  const { companies, month } = place.office;
  const dead = readDead(options.dead, month);
  const sentence = demonstrationMessages.begins(companies, month, options.speed);
  writeLines(host.stderr, wrap(sentence, columnsOf(host.stderr)));
  const demonstration = await startDemonstration(place, {
    quirks,
    dead,
    generation: options.api,
    speed: options.speed,
  });
  try {
    const ended = await withSession(context, demonstration.engine, (session) => runMonth(context, session, { month }), {
      begins: true,
    });
    const exitCode = showEvidence(context, ended, {
      json: options.json === true,
      places: placesOf(place.folder, demonstration.settings),
    });
    if (options.json !== true) writeLines(host.stdout, ['', demonstrationMessages.again(place.folder)]);
    return exitCode;
  } finally {
    await demonstration.close();
  }
}

function wantedOffice(options: DemoCommandOptions): Partial<OfficeChoice> {
  const { companies, documents, seed, month, giant, municipal, bills } = options;
  return {
    ...(companies === undefined ? {} : { companies }),
    ...(documents === undefined ? {} : { documents }),
    ...(seed === undefined ? {} : { seed }),
    ...(month === undefined ? {} : { month }),
    ...(giant === undefined ? {} : { giant }),
    ...(municipal === undefined ? {} : { municipal }),
    ...(bills === undefined ? {} : { bills }),
  };
}

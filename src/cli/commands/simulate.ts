import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { demonstrationMessages } from '../../shared/messages/pt-BR/terminal/session';
import { officeOf, writeWorkbook } from '../../demonstration';
import { DEMO_CREDENTIALS, type Simulator } from '../../simulator';
import { writeJson, type CommandResult, type CommonOptions, type Context } from '../context';
import { EXIT } from '../exit-codes';
import { writeLines, type Host } from '../host';
import { openSimulator, readDead, readQuirks } from '../simulation';
import { untilStopSignal } from '../stop-signals';
import { styleFor } from '../text/style';
import { renderPairs } from '../text/table';
import { lastCompleteMonth } from '../values';

export interface SimulateCommandOptions extends CommonOptions {
  readonly port: number;
  readonly companies: number;
  readonly documents: number;
  readonly seed: number;
  readonly quirks: string;
  readonly dead: string;
  readonly month?: string;
  readonly speed: number;
  readonly giant?: number;
  readonly municipal?: number;
  readonly bills?: number;
  readonly workbook?: string;
}

/** `malote simulate`: an invented SIEG on this machine, until a signal ends it. */
export async function simulate(context: Context, options: SimulateCommandOptions): CommandResult {
  const { host } = context;
  const quirks = readQuirks(options.quirks);
  const month = options.month ?? lastCompleteMonth(host.now());
  const dead = readDead(options.dead, month);
  const office = officeOf({ ...options, month });
  const workbook = await workbookPlace(options);
  await writeWorkbook(office, workbook);
  const simulator = await openSimulator(office, { port: options.port, quirks, dead, speed: options.speed });
  const ended = untilStopSignal(host);
  announce(host, simulator, workbook, options.json === true);
  await ended;
  await simulator.close();
  writeLines(host.stderr, [demonstrationMessages.ended(simulator.requests().length)]);
  return EXIT.complete;
}

async function workbookPlace({ workbook, workspace }: SimulateCommandOptions): Promise<string> {
  if (workbook !== undefined) return resolve(workbook);
  return join(
    workspace === undefined ? await mkdtemp(join(tmpdir(), 'malote-simulate-')) : resolve(workspace),
    'empresas.xlsx',
  );
}

function announce(host: Host, { url, office }: Simulator, workbook: string, json: boolean): void {
  const { month, companies, documents, events } = office;
  if (json) {
    writeJson(host, {
      url,
      workbook,
      month,
      companies: companies.length,
      documents: documents.length,
      events: events.length,
      credentials: DEMO_CREDENTIALS,
    });
    return;
  }
  const style = styleFor(host.stdout, host.env);
  writeLines(host.stdout, [
    style.strong(demonstrationMessages.simulator(month, companies.length, documents.length)),
    demonstrationMessages.allInvented,
    '',
    ...renderPairs([
      [demonstrationMessages.facts.address, url],
      [demonstrationMessages.facts.workbook, workbook],
      ['MALOTE_SIEG_KEY', DEMO_CREDENTIALS.apiKey],
      ['MALOTE_SIEG_CLIENT_ID', DEMO_CREDENTIALS.clientId],
      ['MALOTE_SIEG_CLIENT_SECRET', DEMO_CREDENTIALS.clientSecret],
    ]),
    '',
    style.quiet(demonstrationMessages.howToEnd),
  ]);
}

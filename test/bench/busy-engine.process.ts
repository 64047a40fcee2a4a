import '../../src/engine-process/entry';
import { EngineHost } from '../../src/engine-process/host';
import { BusyOffice, MONTH } from './support/busy-office';

/**
 * The engine's process as main starts it, with an invented office in place of engine and ledger. All that lies between them and the
 * page is the program's own: the console that folds events into a state, its deltas, their texts, the port.
 */
const COMPANIES = 1_000;
/** Twice as often as deltas leave, so that each one has something to tell. */
const EVERY_MS = 50;
/** Changed rows a delta: about twice as many. */
const CHANGED = 25;

const start: EngineHost['start'] = Reflect.get(EngineHost.prototype, 'start');

// main's first word, which makes the host, comes later than this
EngineHost.prototype.start = async function (this: EngineHost): Promise<void> {
  await start.call(this);
  const office = new BusyOffice(COMPANIES);
  await this.console.attach(office, { shown: 'bench', configured: true, demonstration: null }, MONTH);
  this.console.runStarting(MONTH, null);
  setInterval(() => {
    office.work(CHANGED);
    // a run looks at its companies once a second; here every delta carries rows
    this.console.refresh();
  }, EVERY_MS);
};

import { VitalSign } from '../../src/engine/app/vital-sign';
import { holdThread, monotonicMs } from '../../src/engine/base';
import { Heartbeat } from '../../src/engine/diagnosis';
import { openLedger } from '../../src/engine/ledger';

/**
 * A process that gives signs of life as an engine that watches does, only quicker: `beating-child LEDGER URL`. "block" on its input holds
 * its thread for a second; when its input ends it closes in order.
 */
const [file = '', url = ''] = process.argv.slice(2);
const ledger = openLedger(file, { now: () => Date.now() });
const heartbeat = new Heartbeat({
  settings: () => ({ heartbeat: { url, everyMinutes: 0 } }),
  findProxy: () => Promise.resolve(null),
  now: monotonicMs,
  onFailure: (error) => {
    process.stdout.write(`${error.code} ${error.message}\n`);
  },
});
const sign = new VitalSign({
  ledger,
  afterBeat: () => heartbeat.beat(),
  onError: (error) => {
    process.stdout.write(`unexpected ${String(error)}\n`);
  },
  everyMs: 50,
});
sign.start();
process.stdin.on('data', (text: Buffer) => {
  if (text.toString('utf8').includes('block')) holdThread(1_000);
});
process.stdin.on('end', () => {
  void sign.close().then(() => {
    ledger.close();
  });
});

import { openLedger } from '../../src/engine/ledger';

/** A process of its own that opens the ledger, takes the lock `run` if it can, says so, and holds it until its input ends. */
const ledger = openLedger(process.argv[2] ?? '', { now: () => Date.now() });
const holder = ledger.lock('run').take();
process.stdout.write(`${holder === null ? 'taken' : `refused ${String(holder.pid)}`}\n`);
process.stdin.resume().on('end', () => process.exit(0));

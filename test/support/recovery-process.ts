import { systemClock, type Clock } from '../../src/engine/base/clock';
import { openLocalRoot } from '../../src/engine/shares';
import { openRecoveryFixture } from './recovery-fixture';

/**
 * Hurries even what is bound to real time, such as the seconds until a share that is back is trusted; but not the deadlines of the
 * roots, which a busy machine needs.
 */
function hurriedClock(times: number): Clock {
  return { ...systemClock(times), speed: 1 };
}

/**
 * A recovery in a process of its own, to be killed: executes the recovery of the workspace that its argument names, tells when it
 * begins and when it waits for a root, and at its end the view as JSON.
 */
const [folder = '', archive = '', share = '', id = '0'] = process.argv.slice(2);
let told = false;
const fixture = openRecoveryFixture({
  folder,
  archive,
  import: share,
  clock: hurriedClock(10),
  openRoot: (options) => openLocalRoot({ ...options, clock: systemClock() }),
  onChange: () => {
    const progress = fixture.recovery.current()?.progress;
    const waits = progress?.waitingFor.includes('import') === true;
    if (waits && !told) process.stdout.write('waiting\n');
    if (waits && !told) void hurry();
    told = waits;
  },
});

/** The monitor would look again by itself, later. */
async function hurry(): Promise<void> {
  while (!fixture.services.health.usable('import')) await fixture.services.health.check('import');
}

const view = await fixture.recovery.execute(Number(id));
process.stdout.write(`${JSON.stringify(view)}\n`);
await fixture.close();

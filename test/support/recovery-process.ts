import { openRecoveryScene } from './recovery-scene';

/**
 * A recovery in a process of its own, to be killed: executes the recovery of the workspace that its argument names, tells when it
 * begins and when it waits for a root, and at its end the view as JSON.
 */
const [folder = '', archive = '', share = '', id = '0'] = process.argv.slice(2);
let told = false;
const scene = openRecoveryScene({
  ...{ folder, archive, import: share, speed: 20 },
  onChange: () => {
    const progress = scene.recovery.current()?.progress;
    const waits = progress?.waitingFor.includes('import') === true;
    if (waits && !told) process.stdout.write('waiting\n');
    if (waits && !told) void hurry();
    told = waits;
  },
});

/** The monitor would look again by itself, later. */
async function hurry(): Promise<void> {
  while (!scene.rooms.health.usable('import')) await scene.rooms.health.check('import');
}

const view = await scene.recovery.execute(Number(id));
process.stdout.write(`${JSON.stringify(view)}\n`);
await scene.close();

import { SCENARIOS } from '../scenarios';
import { Stage } from './stage';

/** Plays one scenario; each line for the host begins with LAB- and a word. */
const print = (kind: string, text: string): void => {
  process.stdout.write(`LAB-${kind} ${text}\n`);
};
const scenario = SCENARIOS.find(({ name }) => name === process.argv[2]);
if (scenario === undefined) throw new Error(`no such scenario: ${process.argv[2] ?? ''}`);
const stage = await Stage.set(print);
try {
  await scenario.play(stage);
} catch (error) {
  stage.failures.push(error instanceof Error ? error.message : String(error));
}
await stage.classify();
for (const failure of stage.failures) print('FAILURE', failure);
stage.end();
// a process with calls hung in it would wait for them
process.exit(stage.failures.length === 0 ? 0 : 1);

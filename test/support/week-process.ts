import { openEngine, type SiegCredentials } from '../../src/engine';
import { weekClock } from './week-clock';

/** An engine that watches a workspace, at a time that is so many milliseconds from this computer's, until it is killed. */
const [workspace = '', reader = '', offset = '0', key = '', speed = '1'] = process.argv.slice(2);
const engine = await openEngine({
  workspace,
  reader,
  credentials: () => Promise.resolve(JSON.parse(key) as SiegCredentials),
  clock: weekClock(() => Date.now() + Number(offset), Number(speed)),
});
await engine.watch();

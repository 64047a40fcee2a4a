import { setTimeout as sleep } from 'node:timers/promises';
import type { Scenario, Stage } from '../guest/stage';

export interface Outage {
  readonly name: string;
  readonly title: string;
  /** For the table of what Node saw. */
  readonly event: string;
  readonly strike: (stage: Stage) => Promise<void>;
  readonly mend: (stage: Stage) => Promise<void>;
  /** At least; asking the witness takes up to 30 s. */
  readonly lastsMs: number;
  /** From the mending to the last delivery, at most. */
  readonly drainsMs?: number;
}

const BEFORE = 200;
/** When so many of them lie on the server, in the middle of a batch. */
const STRIKE_AT = 40;
/** The health monitor's. */
const INTERVAL_MS = 60_000;
const MEANWHILE = 30;
/** What the other root may lose: far less than the 30 s that a call on the share may take, far more than a crowded machine adds. */
const LOSES_MS = 10_000;
const CANCELLATIONS = 5;
const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`;

/** Time that the root which has nothing to do with the server needs for a handful of files. */
async function otherRoot(stage: Stage, first: number): Promise<number> {
  const before = stage.office.delivered('cancelled');
  const start = performance.now();
  await stage.office.file({ what: 'cancellations', first, count: CANCELLATIONS });
  await stage.until('the other root', () => stage.office.delivered('cancelled') === before + CANCELLATIONS, 180_000);
  return performance.now() - start;
}

/** Strikes in the middle of a delivery, goes on filing meanwhile, mends, and waits for everything to arrive by itself. */
export function outage({ name, title, event, strike, mend, lastsMs, drainsMs = 120_000 }: Outage): Scenario {
  return {
    name,
    title,
    play: async (stage) => {
      const { office } = stage;
      await office.file({ what: 'notes', first: 1, count: CANCELLATIONS });
      await stage.drained(30_000);
      const usual = await otherRoot(stage, 1);
      await office.file({ what: 'notes', first: 10, count: BEFORE });
      const lying = (): number => stage.server.names().length - CANCELLATIONS;
      await stage.until('the delivery is under way', () => lying() >= STRIKE_AT, 60_000);
      const struck = performance.now();
      await strike(stage);
      stage.evidence(
        `struck with ${String(office.delivered('import') - CANCELLATIONS)} of ${String(BEFORE)} delivered`,
      );
      const noticed = stage.meanwhile(async () => {
        const ms = await stage.until('the outage is noticed', () => office.hasNoticed, INTERVAL_MS);
        stage.evidence(`noticed after ${seconds(ms)}`);
      });
      const other = stage.meanwhile(async () => {
        const ms = await otherRoot(stage, 10);
        stage.evidence(
          `other root: ${String(CANCELLATIONS)} files in ${seconds(ms)} meanwhile, ${seconds(usual)} before`,
        );
        stage.expect(ms - usual < LOSES_MS, `the other root lost ${seconds(ms - usual)}`);
      });
      const { died } = await stage.testify(event);
      stage.evidence(`a process with calls on this share ${died ? 'is gone' : 'is still there 5 s'} after SIGKILL`);
      await noticed;
      await sleep(Math.max(0, lastsMs - (performance.now() - struck)));
      await mend(stage);
      stage.evidence(`mended after ${seconds(performance.now() - struck)}; ${String(office.open())} wait`);
      await other;
      await office.file({ what: 'notes', first: 500, count: MEANWHILE });
      stage.evidence(`everything delivered ${seconds(await stage.drained(drainsMs))} after that`);
    },
  };
}

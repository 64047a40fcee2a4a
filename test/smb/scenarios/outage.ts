import { setTimeout as sleep } from 'node:timers/promises';
import { deliverElsewhere, judgeElsewhere } from '../guest/other-root';
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
/** Documents and cancellations that go their way before anything happens. */
const USUAL = 20;
const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`;

/** Strikes in the middle of a delivery, goes on filing meanwhile, mends, and waits for everything to arrive by itself. */
export function outage({ name, title, event, strike, mend, lastsMs, drainsMs = 120_000 }: Outage): Scenario {
  return {
    name,
    title,
    play: async (stage) => {
      const { office } = stage;
      await office.file({ what: 'notes', first: 1, count: USUAL });
      await stage.drained(30_000);
      const well = await deliverElsewhere(stage, 1, (done) => done < USUAL);
      await office.file({ what: 'notes', first: 1 + USUAL, count: BEFORE });
      const lying = (): number => stage.server.names().length - USUAL;
      await stage.until('the delivery is under way', () => lying() >= STRIKE_AT, 60_000);
      const struck = performance.now();
      await strike(stage);
      stage.evidence(`struck with ${String(office.delivered('import') - USUAL)} of ${String(BEFORE)} delivered`);
      const noticed = stage.meanwhile(async () => {
        const ms = await stage.until('the outage is noticed', () => office.hasNoticed, INTERVAL_MS);
        stage.evidence(`noticed after ${seconds(ms)}`);
      });
      let isOver = false;
      const elsewhere = stage.meanwhile(async () => {
        const meanwhile = await deliverElsewhere(stage, 1 + USUAL, (done) => !isOver && done < BEFORE);
        judgeElsewhere(stage, { well, meanwhile, outageMs: performance.now() - struck });
      });
      const { died } = await stage.testify(event);
      stage.evidence(`a process with calls on this share ${died ? 'is gone' : 'is still there 5 s'} after SIGKILL`);
      await noticed;
      await sleep(Math.max(0, lastsMs - (performance.now() - struck)));
      isOver = true;
      await elsewhere;
      await mend(stage);
      stage.evidence(`mended after ${seconds(performance.now() - struck)}; ${String(office.open())} wait`);
      await office.file({ what: 'notes', first: 500, count: MEANWHILE });
      stage.evidence(`everything delivered ${seconds(await stage.drained(drainsMs))} after that`);
    },
  };
}

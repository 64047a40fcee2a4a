import { setTimeout as sleep } from 'node:timers/promises';
import type { Stage } from './stage';

/** A cancellation comes in this often, unless the one before it takes longer. */
const EVERY_MS = 500;
/** What any one of them may lose: far less than the 30 s that a call on the share may take, far more than a crowded machine adds. */
const ONE_LOSES_MS = 10_000;
/** What a delivery may lose on average, of the outage. */
const LOST_SHARE = 0.01;

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
const longest = (values: readonly number[]): number => Math.max(...values);
const shown = (values: readonly number[]): string =>
  `${String(values.length)} files, ${mean(values).toFixed(0)} ms each, the longest ${longest(values).toFixed(0)} ms`;

/**
 * Cancellations go to a root that has nothing to do with the server, one after the other, from the number `first` on.
 * @returns for each the milliseconds from handing it in to its delivery on record
 */
export async function deliverElsewhere(
  stage: Stage,
  first: number,
  goesOn: (done: number) => boolean,
): Promise<number[]> {
  const { office } = stage;
  const taken: number[] = [];
  while (goesOn(taken.length)) {
    const before = office.delivered('cancelled');
    const start = performance.now();
    await office.file({ what: 'cancellations', first: first + taken.length, count: 1 });
    await stage.until('the other root', () => office.delivered('cancelled') > before, 180_000);
    taken.push(performance.now() - start);
    await sleep(Math.max(0, start + EVERY_MS - performance.now()));
  }
  return taken;
}

export interface Elsewhere {
  readonly well: readonly number[];
  readonly meanwhile: readonly number[];
  readonly outageMs: number;
}

/** Holds what the other root lost against the length of the outage. */
export function judgeElsewhere(stage: Stage, { well, meanwhile, outageMs }: Elsewhere): void {
  const lost = (mean(meanwhile) - mean(well)) / outageMs;
  stage.evidence(`other root before: ${shown(well)}`);
  stage.evidence(`other root meanwhile: ${shown(meanwhile)}: each lost ${(100 * lost).toFixed(2)} % of the outage`);
  stage.expect(lost < LOST_SHARE, `a delivery to the other root lost ${(100 * lost).toFixed(2)} % of the outage`);
  const most = longest(meanwhile) - mean(well);
  stage.expect(most < ONE_LOSES_MS, `one delivery to the other root lost ${(most / 1000).toFixed(1)} s`);
}

import type { ShareHistory } from '../../../shared/ipc/shares';

/** A stretch of time, in milliseconds since 1970. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
}

/** What a chart draws: instants in seconds, as uPlot counts them, and milliseconds; null where there is no line. */
export interface ChartData {
  readonly window: Stretch;
  readonly at: readonly number[];
  readonly latency: readonly (number | null)[];
  readonly outages: readonly Stretch[];
}

/** What the chart says, in numbers. */
export interface HistoryFacts {
  readonly samples: number;
  /** Of the looks that succeeded; null when none did. */
  readonly usualMs: number | null;
  readonly mostMs: number | null;
  readonly outages: number;
  /** Within the window, seconds. */
  readonly outSeconds: number;
}

/** So much longer than usual between two looks, and nobody looked: the program was not running. */
const UNWATCHED = 4;

/** A chart reaches back to the first that is known, but never shows less than this. */
const LEAST_WINDOW_MS = 15 * 60_000;

export function chartOf({ samples, outages }: ShareHistory, window: Stretch): ChartData {
  const points = samples.map(({ at, latencyMs }) => ({ at: Date.parse(at) / 1_000, latency: latencyMs }));
  const longest = UNWATCHED * usualStep(points);
  const drawn = points.flatMap((point, index) => {
    const before = points[index - 1];
    return before !== undefined && point.at - before.at > longest
      ? [{ at: (before.at + point.at) / 2, latency: null }, point]
      : [point];
  });
  const known = [...samples.map(({ at }) => at), ...outages.map(({ from }) => from)].map((at) => Date.parse(at));
  const begin = Math.min(window.to - LEAST_WINDOW_MS, ...known);
  return {
    window: { from: Math.max(window.from, begin), to: window.to },
    at: drawn.map(({ at }) => at),
    latency: drawn.map(({ latency }) => latency),
    outages: outages.map((outage) => stretchOf(outage, window)).filter(({ from, to }) => to > from),
  };
}

export function factsOf({ samples, outages }: ShareHistory, window: Stretch): HistoryFacts {
  const heard = samples.flatMap(({ latencyMs }) => latencyMs ?? []).sort((a, b) => a - b);
  const within = outages.map((outage) => stretchOf(outage, window)).filter(({ from, to }) => to > from);
  return {
    samples: samples.length,
    usualMs: median(heard),
    mostMs: heard.at(-1) ?? null,
    outages: within.length,
    outSeconds: within.reduce((all, { from, to }) => all + (to - from) / 1_000, 0),
  };
}

/** The part of an outage that lies within the window; empty when none does. */
function stretchOf({ from, to }: ShareHistory['outages'][number], window: Stretch): Stretch {
  return {
    from: Math.max(Date.parse(from), window.from),
    to: Math.min(to === null ? window.to : Date.parse(to), window.to),
  };
}

/** Seconds between two looks that succeeded: while a root is down it is looked at more often. */
function usualStep(points: readonly { readonly at: number; readonly latency: number | null }[]): number {
  const steps = points.flatMap((point, index) => {
    const before = points[index - 1];
    return before === undefined || before.latency === null || point.latency === null ? [] : [point.at - before.at];
  });
  return median(steps.sort((a, b) => a - b)) ?? Number.POSITIVE_INFINITY;
}

/** Of values in ascending order. */
function median(sorted: readonly number[]): number | null {
  return sorted[Math.floor((sorted.length - 1) / 2)] ?? null;
}

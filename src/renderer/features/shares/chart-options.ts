import type UPlot from 'uplot';
import { latency } from '../../../shared/messages/pt-BR/amounts';
import { dayAndClock } from '../../../shared/messages/pt-BR/moments';
import { t } from '../../i18n';
import type { Stretch } from './history';

export const CHART_HEIGHT = 104;

/** A chart of a share that answers at once still shows that the line lies low. */
const LEAST_RANGE_MS = 20;
const HEADROOM = 1.15;
const DAY_SECONDS = 86_400;

const TOKENS = {
  line: '--accent-text',
  fill: '--accent-soft',
  label: '--text-faint',
  grid: '--line',
  outage: '--bad-soft',
  outageEdge: '--bad',
} as const;

export type ChartColours = Readonly<Record<keyof typeof TOKENS, string>>;

/** The theme's colours as a canvas understands them: `light-dark()` is resolved by the element that wears them. */
export function readColours(probe: HTMLElement): ChartColours {
  const read = (token: string): string => {
    probe.style.color = `var(${token})`;
    return getComputedStyle(probe).color;
  };
  const entries = Object.entries(TOKENS).map(([name, token]) => [name, read(token)] as const);
  return Object.fromEntries(entries) as ChartColours;
}

export interface ChartSources {
  readonly width: number;
  readonly colours: () => ChartColours;
  readonly outages: () => readonly Stretch[];
  readonly window: () => Stretch;
  /** Told what lies under the pointer; empty when nothing does. */
  readonly say: (words: string) => void;
}

/** A chart of latency that reads what may change at every drawing. */
export function chartOptions({ width, colours, outages, window, say }: ChartSources): UPlot.Options {
  const axis = (more: UPlot.Axis): UPlot.Axis => ({
    stroke: () => colours().label,
    font: '11px "Inter Variable", sans-serif',
    grid: { stroke: () => colours().grid, width: 1 },
    ticks: { show: false },
    gap: 4,
    ...more,
  });
  return {
    width,
    height: CHART_HEIGHT,
    padding: [8, 18, 0, 0],
    legend: { show: false },
    cursor: { y: false, drag: { x: false, y: false, setScale: false }, points: { size: 6 } },
    scales: {
      x: { time: true, range: () => [window().from / 1_000, window().to / 1_000] },
      // without any value uPlot gives null, which counts as 0 here
      y: { range: (_plot, _least, most) => [0, Math.max(LEAST_RANGE_MS, most * HEADROOM)] },
    },
    axes: [
      axis({ size: 20, space: 56, values: (_plot, splits) => momentLabels(splits) }),
      axis({
        size: 52,
        space: 30,
        values: (_plot, splits) => splits.map((value) => (value === 0 ? '0' : latency(value))),
      }),
    ],
    series: [
      {},
      {
        stroke: () => colours().line,
        fill: () => colours().fill,
        width: 1.5,
        points: { size: 4, fill: () => colours().line },
      },
    ],
    hooks: {
      drawClear: [(plot) => shade(plot, outages(), colours())],
      setCursor: [(plot) => say(underPointer(plot))],
    },
  };
}

/** Hours within a day or two, days in a longer stretch. */
function momentLabels(splits: readonly number[]): string[] {
  const long = (splits.at(-1) ?? 0) - (splits[0] ?? 0) > 2 * DAY_SECONDS;
  return splits.map((seconds) => {
    const date = new Date(seconds * 1_000);
    const [day = '', clock = ''] = dayAndClock(date).split(' ');
    if (!long) return clock;
    return clock === '00:00' ? day : '';
  });
}

const EDGE = 3;

/** Outages stand behind the line: a ground over the whole height, and an edge along the foot. */
function shade(plot: UPlot, outages: readonly Stretch[], { outage, outageEdge }: ChartColours): void {
  const { ctx, bbox } = plot;
  for (const { from, to } of outages) {
    const left = plot.valToPos(from / 1_000, 'x', true);
    const wide = Math.max(1, plot.valToPos(to / 1_000, 'x', true) - left);
    ctx.fillStyle = outage;
    ctx.fillRect(left, bbox.top, wide, bbox.height);
    ctx.fillStyle = outageEdge;
    ctx.fillRect(left, bbox.top + bbox.height - EDGE, wide, EDGE);
  }
}

function underPointer({ cursor: { idx }, data }: UPlot): string {
  const at = idx === null || idx === undefined ? undefined : data[0][idx];
  if (at === undefined) return '';
  const value = data[1]?.[idx ?? 0] ?? null;
  return `${dayAndClock(new Date(at * 1_000))} · ${value === null ? t.shares.history.noAnswer : latency(value)}`;
}

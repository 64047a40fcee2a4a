import { memo, useEffect, useRef, type ReactNode } from 'react';
import UPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { CHART_HEIGHT, chartOptions, readColours, type ChartColours } from './chart-options';
import type { ChartData } from './history';
import { onThemeChange } from '../../state/theme';
import styles from './LatencyChart.module.css';

/**
 * Latency over time: the line is broken where a look failed or nobody looked, outages are shaded. Drawn again only when its data, its
 * width or the theme changes. For eyes alone: who listens has the sentence and the table beside it.
 */
export const LatencyChart = memo(function LatencyChart({ data }: { readonly data: ChartData }): ReactNode {
  const place = useRef<HTMLDivElement>(null);
  const probe = useRef<HTMLSpanElement>(null);
  const readout = useRef<HTMLParagraphElement>(null);
  const drawn = useRef(data);
  const plot = useRef<UPlot | null>(null);

  useEffect(() => {
    const [box, colourProbe] = [place.current, probe.current];
    if (box === null || colourProbe === null) return undefined;
    let colours: ChartColours = readColours(colourProbe);
    const options = chartOptions({
      width: box.clientWidth,
      colours: () => colours,
      outages: () => drawn.current.outages,
      window: () => drawn.current.window,
      say: (words) => {
        if (readout.current !== null) readout.current.textContent = words;
      },
    });
    const chart = new UPlot(options, columnsOf(drawn.current), box);
    plot.current = chart;
    const sizes = new ResizeObserver(() => chart.setSize({ width: box.clientWidth, height: CHART_HEIGHT }));
    sizes.observe(box);
    const stopTheme = onThemeChange(() => {
      colours = readColours(colourProbe);
      chart.redraw(false);
    });
    return () => {
      stopTheme();
      sizes.disconnect();
      chart.destroy();
      plot.current = null;
    };
  }, []);

  useEffect(() => {
    if (drawn.current === data) return;
    drawn.current = data;
    plot.current?.setData(columnsOf(data));
  }, [data]);

  return (
    <div className={styles['chart']} aria-hidden>
      <p ref={readout} className={styles['readout']} />
      <div ref={place} className={styles['place']} />
      <span ref={probe} hidden />
    </div>
  );
});

function columnsOf({ at, latency }: ChartData): UPlot.AlignedData {
  return [[...at], [...latency]];
}

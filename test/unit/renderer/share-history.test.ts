import { describe, expect, it } from 'vitest';
import { latency, size, speed } from '../../../src/shared/messages/pt-BR/amounts';
import { age, dayAndClock, span } from '../../../src/shared/messages/pt-BR/moments';
import { chartOf, factsOf } from '../../../src/renderer/features/shares/history';
import type { ShareHistory } from '../../../src/shared/ipc/shares';
import { CAUSES } from '../../renderer/console/watch';

const START = Date.UTC(2026, 10, 21, 12);
const minute = (minutes: number): string => new Date(START + minutes * 60_000).toISOString();
const seconds = (minutes: number): number => START / 1_000 + minutes * 60;
const WINDOW = { from: START, to: START + 60 * 60_000 };
const sample = (minutes: number, latencyMs: number | null): ShareHistory['samples'][number] => ({
  at: minute(minutes),
  latencyMs,
  freeBytes: null,
});
const outage = (from: number, to: number | null): ShareHistory['outages'][number] => ({
  from: minute(from),
  to: to === null ? null : minute(to),
  cause: CAUSES.timeout,
  delivered: null,
});

describe('a chart of latency', () => {
  it('has no line where a look failed', () => {
    const history = { samples: [sample(0, 5), sample(5, null), sample(10, 7)], outages: [] };
    expect(chartOf(history, WINDOW)).toMatchObject({ at: [0, 5, 10].map(seconds), latency: [5, null, 7] });
  });

  it('has no line over a time in which nobody looked, though the root was looked at more often while it was down', () => {
    const samples = [
      sample(0, 5),
      sample(5, 6),
      sample(5.5, null),
      sample(6, null),
      sample(6.5, 8),
      sample(11.5, 5),
      sample(46.5, 5),
      sample(51.5, 5),
    ];
    const { at, latency: line } = chartOf({ samples, outages: [] }, WINDOW);
    expect(at).toHaveLength(9);
    expect(line).toEqual([5, 6, null, null, 8, 5, null, 5, 5]);
    expect(at[6]).toBe(seconds(29));
  });

  it('reaches back to the first look, and shows a quarter of an hour at least', () => {
    const windowOf = (...samples: ShareHistory['samples']) => chartOf({ samples, outages: [] }, WINDOW).window;
    expect(windowOf(sample(10, 5), sample(15, 5))).toEqual({ from: START + 10 * 60_000, to: WINDOW.to });
    expect(windowOf(sample(59, 5))).toEqual({ from: START + 45 * 60_000, to: WINDOW.to });
    expect(windowOf(sample(-5, 5))).toEqual(WINDOW);
  });

  it('shades the part of an outage that it shows', () => {
    const history = { samples: [], outages: [outage(50, null), outage(10, 20), outage(-30, 5), outage(-60, -40)] };
    expect(chartOf(history, WINDOW).outages).toEqual([
      { from: START + 50 * 60_000, to: WINDOW.to },
      { from: START + 10 * 60_000, to: START + 20 * 60_000 },
      { from: WINDOW.from, to: START + 5 * 60_000 },
    ]);
  });

  it('is summed up in numbers', () => {
    const samples = [sample(0, 30), sample(5, 10), sample(10, null), sample(15, 20)];
    const outages = [outage(50, null), outage(-60, -40)];
    expect(factsOf({ samples, outages }, WINDOW)).toEqual({
      samples: 4,
      usualMs: 20,
      mostMs: 30,
      outages: 1,
      outSeconds: 600,
    });
    expect(factsOf({ samples: [], outages: [] }, WINDOW)).toMatchObject({ usualMs: null, mostMs: null, outages: 0 });
  });
});

describe('amounts', () => {
  it('says bytes as the file manager does', () => {
    expect([0, 812, 1_288_490_189, 1_024 ** 3, 1_072_693_248, -1].map(size)).toEqual([
      '0 B',
      '812 B',
      '1,2 GB',
      '1 GB',
      '1.023 MB',
      '0 B',
    ]);
  });

  it('says a latency and a speed no more exactly than helps', () => {
    expect([0.4, 12.4, 999.4, 999.6, 1_340, 61_000].map(latency)).toEqual([
      '< 1 ms',
      '12 ms',
      '999 ms',
      '1 s',
      '1,3 s',
      '61 s',
    ]);
    expect([0.4, 1, 84.6].map(speed)).toEqual(['0,4 arquivo', '1 arquivo', '85 arquivos']);
  });
});

describe('stretches of time', () => {
  it('are told in two units at most', () => {
    expect([0, 40, 59.6, 750, 3_600, 12_000, 172_800, 187_200].map(span)).toEqual([
      '0 s',
      '40 s',
      '1 min',
      '13 min',
      '1 h',
      '3 h 20 min',
      '2 dias',
      '2 dias 4 h',
    ]);
  });

  it('do not go below nothing when two clocks differ', () => {
    const now = new Date(2026, 10, 21, 14, 5);
    expect(age(new Date(2026, 10, 21, 14, 6).toISOString(), now)).toBe('menos de 1 min');
    expect(age(new Date(2026, 10, 21, 11, 53).toISOString(), now)).toBe('2 h 12 min');
    expect(dayAndClock(now)).toBe('21/11 14:05');
  });
});

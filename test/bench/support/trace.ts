import type { CDPSession } from '@playwright/test';

/** What is read of an event of Chromium's trace format; times in microseconds. */
interface TraceEvent {
  readonly name: string;
  readonly ph: string;
  readonly pid: number;
  readonly tid: number;
  readonly ts: number;
  readonly dur?: number;
  /** CPU time of the thread. */
  readonly tdur?: number;
  readonly id2?: { readonly local?: string };
  readonly args: {
    readonly name?: string;
    readonly data?: { readonly functionName?: string; readonly type?: string };
    readonly chrome_frame_reporter?: { readonly state?: string; readonly affects_smoothness?: boolean };
  };
}

/** A task of the page's main thread. */
export interface Task {
  /** Milliseconds of the clock. */
  readonly wall: number;
  /** Milliseconds of the thread's CPU: steadier on a machine that others use. */
  readonly cpu: number;
  /** What took longest within it. */
  readonly mostly: string;
}

/** What came on the screen. */
export interface Frames {
  readonly shown: number;
  /** Frames that were due, would have been seen, and did not come. */
  readonly dropped: number;
  /** The longest time between two that were shown, in milliseconds. */
  readonly longest: number;
}

export interface Recording {
  readonly tasks: readonly Task[];
  readonly frames: Frames;
}

const CATEGORIES = [
  'devtools.timeline',
  'disabled-by-default-devtools.timeline',
  'disabled-by-default-devtools.timeline.frame',
];
/** Shorter parts explain no long task. */
const PART_US = 2_000;

/** Records the page by the DevTools protocol while `work` is done. */
export async function record(devTools: CDPSession, work: () => Promise<void>): Promise<Recording> {
  const events: TraceEvent[] = [];
  const collect = ({ value }: { readonly value: readonly object[] }): void => {
    for (const event of value as readonly TraceEvent[]) if (isOfUse(event)) events.push(event);
  };
  devTools.on('Tracing.dataCollected', collect);
  await devTools.send('Tracing.start', {
    transferMode: 'ReportEvents',
    traceConfig: { recordMode: 'recordAsMuchAsPossible', includedCategories: CATEGORIES },
  });
  await work();
  const complete = new Promise<void>((resolve) => {
    devTools.once('Tracing.tracingComplete', () => resolve());
  });
  await devTools.send('Tracing.end');
  await complete;
  devTools.off('Tracing.dataCollected', collect);
  return { tasks: tasksOf(events), frames: framesOf(events) };
}

function isOfUse({ name, ph, dur = 0 }: TraceEvent): boolean {
  return name === 'RunTask' || name === 'PipelineReporter' || name === 'thread_name' || (ph === 'X' && dur >= PART_US);
}

/** Tasks of the thread that draws pages; a spare one, which Chromium keeps for the next page, has hardly any. */
function tasksOf(events: readonly TraceEvent[]): Task[] {
  const threads = events.filter(({ name, args }) => name === 'thread_name' && args.name === 'CrRendererMain');
  const onThread = threads.map(({ pid, tid }) => events.filter((event) => event.pid === pid && event.tid === tid));
  const busiest = onThread.sort((a, b) => b.length - a.length)[0] ?? [];
  const parts = busiest.filter(({ name, ph }) => name !== 'RunTask' && ph === 'X');
  return busiest
    .filter(({ name, ph }) => name === 'RunTask' && ph === 'X')
    .map((task) => ({ wall: milliseconds(task.dur), cpu: milliseconds(task.tdur), mostly: longestPart(task, parts) }));
}

function longestPart(task: TraceEvent, parts: readonly TraceEvent[]): string {
  const end = task.ts + (task.dur ?? 0);
  const own = (task.dur ?? 0) < PART_US ? [] : parts.filter(({ ts }) => ts >= task.ts && ts < end);
  const named = own.map(({ name, dur = 0, args: { data } }) => {
    const what = data?.functionName ?? data?.type ?? '';
    return { text: `${name} ${what}`.trim(), dur };
  });
  const longest = named.sort((a, b) => b.dur - a.dur).slice(0, 4);
  return longest.map(({ text, dur }) => `${text} ${milliseconds(dur).toFixed(0)} ms`).join(', ');
}

/**
 * Chromium reports each frame twice where compositor and page drew apart: both are one. The ids of frames are used again, and by each
 * process for itself: a report ends with the next end of its id.
 */
function framesOf(events: readonly TraceEvent[]): Frames {
  const reports = events.filter(({ name }) => name === 'PipelineReporter').sort((a, b) => a.ts - b.ts);
  const open = new Map<string, NonNullable<TraceEvent['args']['chrome_frame_reporter']>>();
  const times = new Set<number>();
  let dropped = 0;
  for (const { ph, pid, id2, ts, args } of reports) {
    const frame = `${String(pid)} ${id2?.local ?? ''}`;
    if (ph === 'b') open.set(frame, args.chrome_frame_reporter ?? {});
    if (ph !== 'e') continue;
    const { state = '', affects_smoothness: seen } = open.get(frame) ?? {};
    open.delete(frame);
    if (state.startsWith('STATE_PRESENTED')) times.add(ts);
    if (state === 'STATE_DROPPED' && seen === true) dropped += 1;
  }
  const shown = [...times];
  const gaps = shown.slice(1).map((time, index) => time - (shown[index] ?? time));
  return {
    shown: shown.length,
    dropped,
    longest: milliseconds(gaps.reduce((longest, gap) => Math.max(longest, gap), 0)),
  };
}

function milliseconds(microseconds = 0): number {
  return microseconds / 1_000;
}

import { parseArgs } from 'node:util';
import { openBenchApp } from './support/bench-app';
import { bound, figure, printMachine } from './support/report';
import { spreadOf } from './support/spread';
import { record, type Frames, type Task } from './support/trace';

/**
 * The window while a month of 1,000 companies is under way: ten deltas a second with changed rows, a table that is scrolled, sorted
 * and searched. No task of the page may take long, and its memory must stay flat. `--minutes 10` for the long run.
 */
const { values } = parseArgs({ options: { minutes: { type: 'string', default: '2' } } });
const minutes = Number(values.minutes);
if (!Number.isInteger(minutes) || minutes < 1) throw new Error('--minutes takes a whole number from 1 on');

const LONG_MS = 50;
const ROW_HEIGHT = 30;
const COMPANIES = 1_000;
/** About as fast as a hand flings a long list. */
const PIXELS_PER_SECOND = 4_000;

const app = await openBenchApp('busy-engine.mjs');
const { page, devTools } = app;
const table = page.getByRole('region', { name: 'Empresas' }).last();
await page.getByTestId('run-card').waitFor();
await page
  .getByText(`${COMPANIES.toLocaleString('pt-BR')} empresas`)
  .first()
  .waitFor();

/** From the top of the table to its end and back, by the mouse wheel. */
async function scroll(down: boolean): Promise<void> {
  const box = await table.boundingBox();
  if (box === null) throw new Error('the table is not in sight');
  await devTools.send('Input.synthesizeScrollGesture', {
    x: box.x + box.width / 2,
    y: box.y + box.height / 2,
    yDistance: (down ? -1 : 1) * ROW_HEIGHT * COMPANIES,
    speed: PIXELS_PER_SECOND,
    gestureSourceType: 'mouse',
  });
}

/** What an operator does besides looking on. */
async function handle(): Promise<void> {
  await page.getByRole('button', { name: 'Arquivados' }).click();
  await page.waitForTimeout(5_000);
  await page.getByTestId('company-filter').pressSequentially('grafica', { delay: 120 });
  await page.waitForTimeout(2_000);
  await page.getByTestId('company-filter').fill('');
  await page.getByRole('button', { name: 'Empresa', exact: true }).click();
}

interface Memory {
  readonly heap: number;
  readonly nodes: number;
  readonly listeners: number;
}

/** After two forced collections: what the first lets go may free more. */
async function memory(): Promise<Memory> {
  for (let pass = 0; pass < 2; pass += 1) await devTools.send('HeapProfiler.collectGarbage');
  const { usedSize } = await devTools.send('Runtime.getHeapUsage');
  const { metrics } = await devTools.send('Performance.getMetrics');
  const metric = (name: string): number => metrics.find((one) => one.name === name)?.value ?? 0;
  return { heap: usedSize / 2 ** 20, nodes: metric('Nodes'), listeners: metric('JSEventListeners') };
}

async function revision(): Promise<number> {
  const answer: string = await page.evaluate('malote.engine.snapshot()');
  return (JSON.parse(answer) as { readonly value: { readonly revision: number } }).value.revision;
}

const tasks: Task[] = [];
const frames: Frames[] = [];
const traced = async (work: () => Promise<void>): Promise<Frames> => {
  const recorded = await record(devTools, work);
  tasks.push(...recorded.tasks);
  return recorded.frames;
};

await devTools.send('Performance.enable');
await page.waitForTimeout(3_000);
const memories = [await memory()];
const from = { revision: await revision(), at: performance.now() };
for (let minute = 1; minute <= minutes; minute += 1) {
  const ends = from.at + minute * 60_000;
  await traced(() => page.waitForTimeout(8_000));
  frames.push(await traced(() => scroll(true)));
  frames.push(await traced(() => scroll(false)));
  await traced(handle);
  await traced(() => page.waitForTimeout(Math.max(0, ends - 3_000 - performance.now())));
  const now = await memory();
  memories.push(now);
  figure(
    `minute ${String(minute)}`,
    now.heap,
    `MiB, ${String(now.nodes)} nodes, ${String(now.listeners)} listeners`,
    2,
  );
}
const seconds = (performance.now() - from.at) / 1_000;
const deltas = (await revision()) - from.revision;
await app.close();

const most = (of: (task: Task) => number): Task => tasks.reduce((found, task) => (of(task) > of(found) ? task : found));
const told = ({ wall, cpu, mostly }: Task): string => `${wall.toFixed(1)} ms, ${cpu.toFixed(1)} ms of CPU (${mostly})`;
const busy = tasks.reduce((total, { cpu }) => total + cpu, 0);
const [shown, dropped] = frames.reduce((sum, one) => [sum[0] + one.shown, sum[1] + one.dropped], [0, 0]);
const [first = 0, ...settled] = memories.map(({ heap }) => heap);
printMachine();
figure('deltas', deltas / seconds, 'a second', 1);
figure('tasks of the page', tasks.length, `in ${seconds.toFixed(0)} s`);
figure('CPU of all of them', busy / deltas, 'ms a delta', 1);
console.log(`     longest: ${told(most(({ wall }) => wall))}`);
console.log(`     most CPU: ${told(most(({ cpu }) => cpu))}`);
figure(`tasks over ${String(LONG_MS)} ms`, tasks.filter(({ wall }) => wall > LONG_MS).length, '');
bound(`tasks over ${String(LONG_MS)} ms of CPU`, tasks.filter(({ cpu }) => cpu > LONG_MS).length, 0);
figure('frames while scrolling', shown, 'shown');
figure('frames dropped', dropped, '');
figure('longest between two', Math.max(...frames.map(({ longest }) => longest)), 'ms', 1);
figure('heap at the beginning', first, 'MiB', 2);
// a reading differs by what is drawn at its moment: the middle of three does not
const [begin, end] = [spreadOf(settled.slice(0, 3)).p50, spreadOf(settled.slice(-3)).p50];
bound('heap, last ÷ first three minutes', end / begin, 1.1);

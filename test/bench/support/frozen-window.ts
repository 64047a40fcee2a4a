import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import type { FaultMount } from '../../support/fault-mount';
import { openBenchApp } from './bench-app';
import { bound, figure } from './report';
import { printSpread } from './spread';

interface FrozenWindow {
  readonly seconds: number;
  readonly pairs: number;
  readonly mountAt: (point: string) => Promise<FaultMount>;
}

/** What the page saw; milliseconds. */
interface Seen {
  /** From one frame to the next. */
  readonly frames: readonly number[];
  /** From asking the engine for a line of its journal to the answer. */
  readonly answers: readonly number[];
  readonly deltas: number;
}

const OFFICE = { companies: 40, documents: 2_000, seed: 7, quirks: 'none' } as const;
const FRAME_MS = 1_000 / 60;

/**
 * The window on a month under way while the archive hangs: its frames, and how soon the engine answers and tells. The program as it
 * is built, on a demonstration whose archive is a mount.
 */
export async function frozenWindow({ seconds, pairs, mountAt }: FrozenWindow): Promise<void> {
  const app = await openBenchApp(null);
  const { page } = app;
  const seen: Record<'quiet' | 'frozen', Seen[]> = { quiet: [], frozen: [] };
  await page.getByTestId('begin-demonstration').waitFor();
  const workspace = join(
    app.userData,
    'demonstracao',
    `${String(OFFICE.companies)}x${String(OFFICE.documents)}-${String(OFFICE.seed)}`,
  );
  const mount = await mountAt(join(workspace, 'arquivo'));
  const begun: string = await page.evaluate(`malote.engine.beginDemonstration(${JSON.stringify(OFFICE)})`);
  if (!begun.includes('"ok":true')) throw new Error(begun);
  // opens the same one again, and shows it
  await page.getByTestId('begin-demonstration').click();
  await page.getByTestId('start-run').click();
  await page.getByTestId('run-card').waitFor();
  await page.waitForTimeout(5_000);
  for (let pair = 0; pair < pairs; pair += 1) {
    seen.quiet.push(await look(page, seconds));
    await mount.hang();
    seen.frozen.push(await look(page, seconds));
    await mount.release();
    await page.waitForTimeout(5_000);
  }
  if (!existsSync(join(workspace, 'settings.json'))) throw new Error('the demonstration lies elsewhere');
  // first the mount, which lies in the folder that is removed with the program
  await mount.close();
  await app.close();
  report(seen, seconds, pairs);
}

function look(page: Page, seconds: number): Promise<Seen> {
  return page.evaluate(async (ms) => {
    interface Bridge {
      readonly engine: { journal(input: { limit: number }): Promise<string> };
      on(event: 'delta', listener: () => void): () => void;
    }
    const { malote, requestAnimationFrame } = globalThis as unknown as {
      readonly malote: Bridge;
      readonly requestAnimationFrame: (callback: (now: number) => void) => number;
    };
    const [frames, answers]: [number[], number[]] = [[], []];
    let deltas = 0;
    const ends = performance.now() + ms;
    const silence = malote.on('delta', () => {
      deltas += 1;
    });
    let last = performance.now();
    const frame = (now: number): void => {
      frames.push(now - last);
      last = now;
      if (now < ends) requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);
    while (performance.now() < ends) {
      const start = performance.now();
      await malote.engine.journal({ limit: 1 });
      answers.push(performance.now() - start);
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    silence();
    return { frames: frames.slice(1), answers, deltas };
  }, seconds * 1_000);
}

function report(seen: Readonly<Record<'quiet' | 'frozen', readonly Seen[]>>, seconds: number, pairs: number): void {
  console.log(`\n     the window on a month under way, ${String(pairs)} × ${String(seconds)} s`);
  const told = (when: readonly Seen[], name: string) => {
    const frames = printSpread(
      `frames, archive ${name}`,
      when.flatMap((one) => one.frames),
    );
    const answers = printSpread(
      `engine's answer, archive ${name}`,
      when.flatMap((one) => one.answers),
    );
    const deltas = when.reduce((sum, one) => sum + one.deltas, 0);
    figure(`deltas, archive ${name}`, deltas / (pairs * seconds), 'a second', 1);
    return { frames, answers };
  };
  const quiet = told(seen.quiet, 'well');
  const frozen = told(seen.frozen, 'frozen');
  bound('p50 of frames beyond the usual', frozen.frames.p50 - quiet.frames.p50, FRAME_MS, ' ms');
  bound('p95 of frames beyond the usual', frozen.frames.p95 - quiet.frames.p95, FRAME_MS, ' ms');
  bound('p95 of answers beyond the usual', frozen.answers.p95 - quiet.answers.p95, FRAME_MS, ' ms');
}

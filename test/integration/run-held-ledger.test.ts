import { afterEach, describe, expect, it } from 'vitest';
import type { ChildProcess } from 'node:child_process';
import { createOffice } from '../../src/simulator';
import { holdFile } from '../support/held-file';
import { expectTruth } from '../support/office-truth';
import { listen, openScene } from '../support/scene';

const MONTH = '2026-03';
const office = createOffice({ seed: 52, month: MONTH, companies: 4, documentsPerCompany: 40 });
const others: ChildProcess[] = [];

afterEach(() => {
  for (const other of others.splice(0)) other.kill('SIGKILL');
});

describe('a run beside a program that has the ledger to itself', () => {
  it('waits for it, says so, and brings everything', async () => {
    let answered = 0;
    const log = (): void => {
      answered += 1;
      if (answered !== 5) return;
      holdFile(scene.workspace.ledger, 'BEGIN EXCLUSIVE', 15_000).then(
        (other) => others.push(other),
        () => undefined,
      );
    };
    const scene = await openScene({ office, simulator: { log } });
    const engine = await scene.openEngine();
    const events = listen(engine);
    await expectTruth(scene.workspace, office, await engine.run({ month: MONTH }));
    expect(others).toHaveLength(1);
    expect(events.some((event) => event.type === 'notice' && event.code === 'LEDGER_WAITING')).toBe(true);
  }, 120_000);
});

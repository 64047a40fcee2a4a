import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { jobApi, type JobDoors } from '../../../src/engine/app/job-doors';
import { JobRunner, type Job } from '../../../src/engine/jobs/runner';
import { openLedger, type Ledger } from '../../../src/engine/ledger';
import type { EngineHost } from '../../../src/engine-process/host';
import { startJob } from '../../../src/engine-process/jobs';
import { MaloteError } from '../../../src/shared/errors';

let folder: string;
let ledger: Ledger;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'malote-start-'));
  ledger = openLedger(join(folder, 'malote.db'), { now: () => Date.now() });
});
afterEach(async () => {
  ledger.close();
  await rm(folder, { recursive: true, force: true });
});

/** An engine with one kind of job, and a host that keeps what its background work came to. */
function stage(run: Job<object, unknown>['run']) {
  const runner = new JobRunner({ ledger, onChange: () => undefined });
  const job: Job<object, unknown> = { kind: 'audit', heal: () => [], run };
  const audit = async (): Promise<void> => {
    const { failure } = await runner.run(job, {});
    if (failure !== null) throw failure as Error;
  };
  const engine = { jobs: jobApi(runner, { audit } as unknown as JobDoors) };
  const background: Promise<string>[] = [];
  const refreshed: number[] = [];
  const works: number[] = [];
  const host = {
    workspace: () => Promise.resolve({ engine }),
    inBackground: (work: Promise<unknown>) => {
      background.push(
        work.then(
          () => 'well',
          (error: unknown) => (error instanceof MaloteError ? error.code : 'other'),
        ),
      );
    },
    console: { refresh: () => refreshed.push(1) },
    atWork: () => {
      works.push(1);
      return () => works.pop();
    },
  };
  const scope = { months: null, companies: null };
  const begin = (): Promise<void> => startJob(host as unknown as EngineHost, { kind: 'audit', scope });
  return { background, refreshed, works, begin };
}

describe('beginning long work', () => {
  it('is answered when it has begun, and what fails later is told in the background', async () => {
    let underWay = (): void => undefined;
    let fail = (_error: Error): void => undefined;
    const { begin, background, refreshed, works } = stage(async (_asked, context) => {
      await new Promise<void>((resolve) => (underWay = resolve));
      context.begin(() => ({ subject: null }));
      await new Promise((_, reject) => (fail = reject));
    });
    const answered = begin();
    let done = false;
    void answered.then(() => (done = true));
    await expect.poll(() => works.length).toBe(1);
    await new Promise((resolve) => setImmediate(resolve));
    expect(done).toBe(false);
    underWay();
    await answered;
    expect(works).toHaveLength(1);
    fail(new MaloteError('AUDIT_UNKNOWN', { id: 1 }));
    expect(await background[0]).toBe('AUDIT_UNKNOWN');
    expect([refreshed.length, works.length]).toEqual([1, 0]);
  });

  it('throws what kept it from beginning, to who asked and to nobody else', async () => {
    const { begin, background } = stage(() => Promise.reject(new MaloteError('AUDIT_UNKNOWN', { id: 1 })));
    await expect(begin()).rejects.toMatchObject({ code: 'AUDIT_UNKNOWN' });
    expect(await background[0]).toBe('well');
  });

  it('is answered when it has ended without having begun anything', async () => {
    const { begin, background } = stage(() => Promise.resolve());
    await begin();
    expect(await background[0]).toBe('well');
  });
});

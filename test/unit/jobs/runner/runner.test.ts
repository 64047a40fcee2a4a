import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { JobRunner, type Job, type JobContext } from '../../../../src/engine/jobs/runner';
import { openLedger, type Ledger } from '../../../../src/engine/ledger';
import { databaseOf } from '../../../../src/engine/ledger/ledger';
import { MaloteError } from '../../../../src/shared/errors';
import { jobSchema } from '../../../../src/shared/ipc/jobs';
import { excludedBy, type JobKind } from '../../../../src/shared/jobs';

let folder: string;
let ours: Ledger;
let other: Ledger;
let now = Date.parse('2026-11-22T07:00:00.000Z');

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'malote-jobs-'));
  [ours, other] = [0, 1].map(() => openLedger(join(folder, 'malote.db'), { now: () => now })) as [Ledger, Ledger];
});
afterEach(async () => {
  for (const ledger of [ours, other]) ledger.close();
  await rm(folder, { recursive: true, force: true });
});

const runnerOn = (ledger: Ledger): JobRunner => new JobRunner({ ledger, onChange: () => undefined });

/** A job that waits where it is told to, and tells what became of it. */
class Held {
  readonly told: string[] = [];
  healed = 0;
  #hasBegun: () => void = () => undefined;
  readonly begun = new Promise<void>((resolve) => (this.#hasBegun = resolve));
  go: () => void = () => undefined;
  fail: (error: unknown) => void = () => undefined;

  constructor(
    readonly kind: JobKind = 'audit',
    private readonly parts: Partial<Job<string, string>> = {},
  ) {}

  get job(): Job<string, string> {
    return {
      kind: this.kind,
      heal: () => {
        this.healed += 1;
        return [];
      },
      run: async (asked, context) => {
        context.begin(() => ({
          subject: 7,
          paused: (isPaused) => {
            this.told.push(isPaused ? 'held' : 'goes on');
            return { action: isPaused ? 'recovery.paused' : 'recovery.resumed', subject: '7' };
          },
          end: ({ state }) => {
            this.told.push(state);
            return { action: 'audit.ended', subject: '7', detail: { state } };
          },
          close: (end) => this.told.push(`closed ${end === null ? 'unseen' : end.state}`),
        }));
        context.tell({ phase: 'disk', done: 3, total: 9 });
        await this.#until(context);
        return asked;
      },
      ...this.parts,
    };
  }

  #until({ signal }: JobContext): Promise<void> {
    return new Promise((resolve, reject) => {
      this.go = resolve;
      this.fail = reject;
      this.#hasBegun();
      signal.addEventListener('abort', () => reject(new MaloteError('CANCELLED')), { once: true });
    });
  }
}

const states = (ledger: Ledger): unknown[] =>
  databaseOf(ledger).all('SELECT kind, state, subject, ended_at IS NULL AS open FROM jobs ORDER BY id');

describe('a job', () => {
  it('is on record from its beginning to its end, and seen by another process as it is', async () => {
    const [here, there] = [runnerOn(ours), runnerOn(other)];
    const held = new Held();
    there.register(new Held().job);
    const ended = here.run(held.job, 'all of it');
    await held.begun;
    const [seen] = there.list(9);
    expect(jobSchema.parse(seen)).toEqual({
      id: 1,
      kind: 'audit',
      state: 'running',
      subject: 7,
      error: null,
      endedAt: null,
      here: false,
      progress: { phase: 'disk', done: 3, total: 9 },
      startedAt: '2026-11-22T07:00:00.000Z',
      stopping: false,
    });
    expect(here.list(9)).toMatchObject([{ id: 1, here: true }]);
    held.go();
    expect(await ended).toMatchObject({ state: 'complete', subject: 7, result: 'all of it' });
    expect(there.list(9)).toMatchObject([{ state: 'complete', endedAt: '2026-11-22T07:00:00.000Z' }]);
    expect(held.told).toEqual(['complete', 'closed complete']);
    expect(ours.journal.last(9).map(({ action }) => action)).toEqual(['audit.ended']);
  });

  it('is one of its kind at a time, in whatever process, and keeps out who needs the same alone', async () => {
    const here = runnerOn(ours);
    const there = runnerOn(other);
    const held = new Held('legacy-import', { needs: () => ['intake'] });
    const ended = here.run(held.job, '');
    await expect(here.run(new Held('legacy-import').job, '')).rejects.toMatchObject({ code: 'LEGACY_IN_PROGRESS' });
    await expect(there.run(new Held('legacy-import').job, '')).rejects.toMatchObject({
      code: 'LEGACY_IN_PROGRESS',
      details: { pid: process.pid },
    });
    await expect(there.run(new Held('correction', { needs: () => ['intake'] }).job, '')).rejects.toMatchObject({
      code: 'RUN_IN_PROGRESS',
    });
    const beside = new Held();
    const alone = there.run(beside.job, '');
    await Promise.all([held.begun, beside.begun]);
    for (const one of [held, beside]) one.go();
    await Promise.all([ended, alone]);
    const after = new Held('correction', { needs: () => ['intake'] });
    const last = there.run(after.job, '');
    await after.begun;
    after.go();
    await last;
    expect(states(ours)).toHaveLength(3);
  });

  it('says by its kind what it keeps out', () => {
    expect(excludedBy('audit')).toEqual(['audit']);
    expect(excludedBy('correction')).toEqual(expect.arrayContaining(['correction', 'legacy-import', 'recovery']));
    expect(excludedBy('correction')).not.toContain('audit');
  });

  it('is stopped by its signal, by a stop and by the closing of its runner, and is no failure then', async () => {
    const stops = [
      (_runner: JobRunner, abort: AbortController): void => abort.abort(),
      (runner: JobRunner): void => runner.stop('audit', 'now'),
      // it has no steps
      (runner: JobRunner): void => runner.stop('audit', 'after-step'),
      (runner: JobRunner): void => void runner.close(),
    ];
    for (const stop of stops) {
      const runner = runnerOn(ours);
      const held = new Held();
      const abort = new AbortController();
      const ended = runner.run(held.job, '', abort.signal);
      await held.begun;
      stop(runner, abort);
      expect(await ended).toMatchObject({ state: 'stopped', result: null, failure: { code: 'CANCELLED' } });
      expect(held.told).toEqual(['stopped', 'closed stopped']);
    }
    expect(
      new Set(
        runnerOn(ours)
          .list(9)
          .map(({ state }) => state),
      ),
    ).toEqual(new Set(['stopped']));
  });

  it('is stopped once, however often whoever hears of it asks', async () => {
    let heard = 0;
    const runner: JobRunner = new JobRunner({
      ledger: ours,
      onChange: () => {
        heard += 1;
        if (heard < 1_000 && runner.list(1)[0]?.stopping === true) runner.stop('audit', 'now');
      },
    });
    const held = new Held();
    const ended = runner.run(held.job, '');
    await held.begun;
    runner.stop('audit', 'now');
    expect(await ended).toMatchObject({ state: 'stopped' });
    expect(heard).toBeLessThan(20);
  });

  it('that leaves no trace is seen while it works, and then never was', async () => {
    const [here, there] = [runnerOn(ours), runnerOn(other)];
    const held = new Held();
    const rehearsal: Job<string, string> = {
      ...held.job,
      run: async (asked, context) => {
        context.begin(() => ({ subject: null, leavesNoTrace: true }));
        await new Promise<void>((resolve) => (held.go = resolve));
        return asked;
      },
    };
    const ended = here.run(rehearsal, '');
    await expect.poll(() => there.list(9)).toMatchObject([{ kind: 'audit', state: 'running', subject: null }]);
    held.go();
    expect(await ended).toMatchObject({ state: 'complete' });
    expect(states(ours)).toEqual([]);
  });

  it('keeps why it failed; what nobody expected is thrown all the same', async () => {
    const runner = runnerOn(ours);
    const held = new Held();
    let ended = runner.run(held.job, '');
    await held.begun;
    held.fail(new MaloteError('LEGACY_NOT_THERE', { location: 'W:' }));
    expect(await ended).toMatchObject({ state: 'failed', failure: { code: 'LEGACY_NOT_THERE' } });
    const bug = new Held();
    ended = runner.run(bug.job, '');
    await bug.begun;
    bug.fail(new TypeError('x is no function'));
    await expect(ended).rejects.toThrow(TypeError);
    expect(runner.list(9).map(({ state, error }) => [state, error?.code])).toEqual([
      ['failed', 'INTERNAL'],
      ['failed', 'LEGACY_NOT_THERE'],
    ]);
    expect(ours.lock('audit').holder()).toBeNull();
  });

  it('that could not begin leaves nothing on record', async () => {
    const runner = runnerOn(ours);
    const refused = { run: () => Promise.reject(new MaloteError('RUN_NO_COMPANIES')) };
    await expect(runner.run(new Held('audit', refused).job, '')).rejects.toMatchObject({ code: 'RUN_NO_COMPANIES' });
    const broken = {
      run: async (_asked: string, context: JobContext) => {
        context.begin(() => {
          ours.journal.write('audit.started', 'never');
          throw new MaloteError('AUDIT_UNKNOWN', { id: 3 });
        });
        return Promise.resolve('');
      },
    };
    await expect(runner.run(new Held('audit', broken).job, '')).rejects.toMatchObject({ code: 'AUDIT_UNKNOWN' });
    expect(states(ours)).toEqual([]);
    expect(ours.journal.last(9)).toEqual([]);
  });

  it('is held between two steps where its kind can be, and says so to other processes', async () => {
    const runner = runnerOn(ours);
    const there = runnerOn(other);
    const held = new Held('recovery');
    let passed = false;
    const steps = {
      run: async (asked: string, context: JobContext): Promise<string> => {
        runner.pause('recovery');
        const whole = held.job.run(asked, context);
        void context.gate.pass(context.signal).then(() => (passed = true));
        return whole;
      },
    };
    const ended = runner.run(new Held('recovery', steps).job, '');
    await held.begun;
    // paused before it had begun
    expect(there.list(9)).toMatchObject([{ state: 'paused' }]);
    await Promise.resolve();
    expect(passed).toBe(false);
    runner.resume('recovery');
    await new Promise((resolve) => setImmediate(resolve));
    expect(passed).toBe(true);
    expect(there.list(9)).toMatchObject([{ state: 'running' }]);
    runner.pause('recovery');
    runner.pause('recovery');
    held.go();
    await ended;
    expect(held.told).toEqual(['goes on', 'held', 'complete', 'closed complete']);
    expect(() => runner.pause('audit')).toThrow(expect.objectContaining({ code: 'JOB_CANNOT_PAUSE' }) as Error);
  });

  it('whose process died is interrupted for whoever looks next', () => {
    ours.jobs.begin('audit', 'running', {}, 7);
    ours.jobs.begin('recovery', 'paused', {}, 8);
    const [runner, held] = [runnerOn(other), new Held()];
    runner.register(held.job);
    expect(held.healed).toBe(1);
    expect(states(ours)).toEqual([
      { kind: 'audit', state: 'interrupted', subject: 7, open: 0 },
      { kind: 'recovery', state: 'paused', subject: 8, open: 1 },
    ]);
    // one that dies while others look on
    const lock = ours.lock('recovery');
    expect(lock.take()).toBeNull();
    const recovery = new Held('recovery');
    runner.register(recovery.job);
    expect(runner.list(9)[0]).toMatchObject({ kind: 'recovery', state: 'paused' });
    expect(recovery.healed).toBe(0);
    lock.release();
    expect(runner.list(9)[0]).toMatchObject({ kind: 'recovery', state: 'interrupted' });
    expect(recovery.healed).toBe(1);
    runner.list(9);
    expect(recovery.healed).toBe(1);
  });

  it('that another process has taken over is not touched any more', async () => {
    const runner = runnerOn(ours);
    const held = new Held();
    let context: JobContext | null = null;
    const watched: Job<string, string> = {
      ...held.job,
      run: (asked, given) => {
        context = given;
        return held.job.run(asked, given);
      },
    };
    const ended = runner.run(watched, '');
    await held.begun;
    // as if this machine had slept for long: the other takes the lock, heals, and begins its own
    now += 600_000;
    databaseOf(other).run("UPDATE locks SET token = 'other' WHERE name = 'audit'");
    other.jobs.markInterrupted('audit');
    await expect.poll(() => context?.lost, { timeout: 12_000 }).toBe(true);
    expect(await ended).toMatchObject({ state: 'stopped' });
    expect(states(ours)).toMatchObject([{ state: 'interrupted' }]);
    expect(held.told).toEqual(['closed unseen']);
  }, 15_000);
});

import { describe, expect, it } from 'vitest';
import type { Engine } from '../../../src/engine';
import type { EngineHost } from '../../../src/engine-process/host';
import { beginWork } from '../../../src/engine-process/underway';
import { MaloteError } from '../../../src/shared/errors';
import type { EngineEvent } from '../../../src/shared/views';

/** An engine that says when something has changed, and a host that keeps what its background work came to. */
function stage() {
  const listeners = new Set<(event: EngineEvent) => void>();
  const engine = {
    subscribe: (listener: (event: EngineEvent) => void) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
  const background: Promise<string>[] = [];
  const refreshed: number[] = [];
  const works: number[] = [];
  const host = {
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
  return {
    ...{ background, refreshed, listeners, works },
    tell: (event: EngineEvent) => {
      for (const listener of listeners) listener(event);
    },
    begin: (work: () => Promise<unknown>, isUnderWay: () => boolean) =>
      beginWork(host as unknown as EngineHost, engine as unknown as Engine, work, isUnderWay),
  };
}

describe('beginning long work', () => {
  it('is answered when the engine shows it as begun, and what fails later is told in the background', async () => {
    const { begin, tell, background, refreshed, listeners, works } = stage();
    let underWay = false;
    let fail = (_error: Error): void => undefined;
    const answered = begin(
      () => new Promise((_, reject) => (fail = reject)),
      () => underWay,
    );
    let done = false;
    void answered.then(() => (done = true));
    tell({ type: 'watch' });
    await Promise.resolve();
    expect(done).toBe(false);
    underWay = true;
    tell({ type: 'watch' });
    await answered;
    expect(works).toHaveLength(1);
    fail(new MaloteError('AUDIT_UNKNOWN', { id: 1 }));
    expect(await background[0]).toBe('AUDIT_UNKNOWN');
    expect([refreshed.length, listeners.size, works.length]).toEqual([1, 0, 0]);
  });

  it('throws what kept it from beginning, to who asked and to nobody else', async () => {
    const { begin, background } = stage();
    const answered = begin(
      () => Promise.reject(new MaloteError('AUDIT_UNKNOWN', { id: 1 })),
      () => false,
    );
    await expect(answered).rejects.toMatchObject({ code: 'AUDIT_UNKNOWN' });
    expect(await background[0]).toBe('well');
  });

  it('is answered when it has ended before anybody could see it begin', async () => {
    const { begin, background } = stage();
    await begin(
      () => Promise.resolve(),
      () => false,
    );
    expect(await background[0]).toBe('well');
  });
});

import { describe, expect, it } from 'vitest';
import { Reception, type Intake, type IntakeBatch, type PageSpool } from '../../../src/engine/intake';
import type { FileRoot, ShareHealth } from '../../../src/engine/shares';
import { MaloteError, type ErrorCode } from '../../../src/shared/errors';
import { systemClock } from '../../../src/engine/base/clock';

const ARCHIVE = '/acervo';
const never = new AbortController().signal;
const PAGE: IntakeBatch = { source: 'page', requestId: null, month: '2026-03', siegDays: null, files: [] };

/** A reception whose archive is well, and whose intake fails with these, one after the other, before it succeeds. */
function receiving(...codes: readonly ErrorCode[]): {
  reception: Reception;
  tries: () => number;
  /** Of each try: whether it was told to be the last. */
  lasts: readonly boolean[];
} {
  let tries = 0;
  const lasts: boolean[] = [];
  const accept: Intake['accept'] = (_batch, _signal, _alongside, last) => {
    lasts.push(last === true);
    const code = codes[tries];
    tries += 1;
    if (code !== undefined) return Promise.reject(new MaloteError(code, { location: ARCHIVE, path: 'a.xml' }));
    return Promise.resolve({ identities: ['x'], contents: ['x'] } as unknown as Awaited<ReturnType<Intake['accept']>>);
  };
  const reception = new Reception({
    intake: { accept } as unknown as Intake,
    archive: { location: ARCHIVE } as FileRoot,
    spool: { isEmpty: true, isFull: false } as unknown as PageSpool,
    health: { usable: () => true, suspect: () => undefined } as unknown as ShareHealth,
    clock: systemClock(10_000),
    settlement: { filed: () => undefined, spooled: () => undefined },
    onFiled: () => undefined,
    onNotice: () => undefined,
    onWait: () => undefined,
  });
  return { reception, tries: () => tries, lasts };
}

describe('a file that somebody takes from the archive right after it was written, or has open', () => {
  it.each(['SHARE_VANISHED', 'SHARE_BUSY', 'SHARE_VERIFY_FAILED'] as const)('is written again: %s', async (code) => {
    const { reception, tries } = receiving(code, code);
    expect(await reception.page(PAGE, null, never)).toMatchObject({ documents: ['x'] });
    expect(tries()).toBe(3);
  });

  it('is a failure by its name when that goes on', async () => {
    const all = Array.from({ length: 9 }, () => 'SHARE_VANISHED' as const);
    const { reception, tries } = receiving(...all);
    await expect(reception.page(PAGE, null, never)).rejects.toMatchObject({
      code: 'SHARE_VANISHED',
      details: { path: 'a.xml' },
    });
    expect(tries()).toBe(5);
  });

  it('is not waited for by who stops: what has come gets one more try', async () => {
    const stop = new AbortController();
    const { reception, tries } = receiving('SHARE_VANISHED');
    const filed = reception.page(PAGE, null, never, stop.signal);
    stop.abort(new MaloteError('CANCELLED'));
    expect(await filed).toMatchObject({ documents: ['x'] });
    expect(tries()).toBe(2);
    const again = receiving('SHARE_VANISHED', 'SHARE_VANISHED');
    await expect(again.reception.page(PAGE, null, never, stop.signal)).rejects.toMatchObject({
      code: 'SHARE_VANISHED',
    });
  });

  it('is not waited for where waiting mends nothing: the rest is filed without it, if that can be', async () => {
    const { reception, tries, lasts } = receiving('SHARE_BAD_PATH');
    expect(await reception.page(PAGE, null, never)).toMatchObject({ documents: ['x'] });
    expect([tries(), lasts]).toEqual([2, [false, true]]);
    const again = receiving('SHARE_BAD_PATH', 'SHARE_BAD_PATH');
    await expect(again.reception.page(PAGE, null, never)).rejects.toMatchObject({ code: 'SHARE_BAD_PATH' });
    expect(again.tries()).toBe(2);
  });

  it('is not what concerns the whole archive: nothing is tried again', async () => {
    const { reception, tries } = receiving('SHARE_CLOSED');
    await expect(reception.page(PAGE, null, never)).rejects.toMatchObject({ code: 'SHARE_CLOSED' });
    expect(tries()).toBe(1);
  });
});

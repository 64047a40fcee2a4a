import { describe, expect, it } from 'vitest';
import { companyLine, gapsOf, RateMeter, withinRun } from '../../../src/engine/console/companies';
import { Throttle } from '../../../src/engine/console/throttle';
import { companyRowSchema } from '../../../src/shared/ipc/state';
import { VERDICT_STATES, type VerdictReason } from '../../../src/shared/ipc/verdict';
import type { LiveCompany } from '../../../src/engine/ledger';

const ALFA = '11222333000181';

function live(changes: Partial<LiveCompany> = {}): LiveCompany {
  return {
    taxId: ALFA,
    folder: '0001_ALFA',
    nfe: 0,
    cte: 0,
    other: 0,
    delivered: 0,
    missing: 0,
    conflicts: 0,
    ...changes,
  };
}

const isVerdict = (phase: string): boolean => VERDICT_STATES.some((state) => state === phase);
const IDLE = { archived: null, delivered: null };
const arriving = (archived: number) => ({ archived, delivered: null });

describe('companyLine', () => {
  it('adds up what is archived', () => {
    const line = companyLine(
      live({ nfe: 5, cte: 2, other: 1, delivered: 6, missing: 3, conflicts: 1 }),
      'gaps',
      IDLE,
      4,
    );
    expect(line).toMatchObject({ archived: 8, delivered: 6, gaps: 4, progress: 6 / 11 });
  });

  it('counts no gaps while somebody is at work', () => {
    const atWork = companyRowSchema.shape.phase.options.filter((phase) => !isVerdict(phase));
    expect(atWork).toEqual(expect.arrayContaining(['waiting', 'capturing', 'comparing', 'delivering', 'aside']));
    for (const phase of atWork) expect(companyLine(live({ nfe: 5, missing: 3 }), phase, IDLE, 0).gaps).toBeNull();
  });

  it('claims no progress before anybody knows how much there is', () => {
    expect(companyLine(live({ nfe: 5, delivered: 5 }), 'capturing', arriving(60)).progress).toBeNull();
    expect(companyLine(live(), 'waiting', IDLE).progress).toBeNull();
    expect(companyLine(live(), 'comparing', IDLE).progress).toBeNull();
    expect(companyLine(live(), 'complete', IDLE).progress).toBe(1);
  });

  it('promises an end only from a rate and a known rest', () => {
    expect(companyLine(live({ nfe: 5, missing: 30 }), 'comparing', arriving(60)).etaSeconds).toBe(30);
    expect(companyLine(live({ nfe: 5, missing: 30 }), 'comparing', IDLE).etaSeconds).toBeNull();
    expect(companyLine(live({ nfe: 5 }), 'capturing', arriving(60)).etaSeconds).toBeNull();
    expect(companyLine(live({ nfe: 5, missing: 30 }), 'gaps', arriving(60))).toMatchObject({
      etaSeconds: null,
      ratePerMinute: null,
    });
  });
});

describe('the gaps of a company', () => {
  const reason = (
    code: VerdictReason['code'],
    count: number | null,
    kind: VerdictReason['kind'] = null,
  ): VerdictReason => ({
    code,
    count,
    kind,
    subject: null,
  });

  it('are what the verdict says is missing or not in order, what SIEG counts and names once', () => {
    const reasons = [
      reason('missing', 2, 'NFe'),
      reason('short', 5, 'NFe'),
      reason('missing', 1, 'CTe'),
      reason('undelivered', 3),
    ];
    expect(gapsOf({ state: 'gaps', reasons })).toBe(9);
    expect(gapsOf({ state: 'complete', reasons: [] })).toBe(0);
    expect(gapsOf({ state: 'none-announced', reasons: [] })).toBe(0);
  });

  it('are unknown, not zero, where the verdict is open', () => {
    expect(gapsOf({ state: 'open', reasons: [reason('nameless', 7, 'NFe')] })).toBeNull();
  });
});

describe('the time that a company takes', () => {
  it('is told only once all that it has was asked for: what is missing before is not all that is to come', () => {
    for (const phase of ['waiting', 'capturing'] as const)
      expect(companyLine(live({ nfe: 5, missing: 30 }), phase, arriving(60)).etaSeconds).toBeNull();
  });

  it('is never longer than that of the whole run, and not told where that is not', () => {
    const line = companyLine(live({ nfe: 5, missing: 30 }), 'comparing', arriving(6));
    expect(line.etaSeconds).toBe(300);
    expect(withinRun(line, 400)).toBe(line);
    expect(withinRun(line, 40).etaSeconds).toBe(40);
    expect(withinRun(line, null).etaSeconds).toBeNull();
  });
});

describe('the phase of a company', () => {
  it('is ahead of what the engine told when documents come in', () => {
    expect(companyLine(live(), 'waiting', arriving(12)).phase).toBe('capturing');
    expect(companyLine(live(), 'waiting', IDLE).phase).toBe('waiting');
  });

  it('is delivering only while something of it waits, with the share and the time that are left', () => {
    const rates = { archived: null, delivered: 120 };
    expect(companyLine(live({ nfe: 100, delivered: 40 }), 'delivering', rates)).toMatchObject({
      phase: 'delivering',
      progress: 0.4,
      ratePerMinute: null,
      etaSeconds: 30,
    });
    expect(companyLine(live({ nfe: 100, delivered: 100 }), 'delivering', rates)).toMatchObject({
      phase: 'comparing',
      progress: 1,
      etaSeconds: null,
    });
    expect(companyLine(live(), 'delivering', IDLE)).toMatchObject({ phase: 'comparing', progress: null });
  });
});

describe('RateMeter', () => {
  it('measures deliveries apart', () => {
    const meter = new RateMeter();
    meter.sample([live({ nfe: 50, delivered: 0 })], 0);
    meter.sample([live({ nfe: 50, delivered: 20 })], 60_000);
    expect(meter.ratePerMinute(ALFA, 'archived')).toBeNull();
    expect(meter.ratePerMinute(ALFA, 'delivered')).toBe(20);
  });

  it('measures the last minute', () => {
    const meter = new RateMeter();
    meter.sample([live({ nfe: 0 })], 0);
    expect(meter.ratePerMinute(ALFA, 'archived')).toBeNull();
    meter.sample([live({ nfe: 20, cte: 10 })], 30_000);
    expect(meter.ratePerMinute(ALFA, 'archived')).toBe(60);
    meter.sample([live({ nfe: 20, cte: 10 })], 60_000);
    expect(meter.ratePerMinute(ALFA, 'archived')).toBe(30);
    meter.sample([live({ nfe: 20, cte: 10 })], 95_000);
    expect(meter.ratePerMinute(ALFA, 'archived')).toBeNull();
  });

  it('knows nothing of a company that it has not seen, or was told to forget', () => {
    const meter = new RateMeter();
    meter.sample([live()], 0);
    meter.sample([live({ nfe: 9 })], 1_000);
    expect(meter.ratePerMinute(ALFA, 'archived')).toBe(540);
    expect(meter.ratePerMinute('outra', 'archived')).toBeNull();
    meter.forget();
    expect(meter.ratePerMinute(ALFA, 'archived')).toBeNull();
  });
});

describe('Pace', () => {
  it('keeps its distance, the longer the work takes', async () => {
    let now = 0;
    const throttle = new Throttle(1_000, 20, () => now);
    expect(throttle.due).toBe(true);
    const work = (ms: number) => () => Promise.resolve((now += ms));
    const first = throttle.take(work(10));
    expect(throttle.due).toBe(false);
    await first;
    expect(throttle.due).toBe(false);
    now += 999;
    expect(throttle.due).toBe(false);
    now += 1;
    expect(throttle.due).toBe(true);
    await throttle.take(work(500));
    now += 9_999;
    expect(throttle.due).toBe(false);
    now += 1;
    expect(throttle.due).toBe(true);
  });

  it('is not due at once again after work that failed', async () => {
    const throttle = new Throttle(1_000, 20, () => 5);
    await expect(throttle.take(() => Promise.reject(new Error('não deu')))).rejects.toThrow('não deu');
    expect(throttle.due).toBe(false);
  });
});

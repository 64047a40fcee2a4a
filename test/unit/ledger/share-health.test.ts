import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openLedger, type Ledger } from '../../../src/engine/ledger';
import { thinned, type Sample } from '../../../src/engine/ledger/thinning';
import { databaseOf } from '../../../src/engine/ledger/ledger';
import { shareHistorySchema, type ShareRoot, type ShareState } from '../../../src/shared/ipc/shares';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const START = Date.parse('2026-03-02T09:00:00Z');
const CAUSE = { code: 'SHARE_UNREACHABLE', words: 'a rede está fora do ar', action: 'Espere.' };
const LOCATION = '//servidor/xml';
let folder: string;
let ledger: Ledger;
let now: number;

const at = (minutes: number): string => new Date(START + minutes * MINUTE).toISOString();

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'malote-saude-'));
  now = START;
  ledger = openLedger(join(folder, 'malote.db'), { now: () => now });
});
afterEach(async () => {
  ledger.close();
  await rm(folder, { recursive: true, force: true });
});

interface Step {
  readonly root?: ShareRoot;
  readonly location?: string;
  readonly from?: ShareState;
  readonly downForMs?: number;
}

function change(minutes: number, to: ShareState, step: Step = {}): void {
  const { root = 'import', location = LOCATION, from = 'ok', downForMs = null } = step;
  const cause = to === 'ok' ? null : CAUSE;
  ledger.shareHealth.changed({ root, location, from, to, cause, at: at(minutes), downForMs });
}

describe('what is known of a root after a restart', () => {
  it('is its last state at the same place, with its cause', () => {
    const last = (): unknown => ledger.shareHealth.lastState('import', LOCATION);
    expect(last()).toBeNull();
    change(1, 'degraded');
    expect(last()).toEqual({ state: 'degraded', since: at(1), cause: CAUSE });
    change(2, 'ok');
    expect(last()).toEqual({ state: 'ok', since: at(2), cause: null });
    expect(ledger.shareHealth.lastState('import', '//outro/xml')).toBeNull();
    expect(ledger.shareHealth.lastState('archive', LOCATION)).toBeNull();
  });

  it('is the whole outage when it was seen to recover but not to be back', () => {
    change(1, 'down');
    change(5, 'recovering', { from: 'down' });
    expect(ledger.shareHealth.lastState('import', LOCATION)).toEqual({ state: 'down', since: at(1), cause: CAUSE });
    change(6, 'down', { from: 'recovering' });
    expect(ledger.shareHealth.lastState('import', LOCATION)).toMatchObject({ state: 'down', since: at(1) });
  });
});

describe('the history of a root', () => {
  it('pairs outages, newest first, and counts a recovery that did not hold to the same one', () => {
    change(1, 'down');
    change(2, 'recovering', { from: 'down' });
    change(3, 'down', { from: 'recovering' });
    change(4, 'recovering', { from: 'down' });
    change(5, 'ok', { from: 'recovering', downForMs: 4 * MINUTE });
    ledger.shareHealth.noteDelivered('import', 137);
    change(8, 'down');
    change(9, 'down', { root: 'archive' });
    now = START + 10 * MINUTE;
    const history = ledger.shareHealth.history('import', 24);
    expect(shareHistorySchema.parse(history)).toEqual(history);
    expect(history.outages).toEqual([
      { from: at(8), to: null, cause: CAUSE, delivered: null },
      { from: at(1), to: at(5), cause: CAUSE, delivered: 137 },
    ]);
  });

  it('notes what was delivered with the last outage that ended, and nowhere else', () => {
    ledger.shareHealth.noteDelivered('import', 1);
    change(0, 'ok', { from: 'unknown' });
    ledger.shareHealth.noteDelivered('import', 2);
    change(1, 'down');
    change(5, 'degraded', { from: 'recovering', downForMs: 4 * MINUTE });
    change(6, 'ok', { from: 'degraded' });
    ledger.shareHealth.noteDelivered('import', 3);
    ledger.shareHealth.noteDelivered('archive', 4);
    now = START + 10 * MINUTE;
    expect(ledger.shareHealth.history('import', 1).outages).toEqual([
      { from: at(1), to: at(5), cause: CAUSE, delivered: 3 },
    ]);
  });

  it('ends an outage where the settings name another folder', () => {
    change(1, 'down');
    change(4, 'ok', { from: 'unknown', location: '//novo/xml' });
    now = START + 10 * MINUTE;
    expect(ledger.shareHealth.history('import', 1).outages).toMatchObject([{ from: at(1), to: at(4) }]);
  });

  it('shows the hours that were asked for, with outages that reach into them', () => {
    for (let minute = 0; minute < 180; minute += 60) {
      ledger.shareHealth.sample('import', at(minute), { latencyMs: minute, freeBytes: 1e12 + 0.5 });
    }
    ledger.shareHealth.sample('import', at(181), { code: 'SHARE_FULL' });
    ledger.shareHealth.sample('archive', at(181), { latencyMs: 1, freeBytes: null });
    change(2, 'down');
    change(3, 'ok', { from: 'recovering', downForMs: MINUTE });
    change(10, 'down');
    change(100, 'ok', { from: 'recovering', downForMs: 90 * MINUTE });
    now = START + 181 * MINUTE;
    const { samples, outages } = ledger.shareHealth.history('import', 2);
    expect(samples).toEqual([
      { at: at(120), latencyMs: 120, freeBytes: 1e12 },
      { at: at(181), latencyMs: null, freeBytes: null },
    ]);
    expect(outages.map(({ from }) => from)).toEqual([at(10)]);
  });

  it('forgets what is older than 90 days in passing', () => {
    const sample = (instant: number): void => {
      ledger.shareHealth.sample('import', new Date(instant).toISOString(), { latencyMs: 1, freeBytes: null });
    };
    ledger.transaction(() => {
      for (let n = 0; n < 100; n += 1) sample(START - 91 * DAY + n);
      for (let n = 0; n < 100; n += 1) sample(START + n);
    });
    expect(databaseOf(ledger).value<number>('SELECT count(*) FROM share_samples')).toBe(100);
  });

  it('leaves an entry in the journal for every change', () => {
    change(1, 'down');
    expect(ledger.journal.last(1)).toMatchObject([
      { action: 'share.changed', subject: 'import', detail: { from: 'ok', to: 'down', code: 'SHARE_UNREACHABLE' } },
    ]);
  });
});

describe('thinning', () => {
  const anySample = fc.record({
    at: fc.constant(''),
    latencyMs: fc.option(fc.integer({ min: 0, max: 30_000 })),
    freeBytes: fc.constant(null),
  });

  it('keeps the order, the extremes and the failures, and never more than it may', () => {
    fc.assert(
      fc.property(fc.array<Sample>(anySample, { maxLength: 400 }), fc.integer({ min: 3, max: 90 }), (samples, most) => {
        const kept = thinned(samples, most);
        expect(kept.length).toBeLessThanOrEqual(most);
        const places = kept.map((sample) => samples.indexOf(sample));
        expect(places).toEqual([...places].sort((a, b) => a - b));
        const latencies = (all: readonly Sample[]): number[] =>
          all.flatMap(({ latencyMs }) => (latencyMs === null ? [] : [latencyMs]));
        expect(Math.max(...latencies(kept))).toBe(Math.max(...latencies(samples)));
        expect(Math.min(...latencies(kept))).toBe(Math.min(...latencies(samples)));
        const hasFailed = (all: readonly Sample[]): boolean => all.some(({ latencyMs }) => latencyMs === null);
        expect(hasFailed(kept)).toBe(hasFailed(samples));
      }),
    );
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ShareState } from '../../../../src/shared/ipc/shares';
import {
  afterLook,
  LOOKS_TO_BE_SLOW,
  NEARLY_FULL_BYTES,
  QUICK_MS,
  restored,
  ROOMY_BYTES,
  SLOW_MS,
  UNSEEN,
  type HealthChange,
  type RootHealth,
  type Sight,
} from '../../../../src/engine/shares/health/machine';

const FAILED: Sight = { cause: { code: 'SHARE_UNREACHABLE', words: 'a rede está fora do ar', action: 'Espere.' } };
const GOOD: Sight = { latencyMs: 20, freeBytes: null };
const SLOW: Sight = { latencyMs: SLOW_MS, freeBytes: null };
const free = (freeBytes: number): Sight => ({ latencyMs: 20, freeBytes });

/** The changes that a series of looks, one a second, brings. */
function changesOf(
  sights: readonly Sight[],
  start: RootHealth = UNSEEN,
  patient = false,
): { health: RootHealth; changes: HealthChange[] } {
  let health = start;
  const changes: HealthChange[] = [];
  sights.forEach((sight, index) => {
    const classification = afterLook(health, sight, (index + 1) * 1_000, patient);
    health = classification.health;
    if (classification.change !== null) changes.push(classification.change);
  });
  return { health, changes };
}

const statesOf = (sights: readonly Sight[], start?: RootHealth): ShareState[] =>
  changesOf(sights, start).changes.map(({ to }) => to);

describe('the state of a root', () => {
  it('is ok from the first good look on, and down only when a second look confirms the first that failed', () => {
    expect(statesOf([GOOD, FAILED, GOOD, FAILED, GOOD])).toEqual(['ok']);
    expect(statesOf([GOOD, FAILED, FAILED])).toEqual(['ok', 'down']);
    expect(statesOf([FAILED, FAILED])).toEqual(['down']);
  });

  it('comes back in two steps, and tells how long it was down', () => {
    const { changes } = changesOf([FAILED, FAILED, FAILED, GOOD, GOOD]);
    expect(changes.map(({ from, to }) => `${from} → ${to}`)).toEqual([
      'unknown → down',
      'down → recovering',
      'recovering → ok',
    ]);
    expect(changes.map(({ downForMs }) => downForMs)).toEqual([null, null, 3_000]);
    expect(changes.at(-1)?.cause).toBeNull();
  });

  it('stays in the same outage when the recovery does not hold', () => {
    const { changes } = changesOf([FAILED, FAILED, GOOD, FAILED, GOOD, GOOD]);
    expect(changes.map(({ to }) => to)).toEqual(['down', 'recovering', 'down', 'recovering', 'ok']);
    expect(changes.at(-1)?.downForMs).toBe(4_000);
  });

  it('makes twenty outages of twenty flaps that last, and none of looks that alternate', () => {
    const lasting = Array.from({ length: 20 }, () => [FAILED, FAILED, GOOD, GOOD]).flat();
    const states = statesOf(lasting);
    expect(states.filter((state) => state === 'down')).toHaveLength(20);
    expect(states.filter((state) => state === 'ok')).toHaveLength(20);
    const nervous = Array.from({ length: 20 }, () => [GOOD, FAILED]).flat();
    expect(statesOf(nervous)).toEqual(['ok']);
    expect(statesOf([FAILED, FAILED, ...nervous]).filter((state) => state === 'ok')).toEqual([]);
  });

  it('shows the cause of the last look while it is down', () => {
    const other: Sight = { cause: { code: 'SHARE_DENIED', words: 'sem permissão', action: 'Peça.' } };
    expect(changesOf([FAILED, FAILED, other]).health.cause?.code).toBe('SHARE_DENIED');
  });

  it('is degraded after several slow looks in a row, and well again after several quick ones', () => {
    expect(statesOf([GOOD, SLOW, SLOW, GOOD, SLOW, SLOW])).toEqual(['ok']);
    const slow = changesOf([GOOD, ...Array<Sight>(LOOKS_TO_BE_SLOW).fill(SLOW)]);
    expect(slow.changes.at(-1)).toMatchObject({
      to: 'degraded',
      cause: { code: 'SHARE_SLOW', words: expect.stringContaining('3 s') as string },
    });
    const middling: Sight = { latencyMs: QUICK_MS, freeBytes: null };
    expect(statesOf(Array<Sight>(9).fill(middling), slow.health)).toEqual([]);
    expect(statesOf([GOOD, GOOD, middling, GOOD, GOOD], slow.health)).toEqual([]);
    expect(statesOf([GOOD, GOOD, GOOD], slow.health)).toEqual(['ok']);
    expect(changesOf([GOOD], slow.health).health.cause?.words).toContain('3 s');
  });

  it('is degraded while space is short, with room to spare on the way back', () => {
    const short = changesOf([free(ROOMY_BYTES), free(NEARLY_FULL_BYTES - 1)]);
    expect(short.changes.at(-1)).toMatchObject({ to: 'degraded', cause: { code: 'SHARE_NEARLY_FULL' } });
    expect(statesOf([free(NEARLY_FULL_BYTES), GOOD], short.health)).toEqual([]);
    expect(statesOf([free(ROOMY_BYTES)], short.health)).toEqual(['ok']);
    expect(statesOf([FAILED, FAILED, free(1), free(1)], short.health)).toEqual(['down', 'recovering', 'degraded']);
  });

  it('believes no failure right after the machine woke, and does not forget it either', () => {
    const waking = changesOf([GOOD, ...Array<Sight>(9).fill(FAILED)], UNSEEN, true);
    expect(waking.changes.map(({ to }) => to)).toEqual(['ok']);
    expect(statesOf([FAILED], waking.health)).toEqual(['down']);
  });

  it('goes on from the last run without telling anything twice', () => {
    const since = new Date(0).toISOString();
    const down = restored({ state: 'down', since, cause: null });
    expect(statesOf([FAILED, FAILED], down)).toEqual([]);
    expect(changesOf([GOOD, GOOD], down).changes.at(-1)).toMatchObject({ to: 'ok', downForMs: 2_000 });
    expect(statesOf([GOOD, GOOD], restored({ state: 'ok', since, cause: null }))).toEqual([]);
    const cause = { code: 'SHARE_SLOW', words: '', action: '' };
    expect(statesOf([GOOD, GOOD, GOOD], restored({ state: 'degraded', since, cause }))).toEqual(['ok']);
  });
});

const anySight = fc.oneof(
  { weight: 2, arbitrary: fc.constant(FAILED) },
  {
    weight: 3,
    arbitrary: fc.record({
      latencyMs: fc.integer({ min: 0, max: 2 * SLOW_MS }),
      freeBytes: fc.option(fc.integer({ min: 0, max: 2 * ROOMY_BYTES })),
    }),
  },
);
const anySights = fc.array(anySight, { maxLength: 80 });
const failed = (sight: Sight | undefined): boolean => sight !== undefined && 'cause' in sight;
const good = (sight: Sight | undefined): boolean => sight !== undefined && !('cause' in sight);
const works = (state: ShareState): boolean => state === 'ok' || state === 'degraded';

describe('whatever the looks find', () => {
  it('never is down without two failed looks in a row, nor back without two good ones', () => {
    fc.assert(
      fc.property(anySights, (sights) => {
        let health = UNSEEN;
        sights.forEach((sight, index) => {
          const { health: next, change } = afterLook(health, sight, index);
          const before = sights[index - 1];
          if (change?.to === 'down') {
            expect(failed(sight)).toBe(true);
            expect(change.from === 'recovering' || failed(before)).toBe(true);
          }
          if (change !== null && works(change.to) && change.from !== 'unknown' && !works(change.from)) {
            expect([good(sight), good(before), change.from]).toEqual([true, true, 'recovering']);
          }
          health = next;
        });
      }),
    );
  });

  it('ends each outage at most once before the next begins, and knows how long it was', () => {
    fc.assert(
      fc.property(anySights, (sights) => {
        let beganAt: number | null = null;
        let health = UNSEEN;
        sights.forEach((sight, now) => {
          const { health: next, change } = afterLook(health, sight, now);
          health = next;
          if (change === null) return;
          expect(change.from).not.toBe(change.to);
          if (change.to === 'down' && change.from !== 'recovering') {
            expect(beganAt).toBeNull();
            beganAt = now;
          }
          expect(change.downForMs).toBe(works(change.to) && beganAt !== null ? now - beganAt : null);
          if (works(change.to)) beganAt = null;
        });
        expect(health.outageSince).toBe(beganAt);
      }),
    );
  });

  it('never is down for slowness or want of space, and has a cause whenever it is not well', () => {
    const answering = anySights.map((sights) => sights.filter(good));
    fc.assert(
      fc.property(answering, (sights) => {
        expect(statesOf(sights)).not.toContain('down');
      }),
    );
    fc.assert(
      fc.property(anySights, (sights) => {
        const { health } = changesOf(sights);
        expect(health.cause !== null).toBe(health.state === 'down' || health.state === 'degraded');
      }),
    );
  });
});

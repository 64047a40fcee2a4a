import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ShareRoot, ShareState } from '../../../src/shared/ipc/shares';
import { Book, NO_QUIET, shareEvent } from './book';

const START = new Date(2026, 3, 2, 12, 0).getTime();
const ROOTS: readonly ShareRoot[] = ['archive', 'import', 'cancelled', 'workbook'];
const CHANNELS = ['desktop', 'email', 'webhook'] as const;
const STATES: readonly ShareState[] = ['ok', 'degraded', 'down', 'recovering'];

interface Step {
  readonly root: ShareRoot;
  readonly to: ShareState;
  readonly afterMs: number;
  readonly drained: number | null;
  /** Milliseconds that everything is muted from here on; 0 lifts the mute. */
  readonly mute: number | null;
}

const step = fc.record<Step>({
  root: fc.constantFrom(...ROOTS),
  to: fc.constantFrom(...STATES),
  afterMs: fc.oneof(fc.integer({ min: 0, max: 30_000 }), fc.integer({ min: 0, max: 4 * 3_600_000 })),
  drained: fc.option(fc.integer({ min: 0, max: 5_000 })),
  mute: fc.option(fc.integer({ min: 0, max: 6 * 3_600_000 })),
});

/** Plays the steps on a book, brings every root back at the end and lets the time pass that the last messages need. */
function play(book: Book, steps: readonly Step[], withMute: boolean): Record<ShareRoot, number> {
  const states: Record<ShareRoot, ShareState> = {
    archive: 'unknown',
    import: 'unknown',
    cancelled: 'unknown',
    workbook: 'ok',
  };
  const outages: Record<ShareRoot, number> = { archive: 0, import: 0, cancelled: 0, workbook: 0 };
  const down: Partial<Record<ShareRoot, boolean>> = {};
  const change = (root: ShareRoot, to: ShareState): void => {
    if (states[root] === to) return;
    book.tell(shareEvent(root, states[root], to, book.now));
    states[root] = to;
    if (to === 'down' && down[root] !== true) outages[root] += 1;
    down[root] = to === 'down' || (down[root] === true && to === 'recovering');
  };
  for (const { root, to, afterMs, drained, mute } of steps) {
    book.advance(afterMs);
    if (withMute && mute !== null) book.mute(mute === 0 ? null : book.now + mute);
    change(root, to);
    if (drained !== null) book.tell({ type: 'drained', root, delivered: drained });
  }
  for (const root of ROOTS) change(root, 'ok');
  book.advance(24 * 3_600_000);
  return outages;
}

describe('the policy of alerts', () => {
  it('tells every outage and every recovery exactly once on every channel, in order, however they interleave', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        const book = new Book(START);
        const outages = play(book, steps, false);
        for (const root of ROOTS) {
          expect(book.ofKind('share-down', root)).toHaveLength(outages[root]);
          expect(book.ofKind('share-back', root)).toHaveLength(outages[root]);
          for (const channel of CHANNELS) {
            const told = book.messages
              .filter((message) => message.channel === channel)
              .flatMap(({ ids }) => ids)
              .map((id) => book.entries[id - 1]!)
              .filter((entry) => entry.root === root)
              .map(({ kind }) => kind);
            expect(told).toEqual(Array.from({ length: outages[root] }, () => ['share-down', 'share-back']).flat());
          }
        }
      }),
      { numRuns: 300 },
    );
  });

  it('loses no entry of the list in quiet hours or while muted, and tells the end of what it told', () => {
    const time = fc.integer({ min: 0, max: 23 }).map((hour) => `${String(hour).padStart(2, '0')}:30`);
    fc.assert(
      fc.property(
        fc.array(step, { maxLength: 30 }),
        fc.record({
          reminderMinutes: fc.constantFrom(0, 30),
          aboutShares: fc.constant(true),
          aboutRuns: fc.constant(true),
          quietFrom: time,
          quietTo: time,
        }),
        (steps, settings) => {
          const book = new Book(START, settings);
          const outages = play(book, steps, true);
          for (const root of ROOTS) {
            expect(book.ofKind('share-down', root)).toHaveLength(outages[root]);
            expect(book.ofKind('share-back', root)).toHaveLength(outages[root]);
          }
          for (const entry of book.entries) {
            for (const { channel, state } of entry.sends) {
              expect(state).not.toBe('waiting');
              expect(book.timesSent(entry.id, channel)).toBe(state === 'sent' ? 1 : 0);
            }
          }
          for (const [index, back] of book.entries.entries()) {
            if (back.kind !== 'share-back') continue;
            const down = book.entries
              .slice(0, index)
              .findLast(({ kind, root }) => kind === 'share-down' && root === back.root)!;
            for (const { channel } of back.sends.filter(({ state }) => state === 'sent'))
              expect(book.timesSent(down.id, channel)).toBe(1);
          }
        },
      ),
      { numRuns: 300 },
    );
  });

  it('makes 20 messages and 20 of 20 flaps, however fast they come', () => {
    for (const gap of [500, 15_000, 200_000]) {
      const book = new Book(START, NO_QUIET);
      for (let flap = 0; flap < 20; flap += 1) {
        book.tell(shareEvent('import', 'ok', 'down', book.now));
        book.advance(gap);
        book.tell(shareEvent('import', 'recovering', 'ok', book.now, gap));
        book.advance(gap);
      }
      book.advance(600_000);
      for (const channel of CHANNELS) {
        const kinds = book.messages.filter((message) => message.channel === channel).map(({ alert }) => alert.kind);
        expect(kinds).toEqual(Array.from({ length: 20 }, () => ['share-down', 'share-back']).flat());
      }
    }
  });
});

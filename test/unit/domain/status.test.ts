import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { eventMeaning, foldStatus, isEffective, type StatusFact } from '../../../src/engine/domain';
import { statusFact } from './arbitraries';

const authorised: StatusFact = { type: 'protocol', model: '55', cStat: '100' };

function event(
  model: string,
  eventType: string,
  cStat: string | null = '135',
  at: string | null = null,
  sequence = 1,
): StatusFact {
  return { type: 'event', model, eventType, sequence, cStat, at };
}

describe('eventMeaning', () => {
  it.each([
    ['55', '110111', 'cancels'],
    ['65', '110112', 'cancels'],
    ['58', '110112', 'closes'],
    ['57', '110112', 'unknown'],
    ['55', '110110', 'corrects'],
    ['55', '610601', 'informs'],
    ['57', '610110', 'manifests'],
    ['55', '210210', 'manifests'],
    ['55', '110001', 'informs'],
    ['55', '112110', 'informs'],
    ['59', 'CFeCanc', 'cancels'],
    ['NFSe-nac', 'e101101', 'cancels'],
    ['NFSe-nac', '101101', 'cancels'],
    ['NFSe-nac', 'e105105', 'informs'],
    ['NFSe-nac', 'e202201', 'manifests'],
    ['55', '101101', 'unknown'],
    ['55', 'toString', 'unknown'],
    ['constructor', '110111', 'unknown'],
  ])('model %s, event %s: %s', (model, type, effect) => {
    expect(eventMeaning(model, type).effect).toBe(effect);
  });

  it('takes 134 for registered only where the layouts do', () => {
    expect(isEffective('57', '134')).toBe(true);
    expect(isEffective('55', '134')).toBe(false);
    expect(isEffective('55', null)).toBe(false);
    expect(isEffective('NFSe-nac', null)).toBe(true);
  });
});

describe('foldStatus', () => {
  it.each<[string, StatusFact[], string]>([
    ['nothing is known', [], 'unproven'],
    ['a bare document', [{ type: 'protocol', model: '55', cStat: null }], 'unproven'],
    ['authorised', [authorised], 'authorised'],
    ['authorised late', [{ type: 'protocol', model: '55', cStat: '150' }], 'authorised'],
    ['denied', [{ type: 'protocol', model: '55', cStat: '302' }], 'denied'],
    ['rejected', [{ type: 'protocol', model: '55', cStat: '204' }], 'rejected'],
    ['a correction does not cancel', [authorised, event('55', '110110')], 'authorised'],
    ['a CT-e of the note was cancelled', [authorised, event('55', '610601')], 'authorised'],
    ['a request of cancellation', [authorised, event('55', '110111', null)], 'authorised'],
    ['a rejected cancellation', [authorised, event('55', '110111', '573')], 'authorised'],
    ['a cancellation out of time', [authorised, event('55', '110111', '155')], 'cancelled'],
    ['a cancellation before its document', [event('55', '110111'), authorised], 'cancelled'],
    ['an old summary after a cancellation', [event('55', '110111'), { type: 'summary', situation: '1' }], 'cancelled'],
    ['a replacing national NFS-e', [{ type: 'protocol', model: 'NFSe-nac', cStat: '101' }], 'authorised'],
    [
      'a cancelled national NFS-e',
      [{ type: 'protocol', model: 'NFSe-nac', cStat: '100' }, event('NFSe-nac', 'e101101', null)],
      'cancelled',
    ],
  ])('%s', (_name, facts, state) => {
    expect(foldStatus(facts).state).toBe(state);
  });

  it('keeps the last correction, the last manifestation, the closing and the replacement', () => {
    const status = foldStatus([
      event('55', '110110', '135', null, 2),
      event('55', '110110', '135', null, 1),
      event('55', '210200', '135', '2026-03-16T08:00:00-03:00'),
      event('55', '210220', '135', '2026-03-15T08:00:00-03:00'),
      event('55', '210210', '135', '2026-03-20T08:00:00-03:00'),
      event('58', '110112'),
      { type: 'replacement', by: 'NFS:x' },
    ]);
    expect(status).toMatchObject({ corrected: true, correction: 2, closed: true, replacedBy: 'NFS:x' });
    expect(status.manifestation?.eventType).toBe('210200');
  });

  it('does not depend on the order or the repetition of facts', () => {
    const shuffled = fc
      .array(statusFact, { maxLength: 12 })
      .chain((facts) =>
        fc.tuple(fc.constant(facts), fc.shuffledSubarray([...facts, ...facts], { minLength: facts.length * 2 })),
      );
    fc.assert(
      fc.property(shuffled, ([facts, again]) => {
        expect(foldStatus(again)).toEqual(foldStatus(facts));
      }),
    );
  });

  it('no fact undoes a cancellation', () => {
    fc.assert(
      fc.property(fc.array(statusFact), (facts) => {
        expect(foldStatus([event('55', '110111'), ...facts]).state).toBe('cancelled');
      }),
    );
  });
});

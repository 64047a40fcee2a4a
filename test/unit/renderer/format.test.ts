import { describe, expect, it } from 'vitest';
import { companyName, searchable, taxIdText } from '../../../src/renderer/format/companies';
import { moment, monthAfter, monthOf, monthsUntil, upcoming } from '../../../src/shared/messages/pt-BR/moments';
import { percent, roughly, shortEta } from '../../../src/shared/messages/pt-BR/numbers';
import { shareDone } from '../../../src/renderer/format/run-progress';
import { RUN } from '../../renderer/console/fixtures';

describe('numbers', () => {
  it('never rounds a share up to all', () => {
    expect(percent(0.999)).toBe('99%');
    expect(percent(1)).toBe('100%');
    expect(percent(0)).toBe('0%');
  });

  it('says a time that is left no more exactly than a column can hold', () => {
    expect(shortEta(30)).toBe('< 1 min');
    expect(shortEta(12 * 60)).toBe('12 min');
    expect(shortEta(80 * 60)).toBe('1 h 20');
    expect(shortEta(3_605)).toBe('1 h 00');
  });

  it('rounds a time that is left alike wherever it is said, so that a part never seems longer than the whole', () => {
    const minutes = (text: string): number => {
      const [, hours = '0', rest = '0'] = /^(?:cerca de )?(?:(\d+) h ?)?(?:(\d+)(?: min)?)?$/.exec(text) ?? [];
      return Number(hours) * 60 + Number(rest);
    };
    for (let seconds = 0; seconds < 4 * 3_600; seconds += 13)
      expect(minutes(shortEta(seconds)), String(seconds)).toBe(minutes(roughly(seconds)));
  });
});

describe('moments', () => {
  const now = new Date(2026, 10, 21, 14, 5, 9);

  it('says only the time of what happened today, and the day of what did not', () => {
    expect(moment(new Date(2026, 10, 21, 9, 3, 7).toISOString(), now)).toBe('09:03:07');
    expect(moment(new Date(2026, 10, 20, 9, 3, 7).toISOString(), now)).toBe('20/11 09:03');
    expect(moment(new Date(2025, 7, 14, 9, 3, 7).toISOString(), now)).toBe('14/08/2025');
    expect(moment('not a moment', now)).toBe('not a moment');
  });

  it('says when something comes', () => {
    const at = (...parts: [number, number, number, number, number]): string => new Date(...parts).toISOString();
    const now = new Date(2026, 11, 30, 22, 30);
    expect(upcoming(at(2026, 11, 30, 23, 5), now)).toBe('hoje às 23:05');
    expect(upcoming(at(2026, 11, 31, 6, 0), now)).toBe('amanhã às 06:00');
    expect(upcoming(at(2027, 0, 1, 9, 0), now)).toBe('01/01/2027 às 09:00');
    expect(upcoming(at(2026, 11, 5, 9, 0), new Date(2026, 11, 3))).toBe('sáb 05/12 às 09:00');
  });

  it('counts months over the turn of the year', () => {
    expect(monthOf(now)).toBe('2026-11');
    expect(monthAfter('2026-12', 1)).toBe('2027-01');
    expect(monthAfter('2026-01', -1)).toBe('2025-12');
    expect(monthsUntil('2026-02', 3)).toEqual(['2026-02', '2026-01', '2025-12']);
  });
});

describe('companies', () => {
  it('takes the code off a folder and gives the name its blanks', () => {
    expect(companyName('0001_PADARIA_DOIS_IRMAOS')).toEqual({ code: '0001', name: 'PADARIA DOIS IRMAOS' });
    expect(companyName('PADARIA')).toEqual({ code: '', name: 'PADARIA' });
  });

  it('writes a CNPJ, with letters too, and a CPF as people read them', () => {
    expect(taxIdText('00100000000107')).toBe('00.100.000/0001-07');
    expect(taxIdText('12ABC34501DE35')).toBe('12.ABC.345/01DE-35');
    expect(taxIdText('00012345678')).toBe('000.123.456-78');
  });

  it('searches without case, accents and punctuation', () => {
    expect(searchable('  São_João S/A ')).toBe('sao joao sa');
    expect(searchable('00.100.000/0001-07')).toBe('00100000000107');
  });
});

describe('the share of a run that is done', () => {
  it('is not known before the counts are', () => {
    expect(shareDone({ ...RUN, requests: { done: 4, planned: null } })).toBeNull();
  });

  it('follows the requests, then the deliveries, and is whole only at the end', () => {
    expect(shareDone({ ...RUN, requests: { done: 1, planned: 4 } })).toBe(0.25);
    expect(shareDone({ ...RUN, requests: { done: 9, planned: 4 } })).toBe(0.99);
    const documents = { expected: 10, archived: 10, delivered: 5, pending: 5 };
    expect(shareDone({ ...RUN, phase: 'delivering', documents })).toBe(0.5);
    expect(shareDone({ ...RUN, phase: 'done' })).toBe(1);
  });
});

import { describe, expect, it } from 'vitest';
import { DEAD_MODES, parseDead } from '../../../src/simulator';

const MONTH = '2026-08';

describe('parseDead', () => {
  it('reads none, every mode in every form, and lists', () => {
    expect(parseDead('none', MONTH)).toEqual({});
    expect(parseDead(' ', MONTH)).toEqual({});
    expect(parseDead('pages, singles=fail ,events,reports=other-keys,page-events,pages-from=1000,skip', MONTH)).toEqual(
      {
        pages: 'empty',
        singles: 'fail',
        events: 'empty',
        reports: 'other-keys',
        pageEvents: true,
        pagesFrom: 1_000,
        skip: true,
      },
    );
    expect(parseDead('counts,reports,pages=fail', MONTH)).toEqual({ counts: 'fail', reports: 'empty', pages: 'fail' });
  });

  it('collects what may be named more than once, days of the month by their number', () => {
    expect(
      parseDead('day=4,day=2026-07-31,kind=cte,kind=NFSe,role=CnpjTom,counts=lower,count-kind=CFe', MONTH),
    ).toEqual({
      days: ['2026-08-04', '2026-07-31'],
      kinds: ['CTe', 'NFSe'],
      roles: ['CnpjTom'],
      counts: 'lower',
      countKinds: ['CFe'],
    });
  });

  it.each([
    'rain',
    'pages=sometimes',
    'day',
    'day=32',
    'kind',
    'kind=MDFe',
    'role=CnpjX',
    'page-events=1',
    'pages-from',
    'skip=50',
    'toString',
  ])('names what it does not know: %s', (part) => {
    expect(() => parseDead(`counts,${part}`, MONTH)).toThrow(
      new RegExp(`^Não entendi ${part}\\. Use none ou.*day=DIA`),
    );
    expect(() => parseDead(part, MONTH)).toThrow(RangeError);
  });

  it('describes every mode in a sentence', () => {
    for (const [, help] of DEAD_MODES) expect(help).toMatch(/^[A-ZÀ-Ú].{20,}\.$/);
  });
});

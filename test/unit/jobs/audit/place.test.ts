import { describe, expect, it } from 'vitest';
import { Bitset } from '../../../../src/engine/jobs/audit/bitset';
import { Accounted } from '../../../../src/engine/jobs/audit/number-gaps';
import { Clients, contradictions, keyInName, namesAnother, placeOf } from '../../../../src/engine/jobs/audit/place';
import { noteKey } from '../../../support/notes';

const clients = new Clients([
  { id: 1, taxId: '11222333000181', folder: '0001_ALFA_COMERCIO', active: true },
  { id: 2, taxId: '99888777000100', folder: '0002_BETA', active: true },
  { id: 3, taxId: '55666777000181', folder: '0002_BETA~3', active: false },
]);
const belongs = { companies: [{ companyId: 1, direction: 'outbound' }], month: '2026-03', kind: 'NFe' } as const;

function differences(path: string): string[] {
  const place = placeOf(path);
  return place === null ? ['nowhere'] : contradictions(place, belongs, clients);
}

describe('placeOf', () => {
  it('reads the layout of the archive, copies under Mês_anterior too', () => {
    expect(placeOf('2026/0001_ALFA/03/NFe/Saída/x.xml')).toEqual({
      folder: '0001_ALFA',
      month: '2026-03',
      kind: 'NFe',
      direction: 'outbound',
      previous: false,
    });
    expect(placeOf('2026/0001_ALFA/04/Mês_anterior/CTe/Entrada/x.xml')).toMatchObject({
      month: '2026-04',
      kind: 'CTe',
      direction: 'inbound',
      previous: true,
    });
    expect(placeOf('2026/0001_ALFA/03/NFe/x.xml')).toMatchObject({ direction: null });
    expect(placeOf('2026/0001_ALFA/13/NFe/x.xml')).toBeNull();
    expect(placeOf('x.xml')).toBeNull();
  });
});

describe('contradictions', () => {
  it.each([
    ['2026/0001_ALFA_COMERCIO/03/NFe/Saída/x.xml', []],
    ['2026/0001_alfa_comercio/03/nfe/saída/x.xml', []],
    ['2026/0001_ALFA_COMERCIO/03/NFe/x.xml', []],
    // the workbook has renamed the company since
    ['2026/0001_ALFA_LTDA/03/NFe/Saída/x.xml', []],
    ['2026/0001_ALFA_COMERCIO/04/Mês_anterior/NFe/Saída/x.xml', []],
    ['2026/0002_BETA/03/NFe/Saída/x.xml', ['company']],
    ['2026/_SEM_EMPRESA/03/NFe/x.xml', ['company']],
    ['2026/0001_ALFA_COMERCIO/04/NFe/Saída/x.xml', ['month']],
    ['2026/0001_ALFA_COMERCIO/03/CTe/Entrada/x.xml', ['kind', 'direction']],
  ])('%s: %j', (path, expected) => {
    expect(differences(path)).toEqual(expected);
  });

  it('gives a folder to the company that has it now', () => {
    expect(clients.inFolder('0002_beta')?.id).toBe(2);
    expect(clients.owns(3, '0002_BETA')).toBe(true);
    expect(clients.owns(null, '_sem_empresa')).toBe(true);
  });
});

describe('the key in a name', () => {
  it('is found among other words, and held against the content', () => {
    const [one, other] = [noteKey({ number: 1 }), noteKey({ number: 2 })];
    expect(keyInName(`a/cópia de NFe${one} (1).xml`)).toBe(one);
    expect(keyInName('a/nota 12.xml')).toBeNull();
    expect(namesAnother(`a/${one}_CANC.xml`, one)).toBeNull();
    expect(namesAnother(`a/${one}.xml`, other)).toBe(one);
    expect(namesAnother('a/nota.xml', other)).toBeNull();
    expect(namesAnother(`a/${one}.xml`, `RAW:${'a'.repeat(64)}`)).toBeNull();
  });
});

describe('Bitset', () => {
  it('holds row numbers, however large, once', () => {
    const set = new Bitset();
    for (const number of [1, 31, 32, 1_000_000, 1_000_000]) set.add(number);
    expect(set.size).toBe(4);
    expect([1, 31, 32, 1_000_000].every((number) => set.has(number))).toBe(true);
    expect([0, 2, 33, 999_999, 5_000_000].some((number) => set.has(number))).toBe(false);
  });
});

describe('Accounted', () => {
  const gap = { issuer: '11222333000181', companyId: 1, kind: 'NFe', model: '55', series: '1', month: '2026-03' };

  it('takes ranges out of a gap and leaves what has no name', () => {
    const accounted = new Accounted();
    accounted.add('11222333000181', '55', '001', [12, 14]);
    accounted.add('11222333000181', '55', '1', [13, 16]);
    accounted.add('11222333000181', '55', '1', [19, 40]);
    accounted.add('11222333000181', '65', '1', [10, 40]);
    expect(accounted.without({ ...gap, from: 10, to: 20 })).toEqual([
      [10, 11],
      [17, 18],
    ]);
    expect(accounted.without({ ...gap, series: '2', from: 10, to: 20 })).toEqual([[10, 20]]);
    expect(accounted.without({ ...gap, from: 13, to: 14 })).toEqual([]);
  });
});

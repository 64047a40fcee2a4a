import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decimalSize } from '../../../src/shared/messages/pt-BR/amounts';
import {
  count,
  counted,
  dayName,
  duration,
  listed,
  monthName,
  roughly,
} from '../../../src/shared/messages/pt-BR/numbers';
import { COLOURED } from '../../../src/cli/text/style';
import { renderFacts, renderTable } from '../../../src/cli/text/table';
import { fit, padLeft, padRight, widthOf, wrap } from '../../../src/cli/text/width';

describe('width of texts', () => {
  it('counts an accented letter once, however it is written', () => {
    expect(widthOf('Mês')).toBe(3);
    expect(widthOf('Mês'.normalize('NFD'))).toBe(3);
    expect(widthOf(COLOURED.bad('São'))).toBe(3);
  });

  it('pads by what is seen', () => {
    expect(padRight('é'.normalize('NFD'), 3)).toBe(`${'é'.normalize('NFD')}  `);
    expect(padLeft('é', 3)).toBe('  é');
  });

  it('cuts without splitting an accent from its letter', () => {
    expect(fit('COMÉRCIO'.normalize('NFD'), 5)).toBe(`${'COMÉ'.normalize('NFD')}…`);
    expect(fit('curto', 5)).toBe('curto');
    expect(fit('longo', 0)).toBe('');
  });

  it('never cuts or wraps to more than was asked', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.integer({ min: 1, max: 40 }), (text, width) => {
        expect(widthOf(fit(text, width))).toBeLessThanOrEqual(width);
        expect(wrap(text, width).join(' ')).toBe(text);
      }),
    );
  });

  it('wraps at spaces and keeps a long word whole', () => {
    expect(wrap('um dois três', 8)).toEqual(['um dois', 'três']);
    expect(wrap('abcdefghij k', 4)).toEqual(['abcdefghij', 'k']);
  });
});

describe('numbers for people', () => {
  it('groups thousands and bends nouns', () => {
    expect(count(12345)).toBe('12.345');
    expect(counted(1, 'documento', 'documentos')).toBe('1 documento');
    expect(counted(0, 'documento', 'documentos')).toBe('0 documentos');
  });

  it('names months and days as the office does', () => {
    expect(monthName('2026-03')).toBe('março de 2026');
    expect(dayName('2026-03-31')).toBe('31/03/2026');
  });

  it.each([
    [0.4, '0 s'],
    [59.6, '1 min 00 s'],
    [125, '2 min 05 s'],
    [3_599, '59 min 59 s'],
    [4_800, '1 h 20 min'],
  ])('tells %d seconds as %s', (seconds, text) => {
    expect(duration(seconds)).toBe(text);
  });

  it.each([
    [20, 'menos de 1 min'],
    [60, 'cerca de 1 min'],
    [3_540, 'cerca de 59 min'],
    [3_599, 'cerca de 1 h'],
    [4_700, 'cerca de 1 h 20 min'],
    [7_170, 'cerca de 2 h'],
  ])('promises no more than it knows of %d seconds', (seconds, text) => {
    expect(roughly(seconds)).toBe(text);
  });

  it('chooses the unit of a size', () => {
    expect(decimalSize(950)).toBe('950 bytes');
    expect(decimalSize(1_234_567)).toBe('1,2 MB');
  });

  it('lists with commas and "e"', () => {
    expect(listed([])).toBe('');
    expect(listed(['a'])).toBe('a');
    expect(listed(['a', 'b', 'c'])).toBe('a, b e c');
  });
});

describe('tables', () => {
  const head = [
    { title: 'Empresa', align: 'left', flexible: true },
    { title: 'Nº', align: 'right' },
  ] as const;

  it('aligns columns although some letters are two code points', () => {
    const lines = renderTable(
      head,
      [
        ['PÃO'.normalize('NFD'), '7'],
        ['ABCDEFGHI', '1.200'],
      ],
      80,
    );
    expect(lines.map((line) => widthOf(line))).toEqual([16, 16, 16]);
    expect(lines[2]).toBe('ABCDEFGHI  1.200');
  });

  it('lets the flexible column give way to a narrow terminal', () => {
    const lines = renderTable(head, [['UMA_EMPRESA_DE_NOME_BEM_LONGO', '7']], 24);
    expect(lines[1]).toMatch(/^UMA_EMPRESA_DE_NOME…\s+7$/);
    expect(widthOf(lines[1] ?? '')).toBeLessThanOrEqual(24);
  });

  it('aligns values to the right and notes after them', () => {
    expect(
      renderFacts([
        { label: 'Mês', value: '1' },
        { label: 'Eventos', value: '200', note: 'nota' },
      ]),
    ).toEqual(['Mês         1', 'Eventos   200   nota']);
  });
});

import { describe, expect, it } from 'vitest';
import {
  collectCompany,
  collectKind,
  collectRecoverable,
  defaultMonth,
  lastCompleteMonth,
  oneOf,
  parseMonth,
  wholeNumber,
} from '../../../src/cli/values';
import { isMaloteError } from '../../../src/shared/errors';

describe('months', () => {
  it.each([
    ['2026-03', '2026-03'],
    ['03/2026', '2026-03'],
    ['3/2026', '2026-03'],
    [' 12/2025 ', '2025-12'],
  ])('reads %s', (text, month) => {
    expect(parseMonth(text)).toBe(month);
  });

  it.each(['2026-13', '00/2026', '2026', 'março', '2026-3-1', ''])('refuses %s', (text) => {
    expect(() => parseMonth(text)).toThrow(expect.objectContaining({ code: 'CLI_VALUE_INVALID' }));
  });

  it('means the previous month until the 10th, then the current one', () => {
    expect(defaultMonth(new Date(2026, 0, 1))).toBe('2025-12');
    expect(defaultMonth(new Date(2026, 2, 10, 23, 59))).toBe('2026-02');
    expect(defaultMonth(new Date(2026, 2, 11))).toBe('2026-03');
    expect(lastCompleteMonth(new Date(2026, 2, 31))).toBe('2026-02');
  });
});

describe('values of options', () => {
  it('collects kinds in any case, each once, and refuses one that there is not: it would find nothing and say so of everything', () => {
    expect(collectKind('cte', collectKind(' NFE '))).toEqual(['NFe', 'CTe']);
    expect(collectKind('nfe', ['NFe'])).toEqual(['NFe']);
    expect(() => collectKind('NFD')).toThrow(expect.objectContaining({ code: 'CLI_VALUE_INVALID' }));
  });

  it('collects companies in any spelling, each once', () => {
    const first = collectCompany('11.222.333/0001-81');
    expect(first).toEqual(['11222333000181']);
    expect(collectCompany('11222333000181', first)).toEqual(first);
    expect(collectCompany('123.456.789-09', first)).toEqual(['11222333000181', '12345678909']);
    expect(() => collectCompany('empresa')).toThrow(expect.objectContaining({ code: 'CLI_VALUE_INVALID' }));
  });

  it('takes whole numbers within their limits only', () => {
    const port = wholeNumber('--port', 0, 65_535);
    expect(port('0')).toBe(0);
    expect(port('65535')).toBe(65_535);
    for (const text of ['65536', '-1', '1.5', '1e3', '', 'abc', '9'.repeat(30)]) {
      expect(() => port(text)).toThrow(expect.objectContaining({ code: 'CLI_VALUE_INVALID' }));
    }
  });

  it('takes one of a list', () => {
    const api = oneOf('--api', ['legacy', 'v1']);
    expect(api('V1')).toBe('v1');
    expect(() => api('v2')).toThrow(/legacy ou v1/);
  });
});

it('names choices as choices', () => {
  const reason = (work: () => unknown): unknown => {
    try {
      return work();
    } catch (error) {
      return isMaloteError(error) ? error.details['reason'] : error;
    }
  };
  expect(reason(() => oneOf('--format', ['xlsx', 'html', 'resumo'])('pdf'))).toBe('escolha xlsx, html ou resumo');
  expect(reason(() => oneOf('--format', ['csv', 'xlsx'])('pdf'))).toBe('escolha csv ou xlsx');
  expect(reason(() => collectRecoverable('nada'))).toMatch(/^escolha missing, .+ ou [a-z-]+$/);
});

import { describe, expect, it } from 'vitest';
import { ERRORS, MaloteError, type ErrorCode } from '../../../src/shared/errors';

const CODES = Object.keys(ERRORS) as ErrorCode[];
const PLACES = /\{(\w+)\??\}/g;

function namesIn({ sentence, action }: { readonly sentence: string; readonly action: string }): string[] {
  return [...`${sentence} ${action}`.matchAll(PLACES)].map(([, name = '']) => name);
}

describe('the sentence of an error', () => {
  it.each(CODES)('%s has no hole, whatever its caller or the system leaves unsaid', (code) => {
    const names = namesIn(ERRORS[code]);
    for (const value of [undefined, null, '', ' ']) {
      const details = value === undefined ? {} : Object.fromEntries(names.map((name) => [name, value]));
      const { message, action } = new MaloteError(code, details);
      for (const text of [message, action]) {
        expect(text).not.toMatch(PLACES);
        expect(text).not.toMatch(/: ?\.|\( *\)|“ *”| {2}/);
      }
    }
  });

  it('leaves out an addition that there is not, and takes one as it is', () => {
    const [without, with_] = ['', ' (oculta)'].map(
      (note) => new MaloteError('COMPANIES_NO_HEADER', { source: 'a.xlsx', where: 'aba', found: 'X', note }),
    );
    expect(without?.message).toContain('CNPJ e nome; títulos encontrados: X.');
    expect(with_?.message).toContain('CNPJ e nome (oculta); títulos');
  });

  it('says what it was given', () => {
    expect(new MaloteError('CLI_VALUE_INVALID', { option: '--month', value: 'x', reason: 'y' }).message).toContain(
      '--month',
    );
    expect(new MaloteError('SIEG_UNREADABLE', { reason: '' }).message).toContain('sem motivo informado');
  });
});

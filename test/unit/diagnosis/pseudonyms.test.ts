import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { KnownNames } from '../../../src/engine/diagnosis/archive/known-names';
import { Pseudonyms } from '../../../src/engine/diagnosis/archive/pseudonyms';
import type { CompanyRow } from '../../../src/engine/ledger';

const COMPANIES = [
  { id: 7, taxId: '11222333000181', folder: '0012_PAES_E_CIA', code: '0012', name: 'Pães e Cia' },
  { id: 8, taxId: '12345678000195', folder: '0013_PAES_E_CIA_FILIAL', code: '0013', name: 'Pães e Cia Filial' },
] as const satisfies readonly CompanyRow[];
const { hide } = new Pseudonyms(COMPANIES);

describe('pseudonyms', () => {
  it.each([
    ['0012_PAES_E_CIA: nada', 'EMPRESA-7: nada'],
    ['de Pães e Cia Filial para PAES E CIA', 'de EMPRESA-8 para EMPRESA-7'],
    ['pães_e_cia_filial/2026', 'EMPRESA-8/2026'],
    ['11.222.333/0001-81 e 11222333000181', 'CNPJ-7 e CNPJ-7'],
    ['outro: 45.997.418/0001-53, de novo 45997418000153', 'outro: CNPJ-X1, de novo CNPJ-X1'],
    ['35260311222333000181550010000000011000000017', '352603CNPJ-7550010000000011000000017'],
    ['fulano.de.tal@escritorio.com.br', '•••@escritorio.com.br'],
    ['P%C3%A3es%20e%20Cia fim', '••• fim'],
    [`${Buffer.from('Pães e Cia').toString('base64')} fim`, '••• fim'],
    [`${Buffer.from('11222333000181').toString('hex')} fim`, '••• fim'],
  ])('hide the companies of "%s"', (text, wanted) => {
    expect(hide(text)).toBe(wanted);
  });

  it.each([
    '2026-11-30 18:08:11.123 [info] 20261130180811 bytes',
    'run 12 2026-03: sweeping, 48211 of 50000',
    'C:\\Malote\\workspace\\malote.db',
    'LEDGER_DAMAGED: O banco de dados está danificado',
  ])('leave "%s" as it is', (text) => {
    expect(hide(text)).toBe(text);
  });

  it('find a name wherever it stands', () => {
    const names = new KnownNames([{ name: 'Pães e Cia', pseudonym: '#' }]);
    fc.assert(
      fc.property(fc.string(), fc.string(), (before, after) => {
        const text = `${before}PÃES_E_CIA${after}`.normalize('NFC');
        return (
          names.has(text) && names.replace(text).includes('#') && !names.has(names.replace(text).replace('#', '|'))
        );
      }),
    );
  });
});

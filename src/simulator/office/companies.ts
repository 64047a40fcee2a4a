import { cnpjCheckDigits, cpfCheckDigits, type Month, type TaxId } from '../../engine/domain';
import { companyName } from './names';
import type { Random } from './random';
import type { SimCompany } from './types';

/** First month in which alphanumeric CNPJs exist (NT Conjunta 2025.001). */
const ALPHANUMERIC_SINCE: Month = '2026-07';
const LETTERS = 'ABCDEGHJKLMNPRSTVWXYZ'.split('');

/** An invented CNPJ. The branch number is always 9000 or more, which keeps it away from companies that exist. */
export function inventedCnpj(random: Random, shape: 'numeric' | 'leading-zero' | 'alphanumeric' = 'numeric'): TaxId {
  const branch = String(random.integer(9000, 9999));
  const head = shape === 'leading-zero' ? '0' : String(random.integer(1, 9));
  const root =
    shape === 'alphanumeric'
      ? random.digits(3) + Array.from({ length: 3 }, () => random.pick(LETTERS)).join('') + random.digits(2)
      : head + random.digits(7);
  return `${root}${branch}${cnpjCheckDigits(root + branch)}`;
}

/** An invented CPF out of the range that begins with four zeros. */
export function inventedCpf(random: Random): TaxId {
  const first9 = `0000${random.digits(4)}${String(random.integer(1, 9))}`;
  return `${first9}${cpfCheckDigits(first9)}`;
}

function shapeOf(index: number, month: Month): 'numeric' | 'leading-zero' | 'alphanumeric' {
  if (month >= ALPHANUMERIC_SINCE && index % 9 === 4) return 'alphanumeric';
  return index % 6 === 2 ? 'leading-zero' : 'numeric';
}

/** The workbook's `Nome Tratado`: mostly plain capitals, sometimes as careless as people write it. */
function folderName(code: string, name: string, index: number): string {
  const words = name.replaceAll(' ', '_');
  if (index % 7 === 3) return `${code}_${words}`;
  const plain = words.normalize('NFD').replace(/\p{M}/gu, '');
  return `${code}_${plain.endsWith('S/A') || plain.endsWith('.') ? plain : plain.replace(/[^A-Z0-9_]/g, '_')}`;
}

/** `count` invented companies with distinct CNPJs; the first is always the one of the documentation. */
export function createCompanies(random: Random, count: number, month: Month): SimCompany[] {
  const taken = new Set<TaxId>();
  return Array.from({ length: count }, (_, index) => {
    const code = String(index + 1).padStart(4, '0');
    const name = index === 0 ? 'COMÉRCIO EXEMPLO LTDA' : companyName(random);
    let taxId = inventedCnpj(random, shapeOf(index, month));
    while (taken.has(taxId)) taxId = inventedCnpj(random, shapeOf(index, month));
    taken.add(taxId);
    return { taxId, name, code, folder: folderName(code, name, index) };
  });
}

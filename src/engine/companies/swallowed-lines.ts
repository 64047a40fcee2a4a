import { isCnpj, isCpf, normaliseTaxId } from '../domain';
import type { CellValue, SheetRow } from '../spreadsheets';

function holdsTaxId(line: string): boolean {
  return line.split(/[;\t,]/).some((field) => {
    const taxId = normaliseTaxId(field.replaceAll('"', ''));
    return taxId !== null && (isCnpj(taxId) || isCpf(taxId));
  });
}

function checked(cell: CellValue): CellValue {
  if (typeof cell !== 'string' || !/[\r\n]/.test(cell)) return cell;
  const [first = '', ...others] = cell.split(/[\r\n]+/);
  return others.some(holdsTaxId) ? { fault: 'several-lines', text: first } : cell;
}

/**
 * A quote that nobody closes makes one cell of all lines up to the next quote, and the companies of those lines would be gone. A cell of
 * a CSV in whose later lines a CNPJ or CPF stands is taken for that. Cells of several lines are otherwise as people write them.
 */
export async function* withSwallowedLines(
  batches: AsyncGenerator<readonly SheetRow[]>,
): AsyncGenerator<readonly SheetRow[]> {
  for await (const rows of batches)
    yield rows.map(({ number, cells }) => ({
      number,
      cells: new Map([...cells].map(([column, cell]) => [column, checked(cell)])),
    }));
}
